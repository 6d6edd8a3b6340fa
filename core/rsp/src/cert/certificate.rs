use super::{
    AlternativeName, Assurance, CertError, Permitted, PublicKey, Role, ecdsa, extensions::Extensions, name::Name, oid,
};
use der::Decode;
use model::{Eid, UnixTime};
use std::ops::Range;
use x509_cert::ext::pkix::KeyUsage;

/// More than any certificate of this field needs.
const LONGEST: usize = 4096;

/// An X.509 certificate with an ECDSA signature, read but not judged: [`super::chain`] does that.
#[derive(Clone)]
pub struct Certificate {
    der: Vec<u8>,
    tbs: Range<usize>,
    signature: Range<usize>,
    subject_place: Range<usize>,
    serial: Vec<u8>,
    issuer: Name,
    subject: Name,
    validity: (UnixTime, UnixTime),
    public_key: PublicKey,
    extensions: Extensions,
}

impl Certificate {
    /// Reads one certificate; nothing may follow it.
    ///
    /// # Errors
    /// [`CertError`] if it is malformed, too long, or of an algorithm that is not done.
    pub fn parse(der: &[u8]) -> Result<Self, CertError> {
        if der.len() > LONGEST {
            return Err(CertError::TooLong { what: "certificate", length: der.len(), most: LONGEST });
        }
        let malformed = |_| CertError::Malformed { what: "certificate" };
        let parsed = x509_cert::Certificate::from_der(der).map_err(|_| CertError::Malformed { what: "certificate" })?;
        let tbs = parsed.tbs_certificate();
        if tbs.version() != x509_cert::Version::V3 {
            return Err(CertError::Version);
        }
        if tbs.signature() != parsed.signature_algorithm() {
            return Err(CertError::AlgorithmMismatch { what: "certificate" });
        }
        if tbs.signature().oid != oid::ECDSA_SHA256 {
            return Err(CertError::SignatureAlgorithm { oid: tbs.signature().oid.to_string() });
        }
        let outer = tlv::parse_one(der, tlv::Tag::SEQUENCE).map_err(malformed)?;
        let mut parts = outer.children();
        let signed = parts.expect(tlv::Tag::SEQUENCE).map_err(malformed)?.raw;
        parts.expect(tlv::Tag::SEQUENCE).map_err(malformed)?;
        let bits = parts.expect(tlv::Tag::BIT_STRING).map_err(malformed)?;
        parts.end().map_err(malformed)?;
        // Places instead of copies: the first part starts where the header ends, the last one ends where all ends.
        let start = der.len() - outer.value.len();
        let subject = name_place(signed, 5).ok_or(CertError::Malformed { what: "certificate" })?;
        if bits.value.first() != Some(&0) {
            return Err(CertError::Malformed { what: "certificate" });
        }
        Ok(Self {
            tbs: start..start + signed.len(),
            signature: der.len() - bits.value.len() + 1..der.len(),
            subject_place: start + subject.start..start + subject.end,
            serial: tbs.serial_number().as_bytes().to_vec(),
            issuer: Name::read(tbs.issuer()),
            subject: Name::read(tbs.subject()),
            validity: (time(tbs.validity().not_before), time(tbs.validity().not_after)),
            public_key: PublicKey::from_info(tbs.subject_public_key_info())?,
            extensions: Extensions::read(tbs.extensions().map_or(&[], Vec::as_slice))?,
            der: der.to_vec(),
        })
    }

    /// The bytes as they came.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// The part that the signature covers, as it came.
    #[must_use]
    pub fn tbs(&self) -> &[u8] {
        &self.der[self.tbs.clone()]
    }

