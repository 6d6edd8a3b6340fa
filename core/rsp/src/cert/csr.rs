//! Certificate request (PKCS#10, RFC 2986) of a phone that has no eUICC certificate yet.
//!
//! It is bound to the near-field session it is sent in: one attribute is the 32-byte hash of the first handshake, so that a
//! request can't be taken from one session into another. The platform's attestation of the key, where there is one, is
//! carried opaquely and judged by [`super::attestation`].

use super::{CertError, PublicKey, ecdsa, issue, oid};
use crate::{Unsigned, checks};
use der::Decode;
use subtle::ConstantTimeEq;
use tlv::{Tag, Writer};

/// Longest request read: attestation chains have some certificates of 1 to 2 kB.
const LONGEST: usize = 32_768;
/// Longest hardware id, in bytes.
pub const LONGEST_HARDWARE_ID: usize = 64;
/// Most certificates in an attestation chain.
pub const MOST_ATTESTATION_CERTIFICATES: usize = 10;

/// What a platform says of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attestation {
    /// Which kind, such as [`super::attestation::ANDROID_KEY`].
    pub kind: String,
    /// Certificates (DER), the key's own first.
    pub chain: Vec<Vec<u8>>,
}

/// A certificate request.
#[derive(Clone, PartialEq, Eq)]
pub struct Csr {
    der: Vec<u8>,
    info: Vec<u8>,
    signature: Vec<u8>,
    public_key: [u8; 65],
    binding: [u8; 32],
    hardware_id: String,
    attestation: Option<Attestation>,
}

/// Why a request is not accepted. Trying again with the same request doesn't help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CsrError {
    /// Not a request that can be read.
    #[error(transparent)]
    Malformed(#[from] CertError),
    /// An attribute that must be there is not.
    #[error("the certificate request has no {what}")]
    Missing {
        /// Which attribute.
        what: &'static str,
    },
    /// The requester does not hold the key, or the request was changed.
    #[error("the signature of the certificate request is wrong")]
    Signature,
    /// It was made for another session.
    #[error("the certificate request was made for another session")]
    Binding,
}

impl CsrError {
    /// Whether the same request may be accepted later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Malformed(error) => error.hint(),
            Self::Missing { .. } | Self::Signature => "Make the request anew.",
            Self::Binding => "Make the request anew, in this session.",
        }
    }
}

impl Csr {
    /// A request for `public_key`, to be signed by its private half.
    ///
    /// `hardware_id` is cut at [`LONGEST_HARDWARE_ID`] bytes when it is longer.
    #[must_use = "it is no request until it is signed"]
    pub fn make(
        public_key: &[u8; 65],
        binding: &[u8; 32],
        hardware_id: &str,
        attestation: Option<Attestation>,
    ) -> Unsigned<Self> {
        let (public_key, binding) = (*public_key, *binding);
        let hardware_id = cut(hardware_id).to_owned();
        let info = write_info(&public_key, &binding, &hardware_id, attestation.as_ref());
        Unsigned::new(info.clone(), move |signature| Self {
            der: issue::assemble(&info, &signature),
            info,
            signature: ecdsa::raw_to_der(&signature),
            public_key,
            binding,
            hardware_id,
            attestation,
        })
    }

    /// Reads a request; [`verify`](Self::verify) judges it.
    ///
    /// # Errors
    /// [`CsrError::Malformed`] or [`CsrError::Missing`].
    pub fn parse(der: &[u8]) -> Result<Self, CsrError> {
        let what = "certificate request";
        let malformed = CertError::Malformed { what };
        if der.len() > LONGEST {
            return Err(CertError::TooLong { what, length: der.len(), most: LONGEST }.into());
        }
        let parsed = x509_cert::request::CertReq::from_der(der).map_err(|_| malformed.clone())?;
        if parsed.algorithm.oid != oid::ECDSA_SHA256 {
            return Err(CertError::SignatureAlgorithm { oid: parsed.algorithm.oid.to_string() }.into());
        }
        let PublicKey::P256(public_key) = PublicKey::from_info(&parsed.info.public_key)? else {
            return Err(CertError::KeyType { oid: oid::X25519.to_string() }.into());
        };
        let outer = tlv::parse_one(der, Tag::SEQUENCE).map_err(|_| malformed.clone())?;
        let info = outer.children().expect(Tag::SEQUENCE).map_err(|_| malformed.clone())?.raw.to_vec();
        let attribute = |id| {
            let found = parsed.info.attributes.iter().find(|a| a.oid == id)?;
            found.values.iter().next().filter(|_| found.values.len() == 1)
        };
        let binding = attribute(oid::CSR_BINDING).ok_or(CsrError::Missing { what: "session binding" })?;
        let hardware_id = attribute(oid::CSR_HARDWARE_ID).ok_or(CsrError::Missing { what: "hardware id" })?;
        let hardware_id = String::from_utf8(hardware_id.value().to_vec()).map_err(|_| malformed.clone())?;
        if hardware_id.len() > LONGEST_HARDWARE_ID {
            return Err(CertError::TooLong {
                what: "hardware id",
                length: hardware_id.len(),
                most: LONGEST_HARDWARE_ID,
            }
            .into());
        }
        let attestation = attribute(oid::CSR_ATTESTATION)
            .map(|value| read_attestation(value.value()).ok_or(malformed.clone()))
            .transpose()?;
        Ok(Self {
            der: der.to_vec(),
            info,
            signature: parsed.signature.as_bytes().ok_or(malformed.clone())?.to_vec(),
            public_key,
            binding: binding.value().try_into().map_err(|_| malformed)?,
            hardware_id,
            attestation,
        })
    }

