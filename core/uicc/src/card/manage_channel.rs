//! MANAGE CHANNEL (TS 102 221 §11.1.17), for a card alone and for an eUICC in front of one.

use super::{
    Card,
    channel::Channel,
    plan::{Effect, Plan, Planned},
    select::no_data,
};
use crate::{apdu::Command, status::StatusWord};

/// The highest logical channel, and the highest for terminals that don't say that they know more.
const LAST: u8 = 19;
const LAST_STANDARD: u8 = 3;

/// The object of TERMINAL CAPABILITY by which a terminal says that it knows more channels (§11.1.19.2.2).
const EXTENDED_CHANNELS: u32 = 0x81;

/// What MANAGE CHANNEL comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelChange {
    /// This channel is opened; its number is the answer.
    Open(u8),
    /// This channel is closed.
    Close(u8),
}

impl ChannelChange {
    /// Reads the command. The card chooses the number of a channel that is opened, the lowest one that is free (§11.1.17.1,
    /// table 11.20); `terminal_capability` is the data field of the last such command, or empty.
    ///
    /// # Errors
    /// `6A81` if none is free, `6881` to close one that is not open, `6700` with data, `6A86` for all else.
    pub fn asked_by(
        command: &Command<'_>,
        terminal_capability: &[u8],
        is_open: impl Fn(u8) -> bool,
    ) -> Result<Self, StatusWord> {
        no_data(command)?;
        match (command.p1, command.p2) {
            (0x00, 0x00) => {
                let last = if knows_more(terminal_capability) { LAST } else { LAST_STANDARD };
                let free = (1..=last).find(|number| !is_open(*number));
                free.map(Self::Open).ok_or(StatusWord::FUNCTION_NOT_SUPPORTED)
            }
            (0x80, number @ 1..=LAST) if is_open(number) => Ok(Self::Close(number)),
            (0x80, 1..=LAST) => Err(StatusWord::CHANNEL_NOT_SUPPORTED),
            _ => Err(StatusWord::WRONG_P1P2),
        }
    }
}

fn knows_more(terminal_capability: &[u8]) -> bool {
    tlv::parse_one(terminal_capability, 0xA9)
        .is_ok_and(|capability| capability.children().find(EXTENDED_CHANNELS).is_ok_and(|object| object.is_some()))
}

impl Card {
    /// Opens channel `number` beside `from`, as whoever stands in front of the card decided.
    pub fn open_channel(&mut self, from: u8, number: u8) {
        let channel = self.opened_from(from).unwrap_or_default();
        self.session.channels.entry(number).or_insert(channel);
    }

    /// Closes channel `number`, which is not the basic one.
    pub fn close_channel(&mut self, number: u8) {
        if number != 0 {
            self.session.channels.remove(&number);
        }
    }

    pub(super) fn manage_channel(&self, command: &Command<'_>) -> Planned {
        let open = |number: u8| self.session.channels.contains_key(&number);
        match ChannelChange::asked_by(command, &self.session.terminal_capability, open)? {
            ChannelChange::Open(number) => {
                Ok(Plan::with(vec![number]).effect(Effect::Channel(number, self.opened_from(command.channel())?)))
            }
            ChannelChange::Close(number) => Ok(Plan::done().effect(Effect::Close(number))),
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
