//! HKDF-SHA-256 (RFC 5869) and AES-256-GCM under what it makes.

use super::{AccountId, seal};
use model::{Random, SecretBytes};
use ring::{
    aead::{AES_256_GCM, LessSafeKey, UnboundKey},
    digest::{Context, SHA256},
    hkdf::{self, HKDF_SHA256, KeyType, Salt},
};
use zeroize::Zeroizing;

/// A key that seals, for one purpose in one account.
pub(crate) struct AeadKey(LessSafeKey);

impl AeadKey {
    /// HKDF: input key material `secret`, salt `salt`, info `label`.
    pub(crate) fn derive(secret: &[u8], salt: &[u8], label: &[u8]) -> Self {
        let prk = Salt::new(HKDF_SHA256, salt).extract(secret);
        let info = [label];
        let key = prk.expand(&info, &AES_256_GCM).expect("a key is shorter than HKDF's limit of 255 hashes");
        Self(LessSafeKey::new(UnboundKey::from(key)))
    }

    /// nonce ‖ ciphertext ‖ tag.
    pub(crate) fn seal(&self, associated: &[u8], plain: &[u8], random: &mut dyn Random) -> Vec<u8> {
        seal::seal(&self.0, associated, plain, random)
    }

    pub(crate) fn open(&self, associated: &[u8], sealed: &[u8]) -> Option<SecretBytes> {
        seal::open(&self.0, associated, sealed)
    }
}

/// 32 bytes by HKDF: salt is the account, info is `label ‖ counter`.
pub(crate) fn bytes(secret: &[u8], account: &AccountId, label: &[u8], counter: u8) -> Zeroizing<[u8; 32]> {
    struct Size;
    impl KeyType for Size {
        fn len(&self) -> usize {
            32
        }
    }
    let prk: hkdf::Prk = Salt::new(HKDF_SHA256, &account.0).extract(secret);
    let mut out = Zeroizing::new([0; 32]);
    let info = [label, &[counter]];
    let made = prk.expand(&info, Size).and_then(|made| made.fill(&mut *out));
    made.expect("32 bytes are less than HKDF's limit of 255 hashes");
    out
}

/// SHA-256 over parts, each led by its length (u32, big-endian).
pub(crate) fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    for part in parts {
        // Parts are keys, ids and names; a longer one is cut by nobody, its length just wraps.
        context.update(&(part.len() as u32).to_be_bytes());
        context.update(part);
    }
    context.finish().as_ref().try_into().expect("SHA-256 has 32 bytes")
}
