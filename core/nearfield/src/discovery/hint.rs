use crate::start_code::parse_hex;
use ring::digest;
use std::{fmt, str::FromStr};

/// Which kiosk an announcement is of: the first four bytes of the SHA-256 of its near-field public key. Short enough for an
/// advertisement, and the same on every link, so that a phone shows one kiosk once. A hint only: the handshake proves the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hint(pub [u8; 4]);

/// A text is no hint: eight hexadecimal digits are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a kiosk's hint is eight hexadecimal digits")]
pub struct NotAHint;

impl NotAHint {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Type the eight digits again that stand behind the kiosk's name in the air."
    }
}

impl Hint {
    /// The hint of the kiosk with this X25519 key.
    #[must_use]
    pub fn of(public_key: &[u8; 32]) -> Self {
        let hash = digest::digest(&digest::SHA256, public_key);
        Self(hash.as_ref().first_chunk().copied().unwrap_or_default())
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl FromStr for Hint {
    type Err = NotAHint;

    fn from_str(text: &str) -> Result<Self, NotAHint> {
        parse_hex(text).and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or(NotAHint)
    }
}
