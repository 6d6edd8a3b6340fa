/// Why a new root was not handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HandOverError {
    /// The device has published no key that is its own.
    #[error("the device has no key of its own that a new root could be sealed to")]
    Agreement,
    /// It is sealed to another device or of another succession, or was changed.
    #[error("the account's new root does not open on this device: it is sealed to another one, or was changed")]
    Sealed,
    /// It is not the root of the account's device list.
    #[error("what was handed over as the account's new root is not the one that its device list names")]
    Other,
    /// There is none for this device.
    #[error("the account has a new root, and none of its devices handed it to this one")]
    Missing,
}

impl HandOverError {
    /// Whether the same may succeed later: after another succession there is another one.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::Sealed | Self::Other)
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Agreement => "Take the device out of the account, and sign in on it again.",
            Self::Missing => "Sign out of this device and in again, with the new sheet or another device's approval.",
            Self::Sealed | Self::Other => {
                "Try again; if it stays, sign out of this device and in again, and ask the server's operator what was changed."
            }
        }
    }
}
