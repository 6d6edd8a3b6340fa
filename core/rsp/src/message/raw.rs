use super::{Message, MessageError};
use tlv::{Tlv, Writer};

/// A value together with the bytes it was read from. Signatures cover those bytes, and what is passed on is passed
/// on as it came, unknown fields included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw<T> {
    value: T,
    raw: Vec<u8>,
}

impl<T: Message> Raw<T> {
    /// A value of our own, in our encoding.
    #[must_use]
    pub fn new(value: T) -> Self {
        let raw = value.encode();
        Self { value, raw }
    }

    /// Reads exactly one message and keeps its bytes.
    ///
    /// # Errors
    /// As [`Message::decode`].
    pub fn decode(input: &[u8]) -> Result<Self, MessageError> {
        Ok(Self { value: T::decode(input)?, raw: input.to_vec() })
    }

    pub(crate) fn from_tlv(object: &Tlv<'_>) -> Result<Self, MessageError> {
        Ok(Self { value: T::decode_tlv(object)?, raw: object.raw.to_vec() })
    }
}

impl<T> Raw<T> {
    /// Both halves from a reader of its own kind; `raw` must be what `value` was read from.
    pub(crate) fn from_parts(value: T, raw: Vec<u8>) -> Self {
        Self { value, raw }
    }

    /// The original bytes: tag, length and value.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The original bytes, owned.
    #[must_use]
    pub fn into_raw(self) -> Vec<u8> {
        self.raw
    }

    /// The value, owned.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }

    pub(crate) fn put(&self, w: &mut Writer) {
        w.raw(&self.raw);
    }
}

impl<T> std::ops::Deref for Raw<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
