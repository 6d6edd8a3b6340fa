//! The LPA: a download as a state machine (SGP.22 §3.0.1, §3.0.2, §3.1.3), the discovery of what there is to download (§3.6.2), or commands
//! from afar (v3 §3.7).
//!
//! [`Session::next`] says what must happen now; whoever drives it does that and calls the method of the same name. A
//! failure at any point becomes a cancellation with its true reason, or a clear end ([`Outcome`]).
//!
//! | [`Next`] | done by | answered with |
//! |---|---|---|
//! | `Card` | the eUICC, an ES10 function | [`Session::card`] |
//! | `Server` | the SM-DP+, an ES9+ function | [`Session::server`] |
//! | `Consent` | the user | [`Session::consent`] |
//! | `Commands` | the user | [`Session::consent`] |
//! | `Keep` | the phone's storage | [`Session::kept`] |
//! | `Done` | nobody: it is over | |
//!
//! ```text
//! card   GetEUICCInfo1, GetEUICCChallenge
//! server InitiateAuthentication        → address, transaction, challenge and version are checked
//! card   AuthenticateServer
//! server AuthenticateClient            → policy rules are checked (card: GetRAT, GetProfilesInfo)
//! user   Consent                       → no: cancelled, on card and server, as what it is
//! card   PrepareDownload
//! server GetBoundProfilePackage        → the package must hold what the user agreed to; a code refused: Consent again
//! disk   Keep                          → from here on an interruption loses nothing: Session::resume
//! card   LoadBoundProfilePackage       → the signed result, to be delivered
//!
//! A session that asked an SM-DS ends with what AuthenticateClient answers: the events.
//!
//! A session that asked for commands, and got some:
//! user   Commands                      → no: cancelled, on card and server, as what it is
//! card   LoadRpmPackage                → the signed result, to be delivered
//! ```

mod authenticate;
mod cancel;
mod commands;
mod config;
mod consent;
mod discovery;
mod download;
mod failure;
mod outcome;
mod package;
mod policy;
mod purpose;
mod session;
mod version;

pub use config::Config;
pub use consent::{Answer, Consent};
pub use failure::{CardFailure, Failure};
pub use outcome::Outcome;
pub use package::{BadPackage, Kept};
pub use session::{Next, Progress, Session};
