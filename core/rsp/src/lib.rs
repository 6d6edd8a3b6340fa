//! SGP.22 remote SIM provisioning: messages of ES2+, ES8+ to ES12, certificates and their chains, the bound profile
//! package, version negotiation, and the LPA's session.
//!
//! Law: sans-IO. Bytes come in and go out; a signature to be made is an [`Unsigned`], verifying is done here. Reading
//! skips what it does not know and keeps the bytes that signatures cover ([`Raw`]).
//!
//! - [`message`]: what all messages share; [`unsigned`]: signing in two steps; [`crypto`]: ECDSA, ECKA, KDF
//! - [`cert`]: X.509 by the rules of SGP.22 §4.5.2: chains, issuing, requests, attestation
//! - [`es10`]: LPA ↔ eUICC, a file a function; [`apdu`]: how those travel in STORE DATA
//! - [`es2`]: operator ↔ SM-DP+, a file a function
//! - [`es9`]: LPA ↔ SM-DP+, a file a function; [`reason`]: subject and reason codes of refusals
//! - [`es11`]: LPA ↔ SM-DS; [`es12`]: SM-DP+ ↔ SM-DS
//! - [`json`]: headers of the JSON bindings
//! - [`version`]: negotiation of versions, and its guard against downgrades
//! - [`lpa`]: a download as a state machine
//! - [`checks`]: what keeps attackers out, by name
//! - [`metadata`]: what is said of a profile; [`notification`]: what an eUICC tells of its profiles
//! - [`rpm`]: remote profile management
//! - [`bpp`]: the bound profile package, made by a `Binder` and opened by an `Opener`

pub mod apdu;
pub mod bpp;
pub mod cert;
pub mod checks;
pub mod crypto;
pub mod es10;
pub mod es11;
pub mod es12;
pub mod es2;
pub mod es9;
pub mod json;
pub mod lpa;
pub mod message;
pub mod metadata;
pub mod notification;
pub mod reason;
pub mod rpm;
pub mod unsigned;
pub mod version;

pub use message::{Message, MessageError, Raw, TransactionId, VersionType};
pub use unsigned::Unsigned;
