//! What the platform gives: foreign traits, each with its adapter to the core's port. All are synchronous.

mod browser;
mod clock;
mod consent;
mod desk;
mod device;
mod installer;
mod keystore;
mod links;
mod secure_element;

pub use browser::{FoundService, ServiceBrowser, ServiceBrowserFailure};
pub use clock::{Clock, ClockReading};
pub use consent::{Answering, Consent, PolicyRule, ProposalInfo};
pub use desk::desk_keystore;
pub use device::{DeviceFacts, DeviceInfo};
pub use installer::{PackageData, PackageInstaller, PackageRefused};
pub use keystore::{Keystore, KeystoreFailure, KeystoreProtection, SigningKeyInfo};
pub use links::{NfcFailure, NfcLink};
pub use secure_element::{SecureElement, SecureElementFailure};

pub(crate) use browser::BrowserPort;
pub(crate) use clock::ClockPort;
pub(crate) use consent::ConsentPort;
pub(crate) use device::DevicePort;
pub(crate) use installer::InstallerPort;
pub(crate) use keystore::KeystorePort;

use std::sync::Arc;

/// The platform's side of one data folder.
#[derive(Clone, uniffi::Record)]
pub struct Ports {
    /// Keys.
    pub keystore: Arc<dyn Keystore>,
    /// What the phone is.
    pub device: Arc<dyn DeviceInfo>,
    /// Its clocks; the system's if none is given.
    #[uniffi(default = None)]
    pub clock: Option<Arc<dyn Clock>>,
    /// Installs packages; if none is given, what is built in serves.
    #[uniffi(default = None)]
    pub installer: Option<Arc<dyn PackageInstaller>>,
    /// The removable eUICC, where apps may speak with one.
    #[uniffi(default = None)]
    pub secure_element: Option<Arc<dyn SecureElement>>,
    /// Searches the network for kiosks. If none is given, a desk does so by sockets of its own, and a phone finds none there: they are reached by
    /// their codes, and by other links.
    #[uniffi(default = None)]
    pub service_browser: Option<Arc<dyn ServiceBrowser>>,
}
