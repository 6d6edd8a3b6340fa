use super::super::{Certificate, PublicKey, Role, ecdsa, oid};
use crate::Unsigned;
use der::asn1::ObjectIdentifier as Oid;
use model::{Random, UnixTime};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use tlv::{Tag, Writer};

/// Why a certificate can't be made. Trying again with the same input doesn't help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IssueError {
    /// A name is empty, longer than 64 characters, or has control characters.
    #[error("{what} must be 1 to 64 characters, no control characters")]
    Name {
        /// Which name.
        what: &'static str,
    },
    /// The end is not after the beginning, or after the year 9999.
    #[error("the validity ends before it begins")]
    Validity,
    /// The EID prefix is not 1 to 30 digits, or none is given.
    #[error("an EID prefix must be 1 to 30 digits")]
    EidPrefix,
    /// The EID is outside of what this EUM may certify.
    #[error("this EUM may not certify EID {eid}")]
    EidRange {
        /// The EID.
        eid: String,
    },
    /// The object identifier is not written as one.
    #[error("{oid:?} is not an object identifier")]
    Oid {
        /// What was given.
        oid: String,
    },
    /// The issuer's certificate is not of the role that issues this one.
    #[error("a {needed} certificate must issue this one")]
    Issuer {
        /// The role.
        needed: Role,
    },
    /// The public key is not a point of its curve.
    #[error("the public key is not a point of its curve")]
    Key,
}

impl IssueError {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Name { .. } => "Choose another name.",
            Self::Validity => "Choose an end after the beginning, before the year 10000.",
            Self::EidPrefix => "Choose 1 to 30 digits.",
            Self::EidRange { .. } => "Choose an EID in the range of this EUM.",
            Self::Oid { .. } => "Write it as numbers with dots between, such as 2.999.1.",
            Self::Issuer { .. } => "Give the certificate of that role, and its key.",
            Self::Key => "Give an uncompressed point of the curve.",
        }
    }
}

/// From when until when; both seconds are inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// First second.
    pub from: UnixTime,
    /// Last second.
    pub until: UnixTime,
}

impl Validity {
    /// `days` times 24 hours from `from` on.
    #[must_use]
    pub const fn days(from: UnixTime, days: u32) -> Self {
        Self { from, until: from.plus(days as u64 * 86_400) }
    }
}

/// Last second of the year 9999, the last that X.509 can write.
const END_OF_TIME: u64 = 253_402_300_799;

pub(super) struct Extension {
    pub(super) oid: Oid,
    pub(super) critical: bool,
    pub(super) value: Vec<u8>,
}

impl Extension {
    pub(super) fn new(oid: Oid, critical: bool, fill: impl FnOnce(&mut Writer)) -> Self {
        Self { oid, critical, value: Writer::build(fill) }
    }

    pub(super) fn write(&self, w: &mut Writer) {
        w.nest(Tag::SEQUENCE, |w| {
            w.put(Tag::OID, self.oid.as_bytes());
            if self.critical {
                w.bool(Tag::BOOLEAN, true);
            }
            w.put(Tag::OCTET_STRING, &self.value);
        });
    }
}

/// Everything of a certificate but its signature.
pub(super) struct Template<'a> {
    pub(super) role: Role,
    /// `None`: it signs itself.
    pub(super) issuer: Option<&'a Certificate>,
    /// Type, value; serial numbers and countries become PrintableString, the others UTF8String.
    pub(super) subject: Vec<(Oid, String)>,
    pub(super) key: PublicKey,
    pub(super) validity: Validity,
    /// Beside key ids, policy and key usage, which follow from the above.
    pub(super) extensions: Vec<Extension>,
}

