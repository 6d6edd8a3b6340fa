//! Requests and responses, one TLV each: a context tag for the kind, context tags for its fields, unknown fields skipped.
//!
//! | tag | request | response |
//! |---|---|---|
//! | `A0` | [`Request::Catalogue`] | [`Response::Offers`] |
//! | `A1` | [`Request::Reserve`] | [`Response::Reserved`] |
//! | `A2` | [`Request::Await`] | [`Response::Authorisation`] |
//! | `83` | [`Request::Es9`] | [`Response::Es9`] |
//! | `A4` | | [`Response::Refused`] |

mod catalogue;
mod manifest;
mod refusal;
mod request;
mod reserve;
mod response;
#[cfg(test)]
mod tests;
mod wire;

pub use catalogue::Offers;
pub use manifest::{Manifest, PackageKind, PackageRefused};
pub use refusal::{Advice, Refusal};
pub use request::Request;
pub use reserve::{Authorisation, Reserve, Reserved, SignedPackage, WaitingFor, sale_code};
pub use response::Response;
pub use wire::MessageError;
