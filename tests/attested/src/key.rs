use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};

/// A key pair on P-256.
pub struct Key(EcdsaKeyPair);

impl Key {
    /// A new one.
    ///
    /// # Panics
    /// Without a source of randomness.
    #[must_use]
    pub fn generate() -> Self {
        let (random, algorithm) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
        let made = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("random is there");
        Self(EcdsaKeyPair::from_pkcs8(algorithm, made.as_ref(), &random).expect("made just now"))
    }

    /// Its public half, an uncompressed point.
    ///
    /// # Panics
    /// Never: `ring` gives 65 bytes.
    #[must_use]
    pub fn public(&self) -> [u8; 65] {
        self.0.public_key().as_ref().try_into().expect("an uncompressed point")
    }

    /// A signature over SHA-256 of `message`, r ‖ s.
    ///
    /// # Panics
    /// Without a source of randomness.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature = self.0.sign(&SystemRandom::new(), message).expect("random is there");
        signature.as_ref().try_into().expect("the fixed form")
    }
}
