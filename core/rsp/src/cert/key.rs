use super::{CertError, oid};
use x509_cert::SubjectPublicKeyInfo;

/// Curves of SGP.22 §2.6.7. One is done; a certificate on another is refused with [`CertError::KeyType`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Curve {
    /// NIST P-256.
    P256,
}

/// The key that a certificate is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PublicKey {
    /// For ECDSA and ECKA on P-256: `04 ‖ x ‖ y`.
    P256([u8; 65]),
    /// For X25519 (a kiosk's near-field key).
    X25519([u8; 32]),
}

impl PublicKey {
    /// The curve for ECDSA, if the key is of that kind.
    #[must_use]
    pub const fn curve(&self) -> Option<Curve> {
        match self {
            Self::P256(_) => Some(Curve::P256),
            Self::X25519(_) => None,
        }
    }

    /// The bytes of the point.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::P256(bytes) => bytes,
            Self::X25519(bytes) => bytes,
        }
    }

    pub(super) fn from_info(info: &SubjectPublicKeyInfo) -> Result<Self, CertError> {
        let bits = info.subject_public_key.as_bytes().ok_or(CertError::Key)?;
        match info.algorithm.oid {
            oid::X25519 => bits.try_into().map(Self::X25519).map_err(|_| CertError::Key),
            oid::EC_PUBLIC_KEY => {
                let curve = info.algorithm.parameters.as_ref().and_then(|p| p.decode_as().ok());
                match curve {
                    Some(oid::P256) => p256(bits).map(Self::P256),
                    Some(other) => Err(CertError::KeyType { oid: der::asn1::ObjectIdentifier::to_string(&other) }),
                    None => Err(CertError::Key),
                }
            }
            other => Err(CertError::KeyType { oid: other.to_string() }),
        }
    }

    /// SubjectPublicKeyInfo (RFC 5480, RFC 8410), DER.
    #[must_use]
    pub fn to_info(&self) -> Vec<u8> {
        let (algorithm, parameters) = match self {
            Self::P256(_) => (oid::EC_PUBLIC_KEY, Some(oid::P256)),
            Self::X25519(_) => (oid::X25519, None),
        };
        tlv::Writer::build(|w| {
            w.nest(tlv::Tag::SEQUENCE, |w| {
                w.nest(tlv::Tag::SEQUENCE, |w| {
                    w.put(tlv::Tag::OID, algorithm.as_bytes());
                    w.put_some(tlv::Tag::OID, parameters.as_ref().map(|p| p.as_bytes()));
                });
                w.put(tlv::Tag::BIT_STRING, &[&[0], self.as_bytes()].concat());
            });
        })
    }
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::P256(_) => f.write_str("P256(..)"),
            Self::X25519(_) => f.write_str("X25519(..)"),
        }
    }
}

/// An uncompressed point that lies on the curve.
fn p256(bits: &[u8]) -> Result<[u8; 65], CertError> {
    let point: [u8; 65] = bits.try_into().map_err(|_| CertError::Key)?;
    p256::PublicKey::from_sec1_bytes(&point).map_err(|_| CertError::Key)?;
    Ok(point)
}
