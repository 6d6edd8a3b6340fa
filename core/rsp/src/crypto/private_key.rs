use super::OneTimeKey;
use base64::{Engine, engine::general_purpose::STANDARD};
use model::SecretBytes;
use tlv::{Reader, Tag, Writer};
use zeroize::Zeroizing;

/// ecPublicKey (RFC 5480), content bytes of the object identifier.
const EC_PUBLIC_KEY: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];
/// prime256v1 (RFC 5480).
const P256: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];
/// The private scalar's size in bytes.
const SCALAR: usize = 32;
/// The longest file that is read; keys need a tenth.
const LONGEST: usize = 16 * 1024;

/// Why a file is no private key that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// It is neither PKCS#8 nor SEC 1, DER or PEM.
    #[error("this is no private key in PKCS#8 or SEC 1 form")]
    Malformed,
    /// It asks for a passphrase.
    #[error("the private key is encrypted")]
    Encrypted,
    /// It is a key of another kind, or out of range.
    #[error("the private key is not one on the curve P-256")]
    Curve,
    /// The public half that it carries is of another key.
    #[error("the file's public key does not belong to its private key")]
    Pair,
}

impl BadKey {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Malformed => "Give the key as `openssl ecparam -genkey` or `openssl pkcs8 -topk8 -nocrypt` write it.",
            Self::Encrypted => "Take its passphrase away first: `openssl pkcs8 -topk8 -nocrypt`.",
            Self::Curve => "Give a key on P-256 (prime256v1).",
            Self::Pair => "Get the key anew from whoever made it: the file is damaged.",
        }
    }
}

/// A private key for ECDSA on P-256 that came in a file, on its way into a keystore.
#[derive(Debug, Clone)]
pub struct PrivateKey {
    /// PKCS#8 with the public half in it (RFC 5208, RFC 5915), DER.
    pub pkcs8: SecretBytes,
    /// `04 ‖ x ‖ y`.
    pub public_key: [u8; 65],
}

impl PrivateKey {
    /// Reads a key file: SEC 1 (`EC PRIVATE KEY`) or PKCS#8 (`PRIVATE KEY`), PEM or DER.
    ///
    /// # Errors
    /// [`BadKey`].
    pub fn read(file: &[u8]) -> Result<Self, BadKey> {
        if file.len() > LONGEST {
            return Err(BadKey::Malformed);
        }
        let key = match armoured(file)? {
            Some(key) => key,
            None => pkcs8(file).or_else(|other| sec1(file).map_err(|own| worse(other, own)))?,
        };
        let public_key = key.public_key();
        Ok(Self { pkcs8: wrapped(&key, &public_key), public_key })
    }
}

/// Which of two readings of one file says more.
fn worse(pkcs8: BadKey, sec1: BadKey) -> BadKey {
    if pkcs8 == BadKey::Malformed { sec1 } else { pkcs8 }
}

/// The key of a PEM file; none if it is not one. Parameters before the key, as OpenSSL writes them, are passed over.
fn armoured(file: &[u8]) -> Result<Option<OneTimeKey>, BadKey> {
    let Ok(text) = std::str::from_utf8(file) else { return Ok(None) };
    if !text.contains("-----BEGIN ") {
        return Ok(None);
    }
    if text.contains("ENCRYPTED") {
        return Err(BadKey::Encrypted);
    }
    let part = |name: &str| {
        let (_, rest) = text.split_once(&format!("-----BEGIN {name}-----"))?;
        rest.split_once(&format!("-----END {name}-----")).map(|(body, _)| body)
    };
    let (read, body): (fn(&[u8]) -> _, _) = match (part("EC PRIVATE KEY"), part("PRIVATE KEY")) {
        (Some(body), _) => (sec1, body),
        (None, Some(body)) => (pkcs8, body),
        (None, None) => return Err(BadKey::Malformed),
    };
    let mut packed = Zeroizing::new(Vec::with_capacity(body.len()));
    packed.extend(body.bytes().filter(|byte| !byte.is_ascii_whitespace()));
    // Room from the start, so that growing leaves no copies behind.
    let mut der = Zeroizing::new(Vec::with_capacity(packed.len()));
    STANDARD.decode_vec(&*packed, &mut der).map_err(|_| BadKey::Malformed)?;
    read(&der).map(Some)
}

/// PrivateKeyInfo of RFC 5208.
fn pkcs8(der: &[u8]) -> Result<OneTimeKey, BadKey> {
    let mut parts = sequence(der)?;
    // What an encrypted key begins with.
    if parts.peek().map_err(malformed)?.is_some_and(|first| first.tag == Tag::SEQUENCE) {
        return Err(BadKey::Encrypted);
    }
    let version = parts.expect(Tag::INTEGER).map_err(malformed)?;
    if version.value.len() != 1 || version.value.first().is_none_or(|version| *version > 1) {
        return Err(BadKey::Malformed);
    }
    let mut algorithm = parts.expect(Tag::SEQUENCE).map_err(malformed)?.children();
    let kind = algorithm.expect(Tag::OID).map_err(malformed)?.value;
    let curve = algorithm.next().map_err(malformed)?.map(|curve| curve.value);
    if kind != EC_PUBLIC_KEY || curve != Some(P256) {
        return Err(BadKey::Curve);
    }
    sec1(parts.expect(Tag::OCTET_STRING).map_err(malformed)?.value)
}

