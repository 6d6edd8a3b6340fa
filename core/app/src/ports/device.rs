use model::{DeviceFeatures, Platform};

/// What the phone finds out about itself (A3).
pub trait DeviceInfo: Send + Sync {
    /// The features as they are sent to a kiosk.
    fn features(&self) -> DeviceFeatures;
}

/// A desk: the management program is this one, its driver is built in.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Names this installation to kiosks.
    pub hardware_id: String,
    /// A hardware-backed keystore is there.
    pub secure_storage: bool,
}

impl DeviceInfo for Desk {
    fn features(&self) -> DeviceFeatures {
        DeviceFeatures {
            platform: Platform { os: std::env::consts::OS.to_owned(), cpu: std::env::consts::ARCH.to_owned() },
            secure_storage: self.secure_storage,
            hardware_id: self.hardware_id.clone(),
            program_installed: true,
            driver_installed: true,
        }
    }
}

/// A name for this device that tells nothing of what it is made from: 32 hexadecimal digits of SHA-256 over the parts.
#[must_use]
pub fn anonymous_id(parts: &[&str]) -> String {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    }
    context.finish().as_ref()[..16].iter().map(|b| format!("{b:02x}")).collect()
}
