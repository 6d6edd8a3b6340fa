use super::{Apdu, Card, CardError, Response};
use crate::OsRandom;
use model::Batch;
use std::sync::Arc;
use uicc::{Outcome, Smartcard, Step};
use vault::{KeyId, Keystore, Records, VaultError};

/// Carries out the effects of a card in software: commits and reads records, has messages signed.
///
/// A flow may [`Driver::join`] changes of its own to the card's next commit, so that card state, journal and outbox become durable
/// together. Lazy commits of the card wait for that commit too.
pub struct Driver<C> {
    card: C,
    records: Arc<dyn Records>,
    keystore: Arc<dyn Keystore>,
    random: OsRandom,
    waiting: Batch,
    joined: Batch,
    companion: Option<Companion>,
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
            failure: None,
        }
    }

    /// With changes that go with those of the card, whoever sends it commands.
    #[must_use]
    pub fn accompanied(self, companion: Companion) -> Self {
        Self { companion: Some(companion), ..self }
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
        self.commit(Batch::new())
    }

    /// Carries out steps until the card replies. For functions of a card that are no commands.
    ///
    /// # Errors
    /// As [`Apdu::transmit`].
    pub fn run(&mut self, first: impl FnOnce(&mut C, &mut OsRandom) -> Step) -> Result<Response, CardError> {
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

    fn commit(&mut self, batch: Batch) -> Result<(), VaultError> {
        let mut all = self.waiting.clone();
        all.append(batch);
        if let Some(companion) = &self.companion {
            all.append(companion(&all));
        }
        all.append(self.joined.clone());
        if all.is_empty() {
            return Ok(());
        }
        self.records.commit(all)?;
        self.waiting = Batch::new();
        self.joined = Batch::new();
        Ok(())
    }
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
        self.flush()?;
        Ok(self.card.reset())
    }

    fn power_off(&mut self) -> Result<(), CardError> {
        self.reset().map(drop)
    }
}
