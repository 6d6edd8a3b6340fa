use super::MessageError;
use std::fmt;

/// The name of an RSP session, chosen by the server: 1 to 16 bytes (SGP.22 §2.2, `TransactionId`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TransactionId(Vec<u8>);

impl TransactionId {
    /// # Errors
    /// [`MessageError::Value`] unless there are 1 to 16 bytes.
    pub fn new(bytes: &[u8]) -> Result<Self, MessageError> {
        if (1..=16).contains(&bytes.len()) {
            Ok(Self(bytes.to_vec()))
        } else {
            Err(MessageError::Value { what: "transactionId" })
        }
    }

    /// The bytes, 1 to 16.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<[u8; 16]> for TransactionId {
    fn from(bytes: [u8; 16]) -> Self {
        Self(bytes.to_vec())
    }
}

impl fmt::Display for TransactionId {
    /// Upper-case hexadecimal, as the JSON binding writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02X}"))
    }
}

impl fmt::Debug for TransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TransactionId({self})")
    }
}
