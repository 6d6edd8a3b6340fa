use super::SessionId;
use crate::{
    Millis,
    handshake::{positions::Positions, reassembly::Reassembly},
    transfer::path::Path,
    wire::frame::{MAX_FRAME, MIN_FRAME},
};
use std::collections::VecDeque;

/// A link without a proven phone is given up after so long, in ms.
pub(super) const SILENCE: u64 = 15_000;

/// A link to a phone.
pub(super) struct Link {
    pub(super) max_frame: usize,
    pub(super) since: Millis,
    pub(super) hello: Reassembly,
    /// Handshake frames to send.
    pub(super) outbox: VecDeque<Vec<u8>>,
    pub(super) phase: Phase,
}

pub(super) enum Phase {
    /// No handshake yet.
    Silent,
    /// Answered, but the phone has not shown yet that it has the keys.
    Answered(Box<Answered>),
    /// In use.
    Open { session: SessionId, path: Box<Path> },
    /// Of no more use.
    Done,
}

/// A handshake answered.
pub(super) struct Answered {
    /// The phone's message, so that its repetition gets the same answer.
    pub(super) message: Vec<u8>,
    pub(super) answer: Vec<Vec<u8>>,
    pub(super) path: Path,
    pub(super) session: SessionId,
    /// How far the phone has received the kiosk's messages, if the session is not new.
    pub(super) positions: Option<Positions>,
}

impl Link {
    pub(super) fn new(max_frame: usize, now: Millis) -> Self {
        Self {
            max_frame: max_frame.clamp(MIN_FRAME, MAX_FRAME),
            since: now,
            hello: Reassembly::default(),
            outbox: VecDeque::new(),
            phase: Phase::Silent,
        }
    }
}
