use crate::{Iccid, Imsi, Msisdn, SecretBytes};

/// The algorithm that authenticates a subscriber, with its secret beside Ki.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Algorithm {
    /// MILENAGE (TS 35.206) with OPc, 16 bytes; also 2G by TS 55.205.
    Milenage {
        /// OPc.
        opc: SecretBytes,
    },
    /// TUAK (TS 35.231) with TOPc, 32 bytes.
    Tuak {
        /// TOPc.
        topc: SecretBytes,
        /// How many times Keccak-f\[1600\] runs, usually 1.
        iterations: u8,
        /// RES size in bytes: 4, 8 or 16.
        res_size: u8,
    },
    /// COMP128, version 1, 2 or 3: GSM only.
    Comp128 {
        /// 1, 2 or 3.
        version: u8,
    },
}

/// One row of a kiosk's stock: what a profile is built from. Everything but names of networks is secret to someone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscriber {
    /// The card's number.
    pub iccid: Iccid,
    /// The subscription's identity.
    pub imsi: Imsi,
    /// The telephone number, if one is assigned.
    pub msisdn: Option<Msisdn>,
    /// Subscriber key: 16 bytes (32 allowed with TUAK).
    pub ki: SecretBytes,
    /// The algorithm and its own secret.
    pub algorithm: Algorithm,
    /// First PIN, 4 to 8 ASCII digits.
    pub pin: SecretBytes,
    /// PUK, 8 ASCII digits.
    pub puk: SecretBytes,
    /// ADM1, 8 bytes.
    pub adm: SecretBytes,
    /// MNC length in digits, for EF.AD: 2 or 3.
    pub mnc_digits: u8,
    /// Name of the operator, for EF.SPN: up to 16 characters.
    pub operator: String,
}

/// Why a subscriber row can't become a profile. Never shows a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SubscriberProblem {
    /// Ki has the wrong size for the algorithm.
    #[error("Ki must be 16 bytes (or 32 with TUAK)")]
    KiSize,
    /// OPc or TOPc has the wrong size.
    #[error("OPc must be 16 bytes, TOPc 32")]
    OpcSize,
    /// The algorithm's parameters are out of range.
    #[error("the algorithm's parameters are out of range")]
    Parameters,
    /// PIN, PUK or ADM is not digits of the right size.
    #[error("PIN must be 4 to 8 digits, PUK 8 digits, ADM 8 bytes")]
    Code,
    /// The MNC is neither 2 nor 3 digits.
    #[error("the MNC has 2 or 3 digits")]
    Mnc,
}

impl SubscriberProblem {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::KiSize | Self::OpcSize => "Correct the key in the row: it may be cut off, or of another algorithm.",
            Self::Parameters => {
                "Correct the row: TUAK runs at least once and gives a RES of 4, 8 or 16 bytes; COMP128 is of version 1, 2 or 3."
            }
            Self::Code | Self::Mnc => "Correct it in the row.",
        }
    }
}

impl Subscriber {
    /// Checks sizes and ranges.
    ///
    /// # Errors
    /// The first [`SubscriberProblem`] found.
    pub fn check(&self) -> Result<(), SubscriberProblem> {
        let long_ki = matches!(self.algorithm, Algorithm::Tuak { .. }) && self.ki.len() == 32;
        if self.ki.len() != 16 && !long_ki {
            return Err(SubscriberProblem::KiSize);
        }
        match &self.algorithm {
            Algorithm::Milenage { opc } if opc.len() != 16 => return Err(SubscriberProblem::OpcSize),
            Algorithm::Tuak { topc, .. } if topc.len() != 32 => return Err(SubscriberProblem::OpcSize),
            Algorithm::Tuak { iterations: 0, .. } => return Err(SubscriberProblem::Parameters),
            Algorithm::Tuak { res_size, .. } if ![4, 8, 16].contains(res_size) => {
                return Err(SubscriberProblem::Parameters);
            }
            Algorithm::Comp128 { version } if !(1..=3).contains(version) => return Err(SubscriberProblem::Parameters),
            _ => {}
        }
        let digits = |s: &SecretBytes| s.expose().iter().all(u8::is_ascii_digit);
        if !(4..=8).contains(&self.pin.len()) || !digits(&self.pin) || self.puk.len() != 8 || !digits(&self.puk) {
            return Err(SubscriberProblem::Code);
        }
        if self.adm.len() != 8 {
            return Err(SubscriberProblem::Code);
        }
        if !(2..=3).contains(&self.mnc_digits) {
            return Err(SubscriberProblem::Mnc);
        }
        Ok(())
    }
}
