//! Proactive commands (TS 102 223): queued here, announced by `91xx`, fetched, answered; ENVELOPE the other way.

use super::{
    Card,
    plan::{Effect, Plan, Planned},
    select::no_data,
};
use crate::{apdu::Command, status::StatusWord};
use std::collections::VecDeque;
use tlv::Reader;

/// What a terminal told the card beside commands to files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardEvent {
    /// A TERMINAL RESPONSE to a proactive command.
    TerminalResponse {
        /// Type of the proactive command, such as `01` REFRESH.
        command: u8,
        /// General result, `00` = done.
        result: u8,
        /// The whole data field.
        raw: Vec<u8>,
    },
    /// An ENVELOPE that was accepted: the data object as sent.
    Envelope(Vec<u8>),
}

/// Most commands in the queue, most events kept.
const LIMIT: usize = 16;

/// A bit of TERMINAL PROFILE: byte (from 0) and mask (TS 102 223 §5.2).
pub(super) type Facility = (usize, u8);

/// A proactive command: its number and type, the facility it needs, its bytes.
pub(super) struct Queued {
    pub(super) number: u8,
    pub(super) kind: u8,
    pub(super) facility: Facility,
    pub(super) bytes: Vec<u8>,
}

/// The card's toolkit side.
#[derive(Default)]
pub(super) struct Proactive {
    profile: Option<Vec<u8>>,
    queue: VecDeque<Queued>,
    fetched: bool,
    events: VecDeque<CardEvent>,
    last_number: u8,
}

impl Proactive {
    /// The status word that ends a command: `91xx` instead of `9000` while a proactive command waits.
    pub(super) fn announce(&self, status: StatusWord) -> StatusWord {
        match self.queue.front() {
            Some(next) if status == StatusWord::OK && !self.fetched && self.profile.is_some() => {
                StatusWord(0x9100 | u16::try_from(next.bytes.len()).unwrap_or(0xFF).min(0xFF))
            }
            _ => status,
        }
    }

    /// Queues a command; `false` if the terminal said that it can't do it, or too many wait.
    pub(super) fn push(&mut self, kind: u8, facility: Facility, build: impl FnOnce(u8) -> Vec<u8>) -> bool {
        if self.queue.len() >= LIMIT || self.profile.is_some() && !self.supports(facility) {
            return false;
        }
        self.last_number = self.last_number % 254 + 1;
        let (number, bytes) = (self.last_number, build(self.last_number));
        self.queue.push_back(Queued { number, kind, facility, bytes });
        true
    }

    fn supports(&self, (byte, mask): Facility) -> bool {
        self.profile.as_ref().and_then(|profile| profile.get(byte)).is_some_and(|b| b & mask != 0)
    }

    pub(super) fn profile(&mut self, profile: Vec<u8>) {
        self.profile = Some(profile);
        let queue = std::mem::take(&mut self.queue);
        self.queue = queue.into_iter().filter(|command| self.supports(command.facility)).collect();
        self.fetched = false;
    }

    pub(super) fn fetched(&mut self) {
        self.fetched = true;
    }

    pub(super) fn responded(&mut self) {
        self.queue.pop_front();
        self.fetched = false;
    }

    pub(super) fn event(&mut self, event: CardEvent) {
        if self.events.len() >= LIMIT {
            self.events.pop_front();
        }
        self.events.push_back(event);
    }
}

/// Data objects that ENVELOPE carries, and the facility that a terminal announces for each.
const ENVELOPES: [(u32, Facility); 7] = [
    (0xD1, (0, 0x02)), // SMS-PP download
    (0xD2, (0, 0x04)), // cell broadcast download
    (0xD3, (0, 0x08)), // menu selection
    (0xD4, (1, 0x02)), // call control
    (0xD5, (1, 0x08)), // short message control
    (0xD6, (4, 0x01)), // event download
    (0xD7, (0, 0x20)), // timer expiration
];

impl Card {
    /// What the terminal told the card since last asked, oldest first; the oldest are dropped when too many wait.
    pub fn take_events(&mut self) -> Vec<CardEvent> {
        self.session.proactive.events.drain(..).collect()
    }

    /// Whether the terminal has fetched a proactive command and not answered it yet.
    #[must_use]
    pub fn is_toolkit_busy(&self) -> bool {
        self.session.proactive.fetched
    }

    pub(super) fn queue(&mut self, kind: u8, facility: Facility, build: impl FnOnce(u8) -> Vec<u8>) -> bool {
        self.session.proactive.push(kind, facility, build)
    }

    pub(super) fn terminal_profile(&self, command: &Command<'_>) -> Planned {
        parameters(command)?;
        if command.data.is_empty() {
            return Err(StatusWord::WRONG_LENGTH);
        }
        Ok(Plan::done().effect(Effect::TerminalProfile(command.data.to_vec())))
    }

    pub(super) fn fetch(&self, command: &Command<'_>) -> Planned {
        parameters(command)?;
        no_data(command)?;
        let proactive = &self.session.proactive;
        match proactive.queue.front() {
            Some(next) if proactive.profile.is_some() => Ok(Plan::with(next.bytes.clone()).effect(Effect::Fetched)),
            _ => Err(StatusWord::CONDITIONS_NOT_SATISFIED),
        }
    }

    pub(super) fn terminal_response(&self, command: &Command<'_>) -> Planned {
        parameters(command)?;
        if command.data.is_empty() {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let proactive = &self.session.proactive;
        let waiting = proactive.queue.front().filter(|_| proactive.fetched);
        let waiting = waiting.ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        let details = comprehension(command.data, 0x01).ok_or(StatusWord::WRONG_DATA)?;
        let result = comprehension(command.data, 0x03).and_then(<[u8]>::first).ok_or(StatusWord::WRONG_DATA)?;
        match details {
            [number, kind, _] if (*number, *kind) == (waiting.number, waiting.kind) => {
                let (command, result, raw) = (*kind, *result, command.data.to_vec());
                let event = CardEvent::TerminalResponse { command, result, raw };
                Ok(Plan::done().effect(Effect::Responded).effect(Effect::Event(event)))
            }
            _ => Err(StatusWord::WRONG_DATA),
        }
    }

    pub(super) fn envelope(&self, command: &Command<'_>) -> Planned {
        parameters(command)?;
        let mut reader = Reader::new(command.data);
        let object = match reader.next() {
            Ok(Some(object)) if reader.is_empty() => object,
            Ok(None) => return Err(StatusWord::WRONG_LENGTH),
            _ => return Err(StatusWord::WRONG_DATA),
        };
        let known = ENVELOPES.iter().find(|(tag, _)| *tag == object.tag.0);
        let (_, facility) = known.ok_or(StatusWord::WRONG_DATA)?;
        if !self.session.proactive.supports(*facility) {
            return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
        }
        Ok(Plan::done().effect(Effect::Event(CardEvent::Envelope(command.data.to_vec()))))
    }
}

fn parameters(command: &Command<'_>) -> Result<(), StatusWord> {
    if command.p1p2() == 0 { Ok(()) } else { Err(StatusWord::WRONG_P1P2) }
}

/// The value of a comprehension-TLV object, with or without the comprehension flag in its tag.
fn comprehension(data: &[u8], tag: u32) -> Option<&[u8]> {
    let mut reader = Reader::new(data);
    while let Ok(Some(object)) = reader.next() {
        if object.tag.0 & 0x7F == tag && object.tag.size() == 1 {
            return Some(object.value);
        }
    }
    None
}
