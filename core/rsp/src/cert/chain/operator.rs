use super::{Crls, Roots, dp, link};
use crate::cert::{AlternativeName, Certificate, ChainError, Role};
use model::UnixTime;

/// A network operator as its certificate names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorIdentity {
    /// Its functionRequesterIdentifier: an object identifier, dotted.
    pub requester: String,
    /// Its name.
    pub organization: String,
    /// The root that certified it, by subject key id.
    pub root_key_id: Vec<u8>,
}

/// Checks root → operator: of whoever orders profiles (SGP.22 §5.3), or is told of them.
///
/// # Errors
/// [`ChainError`]: which check refused.
pub fn verify_operator(
    certificate: &Certificate,
    roots: &Roots,
    crls: &Crls,
    now: Option<UnixTime>,
) -> Result<OperatorIdentity, ChainError> {
    let role = Role::Operator;
    let root = roots.issuer_of(certificate, role, now)?;
    link::under(certificate, role, root, now)?;
    crls.check(certificate, role, now)?;
    let requester = certificate.names().iter().find_map(|name| match name {
        AlternativeName::Oid(dotted) => Some(dotted.clone()),
        AlternativeName::Dns(_) => None,
    });
    let requester = requester.ok_or_else(|| ChainError::Name { role, wanted: "any object identifier".to_owned() })?;
    Ok(OperatorIdentity {
        requester,
        organization: certificate.organization().unwrap_or_default().to_owned(),
        root_key_id: root.subject_key_id().to_vec(),
    })
}

/// As [`verify_operator`], and that the certificate is for `server` (a DNS name, no port).
///
/// # Errors
/// [`ChainError`]: which check refused.
pub fn verify_operator_server(
    certificate: &Certificate,
    server: &str,
    roots: &Roots,
    crls: &Crls,
    now: Option<UnixTime>,
) -> Result<OperatorIdentity, ChainError> {
    let operator = verify_operator(certificate, roots, crls, now)?;
    dp::goes_by(certificate, Role::Operator, server)?;
    Ok(operator)
}
