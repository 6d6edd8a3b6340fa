//! From 3G to 2G: the conversion functions c2 and c3 (TS 33.102 §6.8.1.2), which also make MILENAGE-2G (TS 55.205).

use super::{Secret, functions::Answer, functions::first};
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
pub(crate) fn c2(res: &Secret) -> [u8; 4] {
    fold(res)
}

/// Kc = the xor of the 64-bit halves of CK and IK.
pub(crate) fn c3(ck: &Secret, ik: &Secret) -> [u8; 8] {
    super::functions::xor(&fold(ck), &fold(ik))
}

fn fold<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.chunks(N).fold([0; N], |sum, part| super::functions::xor(&sum, &first(part)))
}
