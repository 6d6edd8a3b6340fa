use account::{
    keys::AccountId,
    signed::{Kind, Signed, Signer},
    wire::{Bytes, SessionProof},
};
use serde::Serialize;
use std::sync::Arc;
use vault::{KeyId, Keystore, KeystoreError};

/// A device of an account, as it proves itself: its key lies in the keystore.
#[derive(Clone)]
pub struct Identity {
    /// The account.
    pub account: AccountId,
    /// The device's id, 16 bytes.
    pub device: Bytes,
    /// Its enrolment.
    pub epoch: u64,
    /// Its key.
    pub key: KeyId,
    /// Where that lies.
    pub keystore: Arc<dyn Keystore>,
}

impl Identity {
    /// Writes `what` as JSON and has the device's key sign it.
    ///
    /// # Errors
    /// [`KeystoreError`].
    pub fn sign<T: Serialize>(&self, kind: Kind, what: &T) -> Result<Signed, KeystoreError> {
        let sign = |message: &[u8]| self.keystore.sign(&self.key, message).map(|signature| signature.to_vec());
        Signed::make(kind, what, Signer::Device(self.device.clone()), sign)
    }

    /// Proves that the device is there now.
    ///
    /// # Errors
    /// [`KeystoreError`].
    pub fn prove(&self, challenge: Bytes) -> Result<Signed, KeystoreError> {
        let (account, device) = (self.account.bytes(), self.device.clone());
        self.sign(Kind::Session, &SessionProof { account, device, epoch: self.epoch, challenge })
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Identity({:?}, device {:?}, epoch {})", self.account, self.device, self.epoch)
    }
}
