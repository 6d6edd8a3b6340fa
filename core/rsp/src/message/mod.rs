//! What all messages share: reading and writing, kept originals, transaction ids, named bits, codes, versions.

mod bits;
mod code;
mod error;
mod raw;
mod transaction;
mod value;
mod version_type;

pub(crate) use bits::named_bits;
pub(crate) use code::{codes, words};
pub use error::MessageError;
pub use raw::Raw;
pub use transaction::TransactionId;
pub use value::{HashCc, PublicKey, Signature, SubjectKeyIdentifier};
pub(crate) use value::{Take, put_signature, read_iccid, read_signature, read_text};
pub use version_type::{BadVersion, VersionType};

use tlv::{Reader, Tlv, Writer};

/// A message with a tag of its own. Reading skips fields it does not know (they matter to a newer version only);
/// writing is DER.
pub trait Message: Sized {
    /// The tag the message stands under.
    const TAG: u32;

    /// Reads the fields inside the tag.
    ///
    /// # Errors
    /// [`MessageError`] if a field is missing or malformed.
    fn read(body: Reader<'_>) -> Result<Self, MessageError>;

    /// Writes the fields inside the tag.
    fn write(&self, body: &mut Writer);

    /// Reads exactly one message.
    ///
    /// # Errors
    /// [`MessageError`] if the tag is another, bytes stand behind the message, or as [`Message::read`].
    fn decode(input: &[u8]) -> Result<Self, MessageError> {
        Self::read(tlv::parse_one(input, Self::TAG)?.children())
    }

    /// Reads the message from a data object that was parsed already, whatever its tag (implicit retagging).
    ///
    /// # Errors
    /// As [`Message::read`].
    fn decode_tlv(object: &Tlv<'_>) -> Result<Self, MessageError> {
        Self::read(object.children())
    }

    /// The message, tag and length included.
    fn encode(&self) -> Vec<u8> {
        Writer::build(|w| w.nest(Self::TAG, |w| self.write(w)))
    }
}
