//! The JSON binding of ES9+ (SGP.22 §6.5.2): the same [`Request`](super::Request) and [`Response`](super::Response), each data
//! object as a member in base64.
//!
//! Read leniently: unknown members are skipped, base64 may lack its padding, hexadecimal may be of either case. Written strictly.

mod error;
mod member;
mod request;
mod response;

pub use error::JsonError;
