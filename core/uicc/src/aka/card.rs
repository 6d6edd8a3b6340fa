use super::{
    Aka, Functions, Secret, SqnArray,
    functions::{first, xor},
    gsm::{Triplet, c3},
    keys::Kind,
    sqn::{AMF_OF_AUTS, sqn_from_bytes, sqn_to_bytes},
    usim_test::AMF_RESYNCH,
};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A challenge was genuine and fresh: what the card answers (TS 31.102 §7.1.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AkaSuccess {
    /// RES, 4 to 16 bytes.
    pub res: Secret,
    /// CK, 16 bytes.
    pub ck: Secret,
    /// IK, 16 bytes.
    pub ik: Secret,
    /// Kc by conversion c3, 8 bytes; sent where the profile offers GSM access.
    pub kc: Secret,
}

/// Why a challenge is not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AkaFailure {
    /// The network is not the subscriber's own: wrong MAC (status word 9862).
    #[error("the challenge is not from this subscriber's network")]
    Mac,
    /// The challenge is genuine but not fresh: AUTS tells the network where to go on (answer DC 0E AUTS).
    #[error("the challenge is out of sequence")]
    Resync {
        /// SQN_MS xor AK* ‖ MAC-S.
        auts: [u8; 14],
    },
    /// The algorithm knows no 3G context (status word 9864).
    #[error("the algorithm has no 3G authentication")]
    Context,
}

impl AkaFailure {
    /// Whether another challenge of the same network may be answered.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::Resync { .. })
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Mac => {
                "Try another network; if it is the card's own, ask its operator whether the keys are the same on both sides."
            }
            Self::Resync { .. } => "Send AUTS to the network, which goes on from there.",
            Self::Context => "Authenticate as in GSM: the card has nothing else.",
        }
    }
}

impl Aka {
    /// The card's side of a 3G, 4G or 5G challenge (TS 33.102 §6.3.3). On success the number is remembered in `sqn`:
    /// make that durable before the answer leaves the card.
    ///
    /// # Errors
    /// [`AkaFailure`]; `sqn` is unchanged.
    pub fn authenticate(&self, rand: &[u8; 16], autn: &[u8; 16], sqn: &mut SqnArray) -> Result<AkaSuccess, AkaFailure> {
        let functions = self.functions().ok_or(AkaFailure::Context)?;
        let answer = functions.f2345(rand);
        let concealed: [u8; 6] = first(autn);
        let claimed = xor(&concealed, &answer.ak);
        let amf = first(&autn[6..]);
        let mac = Zeroizing::new(functions.f1(rand, &claimed, &amf));
        if !bool::from(mac.ct_eq(&autn[8..])) {
            return Err(AkaFailure::Mac);
        }
        let asked_for = matches!(self.0, Kind::UsimTest(_)) && amf == AMF_RESYNCH;
        if asked_for || sqn.accept(sqn_from_bytes(claimed)).is_err() {
            return Err(AkaFailure::Resync { auts: auts(functions, rand, sqn.highest()) });
        }
        let kc = Secret::new(&c3(&answer.ck, &answer.ik));
        Ok(AkaSuccess { res: answer.res, ck: answer.ck, ik: answer.ik, kc })
    }

    /// The card's side of a 2G challenge (A3/A8): COMP128 as it is, the others by the conversions c2 and c3, which
    /// with MILENAGE is TS 55.205's algorithm.
    #[must_use]
    pub fn gsm(&self, rand: &[u8; 16]) -> Triplet {
        match &self.0 {
            Kind::Comp128(comp128) => comp128.run(rand),
            Kind::Milenage(milenage) => Triplet::converted(&milenage.f2345(rand)),
            Kind::Tuak(tuak) => Triplet::converted(&tuak.f2345(rand)),
            Kind::UsimTest(test) => Triplet::converted(&test.f2345(rand)),
        }
    }
}

/// AUTS: SQN_MS xor AK* ‖ MAC-S, where MAC-S is over an AMF of zeros.
fn auts(functions: &dyn Functions, rand: &[u8; 16], highest: u64) -> [u8; 14] {
    let highest = sqn_to_bytes(highest);
    let mut auts = [0; 14];
    auts[..6].copy_from_slice(&xor(&highest, &functions.f5_star(rand)));
    auts[6..].copy_from_slice(&functions.f1_star(rand, &highest, &AMF_OF_AUTS));
    auts
}
