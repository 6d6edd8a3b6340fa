//! The peer of the SDK's bench: the same acquisitions from the same kiosk, called from Rust. Prints the median of milliseconds.
//!
//! `acquire FOLDER ROOT.der START-CODE CLASS COUNT`

use landfall_ffi::{
    KioskTarget, Landfall, OpenSettings,
    ports::{DeviceFacts, DeviceInfo, Keystore, KeystoreFailure, KeystoreProtection, Ports, SigningKeyInfo},
};
use std::{error::Error, path::Path, sync::Arc, time::Instant};
use store::Folder;
use vault::{KeyId, Keystore as _, KeystoreError, SoftwareKeystore, keystore::software::Unlock};

struct Desk;

impl DeviceInfo for Desk {
    fn facts(&self) -> DeviceFacts {
        DeviceFacts {
            os: "android".to_owned(),
            cpu: "x86_64".to_owned(),
            hardware_id: "bench-rust".to_owned(),
            bands: None,
            carrier_locked: None,
            system_esim: false,
            driver_installed: true,
        }
    }
}

struct Files(SoftwareKeystore);

fn named(error: KeystoreError) -> KeystoreFailure {
    match error {
        KeystoreError::NoSuchKey(_) => KeystoreFailure::NoSuchKey,
        KeystoreError::Damaged(_) => KeystoreFailure::Damaged,
        other => KeystoreFailure::Unavailable { what: other.to_string() },
    }
}

impl Keystore for Files {
    fn protection(&self) -> KeystoreProtection {
        KeystoreProtection::Software
    }

    fn generate_signing_key(&self, id: String, challenge: Vec<u8>) -> Result<SigningKeyInfo, KeystoreFailure> {
        let made = self.0.generate_signing_key(&KeyId(id), &challenge).map_err(named)?;
        Ok(SigningKeyInfo { public_key: made.public_key.to_vec(), attestation: made.attestation })
    }

    fn attest(&self, id: String) -> Result<SigningKeyInfo, KeystoreFailure> {
        let made = self.0.attest(&KeyId(id)).map_err(named)?;
        Ok(SigningKeyInfo { public_key: made.public_key.to_vec(), attestation: made.attestation })
    }

    fn sign(&self, id: String, message: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure> {
        self.0.sign(&KeyId(id), &message).map(|signature| signature.to_vec()).map_err(named)
    }

    fn make_wrapping_key(&self, id: String) -> Result<(), KeystoreFailure> {
        self.0.make_wrapping_key(&KeyId(id)).map_err(named)
    }

    fn wrap(&self, id: String, plain: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure> {
        self.0.wrap(&KeyId(id), &plain).map_err(named)
    }

    fn unwrap(&self, id: String, wrapped: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure> {
        self.0.unwrap(&KeyId(id), &wrapped).map(|plain| plain.expose().to_vec()).map_err(named)
    }

    fn rewrap(&self, from: String, to: String, wrapped: Vec<u8>) -> Result<Vec<u8>, KeystoreFailure> {
        self.wrap(to, self.unwrap(from, wrapped)?)
    }

    fn number(&self, id: String) -> Result<u64, KeystoreFailure> {
        self.0.number(&KeyId(id)).map_err(named)
    }

    fn raise(&self, id: String, number: u64) -> Result<(), KeystoreFailure> {
        self.0.raise(&KeyId(id), number).map_err(named)
    }

    fn destroy(&self, id: String) -> Result<(), KeystoreFailure> {
        self.0.destroy(&KeyId(id)).map_err(named)
    }
}

#[expect(clippy::print_stdout, reason = "a program's answer")]
#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, root, code, class, count] = &arguments[..] else {
        return Err("usage: acquire FOLDER ROOT.der START-CODE CLASS COUNT".into());
    };
    let keys = Folder::claim(Path::new(folder).join("keys"))?;
    let keystore = Arc::new(Files(SoftwareKeystore::open(&keys, &Unlock::KeyFile)?));
    let ports = Ports { keystore, device: Arc::new(Desk), clock: None, installer: None, secure_element: None };
    let data = Path::new(folder).join("data").display().to_string();
    let phone = Landfall::open(OpenSettings { folder: data, cloud_roots: None }, ports)?;
    phone.add_root(std::fs::read(root)?).await?;
    let visit = phone.visit(KioskTarget::Code { text: code.clone() }).await?;
    let mut taken = Vec::new();
    for _ in 0..count.parse::<usize>()? {
        let from = Instant::now();
        let flow = visit.acquire(class.clone(), None, None)?;
        let gained = flow.finished().await?;
        taken.push(from.elapsed().as_secs_f64() * 1e3);
        let iccid = gained.iccid.ok_or("no SIM came of it")?;
        phone.set_first_pin(iccid, b"73194286".to_vec()).await?;
    }
    taken.sort_by(f64::total_cmp);
    println!("{:.3}", taken[taken.len() / 2]);
    Ok(())
}
