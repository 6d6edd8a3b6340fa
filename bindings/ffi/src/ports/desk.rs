use super::{Keystore, KeystoreFailure, KeystoreProtection, SigningKeyInfo};
use crate::trouble::LandfallError;
use std::sync::Arc;
use store::Folder;
use vault::{KeyId, Keystore as _, KeystoreError, SigningKey, SoftwareKeystore, keystore::software::Unlock};

/// A desk's keystore, in files of this folder, which is its own: for desks and tests. Whoever reads the files has the keys.
#[uniffi::export]
pub fn desk_keystore(folder: String) -> Result<Arc<dyn Keystore>, LandfallError> {
    let folder = Folder::claim(folder)?;
    let keystore = if SoftwareKeystore::exists(&folder) {
        SoftwareKeystore::open(&folder, &Unlock::KeyFile)?
    } else {
        SoftwareKeystore::create(&folder, &Unlock::KeyFile)?
    };
    Ok(Arc::new(Desk(keystore)))
}

struct Desk(SoftwareKeystore);

fn failed(error: KeystoreError) -> KeystoreFailure {
    match error {
        KeystoreError::NoSuchKey(_) => KeystoreFailure::NoSuchKey,
        KeystoreError::Damaged(_) => KeystoreFailure::Damaged,
        other => KeystoreFailure::Unavailable { what: other.to_string() },
    }
}

fn info(key: SigningKey) -> SigningKeyInfo {
    SigningKeyInfo { public_key: key.public_key.to_vec(), attestation: key.attestation }
}

impl Keystore for Desk {
    fn protection(&self) -> KeystoreProtection {
        KeystoreProtection::Software
    }

    fn generate_signing_key(&self, id: String, challenge: Vec<u8>) -> Result<SigningKeyInfo, KeystoreFailure> {
        self.0.generate_signing_key(&KeyId(id), &challenge).map(info).map_err(failed)
    }

    fn attest(&self, id: String) -> Result<SigningKeyInfo, KeystoreFailure> {
        self.0.attest(&KeyId(id)).map(info).map_err(failed)
    }

    fn sign(&self, id: String, message: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure> {
        self.0.sign(&KeyId(id), &message).map(Vec::from).map_err(failed)
    }

    fn make_wrapping_key(&self, id: String) -> Result<(), KeystoreFailure> {
        self.0.make_wrapping_key(&KeyId(id)).map_err(failed)
    }

    fn wrap(&self, id: String, plain: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure> {
        self.0.wrap(&KeyId(id), &plain).map_err(failed)
    }

    fn unwrap(&self, id: String, wrapped: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure> {
        self.0.unwrap(&KeyId(id), &wrapped).map(|plain| plain.expose().to_vec()).map_err(failed)
    }

    fn rewrap(&self, from: String, to: String, wrapped: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure> {
        self.0.rewrap(&KeyId(from), &KeyId(to), &wrapped).map_err(failed)
    }

    fn number(&self, id: String) -> Result<u64, KeystoreFailure> {
        self.0.number(&KeyId(id)).map_err(failed)
    }

    fn raise(&self, id: String, number: u64) -> Result<(), KeystoreFailure> {
        self.0.raise(&KeyId(id), number).map_err(failed)
    }

    fn destroy(&self, id: String) -> Result<(), KeystoreFailure> {
        self.0.destroy(&KeyId(id)).map_err(failed)
    }
}
