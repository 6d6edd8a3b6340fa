//! The checks of one certificate against the one above it.

use crate::cert::{Certificate, ChainError, PublicKey, Role};
use crate::checks;
use model::UnixTime;

/// All that SGP.22 §4.5.2 asks of `certificate` in `role` directly under `issuer`. The cheap checks come first.
pub(super) fn under(
    certificate: &Certificate,
    role: Role,
    issuer: &Certificate,
    now: Option<UnixTime>,
) -> Result<(), ChainError> {
    fit_for(certificate, role)?;
    if issuer.role() == Some(Role::Ci) && !checks::ROOT.on() {
        return in_time(certificate, role, now);
    }
    let key_id = certificate.authority_key_id();
    if key_id.is_empty() || key_id != issuer.subject_key_id() {
        return Err(ChainError::AuthorityKey { role });
    }
    if certificate.issuer() != issuer.subject() || certificate.issuer().is_empty() {
        return Err(ChainError::IssuerName { role });
    }
    in_time(certificate, role, now)?;
    if certificate.is_signed_by(issuer) { Ok(()) } else { Err(ChainError::Signature { role }) }
}

/// Role, critical extensions, key usage, basic constraints and key type: what a certificate says of itself.
pub(super) fn fit_for(certificate: &Certificate, role: Role) -> Result<(), ChainError> {
    if certificate.role() != Some(role) {
        return Err(ChainError::Role { expected: role, found: certificate.role() });
    }
    let extensions = certificate.extensions();
    if let Some(oid) = extensions.unknown_critical {
        return Err(ChainError::CriticalExtension { role, oid: oid.to_string() });
    }
    key_usage(certificate, role)?;
    let basic = match role {
        Role::Ci => extensions.basic.is_some_and(|(ca, _)| ca),
        Role::Eum => extensions.basic == Some((true, Some(0))),
        _ => extensions.basic.is_none_or(|(ca, _)| !ca),
    };
    if !basic {
        return Err(ChainError::BasicConstraints { role });
    }
    // Only an EUM's names are constrained; elsewhere a constraint would go unheeded.
    if role != Role::Eum && extensions.permitted.is_some() {
        return Err(ChainError::NameConstraintForm);
    }
    match (role, certificate.key()) {
        (Role::Kiosk, PublicKey::X25519(_)) => Ok(()),
        (Role::Kiosk, _) => Err(ChainError::KeyType { role, needed: "X25519" }),
        (_, PublicKey::P256(_)) => Ok(()),
        _ => Err(ChainError::KeyType { role, needed: "P-256" }),
    }
}

fn key_usage(certificate: &Certificate, role: Role) -> Result<(), ChainError> {
    let usage = certificate.key_usage();
    let (needed, fits) = match role {
        Role::Ci | Role::Eum => ("certificate signing", usage.is_some_and(|u| u.key_cert_sign())),
        Role::Kiosk => ("key agreement", usage.is_some_and(|u| u.key_agreement() && !u.key_cert_sign())),
        _ => ("digital signature", usage.is_some_and(|u| u.digital_signature() && !u.key_cert_sign())),
    };
    if fits { Ok(()) } else { Err(ChainError::KeyUsage { role, needed }) }
}

/// Validity at `now`, both ends included (RFC 5280 §4.1.2.5).
pub(super) fn in_time(certificate: &Certificate, role: Role, now: Option<UnixTime>) -> Result<(), ChainError> {
    let Some(now) = now.filter(|_| checks::VALIDITY.on()) else { return Ok(()) };
    let (not_before, not_after) = (certificate.not_before(), certificate.not_after());
    if now < not_before {
        return Err(ChainError::NotYetValid { role, not_before, now });
    }
    if now > not_after {
        return Err(ChainError::Expired { role, not_after, now });
    }
    Ok(())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02X}")).collect()
}
