//! A phone's end of Bluetooth LE, in a build without it: it asks for the cargo feature `ble-central`.

use super::{BleError, Found};
use nearfield::{discovery::Hint, link::Link};
use std::time::Duration;

/// An adapter: there is none in this build.
#[derive(Debug, Clone)]
pub enum Central {}

impl Central {
    /// Opens an adapter.
    ///
    /// # Errors
    /// [`BleError::NotBuilt`].
    pub async fn open(_adapter: Option<&str>) -> Result<Self, BleError> {
        Err(BleError::NotBuilt)
    }

    /// Looks for kiosks.
    ///
    /// # Errors
    /// None: there is no such value.
    pub async fn look(&self, _time: Duration) -> Result<Vec<Found>, BleError> {
        match *self {}
    }

    /// Connects to a kiosk.
    ///
    /// # Errors
    /// None: there is no such value.
    pub async fn connect(&self, _kiosk: Hint) -> Result<Box<dyn Link>, BleError> {
        match *self {}
    }
}
