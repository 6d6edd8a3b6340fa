use vault::{Denied, KeystoreError, VaultError};

/// Why a card did not answer as asked.
#[derive(Debug, thiserror::Error)]
pub enum CardError {
    /// The records could not be made durable or read.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The keystore did not sign.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// The caller has no right to it, or the PIN is needed first. The card was not asked.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The card refused the command.
    #[error("the card refused {what} with status {status:04X}")]
    Status {
        /// Which command.
        what: &'static str,
        /// SW1 SW2.
        status: u16,
    },
    /// The card's answer is not one.
    #[error("the card's answer to {0} can't be read")]
    Malformed(&'static str),
    /// The card or its reader is gone.
    #[error("the card is gone: {0}")]
    Gone(String),
}

impl CardError {
    /// Whether the same command may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Vault(error) => error.retrying_helps(),
            Self::Keystore(error) => error.retrying_helps(),
            Self::Denied(error) => error.retrying_helps(),
            Self::Gone(_) => true,
            Self::Status { .. } | Self::Malformed(_) => false,
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Vault(error) => error.hint(),
            Self::Keystore(error) => error.hint(),
            Self::Denied(error) => error.hint(),
            Self::Status { .. } => "This card does not do that now: ask its operator.",
            Self::Malformed(_) => "This card can't be used with this program: ask its operator.",
            Self::Gone(_) => "Put the card or its reader back, then try again.",
        }
    }
}

/// A response APDU.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// Data, without the status word.
    pub data: Vec<u8>,
    /// SW1 SW2.
    pub status: u16,
}

impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Data may be keys that a card derived.
        write!(f, "Response({} bytes, {:04X})", self.data.len(), self.status)
    }
}

impl Response {
    /// Splits a response APDU.
    ///
    /// # Errors
    /// [`CardError::Malformed`] if it has no status word.
    pub fn parse(bytes: &[u8]) -> Result<Self, CardError> {
        let (data, status) = bytes.split_last_chunk::<2>().ok_or(CardError::Malformed("a command"))?;
        Ok(Self { data: data.to_vec(), status: u16::from_be_bytes(*status) })
    }

    /// The response APDU again.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.data.clone();
        bytes.extend_from_slice(&self.status.to_be_bytes());
        bytes
    }

    /// Whether the command was carried out: `90xx` or, with a proactive command waiting, `91xx`.
    #[must_use]
    pub const fn is_ok(&self) -> bool {
        matches!(self.status >> 8, 0x90 | 0x91)
    }

    /// The data, if the command was carried out.
    ///
    /// # Errors
    /// [`CardError::Status`] otherwise; `what` names the command.
    pub fn ok(self, what: &'static str) -> Result<Vec<u8>, CardError> {
        if self.is_ok() { Ok(self.data) } else { Err(CardError::Status { what, status: self.status }) }
    }
}

/// A card that takes command APDUs. Calls block: a removable card, a remote one or a fingerprint may take its time.
pub trait Apdu: Send {
    /// Sends one command APDU and waits for the response.
    ///
    /// # Errors
    /// [`CardError`] if there is no answer; the card may or may not have carried the command out.
    fn transmit(&mut self, command: &[u8]) -> Result<Response, CardError>;
}
