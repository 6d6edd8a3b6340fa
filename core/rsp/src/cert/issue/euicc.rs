use super::template::{Extension, IssueError, Template, Validity};
use crate::{
    Unsigned,
    cert::{Assurance, Certificate, PublicKey, Role, csr::Csr, oid},
};
use model::{Eid, Random};
use tlv::Tag;

/// An eUICC's certificate (CERT.EUICC.ECDSA) for the key of a certificate request. The caller has verified the request
/// ([`Csr::verify`]) and found out its `assurance`, which is written down.
///
/// # Errors
/// [`IssueError::EidRange`] if the EUM may not certify this EID, or another [`IssueError`].
pub fn euicc(
    eum: &Certificate,
    csr: &Csr,
    eid: &Eid,
    assurance: Assurance,
    validity: Validity,
    random: &mut dyn Random,
) -> Result<Unsigned<Certificate>, IssueError> {
    euicc_with_key(eum, csr.public_key(), eid, assurance, validity, random)
}

/// As [`euicc`] for a key that is known in another way.
///
/// # Errors
/// As [`euicc`].
pub fn euicc_with_key(
    eum: &Certificate,
    key: &[u8; 65],
    eid: &Eid,
    assurance: Assurance,
    validity: Validity,
    random: &mut dyn Random,
) -> Result<Unsigned<Certificate>, IssueError> {
    let digits = eid.to_string();
    let permitted = eum.permitted().iter().find(|p| digits.starts_with(&p.eid_prefix));
    let organization = permitted.ok_or_else(|| IssueError::EidRange { eid: digits.clone() })?.organization.clone();
    let subject = vec![
        (oid::ORGANIZATION, organization),
        (oid::SERIAL_NUMBER, digits),
        (oid::COMMON_NAME, "Landfall eUICC".to_owned()),
    ];
    let found = Extension::new(oid::ASSURANCE, false, |w| w.uint(Tag::INTEGER, assurance.level().into()));
    let key = PublicKey::P256(*key);
    Template { role: Role::Euicc, issuer: Some(eum), subject, key, validity, extensions: vec![found] }.finish(random)
}
