//! Bluetooth LE: the kiosk is a GATT server, phones are its clients.
//!
//! - [`chunks`]: frames cut to what a write or a notification carries, and put together again in any order
//! - [`lanes`]: which phone has which pair of the kiosk's characteristics
//! - [`central`]: a phone's end, by `btleplug` (cargo feature `ble-central`): Linux, Android, iOS
//! - [`peripheral`]: a kiosk's end, by `bluer` (cargo feature `ble-peripheral`): Linux with BlueZ
//!
//! Without its feature each end is there and says that it is not built in. UUIDs and the advertised name are
//! `nearfield::discovery::ble`'s; the bytes are in `docs/links.md`.

#[cfg_attr(not(feature = "ble-central"), path = "no_central.rs")]
pub mod central;
pub mod chunks;
mod error;
pub mod lanes;
#[cfg_attr(not(all(feature = "ble-peripheral", target_os = "linux")), path = "no_peripheral.rs")]
pub mod peripheral;

pub use error::BleError;

use nearfield::discovery::Hint;

/// A kiosk that advertises itself. What it says is a hint: the handshake proves who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its name, cut to 20 bytes.
    pub name: String,
    /// Which kiosk it is.
    pub hint: Hint,
    /// How strong it was heard, in dBm.
    pub rssi: Option<i16>,
}
