//! Carrying orders out, over any kill: a state machine that the device keeps durably *outside* its vault, because it outlives that.
//!
//! The device saves the journal after each change and before it does what [`Journal::next`] says; what it was doing when it was killed it does
//! again (each step can be done twice). accepted → key destroyed → erased → receipt made → receipt accepted; nothing is said to be erased before
//! the key is gone, and no receipt is forgotten before the server keeps it.

use super::{Counters, checks};
use crate::{
    receipt::Chain,
    signed::{Signed, Signer},
    wire::{Bytes, Order, Outcome, Receipt},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How far an order is on the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Taken; nothing was done.
    Accepted,
    /// What wrapped the data is gone: nobody reads it any more.
    KeyDestroyed,
    /// It is done, or will not be.
    Finished(Outcome),
}

/// An order under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// As it came.
    pub digest: Bytes,
    /// What it says.
    pub order: Order,
    /// How far it is.
    pub step: Step,
    /// The device's summed powered-on seconds when it was taken.
    pub powered: u64,
}

/// What a device has been told, what it did, and what the server doesn't know yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    epoch: u64,
    counters: Counters,
    /// The counter of the last order taken of each other account, by its owner key.
    #[serde(default)]
    by_right: BTreeMap<Bytes, u64>,
    under_way: Vec<Entry>,
    chain: Chain,
    outbox: Vec<Signed>,
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next<'a> {
    /// Destroy the keys of what the order erases; then say [`Journal::key_destroyed`].
    DestroyKey(&'a Entry),
    /// Erase what the order erases (it can't be read any more); then say [`Journal::finished`].
    Erase(&'a Entry),
    /// Do what the order says, which erases nothing; then say [`Journal::finished`].
    Perform(&'a Entry),
    /// Sign [`Journal::receipt`] with the device's key; then say [`Journal::receipt_made`].
    MakeReceipt(&'a Entry),
    /// Hand these in, in this order, with the next contact; then say [`Journal::receipts_accepted`].
    HandIn(&'a [Signed]),
}

impl Journal {
    /// Of a device that was just enrolled.
    #[must_use]
    pub const fn new(epoch: u64) -> Self {
        let counters = Counters { owner: 0, lock: 0, by_right: 0 };
        let by_right = BTreeMap::new();
        Self { epoch, counters, by_right, under_way: Vec::new(), chain: Chain::EMPTY, outbox: Vec::new() }
    }

    /// The device is enrolled again: orders to the enrolment before are void, its receipts that were made are still owed. An order that is finished
    /// and has no receipt yet is given one first: whoever enrols carries [`next`](Self::next) out until it has nothing but receipts to hand in.
    pub fn enrolled(&mut self, epoch: u64) {
        *self = Self { outbox: std::mem::take(&mut self.outbox), ..Self::new(epoch) };
    }

    /// What the next order is held against.
    #[must_use]
    pub const fn counters(&self) -> Counters {
        self.counters
    }

    /// The counters of the last orders of other accounts, by their owner keys.
    #[must_use]
    pub const fn by_right(&self) -> &BTreeMap<Bytes, u64> {
        &self.by_right
    }

    /// The enrolment.
    #[must_use]
    pub const fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Orders under way, by the time they were taken.
    #[must_use]
    pub fn under_way(&self) -> &[Entry] {
        &self.under_way
    }

    /// Whether this order is under way, or its receipt is still to be handed in: a server hands it out again until it has that.
    #[must_use]
    pub fn knows(&self, digest: &Bytes) -> bool {
        let receipts =
            self.outbox.iter().filter_map(|signed| serde_json::from_slice::<Receipt>(&signed.payload.0).ok());
        self.under_way.iter().map(|entry| &entry.digest).any(|known| known == digest)
            || receipts.map(|receipt| receipt.order).any(|known| known == *digest)
    }

    /// Receipts that the server does not have yet, the oldest first.
    #[must_use]
    pub fn owed(&self) -> &[Signed] {
        &self.outbox
    }

    /// Takes an order that [`super::accept`] gave out. `powered`: the device's summed powered-on seconds.
    pub fn take(&mut self, signed: &Signed, order: Order, powered: u64) {
        self.count(&signed.signer, order.counter);
        let mut step = Step::Accepted;
        if let Some(target) = order.taken_back() {
            step = Step::Finished(self.take_back(&target));
        }
        self.under_way.push(Entry { digest: Bytes::from(signed.digest()), order, step, powered });
    }

    /// Keeps that an order was refused, for a receipt; only where [`super::Refusal::is_answered`] says so. The same order is not obeyed later.
    pub fn refuse(&mut self, signed: &Signed, order: Order, refusal: super::Refusal, powered: u64) {
        self.count(&signed.signer, order.counter);
        let step = Step::Finished(Outcome::Refused(refusal.name().to_owned()));
        self.under_way.push(Entry { digest: Bytes::from(signed.digest()), order, step, powered });
    }

    fn count(&mut self, signer: &Signer, counter: u64) {
        self.counters = self.counters.with(signer, counter);
        if let Signer::Sub(key) = signer {
            self.by_right.insert(key.clone(), counter);
        }
    }

    fn take_back(&mut self, target: &Bytes) -> Outcome {
        let entry = self.under_way.iter_mut().find(|entry| entry.digest == *target);
        match entry.filter(|entry| entry.step == Step::Accepted && entry.order.verb.erases()) {
            Some(entry) => {
                entry.step = Step::Finished(Outcome::TakenBack);
                Outcome::TakenBack
            }
            None => Outcome::Refused("too late".to_owned()),
        }
    }

    /// What to do now, by the device's clock and its summed powered-on seconds: receipts first, then what is due; a lock doesn't wait for an
    /// erasure's grace.
    #[must_use]
    pub fn next(&self, now: u64, powered: u64) -> Option<Next<'_>> {
        self.next_of(now, powered, |_| true)
    }

    /// The same, of those that `may` be done now.
    #[must_use]
    pub fn next_of(&self, now: u64, powered: u64, may: impl Fn(&Order) -> bool) -> Option<Next<'_>> {
        let mine = || self.under_way.iter().filter(|entry| !checks::EPOCH.on() || entry.order.epoch == self.epoch);
        if let Some(entry) = mine().find(|entry| matches!(entry.step, Step::Finished(_))) {
            return Some(Next::MakeReceipt(entry));
        }
        if let Some(entry) = mine().find(|entry| may(&entry.order) && is_due(entry, now, powered)) {
            return Some(match entry.step {
                Step::KeyDestroyed => Next::Erase(entry),
                _ if entry.order.verb.erases() => Next::DestroyKey(entry),
                _ => Next::Perform(entry),
            });
        }
        (!self.outbox.is_empty()).then_some(Next::HandIn(&self.outbox))
    }

    /// The keys of what this order erases are gone.
    pub fn key_destroyed(&mut self, digest: &Bytes) {
        if let Some(entry) = self.entry(digest, &Step::Accepted) {
            entry.step = Step::KeyDestroyed;
        }
    }

    /// This order is done. What erases is only done once its key is gone; otherwise nothing changes.
    pub fn finished(&mut self, digest: &Bytes, outcome: Outcome) {
        let before = self.under_way.iter().find(|entry| entry.digest == *digest);
        let before = before.map(|entry| if entry.order.verb.erases() { Step::KeyDestroyed } else { Step::Accepted });
        if let Some(entry) = before.and_then(|step| self.entry(digest, &step)) {
            entry.step = Step::Finished(outcome);
        }
    }

    /// The receipt of an order that is finished.
    #[must_use]
    pub fn receipt(&self, entry: &Entry, now: u64) -> Option<Receipt> {
        let Step::Finished(outcome) = &entry.step else { return None };
        Some(self.chain.next(&entry.order, &entry.digest, outcome.clone(), now))
    }

    /// The receipt was signed. One that is not the next in the chain changes nothing.
    pub fn receipt_made(&mut self, signed: Signed) {
        let Ok(receipt) = serde_json::from_slice::<Receipt>(&signed.payload.0) else { return };
        let Some(at) = self.under_way.iter().position(|entry| entry.digest == receipt.order) else { return };
        if self.chain.is_next(&receipt) && matches!(signed.signer, Signer::Device(_)) {
            self.under_way.remove(at);
            self.chain = self.chain.after(&signed);
            self.outbox.push(signed);
        }
    }

    /// The server keeps the first `count` receipts of the outbox.
    pub fn receipts_accepted(&mut self, count: usize) {
        self.outbox.drain(..count.min(self.outbox.len()));
    }

    fn entry(&mut self, digest: &Bytes, step: &Step) -> Option<&mut Entry> {
        self.under_way.iter_mut().find(|entry| entry.digest == *digest && entry.step == *step)
    }
}

/// An erasure waits for its grace: by the clock, or by as much time powered on, so that a clock set back does not put it off. Once begun it
/// waits for nothing.
fn is_due(entry: &Entry, now: u64, powered: u64) -> bool {
    let order = &entry.order;
    let grace = order.not_before.saturating_sub(order.issued);
    let past =
        entry.step != Step::Accepted || now >= order.not_before || powered.saturating_sub(entry.powered) >= grace;
    !order.verb.erases() || past || !checks::GRACE.on()
}
