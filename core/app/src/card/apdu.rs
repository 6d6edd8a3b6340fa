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
    /// What leads to the card opens no channel to the application.
    #[error("the card has no such application, or no channel free for it")]
    NoChannel,
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
            Self::Status { .. } | Self::Malformed(_) | Self::NoChannel => false,
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
            Self::NoChannel => "See that the card is an eUICC, and that no other program uses it.",
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

    /// Opens a logical channel (1 to 19) on which the application `aid` is selected. By MANAGE CHANNEL and SELECT, unless what leads to
    /// the card keeps these for itself.
    ///
    /// # Errors
    /// [`CardError`]; status `6A82` if the card has no such application. No channel is left open.
    fn open_channel(&mut self, aid: &[u8]) -> Result<u8, CardError> {
        let opened = self.transmit(&[0x00, 0x70, 0x00, 0x00, 0x01])?.ok("MANAGE CHANNEL")?;
        let [channel @ 1..=19] = opened[..] else { return Err(CardError::Malformed("MANAGE CHANNEL")) };
        let mut select = vec![class(0x00, channel), 0xA4, 0x04, 0x00, aid.len() as u8];
        select.extend_from_slice(aid);
        let selected = self.transmit(&select).and_then(|answer| answer.ok("SELECT by AID"));
        if selected.is_err() {
            self.close_channel(channel);
        }
        selected.map(|_| channel)
    }

    /// Closes a channel that was opened. A card that can't closes it with its next reset.
    fn close_channel(&mut self, channel: u8) {
        let _ = self.transmit(&[0x00, 0x70, 0x80, channel]);
    }
}

/// The class of a command on this channel (TS 102 221 §10.1.1); `base` is `00` or `80`.
const fn class(base: u8, channel: u8) -> u8 {
    if channel < 4 { base | channel } else { base | 0x40 | (channel - 4) }
}

/// A card with its contacts: what a reader does with it beside commands.
pub trait Card: Apdu {
    /// The answer to reset (ISO/IEC 7816-3 §8.2).
    fn atr(&self) -> Vec<u8>;

    /// Resets the card: channels, PINs that were given and what is half done are forgotten. Returns the answer to reset.
    ///
    /// # Errors
    /// [`CardError`] if the card is gone, or what it still had to keep can't be kept.
    fn reset(&mut self) -> Result<Vec<u8>, CardError>;

    /// Takes its power away. It forgets as at a reset, and answers nothing until it is reset.
    ///
    /// # Errors
    /// As [`Card::reset`].
    fn power_off(&mut self) -> Result<(), CardError>;
}
