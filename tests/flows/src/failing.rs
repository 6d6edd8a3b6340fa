use model::SecretBytes;
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};
use vault::{KeyId, Keystore, KeystoreError, SigningKey, keystore::Protection};

/// A keystore that signs so often and then is locked, as when the user puts the phone away.
pub struct Failing {
    inner: Arc<dyn Keystore>,
    good: AtomicU32,
}

impl Failing {
    /// One that signs `good` times.
    #[must_use]
    pub fn new(inner: Arc<dyn Keystore>, good: u32) -> Self {
        Self { inner, good: AtomicU32::new(good) }
    }
}

impl Keystore for Failing {
    fn protection(&self) -> Protection {
        self.inner.protection()
    }

    fn generate_signing_key(&self, id: &KeyId, challenge: &[u8]) -> Result<SigningKey, KeystoreError> {
        self.inner.generate_signing_key(id, challenge)
    }

    fn attest(&self, id: &KeyId) -> Result<SigningKey, KeystoreError> {
        self.inner.attest(id)
    }

    fn sign(&self, id: &KeyId, message: &[u8]) -> Result<[u8; 64], KeystoreError> {
        let left = self.good.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |good| good.checked_sub(1));
        left.map_err(|_| KeystoreError::Locked)?;
        self.inner.sign(id, message)
    }

    fn make_wrapping_key(&self, id: &KeyId) -> Result<(), KeystoreError> {
        self.inner.make_wrapping_key(id)
    }

    fn wrap(&self, id: &KeyId, plain: &[u8]) -> Result<Vec<u8>, KeystoreError> {
        self.inner.wrap(id, plain)
    }

    fn unwrap(&self, id: &KeyId, wrapped: &[u8]) -> Result<SecretBytes, KeystoreError> {
        self.inner.unwrap(id, wrapped)
    }

    fn number(&self, id: &KeyId) -> Result<u64, KeystoreError> {
        self.inner.number(id)
    }

    fn raise(&self, id: &KeyId, number: u64) -> Result<(), KeystoreError> {
        self.inner.raise(id, number)
    }

    fn destroy(&self, id: &KeyId) -> Result<(), KeystoreError> {
        self.inner.destroy(id)
    }
}
