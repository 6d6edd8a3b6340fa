//! A platform: its keystore in software, as a phone's app would write one.

use landfall_ffi::ports::{
    Clock, ClockReading, DeviceFacts, DeviceInfo, Keystore, KeystoreFailure, KeystoreProtection, Ports, SigningKeyInfo,
};
use std::{
    path::Path,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};
use store::Folder;
use vault::{KeyId, Keystore as _, KeystoreError, SoftwareKeystore, keystore::software::Unlock};

pub(crate) struct Chip(SoftwareKeystore);

impl Chip {
    pub(crate) fn at(folder: &Path) -> Self {
        let place = folder.join("chip");
        let claimed = Folder::claim(&place).expect("free");
        let keystore = match SoftwareKeystore::open(&claimed, &Unlock::KeyFile) {
            Ok(keystore) => keystore,
            Err(_) => SoftwareKeystore::create(&claimed, &Unlock::KeyFile).expect("creates"),
        };
        Self(keystore)
    }
}

fn failed(error: KeystoreError) -> KeystoreFailure {
    match error {
        KeystoreError::NoSuchKey(_) => KeystoreFailure::NoSuchKey,
        KeystoreError::Damaged(_) => KeystoreFailure::Damaged,
        other => KeystoreFailure::Unavailable { what: other.to_string() },
    }
}

fn info(key: vault::SigningKey) -> SigningKeyInfo {
    SigningKeyInfo { public_key: key.public_key.to_vec(), attestation: key.attestation }
}

impl Keystore for Chip {
    fn protection(&self) -> KeystoreProtection {
        KeystoreProtection::SecureElement
    }

    fn generate_signing_key(&self, id: String, challenge: Vec<u8>) -> Result<SigningKeyInfo, KeystoreFailure> {
        self.0.generate_signing_key(&KeyId(id), &challenge).map(info).map_err(failed)
    }

    fn attest(&self, id: String) -> Result<SigningKeyInfo, KeystoreFailure> {
        self.0.attest(&KeyId(id)).map(info).map_err(failed)
    }

    /// DER, as phones give it.
    fn sign(&self, id: String, message: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure> {
        let raw = self.0.sign(&KeyId(id), &message).map_err(failed)?;
        Ok(p256::ecdsa::Signature::from_slice(&raw).expect("r and s").to_der().as_bytes().to_vec())
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

pub(crate) struct Phone;

impl DeviceInfo for Phone {
    fn facts(&self) -> DeviceFacts {
        DeviceFacts {
            os: "linux".to_owned(),
            cpu: "x86_64".to_owned(),
            hardware_id: "a test's phone".to_owned(),
            bands: None,
            carrier_locked: None,
            system_esim: false,
            driver_installed: true,
        }
    }
}

pub(crate) struct Now;

impl Clock for Now {
    fn read(&self) -> ClockReading {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
        ClockReading { wall, uptime: wall - 1_700_000_000, boot: vec![7; 16] }
    }
}

pub(crate) fn ports(folder: &Path) -> Ports {
    Ports {
        keystore: Arc::new(Chip::at(folder)),
        device: Arc::new(Phone),
        clock: Some(Arc::new(Now)),
        installer: None,
        secure_element: None,
    }
}
