use crate::{KioskIdentity, Limits, Untrusted};
use model::UnixTime;
use rsp::cert::{
    Certificate,
    chain::{Crls, Roots, verify_kiosk},
};

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

impl Config {
    /// A phone that trusts the kiosks of `roots`; `now` is `None` for a phone without a clock.
    #[must_use]
    pub fn for_roots(roots: Roots, crls: Crls, now: Option<UnixTime>) -> Self {
        let root_key_ids = roots.key_ids().map(<[u8]>::to_vec).collect();
        let verify = move |chain: &[Vec<u8>]| identify(chain, &roots, &crls, now);
        Self { root_key_ids, verify: Box::new(verify), limits: Limits::PHONE }
    }
}

fn identify(chain: &[Vec<u8>], roots: &Roots, crls: &Crls, now: Option<UnixTime>) -> Result<KioskIdentity, Untrusted> {
    let certificate = Certificate::parse(chain.first().ok_or(Untrusted::NoCertificate)?)?;
    let kiosk = verify_kiosk(&certificate, roots, crls, now)?;
    let root = roots.get(&kiosk.root_key_id);
    let operator = root.and_then(|r| r.organization().or(r.common_name())).unwrap_or_default().to_owned();
    Ok(KioskIdentity { name: kiosk.name, operator, root_key_id: kiosk.root_key_id, public_key: kiosk.static_key })
}
