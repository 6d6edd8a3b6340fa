//! The test algorithm of TS 34.108 §8.1.2: xor with K. GSMA's TS.48 profiles use it (`usim-test-algorithm`).

use super::{
    BadKeys, Functions, Secret,
    functions::{Answer, first, xor},
};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The AMF by which a test network asks for a resynchronisation (TS 34.108 §8.1.2.2).
pub const AMF_RESYNCH: [u8; 2] = [0xFF, 0xFF];

/// The test algorithm with its K.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct UsimTest {
    k: [u8; 16],
    res_size: usize,
}

impl UsimTest {
    /// With K and the size of RES in bytes, 4 to 16.
    ///
    /// # Errors
    /// [`BadKeys::Parameters`] if RES has no such size.
    pub fn new(k: &[u8; 16], res_size: usize) -> Result<Self, BadKeys> {
        if (4..=16).contains(&res_size) { Ok(Self { k: *k, res_size }) } else { Err(BadKeys::Parameters) }
    }

    /// XDOUT: K xor RAND.
    fn xdout(&self, rand: &[u8; 16]) -> [u8; 16] {
        xor(&self.k, rand)
    }

    /// XDOUT turned left by `bytes`.
    fn turned(&self, rand: &[u8; 16], bytes: usize) -> [u8; 16] {
        let mut out = self.xdout(rand);
        out.rotate_left(bytes);
        out
    }
}

impl Functions for UsimTest {
    fn f1(&self, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> [u8; 8] {
        let [s0, s1, s2, s3, s4, s5] = *sqn;
        xor(&first(&self.xdout(rand)), &[s0, s1, s2, s3, s4, s5, amf[0], amf[1]])
    }

    fn f1_star(&self, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> [u8; 8] {
        self.f1(rand, sqn, amf)
    }

    fn f2345(&self, rand: &[u8; 16]) -> Answer {
        Answer {
            res: Secret::new(&self.xdout(rand)).truncated(self.res_size),
            ck: Secret::new(&self.turned(rand, 1)),
            ik: Secret::new(&self.turned(rand, 2)),
            ak: zeroize::Zeroizing::new(first(&self.turned(rand, 3))),
        }
    }

    fn f5_star(&self, rand: &[u8; 16]) -> [u8; 6] {
        first(&self.turned(rand, 3))
    }
}
