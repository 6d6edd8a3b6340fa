//! What the owner is shown of an order: its states, each from something that happened, with its time; never backwards.

use crate::wire::{Order, OrderState, Outcome, Receipt, Verb};

/// Something real that moves an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// It was written to a connection of the device.
    Sent,
    /// The device asked for its orders and got it.
    Fetched,
    /// The device's receipt, verified.
    Receipt(&'a Receipt),
    /// The clock went on.
    Clock,
    /// The owner took it back, and no device had it.
    TakenBack,
}

/// An order's states so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    verb: Verb,
    deadline: u64,
    states: Vec<(OrderState, u64)>,
}

impl Progress {
    /// Of an order that is durable at the server since `time`.
    #[must_use]
    pub fn stored(order: &Order, time: u64) -> Self {
        Self { verb: order.verb, deadline: order.deadline, states: vec![(OrderState::Stored, time)] }
    }

    /// Of an order with the states that were kept.
    #[must_use]
    pub fn kept(order: &Order, states: Vec<(OrderState, u64)>) -> Self {
        Self { verb: order.verb, deadline: order.deadline, states }
    }

    /// Its states, in order, with their times.
    #[must_use]
    pub fn states(&self) -> &[(OrderState, u64)] {
        &self.states
    }

    /// The last of them.
    #[must_use]
    pub fn state(&self) -> OrderState {
        self.states.last().map_or(OrderState::Stored, |(state, _)| *state)
    }

    /// Whether nothing more can come.
    #[must_use]
    pub fn is_final(&self) -> bool {
        rank(self.state()) == LAST
    }

    /// The state that an event at `now` (the server's clock) brings, if it brings one. A receipt that comes after the deadline, or after the order
    /// was thought to be taken back, is the truth still.
    pub fn on(&mut self, event: Event<'_>, now: u64) -> Option<OrderState> {
        let state = match event {
            Event::Sent => OrderState::Sent,
            Event::Fetched => OrderState::Received,
            Event::Receipt(receipt) => shown(self.verb, &receipt.outcome),
            Event::Clock if now >= self.deadline => OrderState::Overdue,
            Event::Clock => return None,
            Event::TakenBack => OrderState::TakenBack,
        };
        let by_receipt = matches!(event, Event::Receipt(_));
        let forward = if by_receipt { !self.has_receipt() } else { rank(state) > rank(self.state()) };
        if !forward || self.state() == state {
            return None;
        }
        self.states.push((state, now));
        Some(state)
    }

    fn has_receipt(&self) -> bool {
        rank(self.state()) == LAST
    }
}

const LAST: u8 = 5;

const fn rank(state: OrderState) -> u8 {
    match state {
        OrderState::Stored => 0,
        OrderState::Sent => 1,
        OrderState::Received => 2,
        OrderState::Overdue => 3,
        OrderState::TakenBack => 4,
        OrderState::Locked | OrderState::Erased | OrderState::Done | OrderState::Refused => LAST,
    }
}

/// What a receipt's outcome is called to the owner.
#[must_use]
pub const fn shown(verb: Verb, outcome: &Outcome) -> OrderState {
    match outcome {
        Outcome::Locked => OrderState::Locked,
        Outcome::Erased => OrderState::Erased,
        Outcome::Refused(_) => OrderState::Refused,
        Outcome::TakenBack if !matches!(verb, Verb::TakeBack) => OrderState::TakenBack,
        Outcome::TakenBack
        | Outcome::Unlocked
        | Outcome::Barred
        | Outcome::Prepared(_)
        | Outcome::Sent(_)
        | Outcome::Copied
        | Outcome::Activated
        | Outcome::Deactivated(_) => OrderState::Done,
    }
}
