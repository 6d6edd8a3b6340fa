//! A platform: its keystore in software, as a phone's app would write one.

use landfall_ffi::ports::{
    Clock, ClockReading, DeviceFacts, DeviceInfo, Keystore, KeystoreFailure, KeystoreProtection, Ports, SigningKeyInfo,
    desk_keystore,
};
use std::{
    path::Path,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

/// The desk's keystore, which says that it is a chip and signs in DER, as phones do.
pub(crate) struct Chip(Arc<dyn Keystore>);

impl Chip {
    pub(crate) fn at(folder: &Path) -> Self {
        Self(desk_keystore(folder.join("chip").display().to_string()).expect("a keystore"))
    }
}

impl Keystore for Chip {
    fn protection(&self) -> KeystoreProtection {
        KeystoreProtection::SecureElement
    }

    fn generate_signing_key(&self, id: String, challenge: Vec<u8>) -> Result<SigningKeyInfo, KeystoreFailure> {
        self.0.generate_signing_key(id, challenge)
    }

    fn attest(&self, id: String) -> Result<SigningKeyInfo, KeystoreFailure> {
        self.0.attest(id)
    }

    /// DER, as phones give it.
    fn sign(&self, id: String, message: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure> {
        let raw = self.0.sign(id, message)?;
        Ok(p256::ecdsa::Signature::from_slice(&raw).expect("r and s").to_der().as_bytes().to_vec())
    }

    fn make_wrapping_key(&self, id: String) -> Result<(), KeystoreFailure> {
        self.0.make_wrapping_key(id)
    }

    fn wrap(&self, id: String, plain: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure> {
        self.0.wrap(id, plain)
    }

    fn unwrap(&self, id: String, wrapped: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure> {
        self.0.unwrap(id, wrapped)
    }

    fn rewrap(&self, from: String, to: String, wrapped: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure> {
        self.0.rewrap(from, to, wrapped)
    }

    fn number(&self, id: String) -> Result<u64, KeystoreFailure> {
        self.0.number(id)
    }

    fn raise(&self, id: String, number: u64) -> Result<(), KeystoreFailure> {
        self.0.raise(id, number)
    }

    fn destroy(&self, id: String) -> Result<(), KeystoreFailure> {
        self.0.destroy(id)
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
        service_browser: None,
    }
}
