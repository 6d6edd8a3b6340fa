use crate::{KioskIdentity, Limits, Untrusted};

/// Checks a kiosk's certificate chain (DER, the kiosk's own first) under the installed operator roots.
pub type VerifyKiosk = Box<dyn Fn(&[Vec<u8>]) -> Result<KioskIdentity, Untrusted> + Send + Sync>;

/// What a phone brings to a connection.
pub struct Config {
    /// Subject key identifiers of the operator roots whose kiosks the phone trusts; the kiosk picks its chain by them.
    pub root_key_ids: Vec<Vec<u8>>,
    /// Checks the chain that the kiosk shows. That the handshake used the certified key is checked by the connection.
    pub verify: VerifyKiosk,
    /// What the phone takes; [`Limits::PHONE`] unless there is a reason.
    pub limits: Limits,
}
