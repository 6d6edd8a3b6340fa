use crate::{
    FrameRefused, Millis,
    handshake::{
        noise::{self, Finished, Initiator, Psk},
        reassembly::Reassembly,
    },
    wire::frame::{self, Handshake, HandshakeRefusal, MAX_FRAME, MIN_FRAME},
};
use model::Random;
use std::collections::VecDeque;

const FIRST_WAIT: u64 = 250;
const LONGEST_WAIT: u64 = 1_000;
const PATIENCE: u64 = 10_000;

/// A handshake under way: its message is repeated until the answer is in.
pub(super) struct Greeting {
    initiator: Initiator,
    message: Handshake,
    attempt: [u8; 4],
    frames: Vec<Vec<u8>>,
    outbox: VecDeque<Vec<u8>>,
    answer: Reassembly,
    pub(super) max_frame: usize,
    begun: Millis,
    due: Millis,
    wait: u64,
    repeated: bool,
    // How often the kiosk seems to have refused, and why the last time.
    refused: (u32, Option<HandshakeRefusal>),
}

/// What came of waiting.
pub(super) enum Waited {
    /// Go on.
    OnTime,
    /// Refused, and no proven answer came meanwhile.
    Refused(HandshakeRefusal),
    /// Nobody answers.
    TooLong,
}

impl Greeting {
    /// Begins: with `known`, over a known session's ticket and key.
    pub(super) fn new(
        known: Option<(&[u8], &Psk)>,
        payload: &[u8],
        max_frame: usize,
        now: Millis,
        random: &mut dyn Random,
    ) -> Self {
        let max_frame = max_frame.clamp(MIN_FRAME, MAX_FRAME);
        let mut attempt = [0; 4];
        random.fill(&mut attempt);
        let (initiator, noise) = noise::initiate(known.map(|(_, psk)| psk), payload, random);
        let (message, bytes) = match known {
            Some((ticket, _)) => (Handshake::Resume, [ticket, &noise].concat()),
            None => (Handshake::Hello, noise),
        };
        let frames = frame::fragments(message, attempt, &bytes, max_frame);
        Self {
            initiator,
            message,
            attempt,
            outbox: frames.iter().cloned().collect(),
            frames,
            answer: Reassembly::default(),
            max_frame,
            begun: now,
            due: now.plus(FIRST_WAIT),
            wait: FIRST_WAIT,
            repeated: false,
            refused: (0, None),
        }
    }

    pub(super) fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        self.outbox.pop_front()
    }

    pub(super) const fn timeout(&self) -> Millis {
        self.due
    }

    /// Takes a fragment of the answer; gives the outcome once the answer is whole and authentic.
    pub(super) fn take(
        &mut self,
        message: Handshake,
        attempt: [u8; 4],
        place: (u8, u8),
        bytes: &[u8],
    ) -> Result<Option<Finished>, FrameRefused> {
        let awaited = if self.message == Handshake::Hello { Handshake::Answer } else { Handshake::Resumed };
        if message != awaited || attempt != self.attempt {
            return Err(FrameRefused::Unexpected);
        }
        match self.answer.take(message, attempt, place, bytes)? {
            Some(whole) => self.initiator.finish(&whole).map(Some),
            None => Ok(None),
        }
    }

    /// Notes a refusal. It counts only the second time, and if no proven answer comes in its place: anybody can send
    /// one, and damage to the phone's own message may cause one.
    pub(super) fn refuse(&mut self, attempt: [u8; 4], why: HandshakeRefusal) -> Result<(), FrameRefused> {
        if attempt != self.attempt {
            return Err(FrameRefused::Unexpected);
        }
        self.refused = (self.refused.0 + 1, Some(why));
        Ok(())
    }

    /// Repeats the message, if it is time.
    pub(super) fn handle_timeout(&mut self, now: Millis) -> Waited {
        if now < self.due {
            return Waited::OnTime;
        }
        if let (2.., Some(why)) = self.refused {
            return Waited::Refused(why);
        }
        if now.since(self.begun) >= PATIENCE {
            return Waited::TooLong;
        }
        self.outbox = self.frames.iter().cloned().collect();
        self.repeated = true;
        self.wait = (self.wait * 3 / 2).min(LONGEST_WAIT);
        self.due = now.plus(self.wait);
        Waited::OnTime
    }

    /// How long the round trip took, if the message was sent once.
    pub(super) fn round_trip(&self, now: Millis) -> Option<u64> {
        (!self.repeated).then(|| now.since(self.begun))
    }
}
