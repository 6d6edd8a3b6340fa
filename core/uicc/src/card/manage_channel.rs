//! MANAGE CHANNEL (TS 102 221 §11.1.17).

use super::{
    Card,
    channel::Channel,
    plan::{Effect, Plan, Planned},
    select::no_data,
};
use crate::{apdu::Command, status::StatusWord};

/// The highest logical channel.
const LAST: u8 = 19;

impl Card {
    pub(super) fn manage_channel(&self, command: &Command<'_>) -> Planned {
        no_data(command)?;
        let open = |number: u8| self.session.channels.contains_key(&number);
        match (command.p1, command.p2) {
            (0x00, 0x00) => {
                let free = (1..=LAST).find(|number| !open(*number)).ok_or(StatusWord::FUNCTION_NOT_SUPPORTED)?;
                Ok(Plan::with(vec![free]).effect(Effect::Channel(free, self.opened_from(command.channel())?)))
            }
            (0x00, number @ 1..=LAST) if open(number) => Err(StatusWord::CONDITIONS_NOT_SATISFIED),
            (0x00, number @ 1..=LAST) => {
                Ok(Plan::done().effect(Effect::Channel(number, self.opened_from(command.channel())?)))
            }
            (0x80, 0x00) if command.channel() != 0 => Ok(Plan::done().effect(Effect::Close(command.channel()))),
            (0x80, number @ 1..=LAST) if open(number) => Ok(Plan::done().effect(Effect::Close(number))),
            (0x80, 1..=LAST) => Err(StatusWord::CHANNEL_NOT_SUPPORTED),
            _ => Err(StatusWord::WRONG_P1P2),
        }
    }

    /// A channel opened from the basic one starts at the MF; from another one, where that one stands.
    fn opened_from(&self, number: u8) -> Result<Channel, StatusWord> {
        let from = self.channel(number)?;
        Ok(if number == 0 {
            Channel::default()
        } else {
            Channel { df: from.df.clone(), app: from.app.clone(), ..Channel::default() }
        })
    }
}
