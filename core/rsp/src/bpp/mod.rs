//! The bound profile package, BF36 (SGP.22 §2.5): a profile encrypted for one eUICC in one session.
//!
//! An SM-DP+ makes one with a [`Binder`]; an eUICC opens it with an [`Opener`], piece by piece as the pieces come.
//! In between, the LPA cuts it into commands ([`crate::apdu::load_bound_profile_package`]).
//!
//! ```text
//! BF36 ─ BF23 initialise secure channel: the SM-DP+'s one-time key, signed
//!      ─ A0   87… ConfigureISDP          encrypted and MACed
//!      ─ A1   88… StoreMetadata          MACed
//!      ─ A2   87… ReplaceSessionKeys     encrypted and MACed; there if the profile has keys of its own
//!      ─ A3   86… the profile            encrypted and MACed
//! ```

#[cfg(test)]
mod attacks;
mod binder;
mod channel;
mod frames;
mod initialise;
mod open_error;
mod opener;
mod protected;
mod replace_session_keys;

pub use binder::{BindError, Binder, Payload};
pub use channel::MAX_SEGMENT;
pub use frames::{BadFrame, Frame, Frames, MAX_PACKAGE};
pub use initialise::{ControlRefTemplate, InitialiseSecureChannelRequest};
pub use open_error::{Cause, OpenError};
pub use opener::{Opener, Part, Session};
pub use protected::ProtectedProfile;
pub use replace_session_keys::ReplaceSessionKeysRequest;
