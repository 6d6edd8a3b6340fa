//! READ BINARY and UPDATE BINARY (TS 102 221 §11.1.3, §11.1.4).

use super::{
    Card,
    access::Target,
    plan::{Effect, Plan, Planned},
    select::no_data,
};
use crate::{
    apdu::Command,
    file::{Operation, Structure},
    profile::Changes,
    status::StatusWord,
};

impl Card {
    pub(super) fn read_binary(&self, command: &Command<'_>) -> Planned {
        no_data(command)?;
        let (sfi, offset) = place(command)?;
        let target = self.target(self.channel(command.channel())?, sfi)?;
        let rest = self.readable(&target, offset)?;
        let asked = command.le.unwrap_or(256);
        if asked > rest.len() && !matches!(asked, 256 | 65_536) {
            return Err(StatusWord::wrong_le(rest.len()));
        }
        let data = rest.iter().take(asked).copied().collect();
        Ok(Plan::with(data).effect(Effect::Channel(command.channel(), target.channel)))
    }

    pub(super) fn update_binary(&self, command: &Command<'_>) -> Planned {
        let (sfi, offset) = place(command)?;
        let target = self.target(self.channel(command.channel())?, sfi)?;
        self.write_binary(command, target, offset)
    }

    /// What can be read of a transparent EF from `offset` on.
    pub(super) fn readable<'a>(&self, target: &Target<'a>, offset: usize) -> Result<&'a [u8], StatusWord> {
        if target.file.structure != Structure::Transparent {
            return Err(StatusWord::WRONG_STRUCTURE);
        }
        self.permit(target, Operation::Read)?;
        match target.content.get(offset..) {
            Some(rest) if !rest.is_empty() => Ok(rest),
            _ => Err(StatusWord::OUTSIDE_FILE),
        }
    }

    pub(super) fn write_binary(&self, command: &Command<'_>, target: Target<'_>, offset: usize) -> Planned {
        if command.data.is_empty() {
            return Err(StatusWord::WRONG_LENGTH);
        }
        if target.file.structure != Structure::Transparent {
            return Err(StatusWord::WRONG_STRUCTURE);
        }
        self.permit(&target, Operation::Update)?;
        if offset >= target.content.len() {
            return Err(StatusWord::OUTSIDE_FILE);
        }
        let mut content = target.content.to_vec();
        let place = content.get_mut(offset..offset + command.data.len()).ok_or(StatusWord::WRONG_LENGTH)?;
        place.copy_from_slice(command.data);
        let home = self.profile.tree.home(&target.path).clone();
        let plan = Plan::done().effect(Effect::Channel(command.channel(), target.channel));
        Ok(plan.after(Changes::of_content(home, content)))
    }
}

/// SFI, if bit 8 of P1 says there is one, and offset.
fn place(command: &Command<'_>) -> Result<(Option<u8>, usize), StatusWord> {
    match command.p1 {
        p1 @ 0x00..=0x7F => Ok((None, usize::from(u16::from_be_bytes([p1, command.p2])))),
        p1 @ 0x81..=0x9E => Ok((Some(p1 & 0x1F), usize::from(command.p2))),
        _ => Err(StatusWord::WRONG_P1P2),
    }
}
