use model::{DeviceFeatures, Platform};
use std::sync::Arc;

/// What a phone is, as far as its system tells an app.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DeviceFacts {
    /// `android` or `ios`.
    pub os: String,
    /// The processor, such as `aarch64`.
    pub cpu: String,
    /// Names this installation to kiosks, at most 64 bytes; tells nothing of its owner.
    pub hardware_id: String,
    /// The radio bands that it has, such as `n78` or `B3`; none where the system does not tell.
    pub bands: Option<Vec<String>>,
    /// Whether it is locked to an operator; none where the system does not tell.
    pub carrier_locked: Option<bool>,
    /// Whether it has an eSIM of its own that apps may add to.
    pub system_esim: bool,
    /// Whether the driver by which the system uses a software card is installed; true where the system knows no such driver (iOS).
    pub driver_installed: bool,
}

/// What the phone finds out about itself (A3).
#[uniffi::export(with_foreign)]
pub trait DeviceInfo: Send + Sync {
    /// Its facts.
    fn facts(&self) -> DeviceFacts;
}

/// The phone as kiosks are told of it.
pub(crate) struct DevicePort {
    pub(crate) device: Arc<dyn DeviceInfo>,
    pub(crate) secure_storage: bool,
}

impl app::ports::DeviceInfo for DevicePort {
    fn features(&self) -> DeviceFeatures {
        let facts = self.device.facts();
        DeviceFeatures {
            platform: Platform { os: facts.os, cpu: facts.cpu },
            secure_storage: self.secure_storage,
            hardware_id: facts.hardware_id,
            // This app is the management program.
            program_installed: true,
            driver_installed: facts.driver_installed,
        }
    }
}
