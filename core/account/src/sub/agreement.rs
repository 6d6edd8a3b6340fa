use crate::keys::{AccountId, AeadKey, Root, bytes, digest, scalar};
use model::Random;
use zeroize::Zeroizing;

/// The key that is sealed to: of the account, made from its root, so that each of its devices opens what was sealed to it.
pub struct AgreementKey(p256::SecretKey);

impl AgreementKey {
    /// The account's.
    #[must_use]
    pub fn of(account: &AccountId, root: &Root) -> Self {
        Self(scalar(|counter| bytes(root.expose(), account, b"landfall/1 agreement key", counter)))
    }

    /// One for a single use.
    #[must_use]
    pub fn once(random: &mut dyn Random) -> Self {
        Self(scalar(|_| {
            let mut bytes = Zeroizing::new([0; 32]);
            random.fill(&mut bytes[..]);
            bytes
        }))
    }

    /// `04 ‖ x ‖ y`.
    #[must_use]
    pub fn public_key(&self) -> [u8; 65] {
        let point = self.0.public_key().to_sec1_bytes();
        point.as_ref().try_into().expect("an uncompressed P-256 point has 65 bytes")
    }

    /// The key of both, for one purpose; none if the other's is no point.
    pub(super) fn agree(&self, other: &[u8], transcript: &[u8; 32]) -> Option<AeadKey> {
        let point = p256::PublicKey::from_sec1_bytes(other).ok()?;
        let shared = self.0.diffie_hellman(&point);
        Some(AeadKey::derive(shared.raw_secret_bytes(), transcript, b"landfall/1 share"))
    }
}

impl std::fmt::Debug for AgreementKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AgreementKey(..)")
    }
}

/// What both know of it before it is sealed.
pub(super) fn transcript(from: &[u8], to: &[u8], number: u64, once: &[u8], agreement: &[u8]) -> [u8; 32] {
    digest(&[b"landfall/1 share transcript", from, to, &number.to_be_bytes(), once, agreement])
}