    /// Whether the requester holds the key and made the request for this session.
    ///
    /// # Errors
    /// [`CsrError::Signature`] or [`CsrError::Binding`].
    pub fn verify(&self, binding: &[u8; 32]) -> Result<(), CsrError> {
        if !ecdsa::verify_der(&self.public_key, &self.info, &self.signature) {
            return Err(CsrError::Signature);
        }
        if bool::from(self.binding.ct_eq(binding)) || !checks::CSR_BINDING.on() {
            Ok(())
        } else {
            Err(CsrError::Binding)
        }
    }

    /// The bytes.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// The key to be certified, `04 ‖ x ‖ y`.
    #[must_use]
    pub const fn public_key(&self) -> &[u8; 65] {
        &self.public_key
    }

    /// Hash of the handshake that it was made for.
    #[must_use]
    pub const fn binding(&self) -> &[u8; 32] {
        &self.binding
    }

    /// The device's hardware id, as it says.
    #[must_use]
    pub fn hardware_id(&self) -> &str {
        &self.hardware_id
    }

    /// What the platform says of the key, not judged yet.
    #[must_use]
    pub const fn attestation(&self) -> Option<&Attestation> {
        self.attestation.as_ref()
    }
}

impl std::fmt::Debug for Csr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Csr({}, attestation: {:?})", self.hardware_id, self.attestation.as_ref().map(|a| &a.kind))
    }
}

/// CertificationRequestInfo with an empty subject: the EUM gives the name.
fn write_info(key: &[u8; 65], binding: &[u8; 32], hardware_id: &str, attestation: Option<&Attestation>) -> Vec<u8> {
    let attribute = |id: der::asn1::ObjectIdentifier, fill: &dyn Fn(&mut Writer)| {
        Writer::build(|w| {
            w.nest(Tag::SEQUENCE, |w| {
                w.put(Tag::OID, id.as_bytes());
                w.nest(Tag::SET, |w| fill(w));
            });
        })
    };
    let mut attributes = vec![
        attribute(oid::CSR_BINDING, &|w| w.put(Tag::OCTET_STRING, binding)),
        attribute(oid::CSR_HARDWARE_ID, &|w| w.text(Tag::UTF8_STRING, hardware_id)),
    ];
    if let Some(attestation) = attestation {
        attributes.push(attribute(oid::CSR_ATTESTATION, &|w| {
            w.nest(Tag::SEQUENCE, |w| {
                w.text(Tag::UTF8_STRING, &attestation.kind);
                attestation.chain.iter().for_each(|certificate| w.put(Tag::OCTET_STRING, certificate));
            });
        }));
    }
    // SET OF is ordered by encoding (X.690 §11.6).
    attributes.sort();
    Writer::build(|w| {
        w.nest(Tag::SEQUENCE, |w| {
            w.uint(Tag::INTEGER, 0);
            w.nest(Tag::SEQUENCE, |_| {});
            w.raw(&PublicKey::P256(*key).to_info());
            w.nest(Tag::context_constructed(0), |w| attributes.iter().for_each(|a| w.raw(a)));
        });
    })
}

fn read_attestation(value: &[u8]) -> Option<Attestation> {
    let mut reader = tlv::Reader::new(value);
    let kind = String::from_utf8(reader.expect(Tag::UTF8_STRING).ok()?.value.to_vec()).ok()?;
    let mut chain = Vec::new();
    while let Some(certificate) = reader.next().ok()? {
        if certificate.tag != Tag::OCTET_STRING || chain.len() == MOST_ATTESTATION_CERTIFICATES {
            return None;
        }
        chain.push(certificate.value.to_vec());
    }
    Some(Attestation { kind, chain })
}

/// The first [`LONGEST_HARDWARE_ID`] bytes, no character cut in two.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(LONGEST_HARDWARE_ID);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
