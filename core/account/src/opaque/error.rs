use opaque_ke::errors::ProtocolError;

/// Why a registration or a login ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpaqueError {
    /// The password is wrong, or nobody has this login: which of both, neither side can tell.
    #[error("wrong login or password")]
    Password,
    /// A message is none, or is out of its group.
    #[error("the other side's message can't be read")]
    Malformed,
    /// The password could not be stretched: too little memory.
    #[error("the password can't be stretched here: it takes 64 MiB of memory")]
    Stretch,
}

impl OpaqueError {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::Password | Self::Stretch)
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Password => "Give the right login and password.",
            Self::Malformed => "Update this program; if it stays, ask the server's operator.",
            Self::Stretch => "Close other programs, then try again.",
        }
    }
}

impl From<ProtocolError> for OpaqueError {
    fn from(error: ProtocolError) -> Self {
        use opaque_ke::errors::InternalError;
        match error {
            ProtocolError::InvalidLoginError => Self::Password,
            ProtocolError::LibraryError(InternalError::KsfError) => Self::Stretch,
            _ => Self::Malformed,
        }
    }
}
