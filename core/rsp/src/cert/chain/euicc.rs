use super::{Crls, Roots, link};
use crate::cert::{Assurance, Certificate, ChainError, Role};
use crate::checks;
use model::{Eid, UnixTime};

/// An EUM that is certified by an installed root. A server may keep it and spare the check of its signature
/// ([`VerifiedEum::still_valid`] is the rest).
#[derive(Debug, Clone)]
pub struct VerifiedEum {
    certificate: Certificate,
    root: Certificate,
}

/// An eUICC whose chain up to an installed root was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedEuicc {
    /// Its identifier.
    pub eid: Eid,
    /// Its key for ECDSA, `04 ‖ x ‖ y`.
    pub public_key: [u8; 65],
    /// The EUM's subject key id: which assurance is believed depends on it.
    pub eum_key_id: Vec<u8>,
    /// The root's subject key id.
    pub root_key_id: Vec<u8>,
    /// The assurance that the EUM found for the key, where the certificate says so.
    pub assurance: Option<Assurance>,
}

/// Checks CI → EUM → eUICC (SGP.22 §4.5.2.2).
///
/// # Errors
/// [`ChainError`]: which check refused which certificate.
pub fn verify_euicc(
    euicc: &Certificate,
    eum: &Certificate,
    roots: &Roots,
    crls: &Crls,
    now: Option<UnixTime>,
) -> Result<VerifiedEuicc, ChainError> {
    verify_eum(eum, roots, crls, now)?.verify_euicc(euicc, now)
}

/// Checks CI → EUM.
///
/// # Errors
/// [`ChainError`]: which check refused.
pub fn verify_eum(
    eum: &Certificate,
    roots: &Roots,
    crls: &Crls,
    now: Option<UnixTime>,
) -> Result<VerifiedEum, ChainError> {
    let root = roots.issuer_of(eum, Role::Eum, now)?;
    link::under(eum, Role::Eum, root, now)?;
    crls.check(eum, Role::Eum, now)?;
    match &eum.extensions().permitted {
        None => Err(ChainError::NoNameConstraints),
        Some(None) => Err(ChainError::NameConstraintForm),
        Some(Some(_)) => Ok(VerifiedEum { certificate: eum.clone(), root: root.clone() }),
    }
}

impl VerifiedEum {
    /// The EUM's certificate.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// What can change after the first check: the root's presence, the time, revocation.
    ///
    /// # Errors
    /// [`ChainError`]: which check refused.
    pub fn still_valid(&self, roots: &Roots, crls: &Crls, now: Option<UnixTime>) -> Result<(), ChainError> {
        let root = roots.issuer_of(&self.certificate, Role::Eum, now)?;
        // A root of the same key id but another key did not sign this.
        if checks::ROOT.on() && (root.key() != self.root.key() || root.subject() != self.certificate.issuer()) {
            return Err(ChainError::Signature { role: Role::Eum });
        }
        link::in_time(&self.certificate, Role::Eum, now)?;
        crls.check(&self.certificate, Role::Eum, now)
    }

    /// Checks EUM → eUICC: the link, and that organisation and EID are within the EUM's name constraints.
    ///
    /// # Errors
    /// [`ChainError`]: which check refused.
    pub fn verify_euicc(&self, euicc: &Certificate, now: Option<UnixTime>) -> Result<VerifiedEuicc, ChainError> {
        let eum = &self.certificate;
        link::under(euicc, Role::Euicc, eum, now)?;
        let eid = one_eid(euicc)?;
        let organization = euicc.organization().unwrap_or_default();
        let mut same_organization = eum.permitted().iter().filter(|p| p.organization == organization).peekable();
        if same_organization.peek().is_none() {
            return Err(ChainError::Organisation { found: organization.to_owned() });
        }
        let digits = eid.to_string();
        if checks::EID_RANGE.on() && !same_organization.any(|p| digits.starts_with(&p.eid_prefix)) {
            return Err(ChainError::EidRange { eid: digits });
        }
        Ok(VerifiedEuicc {
            eid,
            public_key: *euicc.public_key().ok_or(ChainError::KeyType { role: Role::Euicc, needed: "P-256" })?,
            eum_key_id: eum.subject_key_id().to_vec(),
            root_key_id: self.root.subject_key_id().to_vec(),
            assurance: euicc.assurance(),
        })
    }
}

/// The EID, if the subject names exactly one and one organisation: with two of either, two readers could differ.
fn one_eid(euicc: &Certificate) -> Result<Eid, ChainError> {
    use crate::cert::oid::{ORGANIZATION, SERIAL_NUMBER};
    let subject = euicc.subject();
    if subject.count(SERIAL_NUMBER) != 1 || subject.count(ORGANIZATION) != 1 {
        return Err(ChainError::NoEid);
    }
    euicc.eid().ok_or(ChainError::NoEid)
}