impl Template<'_> {
    pub(super) fn finish(self, random: &mut dyn Random) -> Result<Unsigned<Certificate>, IssueError> {
        let Validity { from, until } = self.validity;
        if until <= from || until.0 > END_OF_TIME {
            return Err(IssueError::Validity);
        }
        let needed = if self.role == Role::Euicc { Role::Eum } else { Role::Ci };
        if self.issuer.is_some_and(|issuer| issuer.role() != Some(needed)) {
            return Err(IssueError::Issuer { needed });
        }
        for (oid, value) in &self.subject {
            name(if *oid == oid::ORGANIZATION { "the organisation" } else { "the name" }, value)?;
        }
        let tbs = self.tbs(&serial(random));
        // Read once with the longest signature: whatever the reader would refuse is refused before a key is asked to sign.
        Certificate::parse(&assemble(&tbs, &[0xFF; 64])).map_err(|_| IssueError::Key)?;
        Ok(Unsigned::new(tbs.clone(), move |signature| {
            Certificate::parse(&assemble(&tbs, &signature)).expect("was read before, but for the signature's digits")
        }))
    }

    fn tbs(&self, serial: &[u8; 16]) -> Vec<u8> {
        let subject = write_name(&self.subject);
        // The issuer's name goes down as it stands in the certificate above.
        let issuer_name = self.issuer.map_or_else(|| subject.clone(), |issuer| issuer.subject_der().to_vec());
        Writer::build(|w| {
            w.nest(Tag::SEQUENCE, |w| {
                w.nest(Tag::context_constructed(0), |w| w.uint(Tag::INTEGER, 2));
                ecdsa::integer(w, serial);
                write_algorithm(w);
                w.raw(&issuer_name);
                w.nest(Tag::SEQUENCE, |w| {
                    write_time(w, self.validity.from);
                    write_time(w, self.validity.until);
                });
                w.raw(&subject);
                w.raw(&self.key.to_info());
                w.nest(Tag::context_constructed(3), |w| {
                    w.nest(Tag::SEQUENCE, |w| {
                        self.standard_extensions().iter().chain(&self.extensions).for_each(|e| e.write(w));
                    });
                });
            });
        })
    }

    fn standard_extensions(&self) -> Vec<Extension> {
        let own_id = key_id(&self.key);
        let mut list = Vec::new();
        if let Some(issuer) = self.issuer {
            list.push(authority(issuer.subject_key_id()));
        }
        list.push(Extension::new(oid::SUBJECT_KEY_ID, false, |w| w.put(Tag::OCTET_STRING, &own_id)));
        // Unused bits and the bits, the first one highest (RFC 5280 §4.2.1.3).
        let usage: [u8; 2] = match self.role {
            Role::Ci => [1, 0b0000_0110],
            Role::Eum => [2, 0b0000_0100],
            Role::Kiosk => [3, 0b0000_1000],
            _ => [7, 0b1000_0000],
        };
        list.push(Extension::new(oid::KEY_USAGE, true, |w| w.put(Tag::BIT_STRING, &usage)));
        // TLS stacks refuse critical policies, which they don't know; SGP.22's readers want them so.
        let critical = !matches!(self.role, Role::DpTls | Role::DsTls | Role::Operator);
        list.push(Extension::new(oid::CERTIFICATE_POLICIES, critical, |w| {
            w.nest(Tag::SEQUENCE, |w| {
                w.nest(Tag::SEQUENCE, |w| w.put(Tag::OID, self.role.policy().as_bytes()));
            });
        }));
        if let Some(path) = match self.role {
            Role::Ci => Some(None),
            Role::Eum => Some(Some(0)),
            _ => None,
        } {
            list.push(Extension::new(oid::BASIC_CONSTRAINTS, true, |w| {
                w.nest(Tag::SEQUENCE, |w| {
                    w.bool(Tag::BOOLEAN, true);
                    if let Some(length) = path {
                        w.uint(Tag::INTEGER, length);
                    }
                });
            }));
        }
        list
    }
}

/// Authority key identifier.
pub(super) fn authority(key_id: &[u8]) -> Extension {
    Extension::new(oid::AUTHORITY_KEY_ID, false, |w| {
        w.nest(Tag::SEQUENCE, |w| w.put(Tag::context(0), key_id));
    })
}

/// `SEQUENCE { tbs, ecdsa-with-SHA256, BIT STRING }`.
pub(in crate::cert) fn assemble(tbs: &[u8], signature: &[u8; 64]) -> Vec<u8> {
    Writer::build(|w| {
        w.nest(Tag::SEQUENCE, |w| {
            w.raw(tbs);
            write_algorithm(w);
            w.put(Tag::BIT_STRING, &[&[0][..], &ecdsa::raw_to_der(signature)].concat());
        });
    })
}

pub(super) fn write_algorithm(w: &mut Writer) {
    w.nest(Tag::SEQUENCE, |w| w.put(Tag::OID, oid::ECDSA_SHA256.as_bytes()));
}

pub(in crate::cert) fn write_name(parts: &[(Oid, String)]) -> Vec<u8> {
    const PRINTABLE: Tag = Tag(0x13);
    Writer::build(|w| {
        w.nest(Tag::SEQUENCE, |w| {
            for (oid, value) in parts {
                w.nest(Tag::SET, |w| {
                    w.nest(Tag::SEQUENCE, |w| {
                        w.put(Tag::OID, oid.as_bytes());
                        w.text(if *oid == oid::SERIAL_NUMBER { PRINTABLE } else { Tag::UTF8_STRING }, value);
                    });
                });
            }
        });
    })
}

/// UTCTime until 2049, GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5).
pub(super) fn write_time(w: &mut Writer, time: UnixTime) {
    let digits: String = time.to_string().bytes().filter(u8::is_ascii_digit).map(char::from).collect();
    if ("1950".."2050").contains(&&digits[..4]) {
        w.text(Tag(0x17), &format!("{}Z", &digits[2..]));
    } else {
        w.text(Tag(0x18), &format!("{digits}Z"));
    }
}

/// SHA-1 of the key's bits (RFC 5280 §4.2.1.2, method 1), as in the certificates of SGP.26. It names the key and protects
/// nothing.
pub(super) fn key_id(key: &PublicKey) -> [u8; 20] {
    let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, key.as_bytes());
    hash.as_ref().try_into().expect("SHA-1 has 20 bytes")
}

pub(super) fn name(what: &'static str, value: &str) -> Result<(), IssueError> {
    let fits = (1..=64).contains(&value.chars().count()) && !value.chars().any(char::is_control);
    if fits { Ok(()) } else { Err(IssueError::Name { what }) }
}

/// 126 random bits behind `01`: positive, and always of 16 bytes.
fn serial(random: &mut dyn Random) -> [u8; 16] {
    let mut serial = [0; 16];
    random.fill(&mut serial);
    serial[0] = serial[0] & 0x7F | 0x40;
    serial
}
