//! Sealing of stock: who imports needs only the public half, and only `serve` opens (A9).
//!
//! X25519 with a one-time key per import, HKDF-SHA-256 to one key a row, AES-256-GCM with the row's name as associated
//! data. The one-time key is dropped with the import, so not even the importing process can open a row afterwards.
//!
//! What `serve` itself keeps for later it seals by its own half alone ([`OpeningKey::seal`]), as it is who opens it again: HKDF-SHA-256 of
//! that key under another salt, and the rest as for a row.

use crate::checks;
use model::{Random, SecretBytes};
use ring::{aead, hkdf};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

const SALT: &[u8] = b"landfall stock seal 1";
const OWN_SALT: &[u8] = b"landfall own seal 1";

/// The public half: 32 bytes of X25519 (RFC 7748).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealingKey(pub [u8; 32]);

/// The private half. Lives in the keystore; open only while serving.
pub struct OpeningKey {
    private: StaticSecret,
    public: [u8; 32],
    own: hkdf::Prk,
}

/// What opens the rows of one import: the key agreement is done once for all.
pub(crate) struct Opener(hkdf::Prk);

/// A row can't be opened: wrong key, wrong name, or changed bytes. Says nothing about its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed row does not open: it was changed, or sealed for another kiosk")]
pub struct NotOpened;

/// Seals the rows of one import.
pub struct Sealer {
    one_time_public: [u8; 32],
    prk: hkdf::Prk,
    /// [`checks::SEAL`], as it was on the thread that asked for the import.
    seals: bool,
}

impl Sealer {
    /// A sealer with a fresh one-time key for `to`.
    #[must_use]
    pub fn new(to: &SealingKey, random: &mut dyn Random) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        random.fill(&mut *seed);
        let secret = StaticSecret::from(*seed);
        let one_time_public = PublicKey::from(&secret).to_bytes();
        let shared = secret.diffie_hellman(&PublicKey::from(to.0));
        let prk = prk(shared.as_bytes(), &one_time_public, &to.0);
        Self { one_time_public, prk, seals: checks::SEAL.on() }
    }

    /// The one-time public key, stored once an import.
    #[must_use]
    pub const fn one_time_public(&self) -> &[u8; 32] {
        &self.one_time_public
    }

    /// Seals `plain` under `name`, which must not be sealed twice with one sealer (an ICCID is in an import once).
    #[must_use]
    pub fn seal(&self, name: &[u8], plain: &SecretBytes) -> Vec<u8> {
        if self.seals { sealed(&self.prk, name, plain) } else { plain.expose().to_vec() }
    }
}

impl OpeningKey {
    /// From its 32 bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        let private = StaticSecret::from(bytes);
        let public = PublicKey::from(&private).to_bytes();
        let own = hkdf::Salt::new(hkdf::HKDF_SHA256, OWN_SALT).extract(private.as_bytes());
        Self { private, public, own }
    }

    /// The half to import with.
    #[must_use]
    pub const fn public(&self) -> SealingKey {
        SealingKey(self.public)
    }

    /// For the rows of the import whose one-time public key is given.
    pub(crate) fn import(&self, one_time_public: &[u8; 32]) -> Result<Opener, NotOpened> {
        let shared = self.private.diffie_hellman(&PublicKey::from(*one_time_public));
        if !shared.was_contributory() {
            return Err(NotOpened);
        }
        Ok(Opener(prk(shared.as_bytes(), one_time_public, &self.public)))
    }

    /// Opens a row of the import whose one-time public key is given.
    ///
    /// # Errors
    /// [`NotOpened`].
    pub fn open(&self, one_time_public: &[u8; 32], name: &[u8], sealed: &[u8]) -> Result<SecretBytes, NotOpened> {
        self.import(one_time_public)?.open(name, sealed)
    }

    /// Seals what this kiosk alone is to open again. `name` must name nothing else, ever.
    pub(crate) fn seal(&self, name: &[u8], plain: &SecretBytes) -> Vec<u8> {
        if checks::SEAL.on() { sealed(&self.own, name, plain) } else { plain.expose().to_vec() }
    }

    /// Opens what it sealed.
    pub(crate) fn unseal(&self, name: &[u8], sealed: &[u8]) -> Result<SecretBytes, NotOpened> {
        opened(&self.own, name, sealed)
    }
}

