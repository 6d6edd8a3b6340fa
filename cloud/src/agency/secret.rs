//! What names an order to others, and its activation code as it is kept: both by the server's key, so that a copy of the database fetches no card.

use crate::service::ServerKey;
use account::keys::AccountId;
use model::{ActivationCode, SecretBytes};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, Salt},
    hmac,
    rand::{SecureRandom, SystemRandom},
};
use zeroize::Zeroizing;

/// Seals activation codes, and makes names.
#[derive(Clone)]
pub struct CardSealer {
    codes: LessSafeKey,
    names: hmac::Key,
}

impl CardSealer {
    /// By the server's key.
    #[must_use]
    pub fn of(key: &ServerKey) -> Self {
        let prk = Salt::new(HKDF_SHA256, b"").extract(key.expose());
        let why = "32 bytes are less than HKDF's limit of 255 hashes";
        let codes = prk.expand(&[b"landfall/1 server card codes"], &AES_256_GCM).map(UnboundKey::from);
        let names = prk.expand(&[b"landfall/1 server card orders"], hmac::HMAC_SHA256).map(hmac::Key::from);
        Self { codes: LessSafeKey::new(codes.expect(why)), names: names.expect(why) }
    }

    /// Names an account's order to the operator's server. The same for the same, so that what a restored backup does once more is the same call.
    #[must_use]
    pub fn name(&self, account: &AccountId, order: &[u8; 16]) -> [u8; 16] {
        self.made(&[b"name", &account.0, order])
    }

    /// Its matching id: 128 bits that nobody guesses, in the characters of SGP.22 §4.1.
    #[must_use]
    pub fn matching_id(&self, name: &[u8]) -> String {
        hex::encode_upper(self.made(&[b"matching id", name]))
    }

    fn made(&self, parts: &[&[u8]]) -> [u8; 16] {
        let mut context = hmac::Context::with_key(&self.names);
        parts.iter().for_each(|part| context.update(part));
        let tag = context.sign();
        let half = tag.as_ref().first_chunk::<16>();
        *half.expect("HMAC-SHA-256 has 32 bytes")
    }

    /// Seals the code of the order of this name.
    ///
    /// # Panics
    /// If the system has no randomness.
    #[must_use]
    pub fn seal(&self, name: &[u8], code: &ActivationCode) -> Vec<u8> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).expect("the system has randomness");
        let mut body = Zeroizing::new(code.to_string().into_bytes());
        let sealed =
            self.codes.seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(name), &mut body);
        let tag = sealed.expect("a code is far below 2^36 bytes");
        [&nonce, body.as_slice(), tag.as_ref()].concat()
    }

    /// Opens what was sealed for the order of this name; none if the key is another.
    #[must_use]
    pub fn open(&self, name: &[u8], sealed: &[u8]) -> Option<SecretBytes> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE_LEN>()?;
        let mut body = Zeroizing::new(body.to_vec());
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let plain = self.codes.open_in_place(nonce, Aad::from(name), &mut body).ok()?;
        Some(SecretBytes::from(&*plain))
    }
}

impl std::fmt::Debug for CardSealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CardSealer(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(n: u8) -> CardSealer {
        CardSealer::of(&ServerKey::read(&[n; 32]).expect("32 bytes"))
    }

    // R: B3 F6
    #[test]
    fn a_code_opens_for_its_order_under_its_key_alone() {
        let code: ActivationCode = "LPA:1$smdp.test$SECRET".parse().expect("a code");
        let sealed = sealer(1).seal(b"one", &code);
        assert!(!sealed.windows(6).any(|part| part == b"SECRET"));
        assert_eq!(sealer(1).open(b"one", &sealed).expect("its own").expose(), code.to_string().as_bytes());
        assert_eq!(sealer(1).open(b"two", &sealed), None);
        assert_eq!(sealer(2).open(b"one", &sealed), None);
        assert_eq!(sealer(1).open(b"one", &sealed[..11]), None);
    }

    // R: B3
    #[test]
    fn an_order_is_called_the_same_however_often_and_no_two_are() {
        let name = |n, account, order| sealer(n).name(&AccountId([account; 16]), &[order; 16]);
        assert_eq!(name(1, 1, 1), name(1, 1, 1));
        let others = [name(1, 1, 1), name(1, 2, 1), name(1, 1, 2), name(2, 1, 1)];
        let ids: std::collections::BTreeSet<_> = others.iter().map(|name| sealer(1).matching_id(name)).collect();
        assert_eq!(ids.len(), 4);
        assert!(ids.iter().all(|id| id.len() == 32 && id.bytes().all(|b| b"0123456789ABCDEF".contains(&b))));
    }
}
