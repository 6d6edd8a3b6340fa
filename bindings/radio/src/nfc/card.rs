//! The card's end: answers, one command after the other. No I/O.

use super::{
    AID, PIECE, VERSION,
    apdu::{self, Command, MORE, WAITS},
    pieces::{In, Out},
};

/// The card's state from one SELECT to the next.
#[derive(Debug, Default)]
pub struct Card {
    selected: bool,
    last: Option<(u8, Vec<u8>)>,
    incoming: In,
    outgoing: Out,
}

/// What a command brought about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// A reader begins anew: this is a new link. Answer with [`Card::accept`] or [`Card::decline`].
    Selected,
    /// A piece, or nothing, came. Answer with [`Card::answer`].
    Exchanged {
        /// A frame that is whole now.
        frame: Option<Vec<u8>>,
    },
    /// Answer so; nothing else has changed.
    Answer(Vec<u8>),
}

impl Card {
    /// Takes a command.
    pub fn process(&mut self, command: &[u8]) -> Done {
        let status = |status| Done::Answer(apdu::answer(&[], status));
        let Some(command) = Command::parse(command) else { return status(apdu::WRONG_LENGTH) };
        if command.selects() {
            *self = Self::default();
            return if command.data == AID { Done::Selected } else { status(apdu::NOT_FOUND) };
        }
        if command.cla != 0x80 {
            return status(apdu::NO_CLASS);
        }
        if command.ins != apdu::EXCHANGE {
            return status(apdu::NO_INSTRUCTION);
        }
        if !self.selected {
            return status(apdu::NOT_NOW);
        }
        match &self.last {
            // The answer was lost on its way: the same again, and nothing is done twice.
            Some((number, answer)) if *number == command.p2 => return Done::Answer(answer.clone()),
            Some((number, _)) if number.wrapping_add(1) != command.p2 => return status(apdu::WRONG_NUMBER),
            _ => {}
        }
        self.last = Some((command.p2, apdu::answer(&[], apdu::NOT_NOW)));
        let frame =
            if command.data.is_empty() { None } else { self.incoming.take(command.data, command.p1 & MORE != 0) };
        Done::Exchanged { frame }
    }

    /// The answer to a SELECT whose link somebody takes.
    pub fn accept(&mut self) -> Vec<u8> {
        self.selected = true;
        apdu::answer(&[VERSION, PIECE as u8], apdu::OK)
    }

    /// The answer to a SELECT whose link nobody takes.
    #[must_use]
    pub fn decline(&self) -> Vec<u8> {
        apdu::answer(&[], apdu::NOT_NOW)
    }

    /// Whether [`Card::answer`] takes a frame.
    #[must_use]
    pub const fn has_room(&self) -> bool {
        self.outgoing.is_empty()
    }

    /// The answer to an exchange: the next piece. `next` is a frame to send, where there is room; `waits`: there are more behind it.
    pub fn answer(&mut self, next: Option<Vec<u8>>, waits: bool) -> Vec<u8> {
        if let Some(frame) = next {
            self.outgoing.put(frame);
        }
        let piece = self.outgoing.next(PIECE);
        let answer = if piece.is_empty() {
            apdu::answer(&[], apdu::OK)
        } else {
            let more = !self.outgoing.is_empty();
            let flags = if more { MORE } else { 0 } | if more || waits { WAITS } else { 0 };
            apdu::answer(&[&[flags], &piece[..]].concat(), apdu::OK)
        };
        if let Some((_, last)) = &mut self.last {
            last.clone_from(&answer);
        }
        answer
    }
}
