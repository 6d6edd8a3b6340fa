use super::{Crls, Roots, link};
use crate::cert::{AlternativeName, Certificate, ChainError, PublicKey, Role};
use model::UnixTime;

/// A kiosk as its certificate names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskIdentity {
    /// The kiosk's name (the DNS alternative name of its certificate).
    pub name: String,
    /// Its X25519 key, the static key of its Noise handshakes.
    pub static_key: [u8; 32],
    /// The operator root that certified it, by subject key id.
    pub root_key_id: Vec<u8>,
}

/// Checks operator root → kiosk, for the static key that a handshake showed.
///
/// # Errors
/// [`ChainError`]: which check refused. With a clock that is wrong, [`ChainError::NotYetValid`] or
/// [`ChainError::Expired`] carry both times.
pub fn verify_kiosk(
    certificate: &Certificate,
    roots: &Roots,
    crls: &Crls,
    now: Option<UnixTime>,
) -> Result<KioskIdentity, ChainError> {
    let role = Role::Kiosk;
    let root = roots.issuer_of(certificate, role, now)?;
    link::under(certificate, role, root, now)?;
    crls.check(certificate, role, now)?;
    let PublicKey::X25519(static_key) = *certificate.key() else {
        return Err(ChainError::KeyType { role, needed: "X25519" });
    };
    let name = certificate.names().iter().find_map(|name| match name {
        AlternativeName::Dns(name) => Some(name.clone()),
        AlternativeName::Oid(_) => None,
    });
    let name = name.ok_or_else(|| ChainError::Name { role, wanted: "any kiosk name".to_owned() })?;
    Ok(KioskIdentity { name, static_key, root_key_id: root.subject_key_id().to_vec() })
}
