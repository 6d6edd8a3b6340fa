//! A kiosk's end of Bluetooth LE, in a build without it: it asks for the cargo feature `ble-peripheral`.

use super::BleError;
use nearfield::{discovery::Hint, link::Link};

/// A kiosk in the air: there is none in this build.
#[derive(Debug)]
pub enum Peripheral {}

impl Peripheral {
    /// Serves phones.
    ///
    /// # Errors
    /// [`BleError::NotBuilt`].
    pub async fn start(_adapter: Option<&str>, _phones: u8, _kiosk: &str, _hint: Hint) -> Result<Self, BleError> {
        Err(BleError::NotBuilt)
    }

    /// The adapter's name.
    #[must_use]
    pub const fn adapter(&self) -> &str {
        match *self {}
    }

    /// The next phone, and its address.
    pub async fn accept(&mut self) -> Option<(Box<dyn Link>, String)> {
        match *self {}
    }
}
