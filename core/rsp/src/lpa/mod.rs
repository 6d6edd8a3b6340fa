//! The LPA: a download as a state machine (SGP.22 §3.1.3: common mutual authentication, download, installation).
//!
//! [`Session::next`] says what must happen now; whoever drives it does that and calls the method of the same name. A
//! failure at any point becomes a cancellation with its true reason, or a clear end ([`Outcome`]).
//!
//! | [`Next`] | done by | answered with |
//! |---|---|---|
//! | `Card` | the eUICC, an ES10 function | [`Session::card`] |
//! | `Server` | the SM-DP+, an ES9+ function | [`Session::server`] |
//! | `Consent` | the user | [`Session::consent`] |
//! | `Keep` | the phone's storage | [`Session::kept`] |
//! | `Done` | nobody: it is over | |

mod consent;
mod outcome;
mod package;
mod session;
mod version;

pub use consent::{Answer, Consent};
pub use outcome::{Failure, Outcome};
pub use package::{BadPackage, Kept};
pub use session::{Config, Next, Session};
