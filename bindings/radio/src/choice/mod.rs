//! One list of kiosks, whatever link each was found by, and one dialler over the links that a kiosk can be reached by.
//!
//! - [`Way`]: one way to a kiosk, best first: TCP, TCP over Wi-Fi Direct, Bluetooth LE, NFC
//! - [`Nearby`]: what was found, merged: one entry a kiosk
//! - [`Radios`]: what this device has, and what opens links; [`Radios::look`] searches all of it at once
//! - [`Browser`]: what searches the network, our own sockets or the platform's service
//! - [`Dialer`]: opens links to one kiosk, and another kind when one dies

mod browser;
mod dialer;
mod look;
mod nearby;
mod radios;
mod way;

pub use browser::{Announced, BrowseError, Browser};
pub use dialer::Dialer;
pub use look::{Looked, Unsearched};
pub use nearby::{Kiosk, Nearby, Seen};
pub use radios::{Opener, Radios};
pub use way::{NotAWay, Way};
