use super::{Apdu, Card, CardError, Response, turns::Seat};
use crate::OsRandom;
use model::Batch;
use std::sync::Arc;
use uicc::{Outcome, Smartcard, Step};
use vault::{KeyId, Keystore, Records, VaultError};

/// Carries out the effects of a card in software: commits and reads records, has messages signed.
///
/// A flow may [`Driver::join`] changes of its own to the card's next commit, so that card state, journal and outbox become durable
/// together. Lazy commits of the card wait for that commit too, or for another driver of the same card that takes its turn.
pub struct Driver<C> {
    card: C,
    records: Arc<dyn Records>,
    keystore: Arc<dyn Keystore>,
    random: OsRandom,
    waiting: Batch,
    joined: Batch,
    companion: Option<Companion>,
    seat: Option<Seat>,
    failure: Option<CardError>,
}

/// What else changes with these changes of the card, in the same transaction.
pub type Companion = Box<dyn Fn(&Batch) -> Batch + Send>;

impl<C: Smartcard> Driver<C> {
    /// A driver of `card` over these records and keys.
    pub fn new(card: C, records: Arc<dyn Records>, keystore: Arc<dyn Keystore>) -> Self {
        Self {
            card,
            records,
            keystore,
            random: OsRandom::new(),
            waiting: Batch::new(),
            joined: Batch::new(),
            companion: None,
            seat: None,
            failure: None,
        }
    }

    /// With changes that go with those of the card, whoever sends it commands.
    #[must_use]
    pub fn accompanied(self, companion: Companion) -> Self {
        Self { companion: Some(companion), ..self }
    }

    /// One of several drivers of the same card, which take turns: this one reads again what another one has changed, and does not come between the
    /// commands of one that is midway. The seat is to be taken before the card is read.
    #[must_use]
    pub(crate) fn in_turn(self, seat: Seat) -> Self {
        Self { seat: Some(seat), ..self }
    }

    /// The card.
    pub const fn card(&self) -> &C {
        &self.card
    }

    /// Adds changes that become durable with the card's next commit, or by [`Driver::flush`].
    pub fn join(&mut self, batch: Batch) {
        self.joined.append(batch);
    }

    /// Adds changes of the card itself, which may wait for its next commit as lazy ones do.
    pub fn put_off(&mut self, batch: Batch) {
        self.waiting.append(batch);
    }

    /// Takes back what was joined and is not durable yet.
    pub fn unjoin(&mut self) -> Batch {
        std::mem::take(&mut self.joined)
    }

    /// Makes durable what waits: lazy commits of the card, and joined changes.
    ///
    /// # Errors
    /// [`VaultError`]; everything still waits.
    pub fn flush(&mut self) -> Result<(), VaultError> {
        self.take_turn()?;
        let flushed = self.commit(Batch::new());
        self.give_turn_back();
        flushed
    }

    /// Carries out steps until the card replies. For functions of a card that are no commands.
    ///
    /// # Errors
    /// As [`Apdu::transmit`].
    pub fn run(&mut self, first: impl FnOnce(&mut C, &mut OsRandom) -> Step) -> Result<Response, CardError> {
        self.take_turn()?;
        let response = self.carry_out(first);
        self.give_turn_back();
        response
    }

    fn carry_out(&mut self, first: impl FnOnce(&mut C, &mut OsRandom) -> Step) -> Result<Response, CardError> {
        let mut step = first(&mut self.card, &mut self.random);
        loop {
            let outcome = match step {
                Step::Reply(bytes) => {
                    let reply = Response::parse(&bytes)?;
                    // What failed outside is told before what the card made of it.
                    return match self.failure.take() {
                        Some(error) if !reply.is_ok() => Err(error),
                        _ => Ok(reply),
                    };
                }
                Step::Commit { batch, lazy: true } => {
                    self.waiting.append(batch);
                    Outcome::Committed
                }
                Step::Commit { batch, lazy: false } => match self.commit(batch) {
                    Ok(()) => Outcome::Committed,
                    Err(error) => self.failed(error.into(), Outcome::CommitFailed),
                },
                Step::Load { table, prefix } => match self.records.scan(table, &prefix) {
                    Ok(found) => Outcome::Loaded(found),
                    Err(error) => self.failed(error.into(), Outcome::Loaded(Vec::new())),
                },
                Step::Sign { key, message } => match self.keystore.sign(&KeyId(key.0), &message) {
                    Ok(signature) => Outcome::Signed(signature),
                    Err(error) => self.failed(error.into(), Outcome::SignFailed),
                },
            };
            step = self.card.resume(outcome, &mut self.random);
        }
    }

    fn failed(&mut self, error: CardError, outcome: Outcome) -> Outcome {
        self.failure = Some(error);
        outcome
    }

    /// Waits for the turn, and sees to it that the card knows what is durable then.
    fn take_turn(&mut self) -> Result<(), VaultError> {
        let Some(seat) = &mut self.seat else { return Ok(()) };
        let taken = seat.take();
        if taken.own_is_durable {
            self.waiting = Batch::new();
        }
        if let Some(left) = taken.left {
            if let Err(error) = self.records.commit(accompany(self.companion.as_ref(), left)) {
                self.give_turn_back();
                return Err(error);
            }
            seat.kept_for_another();
        }
        if seat.was_behind() {
            self.card.outdated();
        }
        Ok(())
    }

    fn give_turn_back(&mut self) {
        if let Some(seat) = &mut self.seat {
            seat.give_back(self.card.is_midway(), &self.waiting);
        }
    }

    fn commit(&mut self, batch: Batch) -> Result<(), VaultError> {
        let mut all = self.waiting.clone();
        all.append(batch);
        let mut all = accompany(self.companion.as_ref(), all);
        all.append(self.joined.clone());
        if all.is_empty() {
            return Ok(());
        }
        self.records.commit(all)?;
        self.waiting = Batch::new();
        self.joined = Batch::new();
        if let Some(seat) = &mut self.seat {
            seat.committed();
        }
        Ok(())
    }
}

fn accompany(companion: Option<&Companion>, mut batch: Batch) -> Batch {
    if let Some(companion) = companion {
        batch.append(companion(&batch));
    }
    batch
}

impl<C: Smartcard + Send> Apdu for Driver<C> {
    fn transmit(&mut self, command: &[u8]) -> Result<Response, CardError> {
        self.run(|card, random| card.transmit(command, random))
    }
}

impl<C: Smartcard + Send> Card for Driver<C> {
    fn atr(&self) -> Vec<u8> {
        self.card.atr()
    }

    fn reset(&mut self) -> Result<Vec<u8>, CardError> {
        self.take_turn()?;
        let answer = self.commit(Batch::new()).map(|()| self.card.reset());
        self.give_turn_back();
        Ok(answer?)
    }

    fn power_off(&mut self) -> Result<(), CardError> {
        self.reset().map(drop)
    }
}
