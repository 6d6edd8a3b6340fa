use model::SecretBytes;
use p256::ecdsa::Signature;
use std::sync::Arc;
use vault::{KeyId, KeystoreError, SigningKey, keystore::Protection};

/// How well the platform guards keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum KeystoreProtection {
    /// Files that the owner's programs can read.
    Software,
    /// A trusted execution environment of the main processor.
    TrustedEnvironment,
    /// A chip of its own: StrongBox, Secure Enclave.
    SecureElement,
}

/// What may be known of a signing key.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SigningKeyInfo {
    /// P-256 point, uncompressed: `04 ‖ x ‖ y`, 65 bytes.
    pub public_key: Vec<u8>,
    /// The platform's certificates over key and challenge, DER, the key's own first. Empty where it gives none.
    pub attestation: Vec<Vec<u8>>,
}

/// Why a keystore did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum KeystoreFailure {
    /// The device is locked.
    #[error("the device is locked")]
    Locked,
    /// The user must agree first, and did not yet.
    #[error("the user must confirm")]
    NeedsUser,
    /// The platform made the key unusable for good.
    #[error("the key was invalidated")]
    Invalidated,
    /// There is no key of this name, or not of this kind.
    #[error("there is no such key")]
    NoSuchKey,
    /// What is to be opened was not made with this key, or was changed.
    #[error("what the key should open was damaged")]
    Damaged,
    /// The platform's keystore failed. Retrying may help.
    #[error("the keystore is unavailable: {what}")]
    Unavailable {
        /// In the platform's words; no secret may stand in it.
        what: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for KeystoreFailure {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable { what: error.reason }
    }
}

/// Keys that the platform holds: Android's keystore, the Secure Enclave with the Keychain. What makes or destroys is durable once it returns, and
/// may be repeated: making what is there answers it, destroying what isn't is no failure. Judged by [`crate::contract::check_keystore`].
#[uniffi::export(with_foreign)]
pub trait Keystore: Send + Sync {
    /// How well keys are guarded here.
    fn protection(&self) -> KeystoreProtection;

    /// Makes a P-256 signing key that can't be taken out, or finds it; `challenge` goes into the attestation.
    fn generate_signing_key(&self, id: String, challenge: Vec<u8>) -> Result<SigningKeyInfo, KeystoreFailure>;

    /// What may be known of the signing key.
    fn attest(&self, id: String) -> Result<SigningKeyInfo, KeystoreFailure>;

