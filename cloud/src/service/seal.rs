//! What the server itself must keep secret, sealed under a key that lies beside the database, not in it: who steals the database alone can't
//! even try passwords.

use super::Entropy;
use model::{Random, SecretBytes};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, KeyType, Salt},
    hmac,
};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The server's key, 32 bytes.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct ServerKey([u8; 32]);

impl ServerKey {
    /// A new one.
    #[must_use]
    pub fn make() -> Self {
        let mut made = Self([0; 32]);
        Entropy.fill(&mut made.0);
        made
    }

    /// From its bytes; none if they are not 32.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Its bytes, to be kept in a file of its own.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServerKey(..)")
    }
}

/// What is sealed; each under a key of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// OPAQUE's server keys.
    Opaque,
    /// A login between KE2 and KE3.
    Attempt,
}

/// Seals by the server's key: nonce ‖ ciphertext ‖ tag, AES-256-GCM.
pub(super) struct Seal {
    opaque: LessSafeKey,
    attempt: LessSafeKey,
    tries: hmac::Key,
}

struct Thirtytwo;

impl KeyType for Thirtytwo {
    fn len(&self) -> usize {
        32
    }
}

impl Seal {
    pub(super) fn new(key: &ServerKey) -> Self {
        let derive = |label: &[u8]| {
            let prk = Salt::new(HKDF_SHA256, b"").extract(&key.0);
            let mut out = Zeroizing::new([0; 32]);
            let info = [label];
            let made = prk.expand(&info, Thirtytwo).and_then(|made| made.fill(&mut *out));
            made.expect("32 bytes are less than HKDF's limit of 255 hashes");
            out
        };
        let aead = |label| {
            let key = UnboundKey::new(&AES_256_GCM, &*derive(label));
            LessSafeKey::new(key.expect("AES-256 takes 32 bytes"))
        };
        let tries = hmac::Key::new(hmac::HMAC_SHA256, &*derive(b"landfall/1 server tries"));
        Self { opaque: aead(b"landfall/1 server opaque"), attempt: aead(b"landfall/1 server attempt"), tries }
    }

    const fn key(&self, purpose: Purpose) -> &LessSafeKey {
        match purpose {
            Purpose::Opaque => &self.opaque,
            Purpose::Attempt => &self.attempt,
        }
    }

    pub(super) fn seal(&self, purpose: Purpose, associated: &[u8], plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_LEN];
        Entropy.fill(&mut nonce);
        let mut text = plain.to_vec();
        let sealed = self.key(purpose).seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(associated),
            &mut text,
        );
        sealed.expect("what is sealed is shorter than GCM's limit of 64 GiB");
        [nonce.as_slice(), &text].concat()
    }

    pub(super) fn open(&self, purpose: Purpose, associated: &[u8], sealed: &[u8]) -> Option<SecretBytes> {
        let (nonce, text) = sealed.split_first_chunk::<NONCE_LEN>()?;
        let mut text = Zeroizing::new(text.to_vec());
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let plain = self.key(purpose).open_in_place(nonce, Aad::from(associated), &mut text).ok()?;
        Some(SecretBytes::from(&*plain))
    }

    /// A name for what is counted, which tells nothing to who has not the key.
    pub(super) fn name(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.tries);
        for part in parts {
            context.update(part);
        }
        context.sign().as_ref().try_into().expect("HMAC-SHA-256 has 32 bytes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: F6
    #[test]
    fn what_is_sealed_opens_for_its_purpose_and_place_under_its_key_alone() {
        let (key, other) = (ServerKey([1; 32]), ServerKey([2; 32]));
        let seal = Seal::new(&key);
        let sealed = seal.seal(Purpose::Attempt, b"one", b"state");
        let open = |seal: &Seal, purpose, place: &[u8]| seal.open(purpose, place, &sealed);
        assert_eq!(open(&seal, Purpose::Attempt, b"one").expect("as sealed").expose(), b"state");
        assert_eq!(open(&seal, Purpose::Attempt, b"two"), None);
        assert_eq!(open(&seal, Purpose::Opaque, b"one"), None);
        assert_eq!(open(&Seal::new(&other), Purpose::Attempt, b"one"), None);
        assert_eq!(seal.open(Purpose::Attempt, b"one", &sealed[..11]), None);
        assert!(!format!("{key:?}").contains('1'));
    }
}
