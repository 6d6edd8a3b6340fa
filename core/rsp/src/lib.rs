//! SGP.22 remote SIM provisioning: messages of ES8+, ES9+ and ES10, certificates and their chains, the bound profile
//! package, version negotiation, and the LPA's session.
//!
//! Law: sans-IO. Bytes come in and go out; a signature to be made is an [`Unsigned`], verifying is done here. Reading
//! skips what it does not know and keeps the bytes that signatures cover.
//!
//! - [`unsigned`]: signing in two steps
//! - [`cert`]: X.509 by the rules of SGP.22 §4.5.2: chains, issuing, requests, attestation

pub mod cert;
pub mod unsigned;

pub use unsigned::Unsigned;
