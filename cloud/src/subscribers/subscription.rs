use model::{Algorithm, Iccid, Imsi, Msisdn, SecretBytes, SubscriberProblem};

/// What a network must know of a subscriber to serve it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
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
}

impl Subscription {
    /// Checks sizes and ranges.
    ///
    /// # Errors
    /// The first [`SubscriberProblem`] found: `KiSize`, `OpcSize` or `Parameters`.
    pub fn check(&self) -> Result<(), SubscriberProblem> {
        let long_ki = matches!(self.algorithm, Algorithm::Tuak { .. }) && self.ki.len() == 32;
        if self.ki.len() != 16 && !long_ki {
            return Err(SubscriberProblem::KiSize);
        }
        match &self.algorithm {
            Algorithm::Milenage { opc } if opc.len() != 16 => Err(SubscriberProblem::OpcSize),
            Algorithm::Tuak { topc, .. } if topc.len() != 32 => Err(SubscriberProblem::OpcSize),
            Algorithm::Tuak { iterations: 0, .. } => Err(SubscriberProblem::Parameters),
            Algorithm::Tuak { res_size, .. } if ![4, 8, 16].contains(res_size) => Err(SubscriberProblem::Parameters),
            Algorithm::Comp128 { version } if !(1..=3).contains(version) => Err(SubscriberProblem::Parameters),
            _ => Ok(()),
        }
    }
}
