//! Telling the terminal that another profile is enabled: the proactive command REFRESH (TS 102 223 §6.4.7) after an
//! ES10c function that asked for it (SGP.22 §5.7.16).

use crate::{Euicc, act::Act};

/// REFRESH, mode "UICC reset": command details, device identities UICC → terminal.
const COMMAND: [u8; 11] = [0xD0, 0x09, 0x81, 0x03, 0x01, 0x01, 0x04, 0x82, 0x02, 0x81, 0x82];

/// Whether a REFRESH waits to be fetched and answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Refresh {
    waiting: bool,
}

impl Refresh {
    pub(crate) const fn queue(&mut self) {
        self.waiting = true;
    }

    pub(crate) const fn is_waiting(self) -> bool {
        self.waiting
    }

    /// The status of a command that went well: `91xx` while a REFRESH waits.
    pub(crate) const fn status(self) -> u16 {
        if self.waiting { 0x9100 | COMMAND.len() as u16 } else { 0x9000 }
    }
}

impl Euicc {
    /// FETCH and TERMINAL RESPONSE while the REFRESH waits. With the response the new profile takes over.
    pub(crate) fn refresh_command(&mut self, instruction: u8) -> Act {
        if instruction == 0x12 {
            let mut response = COMMAND.to_vec();
            response.extend_from_slice(&[0x90, 0x00]);
            return Act::Response(response);
        }
        self.refresh = Refresh::default();
        self.drop_active();
        Act::Answer(Vec::new())
    }
}
