//! The reader's end: commands, one after the other. No I/O.

use super::{
    NfcError, PIECE, VERSION,
    apdu::{self, MORE, WAITS},
    pieces::{In, Out},
};

/// The reader's state from SELECT on.
#[derive(Debug)]
pub struct Reader {
    number: u8,
    room: usize,
    incoming: In,
    outgoing: Out,
    waits: bool,
}

impl Reader {
    /// Reads the answer to [`apdu::select`].
    ///
    /// # Errors
    /// [`NfcError::NotOurs`], [`NfcError::NotUnderstood`].
    pub fn selected(answer: &[u8]) -> Result<Self, NfcError> {
        match apdu::parse_answer(answer) {
            Some((data, apdu::OK)) => match *data {
                [VERSION, room, ..] if room > 0 => {
                    let room = usize::from(room).min(PIECE);
                    let (incoming, outgoing) = Default::default();
                    Ok(Self { number: 0, room, incoming, outgoing, waits: false })
                }
                _ => Err(NfcError::NotUnderstood("another version")),
            },
            Some((_, status)) => Err(NfcError::NotOurs(status)),
            None => Err(NfcError::NotUnderstood("an answer without a status")),
        }
    }

    /// Whether a frame can be taken now.
    #[must_use]
    pub const fn has_room(&self) -> bool {
        self.outgoing.is_empty()
    }

    /// Takes a frame to send; call only when there is room.
    pub fn put(&mut self, frame: Vec<u8>) {
        self.outgoing.put(frame);
    }

