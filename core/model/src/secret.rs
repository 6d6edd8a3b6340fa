use crate::Check;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Secret bytes are shown to nobody (`Debug`, and so logs and errors).
pub const HIDDEN: Check = Check::named("model: hidden secrets");

/// Bytes that must not be seen: zeroised on drop, compared in constant time, hidden from `Debug`.
#[derive(Clone, Default)]
pub struct SecretBytes(Zeroizing<Vec<u8>>);

impl SecretBytes {
    /// Takes ownership of `bytes`.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes themselves; the caller answers for where they go.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// How many bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<u8>> for SecretBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl From<&[u8]> for SecretBytes {
    fn from(bytes: &[u8]) -> Self {
        Self::new(bytes.to_vec())
    }
}

impl<const N: usize> From<[u8; N]> for SecretBytes {
    fn from(bytes: [u8; N]) -> Self {
        let bytes = Zeroizing::new(bytes);
        Self::new(bytes.to_vec())
    }
}

impl PartialEq for SecretBytes {
    fn eq(&self, other: &Self) -> bool {
        self.expose().ct_eq(other.expose()).into()
    }
}

impl Eq for SecretBytes {}

impl std::fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if HIDDEN.on() { write!(f, "SecretBytes({} bytes)", self.len()) } else { write!(f, "{:02x?}", self.expose()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_the_bytes() {
        assert_eq!(format!("{:?}", SecretBytes::from([0xAB; 3])), "SecretBytes(3 bytes)");
    }

    #[test]
    fn equality_is_by_content() {
        assert_eq!(SecretBytes::from([1, 2]), SecretBytes::from([1, 2]));
        assert_ne!(SecretBytes::from([1, 2]), SecretBytes::from([1, 3]));
        assert_ne!(SecretBytes::from([1, 2]), SecretBytes::from([1]));
    }
}
