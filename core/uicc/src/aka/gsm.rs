//! From 3G to 2G: the conversion functions c2 and c3 (TS 33.102 §6.8.1.2), which also make MILENAGE-2G (TS 55.205).

use super::{
    Secret,
    functions::{Answer, first},
};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// What a 2G network and a SIM share for one RAND.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Triplet {
    /// Signed response, 32 bits.
    pub sres: [u8; 4],
    /// Cipher key, 64 bits.
    pub kc: [u8; 8],
}

impl fmt::Debug for Triplet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Triplet").finish_non_exhaustive()
    }
}

impl Triplet {
    /// SRES and Kc out of RES, CK and IK.
    pub(crate) fn converted(answer: &Answer) -> Self {
        Self { sres: c2(&answer.res), kc: c3(&answer.ck, &answer.ik) }
    }
}

/// SRES = the xor of RES's four 32-bit words; a shorter RES is padded with zeros.
fn c2(res: &Secret) -> [u8; 4] {
    let half = halves(res);
    ((half >> 32) as u32 ^ half as u32).to_be_bytes()
}

/// Kc = the xor of the 64-bit halves of CK and IK.
pub(super) fn c3(ck: &Secret, ik: &Secret) -> [u8; 8] {
    (halves(ck) ^ halves(ik)).to_be_bytes()
}

/// The xor of the halves of 16 bytes.
fn halves(bytes: &Secret) -> u64 {
    let bits = u128::from_be_bytes(first(bytes));
    (bits >> 64) as u64 ^ bits as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: A10
    #[test]
    fn conversions_xor_what_there_is() {
        assert_eq!(c2(&Secret::new(&[1, 2, 3, 4])), [1, 2, 3, 4]);
        assert_eq!(c2(&Secret::new(&[1, 2, 3, 4, 5, 6])), [1 ^ 5, 2 ^ 6, 3, 4]);
        assert_eq!(c2(&Secret::new(&[1, 2, 3, 4, 0, 0, 0, 1, 16, 0, 0, 0, 32, 0, 0, 0])), [1 ^ 16 ^ 32, 2, 3, 4 ^ 1]);
        let (ck, ik) = (Secret::new(&[1; 16]), Secret::new(&[1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 8]));
        assert_eq!(c3(&ck, &ik), [1, 2, 3, 4, 5, 6, 7, 0]);
    }
}
