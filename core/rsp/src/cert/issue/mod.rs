//! Certificate tools: makes certificates of each role, and revocation lists, each as [`crate::Unsigned`] for the issuer's key.
//!
//! Names are UTF-8 of 1 to 64 characters (X.520), validity is given, serial numbers are 126 random bits, key ids are the
//! first 160 bits of SHA-256 over the key (RFC 7093 §2). All keys are P-256 but a kiosk's, which is X25519.

mod crl;
mod euicc;
mod roles;
mod template;

pub use crl::crl;
pub use euicc::{euicc, euicc_with_key};
pub use roles::{ServerName, ci, dp_auth, dp_pb, ds_auth, ds_tls, eum, kiosk, operator, tls};
pub(super) use template::assemble;
pub use template::{IssueError, Validity};
