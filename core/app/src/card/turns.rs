//! One eUICC and several drivers of it: each has a copy of what is durable, and they take turns.

use model::{Batch, Eid};
use std::{
    collections::BTreeMap,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// So long a driver whose card is in the middle of something may do nothing before it loses its turn. Whoever loads a package by itself needs milliseconds from
/// piece to piece; a reader's terminal that went away in the middle is not waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// The turns at the eUICCs of one open data folder.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<BTreeMap<Eid, Arc<Turn>>>);

impl Turns {
    /// A seat for another driver of the eUICC `eid`, to be taken before the records are read: what changes from here on it is told.
    pub(crate) fn seat(&self, eid: &Eid) -> Seat {
        let turn = self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(*eid).or_default().clone();
        let (number, seen) = {
            let mut state = turn.lock();
            state.seats += 1;
            (state.seats, state.commits)
        };
        Seat { turn, number, seen, has_left: false }
    }
}

/// Whose turn it is at one eUICC.
#[derive(Debug)]
struct Turn {
    state: Mutex<State>,
    given_back: Condvar,
    patience: Duration,
}

#[derive(Debug, Default)]
struct State {
    /// How often what is durable was changed.
    commits: u64,
    /// How many seats there were.
    seats: u64,
    holder: Option<Holder>,
    left: Option<Left>,
}

#[derive(Debug)]
struct Holder {
    seat: u64,
    /// Its last command ended then, in the middle of something; none while one is carried out.
    since: Option<Instant>,
}

/// What a driver put off when it gave the turn back: it is to be durable before another one reads.
#[derive(Debug)]
struct Left {
    seat: u64,
    batch: Batch,
}

impl Default for Turn {
    fn default() -> Self {
        Self { state: Mutex::default(), given_back: Condvar::new(), patience: PATIENCE }
    }
}

impl Turn {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A driver's place among the drivers of one eUICC. Dropped, it gives back the turn, and what it left is forgotten.
#[derive(Debug)]
pub(crate) struct Seat {
    turn: Arc<Turn>,
    number: u64,
    /// As many commits this driver knows of.
    seen: u64,
    has_left: bool,
}

/// What a driver finds that takes its turn.
#[derive(Debug)]
pub(super) struct Taken {
    /// Another driver's changes, to be made durable first ([`Seat::kept_for_another`]).
    pub(super) left: Option<Batch>,
    /// What this driver left is durable: another one has done it.
    pub(super) own_is_durable: bool,
}

impl Seat {
    /// Waits until it is this driver's turn. One that has it keeps it.
    pub(super) fn take(&mut self) -> Taken {
        let mut state = self.turn.lock();
        while let Some(holder) = state.holder.as_ref().filter(|holder| holder.seat != self.number) {
            state = match holder.since.map(|since| self.turn.patience.saturating_sub(since.elapsed())) {
                Some(Duration::ZERO) => break,
                Some(rest) => {
                    let woken = self.turn.given_back.wait_timeout(state, rest);
                    woken.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.turn.given_back.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
        state.holder = Some(Holder { seat: self.number, since: None });
        let own = state.left.take_if(|left| left.seat == self.number).is_some();
        let left = state.left.as_ref().map(|left| left.batch.clone());
        Taken { left, own_is_durable: std::mem::take(&mut self.has_left) && !own }
    }

    /// What another driver left is durable.
    pub(super) fn kept_for_another(&mut self) {
        let mut state = self.turn.lock();
        state.left = None;
        state.commits += 1;
    }

    /// Whether others have changed what is durable since this driver last knew it. It knows now.
    pub(super) fn was_behind(&mut self) -> bool {
        let commits = self.turn.lock().commits;
        std::mem::replace(&mut self.seen, commits) != commits
    }

    /// What is durable was changed by this driver, whose turn it is.
    pub(super) fn committed(&mut self) {
        let mut state = self.turn.lock();
        state.commits += 1;
        self.seen = state.commits;
    }

    /// A command has ended: another driver may take its turn; in the middle of something, not yet. `put_off` is what this one did not make durable.
    pub(super) fn give_back(&mut self, is_midway: bool, put_off: &Batch) {
        let mut state = self.turn.lock();
        if !put_off.is_empty() {
            state.left = Some(Left { seat: self.number, batch: put_off.clone() });
            self.has_left = true;
        }
        state.holder = is_midway.then(|| Holder { seat: self.number, since: Some(Instant::now()) });
        drop(state);
        self.turn.given_back.notify_all();
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut state = self.turn.lock();
        state.holder.take_if(|holder| holder.seat == self.number);
        state.left.take_if(|left| left.seat == self.number);
        drop(state);
        self.turn.given_back.notify_all();
    }
}

#[cfg(test)]
mod tests;
