use super::{
    MessageError, SignedPackage,
    wire::{clip, group, number, tag, text},
};
use model::Platform;
use ring::digest;
use rsp::cert::ecdsa;
use tlv::{Reader, Writer};

/// In front of the manifest in what is signed: no certificate or other message of the operator's key begins so.
const CONTEXT: &[u8] = b"landfall package manifest 1\0";

/// What a package is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PackageKind {
    /// The management program (LPA with its user interface).
    Program,
    /// The driver by which the system uses a software card.
    Driver,
}

impl PackageKind {
    /// The name in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Driver => "driver",
        }
    }
}

/// What an operator says of a package (A5): which bytes, for which class of cards and which platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Program or driver.
    pub kind: PackageKind,
    /// The class id it comes with.
    pub class_id: String,
    /// The platform it is made for.
    pub platform: Platform,
    /// Its version, as its maker writes it.
    pub version: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
}

/// Why a package is not to be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackageRefused {
    /// The manifest does not read.
    #[error("its manifest is malformed: {0}")]
    Malformed(#[from] MessageError),
    /// Not this operator's signature.
    #[error("its manifest is not signed by this operator")]
    Signature,
    /// Other bytes than the manifest names.
    #[error("its bytes are not those that its manifest names")]
    Hash,
}

impl PackageRefused {
    /// Whether trying again helps: it may bring an undamaged one.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        true
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Try again; if it stays, tell the staff, and don't install it from there by hand."
    }
}

impl Manifest {
    /// What an operator says of `bytes`.
    #[must_use]
    pub fn of(kind: PackageKind, class_id: &str, platform: Platform, version: &str, bytes: &[u8]) -> Self {
        let (class_id, version) = (class_id.to_owned(), version.to_owned());
        Self { kind, class_id, platform, version, size: bytes.len() as u64, sha256: hash(bytes) }
    }

    /// The manifest as it is sent, one data object.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        Writer::build(|w| {
            w.nest(group(0), |w| {
                w.uint(tag(0), if self.kind == PackageKind::Program { 1 } else { 2 });
                w.text(tag(1), clip(&self.class_id));
                w.text(tag(2), clip(&self.platform.os));
                w.text(tag(3), clip(&self.platform.cpu));
                w.text(tag(4), clip(&self.version));
                w.uint(tag(5), self.size);
                w.put(tag(6), &self.sha256);
            });
        })
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// [`MessageError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, MessageError> {
        let mut reader = Reader::new(bytes);
        let fields = reader.expect(group(0))?.children();
        reader.end()?;
        let kind = fields.require(tag(0))?;
        Ok(Self {
            kind: match kind.as_u64()? {
                1 => PackageKind::Program,
                2 => PackageKind::Driver,
                _ => return Err(MessageError::OutOfRange(kind.tag)),
            },
            class_id: text(&fields.require(tag(1))?)?,
            platform: Platform { os: text(&fields.require(tag(2))?)?, cpu: text(&fields.require(tag(3))?)? },
            version: text(&fields.require(tag(4))?)?,
            size: number(&fields.require(tag(5))?)?,
            sha256: fields.require(tag(6))?.as_array()?,
        })
    }

    /// What the operator's key signs (ECDSA P-256, SHA-256, raw `r ‖ s`).
    #[must_use]
    pub fn to_sign(manifest: &[u8]) -> Vec<u8> {
        [CONTEXT, manifest].concat()
    }
}

impl SignedPackage {
    /// Checks signature and bytes; the key is the operator root's, `04 ‖ x ‖ y`.
    ///
    /// # Errors
    /// [`PackageRefused`]: it must not be installed.
    pub fn verify(&self, operator_key: &[u8; 65]) -> Result<Manifest, PackageRefused> {
        if !ecdsa::verify_raw(operator_key, &Manifest::to_sign(&self.manifest), &self.signature) {
            return Err(PackageRefused::Signature);
        }
        let manifest = Manifest::decode(&self.manifest)?;
        if manifest.size != self.bytes.len() as u64 || manifest.sha256 != hash(&self.bytes) {
            return Err(PackageRefused::Hash);
        }
        Ok(manifest)
    }
}

fn hash(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::{
        rand::SystemRandom,
        signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
    };

    // R: A5 A6
    #[test]
    fn only_the_operators_bytes_pass() {
        let rng = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &rng).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &rng).expect("own key");
        let public: [u8; 65] = key.public_key().as_ref().try_into().expect("an uncompressed point");
        let platform = Platform { os: "linux".into(), cpu: "x86_64".into() };
        let manifest = Manifest::of(PackageKind::Driver, "jp-7", platform, "1.2", b"driver");
        let encoded = manifest.encode();
        let signature = key.sign(&rng, &Manifest::to_sign(&encoded)).expect("signs").as_ref().to_vec();
        let package = SignedPackage { manifest: encoded, signature, bytes: b"driver".to_vec() };
        assert_eq!(package.verify(&public), Ok(manifest));

        let other = SignedPackage { bytes: b"drivel".to_vec(), ..package.clone() };
        assert_eq!(other.verify(&public), Err(PackageRefused::Hash));
        let mut other = package.clone();
        other.manifest[10] ^= 1;
        assert_eq!(other.verify(&public), Err(PackageRefused::Signature));
        let unprefixed = key.sign(&rng, &package.manifest).expect("signs").as_ref().to_vec();
        assert_eq!(SignedPackage { signature: unprefixed, ..package }.verify(&public), Err(PackageRefused::Signature));
    }
}
