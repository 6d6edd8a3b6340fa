use nearfield::link::LinkError;

/// Why NFC does not serve.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NfcError {
    /// This program was built without readers.
    #[error("this program was built without NFC readers")]
    NotBuilt,
    /// The system's smart card service is not there.
    #[error("the system's smart card service is not running")]
    NoService,
    /// There is no reader, or not the one that was named.
    #[error("there is no NFC reader{}{}", if .0.is_empty() { "" } else { " " }, .0)]
    NoReader(String),
    /// What was held to the reader is something else.
    #[error("what was held to the reader is no phone with Landfall, and no kiosk (status {0:04X})")]
    NotOurs(u16),
    /// The other side says what is not said here.
    #[error("the other side of NFC is not understood: {0}")]
    NotUnderstood(&'static str),
    /// It was taken away.
    #[error("NFC was broken off: {0}")]
    Gone(String),
    /// More taps than links that are taken.
    #[error("nobody takes the link")]
    Untaken,
}

impl NfcError {
    /// Whether the same call may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::NotBuilt | Self::NotOurs(_) | Self::NotUnderstood(_) => false,
            Self::NoService | Self::NoReader(_) | Self::Gone(_) | Self::Untaken => true,
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotBuilt => "Build it with the cargo feature `nfc` (Debian: libpcsclite-dev), or use another link.",
            Self::NoService => "Start pcscd, then try again.",
            Self::NoReader(_) => "Plug a contactless reader in, or name another, then try again.",
            Self::NotOurs(_) => "Open Landfall on the phone and hold it to the kiosk; take other cards away.",
            Self::NotUnderstood(_) => "Update the program on the phone, or use another link.",
            Self::Gone(_) => "Hold the phone to the kiosk again and keep it there.",
            Self::Untaken => "Choose the kiosk in Landfall first, then hold the phone to it.",
        }
    }
}

impl From<NfcError> for LinkError {
    fn from(error: NfcError) -> Self {
        Self::Lost(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tables::{check, table};

    // R: F3
    #[test]
    fn every_refusal_of_nfc_says_what_to_do() {
        check(table! { NfcError:
            NfcError::NotBuilt => NfcError::NotBuilt, false, "cargo feature";
            NfcError::NoService => NfcError::NoService, true, "pcscd";
            NfcError::NoReader(_) => NfcError::NoReader("ACR".to_owned()), true, "Plug";
            NfcError::NotOurs(_) => NfcError::NotOurs(0x6A82), false, "Open Landfall";
            NfcError::NotUnderstood(_) => NfcError::NotUnderstood("why"), false, "Update";
            NfcError::Gone(_) => NfcError::Gone("why".to_owned()), true, "keep it there";
            NfcError::Untaken => NfcError::Untaken, true, "Choose the kiosk";
        });
    }
}
