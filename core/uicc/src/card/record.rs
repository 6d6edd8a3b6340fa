//! READ RECORD and UPDATE RECORD (TS 102 221 §11.1.5, §11.1.6).

use super::{
    Card,
    access::Target,
    channel::Channel,
    plan::{Effect, Plan, Planned},
    select::no_data,
};
use crate::{
    apdu::Command,
    file::{Operation, Records},
    profile::Changes,
    status::StatusWord,
};

/// Low bits of P2.
const NEXT: u8 = 0x02;
const PREVIOUS: u8 = 0x03;
const ABSOLUTE: u8 = 0x04;

impl Card {
    pub(super) fn read_record(&self, command: &Command<'_>) -> Planned {
        no_data(command)?;
        let target = self.target(self.channel(command.channel())?, sfi(command.p2)?)?;
        let records = Records::of(target.file, target.content)?;
        self.permit(&target, Operation::Read)?;
        let (number, channel) = addressed(command, &target, &records)?;
        let data = records.get(number)?.to_vec();
        Ok(Plan::with(data).effect(Effect::Channel(command.channel(), channel)))
    }

    pub(super) fn update_record(&self, command: &Command<'_>) -> Planned {
        let target = self.target(self.channel(command.channel())?, sfi(command.p2)?)?;
        let records = Records::of(target.file, target.content)?;
        self.permit(&target, Operation::Update)?;
        let (content, channel) = if records.is_cyclic() {
            // The only way to write a ring: over the oldest record, which becomes the newest.
            match (command.p2 & 0x07, command.p1) {
                (PREVIOUS, 0) => (records.pushed(command.data)?, target.channel.clone().record(1)),
                (NEXT | ABSOLUTE, _) => return Err(StatusWord::WRONG_STRUCTURE),
                _ => return Err(StatusWord::WRONG_P1P2),
            }
        } else {
            let (number, channel) = addressed(command, &target, &records)?;
            (records.replaced(number, command.data)?, channel)
        };
        let home = self.profile.tree.home(&target.path).clone();
        let plan = Plan::done().effect(Effect::Channel(command.channel(), channel));
        Ok(plan.after(Changes::of_content(home, content)))
    }
}

/// The SFI in the upper bits of P2, if there is one.
pub(super) const fn sfi(p2: u8) -> Result<Option<u8>, StatusWord> {
    match p2 >> 3 {
        0 => Ok(None),
        31 => Err(StatusWord::WRONG_P1P2),
        sfi => Ok(Some(sfi)),
    }
}

/// The record that P1 and P2 mean, and how the channel stands then: next and previous move its record pointer, a
/// number and "current" don't.
fn addressed(command: &Command<'_>, target: &Target<'_>, records: &Records<'_>) -> Result<(u8, Channel), StatusWord> {
    let pointer = target.channel.record;
    match (command.p2 & 0x07, command.p1) {
        (ABSOLUTE, 0) => {
            // In a cyclic file the newest record is current until another one is.
            let current = pointer.or_else(|| records.is_cyclic().then_some(1));
            Ok((current.ok_or(StatusWord::RECORD_NOT_FOUND)?, target.channel.clone()))
        }
        (ABSOLUTE, number) => Ok((number, target.channel.clone())),
        (NEXT, 0) => records.next(pointer).map(|number| (number, target.channel.clone().record(number))),
        (PREVIOUS, 0) => records.previous(pointer).map(|number| (number, target.channel.clone().record(number))),
        _ => Err(StatusWord::WRONG_P1P2),
    }
}