    /// Whether the next command has something to carry or to fetch; else it only polls.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.waits || !self.outgoing.is_empty()
    }

    /// The next command. If its answer does not come, the very same may be sent again.
    pub fn command(&mut self) -> Vec<u8> {
        let piece = self.outgoing.next(self.room);
        apdu::exchange(self.number, !self.outgoing.is_empty(), &piece)
    }

    /// Takes the answer; gives a frame that is whole now.
    ///
    /// # Errors
    /// [`NfcError`]: the link is over.
    pub fn take(&mut self, answer: &[u8]) -> Result<Option<Vec<u8>>, NfcError> {
        let (data, status) = apdu::parse_answer(answer).ok_or(NfcError::NotUnderstood("an answer without a status"))?;
        if status != apdu::OK {
            return Err(NfcError::Gone(format!("status {status:04X}")));
        }
        self.number = self.number.wrapping_add(1);
        let Some((flags, piece)) = data.split_first() else {
            self.waits = false;
            return Ok(None);
        };
        self.waits = flags & WAITS != 0;
        Ok(self.incoming.take(piece, flags & MORE != 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nfc::{
        MTU,
        card::{Card, Done},
    };
    use proptest::prelude::*;
    use std::collections::VecDeque;

    /// Both ends in one hand; every `lossy`th answer is lost, and the command repeated.
    fn carry(up: Vec<Vec<u8>>, down: Vec<Vec<u8>>, lossy: usize) -> (Vec<Vec<u8>>, Vec<Vec<u8>>, usize) {
        let mut card = Card::default();
        assert_eq!(card.process(&apdu::select()), Done::Selected);
        let mut reader = Reader::selected(&card.accept()).expect("our own card");
        let (mut up, mut down) = (VecDeque::from(up), VecDeque::from(down));
        let (mut came_up, mut came_down, mut exchanges) = (Vec::new(), Vec::new(), 0);
        loop {
            if reader.has_room()
                && let Some(frame) = up.pop_front()
            {
                reader.put(frame);
            }
            let idle = !reader.is_busy() && exchanges > 0 && down.is_empty();
            let command = reader.command();
            assert!(command.len() <= 246);
            let mut ask = |command: &[u8]| match card.process(command) {
                Done::Exchanged { frame } => {
                    came_up.extend(frame);
                    let next = if card.has_room() { down.pop_front() } else { None };
                    card.answer(next, !down.is_empty())
                }
                Done::Answer(answer) => answer,
                Done::Selected => panic!("nobody selects"),
            };
            let mut answer = ask(&command);
            exchanges += 1;
            if exchanges % lossy == 0 {
                answer = ask(&command);
            }
            came_down.extend(reader.take(&answer).expect("a good answer"));
            if idle {
                return (came_up, came_down, exchanges);
            }
        }
    }

    fn frames(count: usize) -> Vec<Vec<u8>> {
        (0..count).map(|n| (0..1 + n * 97 % MTU).map(|at| (at * 7 + n) as u8).collect()).collect()
    }

    // R: A2
    #[test]
    fn frames_go_both_ways_at_once_and_a_lost_answer_is_asked_for_again() {
        let (up, down) = (frames(40), frames(60));
        let (came_up, came_down, exchanges) = carry(up.clone(), down.clone(), 3);
        assert_eq!((came_up, came_down), (up, down));
        assert!(exchanges < 110, "both ways share exchanges: {exchanges}");
    }

    // R: A2
    #[test]
    fn a_foreign_card_or_reader_is_refused() {
        let gone = NfcError::NotOurs(apdu::NOT_FOUND);
        assert_eq!(Reader::selected(&[0x6A, 0x82]).err(), Some(gone));
        assert!(matches!(Reader::selected(&[2, 240, 0x90, 0]), Err(NfcError::NotUnderstood(_))));
        assert!(matches!(Reader::selected(&[]), Err(NfcError::NotUnderstood(_))));
        let mut card = Card::default();
        let says = |card: &mut Card, command: &[u8]| match card.process(command) {
            Done::Answer(answer) => apdu::parse_answer(&answer).map(|(_, status)| status),
            other => panic!("{other:?}"),
        };
        assert_eq!(says(&mut card, &apdu::exchange(0, false, &[])), Some(apdu::NOT_NOW));
        assert_eq!(says(&mut card, &[0, 0xA4, 4, 0, 2, 0xA0, 0, 0]), Some(apdu::NOT_FOUND));
        assert_eq!(says(&mut card, &[0, 0xB0, 0, 0, 0]), Some(apdu::NO_CLASS));
        assert_eq!(says(&mut card, &[0x80, 0xB0, 0, 0, 0]), Some(apdu::NO_INSTRUCTION));
        assert_eq!(says(&mut card, &[0x80]), Some(apdu::WRONG_LENGTH));
        assert_eq!(card.process(&apdu::select()), Done::Selected);
        card.accept();
        assert_eq!(card.process(&apdu::exchange(0, false, &[1])), Done::Exchanged { frame: Some(vec![1]) });
        card.answer(None, false);
        assert_eq!(says(&mut card, &apdu::exchange(5, false, &[1])), Some(apdu::WRONG_NUMBER));
        assert_eq!(says(&mut card, &[0, 0xA4, 4, 0, 2, 0xA0, 0, 0]), Some(apdu::NOT_FOUND));
        assert_eq!(says(&mut card, &apdu::exchange(1, false, &[1])), Some(apdu::NOT_NOW), "another application");
    }

    #[test]
    fn a_frame_without_end_is_thrown_away() {
        let mut incoming = In::default();
        for _ in 0..100 {
            assert_eq!(incoming.take(&[0; 200], true), None);
        }
        assert_eq!(incoming.take(&[0; 200], false), None);
        assert_eq!(incoming.take(&[1], false), Some(vec![1]));
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(commands in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..20), 0..20)) {
            let mut card = Card::default();
            card.process(&apdu::select());
            card.accept();
            let mut reader = Reader::selected(&[1, 240, 0x90, 0]).expect("ours");
            for mut bytes in commands {
                let _ = reader.take(&bytes);
                card.process(&bytes);
                bytes.splice(..0, [0x80, 0x10]);
                if let Done::Exchanged { .. } = card.process(&bytes) {
                    card.answer(card.has_room().then(|| vec![1; 300]), true);
                }
            }
        }
    }
}
