//! Certificates under other CIs than the operator's own, side by side with its own: sets of DPauth, DPpb and TLS, each with the keys in this
//! kiosk's keystore. An eUICC is served by the set under the CI that it trusts most.
//!
//! Who has an operator's folder for that CI has it certify the kiosk ([`certify`]); who has only certificates and keys that somebody else
//! issued, as the GSMA's CI does, gives those ([`add`]). Near-field links and eUICCs of new phones stay with the operator's own root.

mod add;
mod error;
mod given;
mod set;

pub use add::{add, certify, list, remove};
pub use error::{CertificatesError, Part};
pub use given::{Given, GivenPart};
pub use set::{CertificateSet, SetView};
