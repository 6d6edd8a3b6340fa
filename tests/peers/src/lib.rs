//! Our programs with programs that we did not write.
//!
//! Law: a peer of Debian is really run; where one is missing, a test says so and is skipped, and in CI (`CI=true`) it fails. Peers that no
//! package brings are named by environment variables (`LPAC_BIN`). Each is started by the test, bounded in time, and ended by its process
//! id; nothing of the machine's own services is touched.
//!
//! - [`peer`]: whether a peer is here; [`said`]: what one says
//! - [`interworking`]: `make peers`, which runs the fetched ones and writes down what came of it; [`lpac`]: what lpac says
//! - [`Pocket`]: a phone with cards; [`Pcscd`]: the smart card service with a virtual reader, in namespaces of its own
//! - [`Centre`]: the operator's authentication centre, as hostapd asks one
//! - [`Wifi`]: a kiosk's own Wi-Fi, as two networks with nothing but a wire between them

mod centre;
pub mod interworking;
pub mod lpac;
mod pcscd;
pub mod peer;
mod pocket;
mod said;
mod wifi;

pub use centre::Centre;
pub use pcscd::{Pcscd, READER};
pub use pocket::{Order, PIN, Pocket, in_state};
pub use said::{Said, run, run_between};
pub use wifi::Wifi;
