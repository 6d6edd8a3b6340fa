//! LPA ↔ SM-DS (SGP.22 §5.8): which events wait for an eUICC, and at which servers.
//!
//! InitiateAuthentication and the request of AuthenticateClient are those of [`crate::es9`], on the same paths; an SM-DS proves itself with
//! a certificate of its own role, and its answer to AuthenticateClient is [`AuthenticateClientResponse`]. The address of an
//! event is asked for a profile with the event's id as matching id.

mod authenticate_client;
mod event_entry;

pub use authenticate_client::{AuthenticateClientError, AuthenticateClientOk, AuthenticateClientResponse};
pub use event_entry::EventEntry;
