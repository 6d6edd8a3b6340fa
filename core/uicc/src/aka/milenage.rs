//! MILENAGE (TS 35.206).

use super::{Functions, Secret, functions::Answer};

/// The constants an operator may choose: rotations r1..r5 in bits and c1..c5 (TS 35.206 §4.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameters {
    /// r1..r5, each 0 to 127 bits to the left.
    pub rotations: [u8; 5],
    /// c1..c5.
    pub constants: [[u8; 16]; 5],
}

impl Default for Parameters {
    /// The values of TS 35.206.
    fn default() -> Self {
        let constant = |last| {
            let mut c = [0; 16];
            c[15] = last;
            c
        };
        Self { rotations: [64, 0, 32, 64, 96], constants: [0, 1, 2, 4, 8].map(constant) }
    }
}

/// MILENAGE with a subscriber's K and OPc.
#[derive(Clone)]
pub struct Milenage {}

impl Milenage {
    /// With standard constants and a RES of 64 bits.
    #[must_use]
    pub fn new(k: &[u8; 16], opc: &[u8; 16]) -> Self {
        Self::with(k, opc, &Parameters::default())
    }

    /// With an operator's constants.
    #[must_use]
    pub fn with(k: &[u8; 16], opc: &[u8; 16], parameters: &Parameters) -> Self {
        let _ = (k, opc, parameters);
        Self {}
    }

    /// The same with RES cut to its first `bytes` (4 to 8) in 3G.
    #[must_use]
    pub fn res_size(self, bytes: usize) -> Self {
        let _ = bytes;
        self
    }

    /// OPc for an operator's OP (§4.1).
    #[must_use]
    pub fn opc(k: &[u8; 16], op: &[u8; 16]) -> [u8; 16] {
        let _ = (k, op);
        [0; 16]
    }
}

impl Functions for Milenage {
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
