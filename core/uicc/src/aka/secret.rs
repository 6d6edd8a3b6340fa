use std::{fmt, ops::Deref};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// Up to 32 secret bytes in place: RES, CK, IK and the like. Zeroised on drop, hidden from `Debug`, compared in
/// constant time.
#[derive(Clone)]
pub struct Secret {
    bytes: [u8; Self::CAPACITY],
    len: usize,
}

impl Secret {
    /// The most bytes that fit.
    pub const CAPACITY: usize = 32;

    /// A copy of `bytes`; of the first 32 if there are more.
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let len = bytes.len().min(Self::CAPACITY);
        let mut secret = Self { bytes: [0; Self::CAPACITY], len };
        secret.bytes[..len].copy_from_slice(&bytes[..len]);
        secret
    }

    /// The same of an array that fits, faster: vectors are made by the million.
    #[inline]
    pub(crate) fn of<const N: usize>(bytes: &[u8; N]) -> Self {
        const { assert!(N <= Self::CAPACITY) };
        let mut secret = Self { bytes: [0; Self::CAPACITY], len: N };
        secret.bytes[..N].copy_from_slice(bytes);
        secret
    }

    /// The same with only its first `len` bytes left.
    #[inline]
    pub(crate) fn truncated(mut self, len: usize) -> Self {
        if len < self.len {
            self.bytes[len..self.len].zeroize();
            self.len = len;
        }
        self
    }
}

impl Deref for Secret {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        // The bytes behind `len` never held anything, or were zeroised when they were cut off.
        self.bytes[..self.len].zeroize();
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} bytes)", self.len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_the_bytes() {
        assert_eq!(format!("{:?}", Secret::new(&[0xAB; 5])), "Secret(5 bytes)");
    }

    #[test]
    fn what_was_cut_off_does_not_count() {
        assert_eq!(Secret::new(&[1, 2, 3]).truncated(2), Secret::new(&[1, 2]));
        assert_ne!(Secret::new(&[1, 2, 3]), Secret::new(&[1, 2]));
        assert_eq!(Secret::new(&[7; 40]).len(), Secret::CAPACITY);
    }
}