    /// The signature, DER `SEQUENCE { r, s }`.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.der[self.signature.clone()]
    }

    /// Serial number, big-endian, as encoded (a leading zero byte where the first bit is set).
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        &self.serial
    }

    /// The role by policy; `None` if the policies name none or more than one.
    #[must_use]
    pub const fn role(&self) -> Option<Role> {
        self.extensions.role
    }

    /// The public key.
    #[must_use]
    pub const fn key(&self) -> &PublicKey {
        &self.public_key
    }

    /// The P-256 point `04 ‖ x ‖ y`; `None` for a key of another kind.
    #[must_use]
    pub const fn public_key(&self) -> Option<&[u8; 65]> {
        match &self.public_key {
            PublicKey::P256(point) => Some(point),
            PublicKey::X25519(_) => None,
        }
    }

    /// Subject key id; empty if there is none.
    #[must_use]
    pub fn subject_key_id(&self) -> &[u8] {
        &self.extensions.subject_key_id
    }

    /// Key id of the issuer; empty if there is none.
    #[must_use]
    pub fn authority_key_id(&self) -> &[u8] {
        &self.extensions.authority_key_id
    }

    /// First second of validity.
    #[must_use]
    pub const fn not_before(&self) -> UnixTime {
        self.validity.0
    }

    /// Last second of validity.
    #[must_use]
    pub const fn not_after(&self) -> UnixTime {
        self.validity.1
    }

    /// The EID in the subject's serial number (eUICC certificates).
    #[must_use]
    pub fn eid(&self) -> Option<Eid> {
        self.subject.text(oid::SERIAL_NUMBER)?.parse().ok()
    }

    /// The subject's organisation.
    #[must_use]
    pub fn organization(&self) -> Option<&str> {
        self.subject.text(oid::ORGANIZATION)
    }

    /// The subject's common name.
    #[must_use]
    pub fn common_name(&self) -> Option<&str> {
        self.subject.text(oid::COMMON_NAME)
    }

    /// Subject alternative names of the kinds that this field uses.
    #[must_use]
    pub fn names(&self) -> &[AlternativeName] {
        &self.extensions.names
    }

    /// The SM-DP+'s object identifier (registered id), content bytes as SGP.22 messages carry it (`smdpOid`).
    #[must_use]
    pub fn server_oid(&self) -> Option<Vec<u8>> {
        self.names().iter().find_map(|name| match name {
            AlternativeName::Oid(dotted) => oid::content(dotted),
            AlternativeName::Dns(_) => None,
        })
    }

    /// What an EUM may certify; empty if it has no such limits (then it is refused).
    #[must_use]
    pub fn permitted(&self) -> &[Permitted] {
        self.extensions.permitted.as_ref().and_then(|p| p.as_deref()).unwrap_or_default()
    }

    /// The assurance that the issuer found for the key, where it says so.
    #[must_use]
    pub const fn assurance(&self) -> Option<Assurance> {
        self.extensions.assurance
    }

    /// Whether `issuer`'s key made the signature.
    #[must_use]
    pub fn is_signed_by(&self, issuer: &Self) -> bool {
        issuer.public_key().is_some_and(|key| ecdsa::verify_der(key, self.tbs(), self.signature()))
    }

    /// The issuer's name as it stands there, DER; empty if it does not read.
    #[must_use]
    pub fn issuer_der(&self) -> &[u8] {
        // Behind version, serial number and algorithm.
        name_place(self.tbs(), 3).and_then(|place| self.tbs().get(place)).unwrap_or_default()
    }

    /// The subject's name as it stands there, DER.
    #[must_use]
    pub fn subject_der(&self) -> &[u8] {
        &self.der[self.subject_place.clone()]
    }

    pub(super) const fn subject(&self) -> &Name {
        &self.subject
    }

    pub(super) const fn issuer(&self) -> &Name {
        &self.issuer
    }

    pub(super) const fn key_usage(&self) -> Option<&KeyUsage> {
        self.extensions.key_usage.as_ref()
    }

    pub(super) const fn extensions(&self) -> &Extensions {
        &self.extensions
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let role = self.role().map_or_else(|| "unknown role".to_owned(), |r| r.to_string());
        write!(f, "Certificate({role}, {})", self.common_name().unwrap_or("no name"))
    }
}

pub(super) fn time(time: x509_cert::time::Time) -> UnixTime {
    UnixTime(time.to_unix_duration().as_secs())
}

/// Where a name stands in a TBSCertificate, behind so many parts: the subject's behind version, serial number, algorithm, issuer and validity.
fn name_place(tbs: &[u8], behind: usize) -> Option<Range<usize>> {
    let outer = tlv::parse_one(tbs, tlv::Tag::SEQUENCE).ok()?;
    let mut reader = outer.children();
    let mut end = tbs.len() - outer.value.len();
    for _ in 0..behind {
        end += reader.next().ok()??.raw.len();
    }
    let subject = reader.expect(tlv::Tag::SEQUENCE).ok()?;
    Some(end..end + subject.raw.len())
}
