use super::{AccountId, LockSeed, Root, SecretKey, derive};
use crate::signed::{Kind, Signed, Signer};
use p256::ecdsa::{Signature, signature::Signer as _};
use serde::Serialize;
use std::convert::Infallible;

/// A P-256 key that is made from a secret of the account. It signs by RFC 6979, and so needs no randomness.
#[derive(Clone)]
pub struct SigningKey {
    key: p256::ecdsa::SigningKey,
    signer: Signer,
}

impl SigningKey {
    /// The owner's, from the root.
    #[must_use]
    pub fn owner(account: &AccountId, root: &Root) -> Self {
        Self::derive(root.expose(), account, b"landfall/1 owner key", Signer::Owner)
    }

    /// The lock's, from its seed.
    #[must_use]
    pub fn lock(account: &AccountId, seed: &LockSeed) -> Self {
        Self::derive(seed.expose(), account, b"landfall/1 lock key", Signer::Lock)
    }

    /// The sheet's, from the secret key.
    #[must_use]
    pub fn sheet(account: &AccountId, secret: &SecretKey) -> Self {
        Self::derive(secret.expose(), account, b"landfall/1 sheet key", Signer::Sheet)
    }

    /// Who signs with it.
    #[must_use]
    pub const fn signer(&self) -> &Signer {
        &self.signer
    }

    /// `04 ‖ x ‖ y`.
    #[must_use]
    pub fn public_key(&self) -> [u8; 65] {
        let point = self.key.verifying_key().to_sec1_point(false);
        point.as_bytes().try_into().expect("an uncompressed P-256 point has 65 bytes")
    }

    /// Writes `what` as JSON and signs exactly that.
    #[must_use]
    pub fn sign<T: Serialize>(&self, kind: Kind, what: &T) -> Signed {
        let sign = |message: &[u8]| {
            let signature: Signature = self.key.sign(message);
            Ok::<_, Infallible>(signature.to_bytes().to_vec())
        };
        let Ok(signed) = Signed::make(kind, what, self.signer.clone(), sign);
        signed
    }

    fn derive(secret: &[u8], account: &AccountId, label: &[u8], signer: Signer) -> Self {
        let key = scalar(|counter| derive::bytes(secret, account, label, counter));
        Self { key: p256::ecdsa::SigningKey::from(key), signer }
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({:?})", self.signer)
    }
}

/// The first candidate that is in range, from counter 0 on; all but 2⁻³² of them are.
pub(crate) fn scalar(mut candidate: impl FnMut(u8) -> zeroize::Zeroizing<[u8; 32]>) -> p256::SecretKey {
    (0..=u8::MAX)
        .find_map(|counter| p256::SecretKey::from_slice(&candidate(counter)[..]).ok())
        .expect("256 candidates in a row are out of range once in 2^8192")
}
