//! What the terminal told of itself, so that a profile that is enabled later learns it too.

use model::Random;
use uicc::{Smartcard, apdu::Command};

/// Instructions TERMINAL PROFILE and TERMINAL CAPABILITY.
const PROFILE: u8 = 0x10;
const CAPABILITY: u8 = 0xAA;
/// The facility REFRESH in TERMINAL PROFILE: byte 3, bit 8 (TS 102 223 §5.2).
const REFRESH: (usize, u8) = (2, 0x80);

/// The last TERMINAL PROFILE and TERMINAL CAPABILITY since the reset, as sent.
#[derive(Default)]
pub(crate) struct Terminal {
    profile: Option<Vec<u8>>,
    capability: Option<Vec<u8>>,
}

impl Terminal {
    /// Remembers `command`, if it is one of the two.
    pub(crate) fn listen(&mut self, command: &Command<'_>, bytes: &[u8]) {
        let place = match command.ins {
            PROFILE => &mut self.profile,
            CAPABILITY => &mut self.capability,
            _ => return,
        };
        if command.p1p2() == 0 && !command.data.is_empty() {
            *place = Some(bytes.to_vec());
        }
    }

    /// The data field of its TERMINAL CAPABILITY, empty if none came.
    pub(crate) fn capability(&self) -> &[u8] {
        let command = self.capability.as_deref().and_then(|bytes| Command::parse(bytes).ok());
        command.map(|command| command.data).unwrap_or_default()
    }

    /// Whether it fetches a REFRESH.
    pub(crate) fn can_refresh(&self) -> bool {
        let command = self.profile.as_deref().and_then(|bytes| Command::parse(bytes).ok());
        command.and_then(|command| command.data.get(REFRESH.0).copied()).is_some_and(|byte| byte & REFRESH.1 != 0)
    }

    /// Tells a card that comes late.
    pub(crate) fn introduce(&self, card: &mut impl Smartcard, random: &mut dyn Random) {
        for bytes in [&self.capability, &self.profile].into_iter().flatten() {
            let _ = card.transmit(bytes, random);
        }
    }
}
