//! BER/DER tag-length-value, as smart cards and SGP.22 use it (ISO/IEC 8825-1).
//!
//! Law: reading borrows, keeps the original bytes beside every value (a signature may cover them), skips what
//! the caller does not ask for, and never panics whatever the input.

mod error;
mod read;
mod tag;
mod write;

pub use error::Error;
pub use read::{Reader, Tlv, parse_one};
pub use tag::Tag;
pub use write::{Writer, encode, length_size, write_length};
