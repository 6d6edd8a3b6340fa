use super::{Crls, Roots, link};
use crate::cert::{AlternativeName, Certificate, ChainError, Role};
use model::UnixTime;

/// Checks a certificate directly under a root in the role demanded: [`Role::DpAuth`], [`Role::DpPb`], [`Role::DsAuth`].
/// A DPpb certificate where DPauth is demanded is refused, and the other way round. Returns the root.
///
/// # Errors
/// [`ChainError`]: which check refused.
pub fn verify_dp<'r>(
    certificate: &Certificate,
    role: Role,
    roots: &'r Roots,
    crls: &Crls,
    now: Option<UnixTime>,
) -> Result<&'r Certificate, ChainError> {
    let root = roots.issuer_of(certificate, role, now)?;
    link::under(certificate, role, root, now)?;
    crls.check(certificate, role, now)?;
    Ok(root)
}

/// As [`verify_dp`] for [`Role::DpTls`], and that the certificate is for `server` (a DNS name, no port).
///
/// # Errors
/// [`ChainError`]: which check refused.
pub fn verify_tls<'r>(
    certificate: &Certificate,
    server: &str,
    roots: &'r Roots,
    crls: &Crls,
    now: Option<UnixTime>,
) -> Result<&'r Certificate, ChainError> {
    verify_named(certificate, Role::DpTls, server, roots, crls, now)
}

/// As [`verify_tls`] for an SM-DS's certificate ([`Role::DsTls`]).
///
/// # Errors
/// [`ChainError`]: which check refused.
pub fn verify_ds_tls<'r>(
    certificate: &Certificate,
    server: &str,
    roots: &'r Roots,
    crls: &Crls,
    now: Option<UnixTime>,
) -> Result<&'r Certificate, ChainError> {
    verify_named(certificate, Role::DsTls, server, roots, crls, now)
}

fn verify_named<'r>(
    certificate: &Certificate,
    role: Role,
    server: &str,
    roots: &'r Roots,
    crls: &Crls,
    now: Option<UnixTime>,
) -> Result<&'r Certificate, ChainError> {
    let root = verify_dp(certificate, role, roots, crls, now)?;
    goes_by(certificate, role, server)?;
    Ok(root)
}

/// Whether the certificate is for the server of this DNS name.
pub(super) fn goes_by(certificate: &Certificate, role: Role, server: &str) -> Result<(), ChainError> {
    let named = |name: &AlternativeName| matches!(name, AlternativeName::Dns(dns) if dns.eq_ignore_ascii_case(server));
    if certificate.names().iter().any(named) {
        Ok(())
    } else {
        Err(ChainError::Name { role, wanted: server.to_owned() })
    }
}

/// Whether both certificates name the same SM-DP+ by its object identifier (SGP.22 §5.7.5, PrepareDownload).
///
/// # Errors
/// [`ChainError::OtherServer`].
pub fn same_server(auth: &Certificate, pb: &Certificate) -> Result<(), ChainError> {
    match (auth.server_oid(), pb.server_oid()) {
        (Some(one), Some(other)) if one == other => Ok(()),
        _ => Err(ChainError::OtherServer),
    }
}
