use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use rsp::Unsigned;

/// A P-256 key whose signatures are the same on every run (RFC 6979), so that a recorded session stays valid.
pub(crate) struct Key(SigningKey);

impl Key {
    /// The key with the scalar `seed`, `seed`, …
    pub(crate) fn new(seed: u8) -> Self {
        Self(SigningKey::from_slice(&[seed; 32]).expect("small and not 0"))
    }

    pub(crate) fn public(&self) -> [u8; 65] {
        let point = self.0.verifying_key().to_sec1_point(false);
        point.as_bytes().try_into().expect("an uncompressed point")
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature: Signature = self.0.sign(message);
        signature.to_bytes().into()
    }

    pub(crate) fn finish<T>(&self, unsigned: Unsigned<T>) -> T {
        let signature = self.sign(&unsigned.message);
        unsigned.signed(signature)
    }
}
