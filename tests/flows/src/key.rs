use ring::{
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use rsp::Unsigned;
use std::sync::Arc;

/// A P-256 key in a test's hands.
#[derive(Clone)]
pub struct Key(Arc<EcdsaKeyPair>);

impl Key {
    /// A new one.
    #[must_use]
    pub fn generate() -> Self {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("random is there");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &random);
        Self(Arc::new(pair.expect("made just now")))
    }

    /// `04 ‖ x ‖ y`.
    #[must_use]
    pub fn public(&self) -> [u8; 65] {
        self.0.public_key().as_ref().try_into().expect("uncompressed point")
    }

    /// Raw `r ‖ s`.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature = self.0.sign(&SystemRandom::new(), message).expect("random is there");
        signature.as_ref().try_into().expect("fixed form")
    }

    /// Signs what waits for it.
    pub fn finish<T>(&self, unsigned: Unsigned<T>) -> T {
        let signature = self.sign(&unsigned.message);
        unsigned.signed(signature)
    }
}

/// The system's random numbers, as the sans-IO crates take them.
pub fn random(out: &mut [u8]) {
    SystemRandom::new().fill(out).expect("random is there");
}