/// ECPrivateKey of RFC 5915.
fn sec1(der: &[u8]) -> Result<OneTimeKey, BadKey> {
    let mut parts = sequence(der)?;
    if parts.expect(Tag::INTEGER).map_err(malformed)?.value != [1] {
        return Err(BadKey::Malformed);
    }
    let scalar = parts.expect(Tag::OCTET_STRING).map_err(malformed)?.value;
    let scalar: Zeroizing<[u8; SCALAR]> = Zeroizing::new(scalar.try_into().map_err(|_| BadKey::Curve)?);
    let key = OneTimeKey::from_bytes(&scalar).map_err(|_| BadKey::Curve)?;
    while let Some(part) = parts.next().map_err(malformed)? {
        let inner =
            || part.children().expect(if part.tag.0 == 0xA0 { Tag::OID } else { Tag::BIT_STRING }).map_err(malformed);
        match part.tag.0 {
            0xA0 if inner()?.value != P256 => return Err(BadKey::Curve),
            0xA1 if inner()?.value.strip_prefix(&[0]) != Some(&key.public_key()[..]) => return Err(BadKey::Pair),
            _ => {}
        }
    }
    Ok(key)
}

fn sequence(der: &[u8]) -> Result<Reader<'_>, BadKey> {
    tlv::parse_one(der, Tag::SEQUENCE).map(|whole| whole.children()).map_err(malformed)
}

fn malformed(_: tlv::Error) -> BadKey {
    BadKey::Malformed
}

fn wrapped(key: &OneTimeKey, public_key: &[u8; 65]) -> SecretBytes {
    let scalar = key.to_bytes();
    let inner: SecretBytes = Writer::build(|w| {
        w.nest(Tag::SEQUENCE, |w| {
            w.put(Tag::INTEGER, &[1]);
            w.put(Tag::OCTET_STRING, &scalar[..]);
            w.nest(0xA1u32, |w| w.put(Tag::BIT_STRING, &[&[0], &public_key[..]].concat()));
        });
    })
    .into();
    Writer::build(|w| {
        w.nest(Tag::SEQUENCE, |w| {
            w.put(Tag::INTEGER, &[0]);
            w.nest(Tag::SEQUENCE, |w| {
                w.put(Tag::OID, EC_PUBLIC_KEY);
                w.put(Tag::OID, P256);
            });
            w.put(Tag::OCTET_STRING, inner.expose());
        });
    })
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sec1_of(key: &OneTimeKey, public: &[u8; 65]) -> Vec<u8> {
        Writer::build(|w| {
            w.nest(Tag::SEQUENCE, |w| {
                w.put(Tag::INTEGER, &[1]);
                w.put(Tag::OCTET_STRING, &key.to_bytes()[..]);
                w.nest(0xA0u32, |w| w.put(Tag::OID, P256));
                w.nest(0xA1u32, |w| w.put(Tag::BIT_STRING, &[&[0], &public[..]].concat()));
            });
        })
    }

    fn pem(name: &str, der: &[u8]) -> Vec<u8> {
        let lines: Vec<String> =
            STANDARD.encode(der).as_bytes().chunks(64).map(|l| String::from_utf8_lossy(l).into_owned()).collect();
        format!("-----BEGIN {name}-----\n{}\n-----END {name}-----\n", lines.join("\n")).into_bytes()
    }

    fn key() -> OneTimeKey {
        OneTimeKey::from_bytes(&[7; 32]).expect("in range")
    }

    // R: E7
    #[test]
    fn a_key_is_read_in_each_form_that_openssl_writes() {
        let (key, public) = (key(), key().public_key());
        let sec1 = sec1_of(&key, &public);
        let parameters = pem("EC PARAMETERS", &[0x06, 0x01, 0x00]);
        let first = PrivateKey::read(&sec1).expect("SEC 1");
        assert_eq!(first.public_key, public);
        let armoured = [parameters, pem("EC PRIVATE KEY", &sec1)].concat();
        for file in [armoured, first.pkcs8.expose().to_vec(), pem("PRIVATE KEY", first.pkcs8.expose())] {
            let again = PrivateKey::read(&file).expect("another form");
            assert_eq!((again.pkcs8.expose(), again.public_key), (first.pkcs8.expose(), public));
        }
        let taken = ring::signature::EcdsaKeyPair::from_pkcs8(
            &ring::signature::ECDSA_P256_SHA256_FIXED_SIGNING,
            first.pkcs8.expose(),
            &ring::rand::SystemRandom::new(),
        );
        assert!(taken.is_ok(), "a keystore takes it");
        assert!(!format!("{first:?}").contains("7, 7, 7, 7"), "it is not shown");
    }

    // R: E7 F3
    #[test]
    fn what_is_no_such_key_is_refused_with_its_reason() {
        let (key, other) = (key(), OneTimeKey::from_bytes(&[8; 32]).expect("in range").public_key());
        let refused = |file: &[u8]| PrivateKey::read(file).expect_err("no key");
        assert_eq!(refused(&sec1_of(&key, &other)), BadKey::Pair);
        assert_eq!(refused(b""), BadKey::Malformed);
        assert_eq!(refused(&pem("CERTIFICATE", &[0x30, 0])), BadKey::Malformed);
        assert_eq!(refused(&pem("ENCRYPTED PRIVATE KEY", &[0x30, 0])), BadKey::Encrypted);
        let mut elsewhere = sec1_of(&key, &key.public_key());
        let last = elsewhere.windows(P256.len()).position(|w| w == P256).expect("its curve") + P256.len() - 1;
        elsewhere[last] = 0x22;
        assert_eq!(refused(&elsewhere), BadKey::Curve);
        assert_eq!(refused(&vec![0x30; LONGEST + 1]), BadKey::Malformed);
    }

    proptest! {
        #[test]
        fn any_bytes_never_panic(bytes: Vec<u8>) {
            let _ = PrivateKey::read(&bytes);
            let _ = PrivateKey::read(&pem("PRIVATE KEY", &bytes));
        }
    }
}
