/// The tag is gone, or answers nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum NfcFailure {
    /// Hold the phone to it again.
    #[error("the kiosk's NFC reader is gone: {what}")]
    Gone {
        /// In the platform's words.
        what: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for NfcFailure {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Gone { what: error.reason }
    }
}

/// ISO-DEP to a kiosk that the phone was held to: Android's `IsoDep`, iOS's `NFCISO7816Tag`.
#[uniffi::export(with_foreign)]
pub trait NfcLink: Send + Sync {
    /// Sends one command APDU; answers data ‖ SW1 ‖ SW2.
    fn transceive(&self, command: Vec<u8>) -> Result<Vec<u8>, NfcFailure>;
}
