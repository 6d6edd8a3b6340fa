//! TERMINAL CAPABILITY (TS 102 221 §11.1.19).

use super::{
    Card,
    plan::{Effect, Plan, Planned},
};
use crate::{apdu::Command, status::StatusWord};

impl Card {
    pub(super) fn terminal_capability_command(&self, command: &Command<'_>) -> Planned {
        if command.p1p2() != 0 {
            return Err(StatusWord::WRONG_P1P2);
        }
        if command.data.is_empty() {
            return Err(StatusWord::WRONG_LENGTH);
        }
        tlv::parse_one(command.data, 0xA9).map_err(|_| StatusWord::WRONG_DATA)?;
        Ok(Plan::done().effect(Effect::TerminalCapability(command.data.to_vec())))
    }
}
