/// Why a device was not approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApproveError {
    /// What was opened is not what was committed to.
    #[error("the new device's keys were exchanged on the way")]
    Commitment,
    /// A half is no key and code, or something is not of its size.
    #[error("what the other device sent can't be read")]
    Malformed,
    /// The new device has not opened its half yet.
    #[error("the new device has not answered yet")]
    NotOpened,
    /// The keys are not sealed to this device by the one whose code was compared.
    #[error("the account's keys don't open on this device: they were sealed for another one, or changed")]
    Keys,
}

impl ApproveError {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::NotOpened)
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotOpened => "Wait until the new device shows its code, then try again.",
            Self::Malformed => "Update both devices, and ask for approval anew.",
            Self::Commitment | Self::Keys => {
                "Ask for approval anew; if it happens again, don't use this server until its operator has explained it."
            }
        }
    }
}
