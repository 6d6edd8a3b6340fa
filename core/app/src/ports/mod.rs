//! What the flows need of a platform. Each is implemented for desks here or in a program, for phones in their SDKs.

mod clock;
mod cloud;
mod commands;
mod consents;
mod device;
mod dial;
mod es9;
mod fits;
mod installer;
mod servers;

pub use clock::{Clock, SystemClock};
pub use cloud::{Cloud, CloudRequest, CloudResponse, Method, Wakes};
pub use commands::{Commands, RemoteAction, RemoteCommand, RemotePackage};
pub use consents::{Consents, Decision, PolicyRule, Proposal};
pub use device::{Desk, DeviceInfo, anonymous_id};
pub use dial::Dial;
pub use es9::{Es9, ServerError};
pub use fits::Unfit;
pub(crate) use fits::check as check_fits;
pub use installer::{BuiltIn, InstallError, Installed, PackageInstaller};
pub use servers::Servers;
