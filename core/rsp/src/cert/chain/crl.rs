use super::{Roots, link};
use crate::cert::{CertError, Certificate, ChainError, Role, certificate::time, ecdsa, oid};
use der::Decode;
use model::UnixTime;
use std::collections::{BTreeMap, BTreeSet};
use x509_cert::{
    crl::CertificateList,
    ext::{Extension, pkix::AuthorityKeyIdentifier},
};

/// More than a list of a hundred thousand entries needs.
const LONGEST: usize = 4 << 20;

/// What to do with a list whose successor is overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StaleCrl {
    /// Refuse every certificate of that issuer: nothing newer is known about it.
    #[default]
    Refuse,
    /// Go on with what the list says: for a kiosk that must sell while it has no network.
    StillUse,
}

/// The revocation lists at hand, newest of each issuer (SGP.22 §4.5.2.1.1, §4.6). None given: nothing is revoked.
#[derive(Debug, Clone, Default)]
pub struct Crls {
    /// By issuer's key id and part (SGP.22 lets a CI split its list; 0 where it doesn't).
    lists: BTreeMap<(Vec<u8>, u64), List>,
    stale: StaleCrl,
}

#[derive(Debug, Clone)]
struct List {
    number: u64,
    next_update: Option<UnixTime>,
    revoked: BTreeSet<Vec<u8>>,
}

impl Crls {
    /// No lists.
    #[must_use]
    pub fn new(stale: StaleCrl) -> Self {
        Self { lists: BTreeMap::new(), stale }
    }

    /// Takes a list that an installed root signed, in place of an older one. Returns its number.
    ///
    /// # Errors
    /// [`ChainError::CrlIssuer`] if no root signed it, [`ChainError::CrlOlder`] for one older than the one known,
    /// [`ChainError::CrlExtension`] or [`ChainError::Malformed`]. The lists known stay as they were.
    pub fn add(&mut self, list: &[u8], roots: &Roots) -> Result<u64, ChainError> {
        let malformed = CertError::Malformed { what: "revocation list" };
        if list.len() > LONGEST {
            let length = list.len();
            return Err(CertError::TooLong { what: "revocation list", length, most: LONGEST }.into());
        }
        let parsed =
            CertificateList::<x509_cert::certificate::Rfc5280>::from_der(list).map_err(|_| malformed.clone())?;
        let body = &parsed.tbs_cert_list;
        if body.signature != parsed.signature_algorithm {
            return Err(CertError::AlgorithmMismatch { what: "revocation list" }.into());
        }
        let extensions = body.crl_extensions.as_deref().unwrap_or_default();
        let key_id = authority(extensions).ok_or(ChainError::CrlIssuer)?;
        let root = roots.get(&key_id).ok_or(ChainError::CrlIssuer)?;
        let mut parts = tlv::parse_one(list, tlv::Tag::SEQUENCE).map_err(|_| malformed.clone())?.children();
        let signed = parts.expect(tlv::Tag::SEQUENCE).map_err(|_| malformed.clone())?.raw;
        let signature = parsed.signature.as_bytes().ok_or(malformed.clone())?;
        let may_sign = root.key_usage().is_some_and(|usage| usage.crl_sign());
        if !may_sign || !root.public_key().is_some_and(|key| ecdsa::verify_der(key, signed, signature)) {
            return Err(ChainError::CrlIssuer);
        }
        known(
            extensions,
            &[
                oid::AUTHORITY_KEY_ID,
                oid::CRL_NUMBER,
                oid::ISSUING_DISTRIBUTION_POINT,
                oid::RSP_TOTAL_PARTIAL_CRL,
                oid::RSP_PARTIAL_CRL,
            ],
        )?;
        let number = number(extensions, oid::CRL_NUMBER).ok_or(malformed)?;
        let part = self::number(extensions, oid::RSP_PARTIAL_CRL).unwrap_or(0);
        let mut revoked = BTreeSet::new();
        for entry in body.revoked_certificates.iter().flatten() {
            let extensions = entry.crl_entry_extensions.as_deref().unwrap_or_default();
            known(extensions, &[oid::CRL_REASON, oid::INVALIDITY_DATE, oid::RSP_EXPIRATION_DATE])?;
            revoked.insert(entry.serial_number.as_bytes().to_vec());
        }
        let next_update = body.next_update.map(time);
        let key = (key_id, part);
        if let Some(known) = self.lists.get(&key).filter(|known| known.number > number) {
            return Err(ChainError::CrlOlder { known: known.number, given: number });
        }
        self.lists.insert(key, List { number, next_update, revoked });
        Ok(number)
    }

    /// Whether the certificate's issuer took it back, or no fresh list of that issuer is there though one was given.
    pub(super) fn check(&self, certificate: &Certificate, role: Role, now: Option<UnixTime>) -> Result<(), ChainError> {
        let issuer = certificate.authority_key_id();
        for ((_, _), list) in self.lists.iter().filter(|((key_id, _), _)| key_id == issuer) {
            if list.revoked.contains(certificate.serial()) {
                return Err(ChainError::Revoked { role, serial: link::hex(certificate.serial()) });
            }
            if let (Some(next_update), Some(now), StaleCrl::Refuse) = (list.next_update, now, self.stale)
                && now > next_update
            {
                return Err(ChainError::CrlStale { next_update, now });
            }
        }
        Ok(())
    }
}

fn authority(extensions: &[Extension]) -> Option<Vec<u8>> {
    let found = extensions.iter().find(|e| e.extn_id == oid::AUTHORITY_KEY_ID)?;
    let id = AuthorityKeyIdentifier::from_der(found.extn_value.as_bytes()).ok()?;
    Some(id.key_identifier?.as_bytes().to_vec())
}

fn number(extensions: &[Extension], id: der::asn1::ObjectIdentifier) -> Option<u64> {
    let found = extensions.iter().find(|e| e.extn_id == id)?;
    tlv::parse_one(found.extn_value.as_bytes(), tlv::Tag::INTEGER).ok()?.as_u64().ok()
}

/// No critical extension but these. (An indirect list marks the entry's certificate issuer critical, and so is refused.)
fn known(extensions: &[Extension], known: &[der::asn1::ObjectIdentifier]) -> Result<(), ChainError> {
    match extensions.iter().find(|e| e.critical && !known.contains(&e.extn_id)) {
        Some(unknown) => Err(ChainError::CrlExtension { oid: unknown.extn_id.to_string() }),
        None => Ok(()),
    }
}
