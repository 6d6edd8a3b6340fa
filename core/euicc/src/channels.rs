//! Logical channels: which are open, and on which of them the ISD-R is selected.

use std::collections::BTreeMap;

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

    pub(crate) fn close(&mut self, channel: u8) {
        if channel != 0 {
            self.0.remove(&channel);
        }
    }

    /// Every open channel but the basic one.
    pub(crate) fn extra(&self) -> Vec<u8> {
        self.0.keys().copied().filter(|c| *c != 0).collect()
    }
}

/// The logical channel that a class byte names (TS 102 221 §10.1.1): 0 to 19.
pub(crate) const fn of_class(class: u8) -> u8 {
    if class & 0x40 != 0 { (class & 0x0F) + 4 } else { class & 0x03 }
}
