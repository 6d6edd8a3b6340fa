//! The surface of the core for phones: thin, coarse, typed; Kotlin and Swift are generated from it by UniFFI.
//!
//! Law: nothing is decided here, and nothing secret leaves. What a person types goes in as bytes that are zeroised; what comes out is what a
//! screen shows as it is. Every failure is one [`LandfallError`] of few variants, made in one place ([`trouble`]).
//!
//! - [`Landfall`]: one data folder, opened with the platform's [`ports`]; flows are its methods, a file each
//! - [`Flow`]: what takes longer, with events that are *pulled*, and that is cancelled or dropped at any time
//! - [`contract`]: one test of each port, to be called from the platform's own tests: the same judges every adapter
//!
//! Threads: any method may be called from any thread; `async` ones never block the caller. Ports are called from threads of this library, one
//! call at a time each, and may block (a fingerprint may be asked for).
//!
//! `uniffi` generates the bindings; `once_cell` makes the runtime once, and tells if it can't be made; `p256` reads the DER that platforms sign in;
//! `tokio` runs the flows, so that no platform needs to.

mod account;
pub mod contract;
mod diagnostics;
mod family;
mod flow;
mod here;
mod kiosks;
mod landfall;
mod log;
mod lost;
mod moving;
mod online;
pub mod ports;
mod records;
mod removable;
mod runtime;
mod sims;
mod trouble;
mod visit;

pub use account::{AccountView, Approval, Asking, CreatedAccount, DeviceView, SignInData, WaitingDevice};
pub use contract::{
    check_clock, check_consent, check_device, check_keystore, check_nfc_link, check_package_installer,
    check_secure_element, check_service_browser,
};
pub use diagnostics::Finding;
pub use family::{FamilyView, RightsData, SeenSim, TieInfo};
pub use flow::{Flow, FlowEvent, Gained};
pub use here::{HereEvent, HereWatch, Remains, Standing};
pub use kiosks::{KioskTarget, LinkKind, NearbyKiosk};
pub use landfall::{Landfall, OpenSettings, Started, Unfinished};
pub use log::{LogLevel, LogSink, set_log_sink};
pub use lost::{GivenBy, LostPhone, OrderEvent, OrderInfo, OrderVerb, ReceiptInfo};
pub use moving::{MoveAim, MoveStep};
pub use records::{AccountSim, ActivityLine};
pub use removable::Removable;
pub use runtime::{Threads, set_threads};
pub use sims::{Aka, Contact, PinState, Place, RootInfo, SimInfo};
pub use trouble::{LandfallError, Retry, Trouble};
pub use visit::{KioskVisit, OfferInfo, SelectionData};

uniffi::setup_scaffolding!();

/// The release of the core.
#[uniffi::export]
#[must_use]
pub fn landfall_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
