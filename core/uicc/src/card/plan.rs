use super::{CardEvent, channel::Channel, code_attempt::Attempt};
use crate::{codes::CodeKey, profile::Changes, status::StatusWord};

/// What a command comes to, before anything of it has happened: commands only look at the card and plan. So one that
/// fails changes nothing, and one whose changes can't be made durable changes nothing either.
pub(super) struct Plan {
    /// The answer's data.
    pub(super) data: Vec<u8>,
    /// The answer's status word.
    pub(super) status: StatusWord,
    /// What must be durable before the answer.
    pub(super) changes: Option<Changes>,
    /// The changes hold even if nobody comes back to say that they are durable (counters that only go down).
    pub(super) sticky: bool,
    /// What then happens to volatile state.
    pub(super) effects: Vec<Effect>,
    /// A code to be compared once the changes are durable; its outcome is a plan of its own.
    pub(super) attempt: Option<Attempt>,
}

/// A change of volatile state.
pub(super) enum Effect {
    /// The channel is open and stands so.
    Channel(u8, Channel),
    /// The channel is closed.
    Close(u8),
    /// The code counts as given.
    Verified(CodeKey),
    /// The code does not count as given any more.
    Unverified(CodeKey),
    /// TERMINAL PROFILE came.
    TerminalProfile(Vec<u8>),
    /// TERMINAL CAPABILITY came.
    TerminalCapability(Vec<u8>),
    /// The proactive command in front was handed out.
    Fetched,
    /// The proactive command that was handed out is done.
    Responded,
    /// Something for whoever runs the card.
    Event(CardEvent),
}

/// A plan, or the status word of a command that can't be done.
pub(super) type Planned = Result<Plan, StatusWord>;

impl Plan {
    /// `9000` and nothing else.
    pub(super) const fn done() -> Self {
        Self::with(Vec::new())
    }

    /// `9000` with data.
    pub(super) const fn with(data: Vec<u8>) -> Self {
        Self { data, status: StatusWord::OK, changes: None, sticky: false, effects: Vec::new(), attempt: None }
    }

    pub(super) fn status(self, status: StatusWord) -> Self {
        Self { status, ..self }
    }

    pub(super) fn effect(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }

    pub(super) fn after(self, changes: Changes) -> Self {
        Self { changes: Some(changes), ..self }
    }
}
