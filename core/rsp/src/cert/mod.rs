//! X.509 as SGP.22 §4.5.2 uses it, and the few certificates of our own.
//!
//! - [`Certificate`]: read once, original bytes kept; [`Role`] by policy, [`PublicKey`] by [`Curve`].
//! - [`chain`]: is this eUICC, SM-DP+ or kiosk certified under an installed root ([`chain::Roots`]) and not revoked ([`chain::Crls`])?
//! - [`issue`]: makes certificates of each role and revocation lists, every one as [`crate::Unsigned`].
//! - [`csr`]: certificate request of a phone that has no eUICC certificate yet, bound to its handshake.
//! - [`attestation`]: what the phone's platform says of the key, checked offline, as an [`Assurance`] level.
//! - [`ecdsa`]: signatures between the two encodings that the standards use, and their verification.
//!
//! `x509-cert` and `der` read the structures; the rules of the chain are here, since RFC 5280's path validation neither
//! knows EID ranges nor roles.

mod assurance;
pub mod attestation;
mod certificate;
pub mod chain;
mod chain_error;
pub mod csr;
pub mod ecdsa;
mod error;
mod extensions;
pub mod issue;
mod key;
mod name;
pub mod oid;
mod role;

pub use assurance::Assurance;
pub use certificate::Certificate;
pub use chain_error::ChainError;
pub use error::CertError;
pub use extensions::{AlternativeName, Permitted};
pub use key::{Curve, PublicKey};
pub use role::Role;