    /// ECDSA over SHA-256 of `message`: DER, as platforms give it, or raw r‖s.
    fn sign(&self, id: String, message: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure>;

    /// Makes a key that wraps, or finds it.
    fn make_wrapping_key(&self, id: String) -> Result<(), KeystoreFailure>;

    /// Encrypts up to 256 bytes, authenticated, so that only `unwrap` with this key opens it.
    fn wrap(&self, id: String, plain: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure>;

    /// Opens what `wrap` made.
    fn unwrap(&self, id: String, wrapped: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure>;

    /// What `from` wrapped, wrapped by `to`: a keystore that can, never lets the plain text out of its process.
    fn rewrap(&self, from: String, to: String, wrapped: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure>;

    /// The number under this name; 0 if there is none. Platforms have no counters: one keeps it where no backup reaches.
    fn number(&self, id: String) -> Result<u64, KeystoreFailure>;

    /// Keeps `number` under this name, if it is higher than what stands there.
    fn raise(&self, id: String, number: u64) -> Result<(), KeystoreFailure>;

    /// Destroys the key, or the number; nothing brings it back.
    fn destroy(&self, id: String) -> Result<(), KeystoreFailure>;
}

/// The platform's keystore as the vault has it.
pub(crate) struct KeystorePort(pub(crate) Arc<dyn Keystore>);

fn failed(id: &KeyId, failure: KeystoreFailure) -> KeystoreError {
    match failure {
        KeystoreFailure::Locked => KeystoreError::Locked,
        KeystoreFailure::NeedsUser => KeystoreError::NeedsUser,
        KeystoreFailure::Invalidated => KeystoreError::Invalidated(id.clone()),
        KeystoreFailure::NoSuchKey => KeystoreError::NoSuchKey(id.clone()),
        KeystoreFailure::Damaged => KeystoreError::Damaged(id.clone()),
        KeystoreFailure::Unavailable { what } => KeystoreError::Unavailable(what),
    }
}

fn known(id: &KeyId, info: SigningKeyInfo) -> Result<SigningKey, KeystoreError> {
    let wrong = |_| KeystoreError::Unavailable("it gave no P-256 key".to_owned());
    let public_key = <[u8; 65]>::try_from(info.public_key).map_err(wrong)?;
    Ok(SigningKey { id: id.clone(), public_key, attestation: info.attestation })
}

/// Raw r‖s, of what a platform signed.
fn raw(signature: &[u8]) -> Option<[u8; 64]> {
    if let Ok(raw) = signature.try_into() {
        return Some(raw);
    }
    Signature::from_der(signature).ok().map(|signature| signature.to_bytes().into())
}

impl vault::Keystore for KeystorePort {
    fn protection(&self) -> Protection {
        match self.0.protection() {
            KeystoreProtection::Software => Protection::Software,
            KeystoreProtection::TrustedEnvironment => Protection::TrustedEnvironment,
            KeystoreProtection::SecureElement => Protection::SecureElement,
        }
    }

    fn generate_signing_key(&self, id: &KeyId, challenge: &[u8]) -> Result<SigningKey, KeystoreError> {
        let made = self.0.generate_signing_key(id.0.clone(), challenge.to_vec());
        known(id, made.map_err(|failure| failed(id, failure))?)
    }

    fn attest(&self, id: &KeyId) -> Result<SigningKey, KeystoreError> {
        known(id, self.0.attest(id.0.clone()).map_err(|failure| failed(id, failure))?)
    }

    fn sign(&self, id: &KeyId, message: &[u8]) -> Result<[u8; 64], KeystoreError> {
        let signed = self.0.sign(id.0.clone(), message.to_vec()).map_err(|failure| failed(id, failure))?;
        raw(&signed).ok_or_else(|| KeystoreError::Unavailable("it gave no ECDSA signature".to_owned()))
    }

    fn make_wrapping_key(&self, id: &KeyId) -> Result<(), KeystoreError> {
        self.0.make_wrapping_key(id.0.clone()).map_err(|failure| failed(id, failure))
    }

    fn wrap(&self, id: &KeyId, plain: &[u8]) -> Result<Vec<u8>, KeystoreError> {
        self.0.wrap(id.0.clone(), plain.to_vec()).map_err(|failure| failed(id, failure))
    }

    fn unwrap(&self, id: &KeyId, wrapped: &[u8]) -> Result<SecretBytes, KeystoreError> {
        let plain = self.0.unwrap(id.0.clone(), wrapped.to_vec()).map_err(|failure| failed(id, failure))?;
        Ok(SecretBytes::new(plain))
    }

    fn rewrap(&self, from: &KeyId, to: &KeyId, wrapped: &[u8]) -> Result<Vec<u8>, KeystoreError> {
        self.0.rewrap(from.0.clone(), to.0.clone(), wrapped.to_vec()).map_err(|failure| failed(from, failure))
    }

    fn number(&self, id: &KeyId) -> Result<u64, KeystoreError> {
        self.0.number(id.0.clone()).map_err(|failure| failed(id, failure))
    }

    fn raise(&self, id: &KeyId, number: u64) -> Result<(), KeystoreError> {
        self.0.raise(id.0.clone(), number).map_err(|failure| failed(id, failure))
    }

    fn destroy(&self, id: &KeyId) -> Result<(), KeystoreError> {
        self.0.destroy(id.0.clone()).map_err(|failure| failed(id, failure))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tables::{Said, check, table};

    // R: F3
    #[test]
    fn what_a_keystore_fails_at_is_told_in_the_cores_words() {
        let told = |failure| {
            let error = failed(&KeyId::from("k"), failure);
            Said::new(&error, error.retrying_helps(), error.hint())
        };
        check(table! { KeystoreFailure as told:
            KeystoreFailure::Locked => KeystoreFailure::Locked, true, "Unlock";
            KeystoreFailure::NeedsUser => KeystoreFailure::NeedsUser, true, "Confirm";
            KeystoreFailure::Invalidated => KeystoreFailure::Invalidated, false, "new data folder";
            KeystoreFailure::NoSuchKey => KeystoreFailure::NoSuchKey, false, "old backup";
            KeystoreFailure::Damaged => KeystoreFailure::Damaged, false, "old backup";
            KeystoreFailure::Unavailable { .. } => KeystoreFailure::Unavailable { what: "why".to_owned() }, true, "Try again";
        });
    }

    #[test]
    fn signatures_come_in_either_form() {
        let raw64: [u8; 64] = std::array::from_fn(|at| at as u8 + 1);
        let der = Signature::from_slice(&raw64).expect("r and s").to_der();
        assert_eq!((raw(&raw64), raw(der.as_bytes()), raw(b"no signature")), (Some(raw64), Some(raw64), None));
    }
}