impl Opener {
    pub(crate) fn open(&self, name: &[u8], sealed: &[u8]) -> Result<SecretBytes, NotOpened> {
        opened(&self.0, name, sealed)
    }
}

fn sealed(prk: &hkdf::Prk, name: &[u8], plain: &SecretBytes) -> Vec<u8> {
    let (key, nonce) = row_key(prk, name);
    let mut out = plain.expose().to_vec();
    key.seal_in_place_append_tag(nonce, aead::Aad::from(name), &mut out).expect("rows are far below 2^36 bytes");
    out
}

fn opened(prk: &hkdf::Prk, name: &[u8], sealed: &[u8]) -> Result<SecretBytes, NotOpened> {
    let (key, nonce) = row_key(prk, name);
    let mut buffer = Zeroizing::new(sealed.to_vec());
    let plain = key.open_in_place(nonce, aead::Aad::from(name), &mut buffer).map_err(|_| NotOpened)?;
    Ok(SecretBytes::from(&*plain))
}

fn prk(shared: &[u8; 32], one_time_public: &[u8; 32], to: &[u8; 32]) -> hkdf::Prk {
    // Both public keys are bound in, as HPKE's DHKEM does (RFC 9180 §4.1).
    let mut input = Zeroizing::new(Vec::with_capacity(96));
    input.extend_from_slice(shared);
    input.extend_from_slice(one_time_public);
    input.extend_from_slice(to);
    hkdf::Salt::new(hkdf::HKDF_SHA256, SALT).extract(&input)
}

struct Length(usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// A key and nonce of the row's own: each encrypts one message only, so the nonce may be derived too.
fn row_key(prk: &hkdf::Prk, name: &[u8]) -> (aead::LessSafeKey, aead::Nonce) {
    let mut out = Zeroizing::new([0; 44]);
    prk.expand(&[name], Length(44)).and_then(|okm| okm.fill(&mut *out)).expect("44 bytes are within HKDF's limit");
    let key = aead::UnboundKey::new(&aead::AES_256_GCM, &out[..32]).expect("the key has 32 bytes");
    let nonce = aead::Nonce::try_assume_unique_for_key(&out[32..]).expect("the nonce has 12 bytes");
    (aead::LessSafeKey::new(key), nonce)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counting(start: u8) -> impl FnMut(&mut [u8]) {
        move |out: &mut [u8]| out.iter_mut().zip(start..).for_each(|(b, n)| *b = n)
    }

    // R: A9
    #[test]
    fn only_the_private_half_opens_and_only_under_the_same_name() {
        let key = OpeningKey::new([7; 32]);
        let sealer = Sealer::new(&key.public(), &mut counting(1));
        let ki = SecretBytes::from([0x5A; 16]);
        let sealed = sealer.seal(b"8999", &ki);
        assert!(!sealed.windows(16).any(|w| w == [0x5A; 16]));
        assert_eq!(key.open(sealer.one_time_public(), b"8999", &sealed), Ok(ki));
        assert_eq!(key.open(sealer.one_time_public(), b"8998", &sealed), Err(NotOpened));
        assert_eq!(OpeningKey::new([8; 32]).open(sealer.one_time_public(), b"8999", &sealed), Err(NotOpened));
        assert_eq!(key.open(&[0; 32], b"8999", &sealed), Err(NotOpened));
        for at in 0..sealed.len() {
            let mut bad = sealed.clone();
            bad[at] ^= 1;
            assert_eq!(key.open(sealer.one_time_public(), b"8999", &bad), Err(NotOpened));
        }
        assert_eq!(key.open(sealer.one_time_public(), b"8999", &[]), Err(NotOpened));
    }
}
