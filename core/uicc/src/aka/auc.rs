use super::{
    Aka, Secret,
    functions::{first, xor},
    gsm::Triplet,
    sqn::{AMF_OF_AUTS, sqn_from_bytes, sqn_to_bytes},
};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

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
    /// The authentication centre's side: a vector for `sqn` (48 bits; higher ones are cut off). `None` if the algorithm
    /// has no 3G context.
    #[must_use]
    pub fn vector(&self, rand: &[u8; 16], sqn: u64, amf: &[u8; 2]) -> Option<Vector> {
        let sqn = sqn_to_bytes(sqn);
        let (mac, answer) = self.functions()?.f12345(rand, &sqn, amf);
        let mut autn = [0; 16];
        autn[..6].copy_from_slice(&xor(&sqn, &answer.ak));
        autn[6..8].copy_from_slice(amf);
        autn[8..].copy_from_slice(&mac);
        let gsm = Triplet::converted(&answer);
        Some(Vector { rand: *rand, autn, xres: answer.res, ck: answer.ck, ik: answer.ik, gsm })
    }

    /// Reads a card's AUTS for the challenge `rand` (TS 33.102 §6.3.5): the card's highest SQN, if MAC-S is right. The
    /// next vector's SEQ must be higher than its SEQ.
    #[must_use]
    pub fn resynchronise(&self, rand: &[u8; 16], auts: &[u8; 14]) -> Option<u64> {
        let functions = self.functions()?;
        let concealed: [u8; 6] = first(auts);
        let highest = xor(&concealed, &functions.f5_star(rand));
        let mac = Zeroizing::new(functions.f1_star(rand, &highest, &AMF_OF_AUTS));
        bool::from(mac.ct_eq(&auts[6..])).then(|| sqn_from_bytes(highest))
    }
}
