use serde::{Deserialize, Serialize};

/// The operating system and processor that a driver or management program is made for (A5).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Platform {
    /// Operating system and version, such as `android-15` or `linux`.
    pub os: String,
    /// Processor model or architecture, such as `aarch64`.
    pub cpu: String,
}

/// What the phone finds out about itself (A3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DeviceFeatures {
    /// Operating system and processor.
    pub platform: Platform,
    /// A hardware-backed secure storage is there.
    pub secure_storage: bool,
    /// Unique hardware id, as opaque text of at most 64 bytes.
    pub hardware_id: String,
    /// The management program is installed already.
    pub program_installed: bool,
    /// The driver is installed already.
    pub driver_installed: bool,
}
