use super::{Assurance, CertError, Role, name::Name, oid};
use der::{Decode, asn1::ObjectIdentifier as Oid};
use x509_cert::ext::{
    Extension,
    pkix::{
        AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies, KeyUsage, NameConstraints, SubjectKeyIdentifier,
        name::GeneralName,
    },
};

/// One name under which an EUM may certify eUICCs (SGP.22 §4.5.2.1.0.2: organisation, and the EID's first digits).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permitted {
    /// Organisation that the eUICC's name must have.
    pub organization: String,
    /// First digits of the EID (SGP.22 calls for the 8 digits of an EIN; a narrower range has more).
    pub eid_prefix: String,
}

/// A subject alternative name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlternativeName {
    /// Registered id: the SM-DP+'s or CI's object identifier, dotted.
    Oid(String),
    /// DNS name, or a kiosk's name.
    Dns(String),
}

/// What the extensions of a certificate say.
#[derive(Debug, Clone, Default)]
pub(super) struct Extensions {
    pub(super) role: Option<Role>,
    pub(super) subject_key_id: Vec<u8>,
    pub(super) authority_key_id: Vec<u8>,
    pub(super) key_usage: Option<KeyUsage>,
    /// CA flag and path length.
    pub(super) basic: Option<(bool, Option<u8>)>,
    /// `None`: no name constraints. `Some(None)`: there are some, of a form that is not SGP.22's.
    pub(super) permitted: Option<Option<Vec<Permitted>>>,
    pub(super) names: Vec<AlternativeName>,
    pub(super) assurance: Option<Assurance>,
    /// The first critical extension that is not among those above.
    pub(super) unknown_critical: Option<Oid>,
}

impl Extensions {
    pub(super) fn read(list: &[Extension]) -> Result<Self, CertError> {
        let mut out = Self::default();
        for (at, extension) in list.iter().enumerate() {
            if list.iter().take(at).any(|earlier| earlier.extn_id == extension.extn_id) {
                return Err(CertError::DuplicateExtension { oid: extension.extn_id.to_string() });
            }
            out.take(extension)?;
        }
        Ok(out)
    }

    fn take(&mut self, extension: &Extension) -> Result<(), CertError> {
        let value = extension.extn_value.as_bytes();
        match extension.extn_id {
            oid::CERTIFICATE_POLICIES => {
                let policies: CertificatePolicies = read("certificate policies", value)?;
                let mut roles = policies.0.iter().filter_map(|p| Role::from_policy(&p.policy_identifier));
                // Two roles in one certificate are none: which one holds must not depend on the reader.
                self.role = roles.next().filter(|_| roles.next().is_none());
            }
            oid::SUBJECT_KEY_ID => {
                self.subject_key_id = read::<SubjectKeyIdentifier>("subject key id", value)?.0.into_bytes().into();
            }
            oid::AUTHORITY_KEY_ID => {
                let id: AuthorityKeyIdentifier = read("authority key id", value)?;
                self.authority_key_id = id.key_identifier.map(|k| k.as_bytes().to_vec()).unwrap_or_default();
            }
            oid::KEY_USAGE => self.key_usage = Some(read("key usage", value)?),
            oid::BASIC_CONSTRAINTS => {
                let basic: BasicConstraints = read("basic constraints", value)?;
                self.basic = Some((basic.ca, basic.path_len_constraint));
            }
            oid::NAME_CONSTRAINTS => self.permitted = Some(permitted(&read("name constraints", value)?)),
            oid::SUBJECT_ALT_NAME => {
                self.names =
                    alternative_names(value).map_err(|_| CertError::Malformed { what: "subject alternative name" })?;
            }
            oid::ASSURANCE => {
                let level = tlv::parse_one(value, tlv::Tag::INTEGER).and_then(|t| t.as_u64()).ok();
                let level = level.and_then(|n| u8::try_from(n).ok()).and_then(Assurance::from_level);
                self.assurance = Some(level.ok_or(CertError::Malformed { what: "assurance extension" })?);
            }
            // Known, and checked by those whom they concern (TLS stacks, fetchers of lists).
            oid::EXTENDED_KEY_USAGE | oid::CRL_DISTRIBUTION_POINTS => {}
            other if extension.critical => {
                self.unknown_critical.get_or_insert(other);
            }
            _ => {}
        }
        Ok(())
    }
}

fn read<'a, T: Decode<'a>>(what: &'static str, value: &'a [u8]) -> Result<T, CertError> {
    T::from_der(value).map_err(|_| CertError::Malformed { what })
}

/// The alternative names of known kinds, others skipped. Read here, since SGP.26's identifiers stand under `2.999`.
fn alternative_names(value: &[u8]) -> Result<Vec<AlternativeName>, tlv::Error> {
    let mut names = Vec::new();
    let mut reader = tlv::parse_one(value, tlv::Tag::SEQUENCE)?.children();
    while let Some(name) = reader.next()? {
        if name.tag == tlv::Tag::context(8) {
            names.extend(oid::dotted(name.value).map(AlternativeName::Oid));
        } else if name.tag == tlv::Tag::context(2) && name.value.is_ascii() {
            names.push(AlternativeName::Dns(String::from_utf8_lossy(name.value).into_owned()));
        }
    }
    Ok(names)
}

/// Permitted directory names of organisation and serial number, nothing else, nothing excluded.
fn permitted(constraints: &NameConstraints) -> Option<Vec<Permitted>> {
    if constraints.excluded_subtrees.as_ref().is_some_and(|list| !list.is_empty()) {
        return None;
    }
    let list = constraints.permitted_subtrees.as_ref().filter(|list| !list.is_empty())?;
    list.iter()
        .map(|subtree| match &subtree.base {
            GeneralName::DirectoryName(name) if subtree.minimum == 0 && subtree.maximum.is_none() => {
                let name = Name::read(name);
                let known = name.types().all(|t| matches!(t, oid::ORGANIZATION | oid::SERIAL_NUMBER));
                if !known || name.count(oid::ORGANIZATION) != 1 || name.count(oid::SERIAL_NUMBER) != 1 {
                    return None;
                }
                let digits = name.text(oid::SERIAL_NUMBER)?;
                let valid = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
                let organization = name.text(oid::ORGANIZATION)?.to_owned();
                valid.then(|| Permitted { organization, eid_prefix: digits.to_owned() })
            }
            _ => None,
        })
        .collect()
}
