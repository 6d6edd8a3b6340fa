//! The port to the platform's keys: StrongBox or TEE, Secure Enclave, on a desk a file.
//!
//! Code names keys by [`KeyId`]; what a key is never leaves its keystore. Calls block (a fingerprint may be asked for):
//! a driver runs them where blocking is fine.

mod error;
pub mod software;

pub use error::KeystoreError;
pub use software::SoftwareKeystore;

use model::SecretBytes;

/// A key's name in its keystore, chosen by whoever has it made: unique, ASCII, at most 128 bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub String);

impl std::fmt::Display for KeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for KeyId {
    fn from(name: &str) -> Self {
        Self(name.to_owned())
    }
}

/// What may be known of a signing key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// Its name.
    pub id: KeyId,
    /// P-256 point, uncompressed: `04 ‖ x ‖ y`.
    pub public_key: [u8; 65],
    /// The platform's certificates over key and challenge, DER, the key's own first. Empty where it gives none.
    pub attestation: Vec<Vec<u8>>,
}

/// How well the platform guards keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protection {
    /// Files that the owner's programs can read.
    Software,
    /// A trusted execution environment of the main processor.
    TrustedEnvironment,
    /// A chip of its own: StrongBox, Secure Enclave.
    SecureElement,
}

/// Keys that the platform holds. All calls that make or destroy are durable once they return, and may be repeated after
/// a crash: making a key that is there answers that key, destroying one that isn't is no error.
pub trait Keystore: Send + Sync {
    /// How well keys are guarded here.
    fn protection(&self) -> Protection;

    /// Makes a P-256 signing key, or finds it. `challenge` goes into the attestation.
    ///
    /// # Errors
    /// [`KeystoreError`].
    fn generate_signing_key(&self, id: &KeyId, challenge: &[u8]) -> Result<SigningKey, KeystoreError>;

    /// Takes a P-256 signing key that was made elsewhere, or finds that very key: `pkcs8` is PKCS#8 with the public half in it, DER. Only
    /// keystores in software do; a platform's keys never were outside of it.
    ///
    /// # Errors
    /// [`KeystoreError::NoImport`]; [`KeystoreError::BadArgument`] if it is no such key, or another one has the name.
    fn import_signing_key(&self, id: &KeyId, pkcs8: &SecretBytes) -> Result<SigningKey, KeystoreError> {
        let _ = (id, pkcs8);
        Err(KeystoreError::NoImport)
    }

    /// What may be known of the signing key: its public key and attestation.
    ///
    /// # Errors
    /// [`KeystoreError::NoSuchKey`].
    fn attest(&self, id: &KeyId) -> Result<SigningKey, KeystoreError>;

    /// ECDSA P-256 over SHA-256 of `message`: raw r‖s.
    ///
    /// # Errors
    /// [`KeystoreError`]; after [`KeystoreError::NeedsUser`] or [`KeystoreError::Locked`] the call may be repeated.
    fn sign(&self, id: &KeyId, message: &[u8]) -> Result<[u8; 64], KeystoreError>;

    /// Makes a key that wraps, or finds it.
    ///
    /// # Errors
    /// [`KeystoreError`].
    fn make_wrapping_key(&self, id: &KeyId) -> Result<(), KeystoreError>;

    /// Encrypts `plain` (at most 256 bytes), authenticated, so that only [`unwrap`](Self::unwrap) with this key opens it.
    ///
    /// # Errors
    /// [`KeystoreError::NoSuchKey`].
    fn wrap(&self, id: &KeyId, plain: &[u8]) -> Result<Vec<u8>, KeystoreError>;

    /// Opens what [`wrap`](Self::wrap) made.
    ///
    /// # Errors
    /// [`KeystoreError::NoSuchKey`], [`KeystoreError::Damaged`].
    fn unwrap(&self, id: &KeyId, wrapped: &[u8]) -> Result<SecretBytes, KeystoreError>;

    /// What [`wrap`](Self::wrap) made with the key `from`, made anew with `to`. A platform that can does it without letting the plain text out.
    ///
    /// # Errors
    /// As [`unwrap`](Self::unwrap) and [`wrap`](Self::wrap).
    fn rewrap(&self, from: &KeyId, to: &KeyId, wrapped: &[u8]) -> Result<Vec<u8>, KeystoreError> {
        self.wrap(to, self.unwrap(from, wrapped)?.expose())
    }

    /// The number that is kept under this name; 0 if there is none.
    ///
    /// # Errors
    /// [`KeystoreError`].
    fn number(&self, id: &KeyId) -> Result<u64, KeystoreError>;

    /// Keeps `number` under this name, if it is higher than what stands there. A platform keeps it where no backup of the data folder reaches,
    /// if only in the name of a key: what is older than this number is restored data.
    ///
    /// # Errors
    /// [`KeystoreError::BadArgument`] if a key has the name.
    fn raise(&self, id: &KeyId, number: u64) -> Result<(), KeystoreError>;

    /// Destroys the key, of whichever kind, or the number; nothing brings it back.
    ///
    /// # Errors
    /// [`KeystoreError`]; the key may then still be there: repeat.
    fn destroy(&self, id: &KeyId) -> Result<(), KeystoreError>;
}
