//! Logical channels: which are open, and on which of them the ISD-R is selected.

use crate::{Euicc, act::Act};
use model::Random;
use std::collections::BTreeMap;
use uicc::{Smartcard, StatusWord, apdu::Command};

/// Instruction MANAGE CHANNEL.
pub(crate) const MANAGE_CHANNEL: u8 = 0x70;
const OPEN: u8 = 0x00;
const CLOSE: u8 = 0x80;
/// The highest logical channel (TS 102 221 §10.1.1).
const LAST: u8 = 19;

/// What is selected on a channel, as far as the eUICC itself is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Selected {
    /// Something of the enabled profile, or nothing.
    #[default]
    Profile,
    /// The ISD-R.
    IsdR,
}

/// The channels that are open. The basic channel always is.
#[derive(Debug, Clone)]
pub(crate) struct Channels(BTreeMap<u8, Selected>);

impl Default for Channels {
    fn default() -> Self {
        Self(BTreeMap::from([(0, Selected::Profile)]))
    }
}

impl Channels {
    pub(crate) fn is_isdr(&self, channel: u8) -> bool {
        self.0.get(&channel) == Some(&Selected::IsdR)
    }

    pub(crate) fn is_open(&self, channel: u8) -> bool {
        self.0.contains_key(&channel)
    }

    pub(crate) fn set(&mut self, channel: u8, selected: Selected) {
        self.0.insert(channel, selected);
    }

    /// Every open channel but the basic one.
    pub(crate) fn extra(&self) -> Vec<u8> {
        self.0.keys().copied().filter(|c| *c != 0).collect()
    }
}

/// What MANAGE CHANNEL comes to.
enum Change {
    Open { channel: u8, answer: Vec<u8> },
    Close(u8),
}

impl Euicc {
    /// MANAGE CHANNEL (TS 102 221 §11.1.17): opens or closes a channel here and, where there is one, on the profile's card.
    pub(crate) fn manage_channel(&mut self, command: &Command<'_>, random: &mut dyn Random) -> Act {
        let (p1, channel, answer) = match self.planned(command) {
            Ok(Change::Open { channel, answer }) => (OPEN, channel, answer),
            Ok(Change::Close(channel)) => (CLOSE, channel, Vec::new()),
            Err(status) => return Act::Status(status),
        };
        if let Err(status) = self.fits(answer.len()) {
            return Act::Status(status);
        }
        if p1 == OPEN {
            self.channels.set(channel, Selected::Profile);
        } else {
            self.channels.0.remove(&channel);
            self.collector.forget(channel);
        }
        if let Some(card) = self.card() {
            // The card's table is the same as this one, so it agrees.
            let _ = card.transmit(&[command.cla, MANAGE_CHANNEL, p1, channel], random);
        }
        Act::Answer(answer)
    }

    fn planned(&self, command: &Command<'_>) -> Result<Change, StatusWord> {
        if !command.data.is_empty() {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let channels = &self.channels;
        match (command.p1, command.p2) {
            (OPEN, 0) => {
                let free = (1..=LAST).find(|c| !channels.is_open(*c)).ok_or(StatusWord::FUNCTION_NOT_SUPPORTED)?;
                Ok(Change::Open { channel: free, answer: vec![free] })
            }
            (OPEN, channel @ 1..=LAST) if channels.is_open(channel) => Err(StatusWord::CONDITIONS_NOT_SATISFIED),
            (OPEN, channel @ 1..=LAST) => Ok(Change::Open { channel, answer: Vec::new() }),
            (CLOSE, 0) if command.channel() != 0 => Ok(Change::Close(command.channel())),
            (CLOSE, channel @ 1..=LAST) if channels.is_open(channel) => Ok(Change::Close(channel)),
            (CLOSE, 1..=LAST) => Err(StatusWord::CHANNEL_NOT_SUPPORTED),
            _ => Err(StatusWord::WRONG_P1P2),
        }
    }
}
