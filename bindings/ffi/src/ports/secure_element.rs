/// Why the card did not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum SecureElementFailure {
    /// There is no card, it was taken out, or no channel is free. Retrying may help.
    #[error("the card can't be reached: {what}")]
    Unreachable {
        /// In the platform's words.
        what: String,
    },
    /// The card's or the system's rules keep this app from it.
    #[error("this app may not speak with the card: {what}")]
    Denied {
        /// In the platform's words.
        what: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for SecureElementFailure {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Unreachable { what: error.reason }
    }
}

/// A removable eUICC, by Android's OMAPI. Judged by [`crate::contract::check_secure_element`].
#[uniffi::export(with_foreign)]
pub trait SecureElement: Send + Sync {
    /// The readers that have a card.
    fn readers(&self) -> Vec<String>;

    /// Opens a logical channel with the application `aid` selected; answers a number for it.
    fn open_channel(&self, reader: String, aid: Vec<u8>) -> Result<u32, SecureElementFailure>;

    /// Sends one command APDU; answers data ‖ SW1 ‖ SW2.
    fn transmit(&self, channel: u32, command: Vec<u8>) -> Result<Vec<u8>, SecureElementFailure>;

    /// Closes the channel; one that is not open is no failure.
    fn close_channel(&self, channel: u32);
}
