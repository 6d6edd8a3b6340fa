use super::{AeadKey, scalar, secrets::secret};
use model::Random;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

secret! {
    /// A device's private half of what others seal to it: a P-256 scalar, made by [`Self::draw`].
    AgreementKey, 32
}

impl AgreementKey {
    /// A new one.
    #[must_use]
    pub fn draw(random: &mut dyn Random) -> Self {
        let key = scalar(|_| {
            let mut bytes = Zeroizing::new([0; 32]);
            random.fill(&mut bytes[..]);
            bytes
        });
        let mut bytes = Zeroizing::new([0; 32]);
        bytes.copy_from_slice(&key.to_bytes());
        Self(*bytes)
    }

    /// `04 ‖ x ‖ y`; none if these bytes are no scalar.
    #[must_use]
    pub fn public_key(&self) -> Option<[u8; 65]> {
        p256::SecretKey::from_slice(&self.0).ok()?.public_key().to_sec1_bytes().as_ref().try_into().ok()
    }

    /// What both sides seal with: ECDH with `other` (uncompressed point), then HKDF.
    pub(crate) fn agree(&self, other: &[u8], salt: &[u8], label: &[u8]) -> Option<AeadKey> {
        let own = p256::SecretKey::from_slice(&self.0).ok()?;
        let other = p256::PublicKey::from_sec1_bytes(other).ok()?;
        let shared = own.diffie_hellman(&other);
        Some(AeadKey::derive(shared.raw_secret_bytes(), salt, label))
    }
}
