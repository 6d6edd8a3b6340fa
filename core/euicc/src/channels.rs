//! Logical channels: which are open, and on which of them the ISD-R is selected.

use crate::{Euicc, act::Act};
use std::collections::BTreeMap;
use uicc::{apdu::Command, card::ChannelChange};

/// Instruction MANAGE CHANNEL.
pub(crate) const MANAGE_CHANNEL: u8 = 0x70;

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

impl Euicc {
    /// MANAGE CHANNEL (TS 102 221 §11.1.17): opens or closes a channel here and, where there is one, on the profile's card.
    pub(crate) fn manage_channel(&mut self, command: &Command<'_>) -> Act {
        let channels = &self.channels;
        let capability = self.terminal.capability();
        let change = match ChannelChange::asked_by(command, capability, |channel| channels.is_open(channel)) {
            Ok(change) => change,
            Err(status) => return Act::Status(status),
        };
        let answer = match change {
            ChannelChange::Open(channel) => vec![channel],
            ChannelChange::Close(_) => Vec::new(),
        };
        if let Err(status) = self.fits(answer.len()) {
            return Act::Status(status);
        }
        match change {
            ChannelChange::Open(channel) => {
                self.channels.set(channel, Selected::Profile);
                if let Some(card) = self.card() {
                    card.open_channel(command.channel(), channel);
                }
            }
            ChannelChange::Close(channel) => {
                self.channels.0.remove(&channel);
                self.collector.forget(channel);
                if let Some(card) = self.card() {
                    card.close_channel(channel);
                }
            }
        }
        Act::Answer(answer)
    }
}
