//! Telling the terminal that another profile is enabled: the proactive command REFRESH (TS 102 223 §6.4.7) after an
//! ES10c function that asked for it (SGP.22 §5.7.16).

use crate::{Euicc, act::Act};
use tlv::Reader;
use uicc::{StatusWord, apdu::Command};

/// Instructions FETCH and TERMINAL RESPONSE.
pub(crate) const FETCH: u8 = 0x12;
pub(crate) const TERMINAL_RESPONSE: u8 = 0x14;

/// REFRESH, mode "UICC reset": command details, device identities UICC → terminal.
const COMMAND: [u8; 11] = [0xD0, 0x09, 0x81, 0x03, 0x01, 0x01, 0x04, 0x82, 0x02, 0x81, 0x82];

/// Where a REFRESH stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Refresh {
    /// There is none.
    #[default]
    None,
    /// It waits to be fetched.
    Announced,
    /// It was fetched and not answered yet.
    Fetched,
}

impl Refresh {
    pub(crate) fn is_waiting(self) -> bool {
        self != Self::None
    }

    /// The status that ends a command: `91xx` instead of `9000` while the REFRESH is to be fetched.
    pub(crate) fn announce(self, status: StatusWord) -> StatusWord {
        if self == Self::Announced && status == StatusWord::OK {
            StatusWord(0x9100 | COMMAND.len() as u16)
        } else {
            status
        }
    }
}

impl Euicc {
    /// Another profile is enabled, or none. If `asked_for`, a terminal that understands it is told, and with its answer
    /// the change takes effect; otherwise it does at once.
    pub(crate) fn tell_terminal(&mut self, asked_for: bool) {
        if asked_for && self.terminal.can_refresh() {
            self.refresh = Refresh::Announced;
        } else {
            self.take_over();
        }
    }

    /// Another driver may have enabled another profile, or none: the terminal of this one is told as if it had asked for that.
    pub(crate) fn follow(&mut self) {
        let (in_use, enabled) = (self.in_use(), self.state.enabled().map(|entry| entry.iccid));
        if in_use == enabled {
            self.refresh = Refresh::None;
        } else if !self.refresh.is_waiting() {
            self.tell_terminal(true);
        }
        if in_use.is_some_and(|iccid| !self.state.profiles.contains_key(&iccid)) {
            // Its records are gone: nothing may write them again.
            self.take_over();
        }
    }

    /// FETCH and TERMINAL RESPONSE while the REFRESH waits.
    pub(crate) fn refresh_command(&mut self, command: &Command<'_>) -> Act {
        match self.refresh_step(command) {
            Ok(answer) => Act::Answer(answer),
            Err(status) => Act::Status(status),
        }
    }

    fn refresh_step(&mut self, command: &Command<'_>) -> Result<Vec<u8>, StatusWord> {
        if command.p1p2() != 0 {
            return Err(StatusWord::WRONG_P1P2);
        }
        if command.data.is_empty() != (command.ins == FETCH) {
            return Err(StatusWord::WRONG_LENGTH);
        }
        if command.ins == FETCH {
            self.fits(COMMAND.len())?;
            self.refresh = Refresh::Fetched;
            return Ok(COMMAND.to_vec());
        }
        if self.refresh != Refresh::Fetched {
            return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
        }
        match general_result(command.data).ok_or(StatusWord::WRONG_DATA)? {
            // "Terminal currently unable": it will try again.
            0x20..=0x2F => self.refresh = Refresh::Announced,
            // Done, or never to be done: the profile that is enabled is the one to be used.
            _ => {
                self.refresh = Refresh::None;
                self.take_over();
            }
        }
        Ok(Vec::new())
    }
}

/// The general result of a TERMINAL RESPONSE to our command (TS 102 223 §8.12).
fn general_result(data: &[u8]) -> Option<u8> {
    let mut reader = Reader::new(data);
    let (mut ours, mut result) = (false, None);
    while let Ok(Some(object)) = reader.next() {
        // With or without the comprehension flag.
        match object.tag.0 & 0x7F {
            0x01 => ours = object.value.get(..2) == COMMAND.get(4..6),
            0x03 => result = object.value.first().copied(),
            _ => {}
        }
    }
    result.filter(|_| ours)
}
