//! Near-field radios: what carries frames between a phone and a kiosk. None of the links knows what it carries.
//!
//! - [`tcp`]: over Wi-Fi, a LAN, or the address that Wi-Fi Direct hands over
//! - `mdns` (cargo feature): announces and finds kiosks there, from a desk. It comes from `mdns-sd`, which needs no daemon. Phones ask their
//!   system's service instead ([`choice::Browser`]): it may send multicast where apps may not
//! - [`ble`]: Bluetooth LE, by `btleplug` on the phone's end and `bluer` on the kiosk's (cargo features `ble-central`, `ble-peripheral`)
//! - [`nfc`]: ISO-DEP, phone and kiosk each as reader or as card; readers of a desk or kiosk by PC/SC (cargo feature `nfc`)
//! - [`choice`]: kiosks found by any of them in one list, and one dialler that replaces a dead link by another
//!
//! What lies on the air, byte for byte: `docs/links.md`.

pub mod ble;
pub mod choice;
#[cfg(feature = "mdns")]
pub mod mdns;
pub mod nfc;
pub mod tcp;
