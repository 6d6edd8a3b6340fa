//! What a command does next, and how it goes on afterwards.

use crate::Euicc;
use model::{Batch, Random, SecretBytes};
use uicc::{Outcome, StatusWord, Step};

/// Goes on with a command once its last step was carried out.
type Then<T> = Box<dyn FnOnce(&mut Euicc, T, &mut dyn Random) -> Act + Send>;

/// Records as they were read: id and value.
pub(crate) type Found = Vec<(Vec<u8>, SecretBytes)>;

/// One step of a command. A command is a chain of these that ends in a reply.
pub(crate) enum Act {
    /// The data of an answer that went well.
    Answer(Vec<u8>),
    /// A status word without data.
    Status(StatusWord),
    /// Sign with the eUICC's key; without a signature nothing was changed yet.
    Sign(Vec<u8>, Then<Option<[u8; 64]>>),
    /// Make durable; `false` means that it is not and never will be.
    Commit { batch: Batch, lazy: bool, then: Then<bool> },
    /// Read records.
    Load { table: &'static str, prefix: Vec<u8>, then: Then<Found> },
    /// Nothing from outside: go on.
    GoOn(Then<()>),
    /// A step of the profile's card, which goes on with the outcome itself.
    Card(Step),
    /// A response APDU, as it is to be sent.
    Response(Vec<u8>),
}

impl Act {
    pub(crate) fn sign(
        message: Vec<u8>,
        then: impl FnOnce(&mut Euicc, Option<[u8; 64]>, &mut dyn Random) -> Self + Send + 'static,
    ) -> Self {
        Self::Sign(message, Box::new(then))
    }

    pub(crate) fn commit(batch: Batch, then: impl FnOnce(&mut Euicc, bool) -> Self + Send + 'static) -> Self {
        Self::Commit { batch, lazy: false, then: Box::new(|euicc, done, _| then(euicc, done)) }
    }

    pub(crate) fn commit_lazily(batch: Batch, then: impl FnOnce(&mut Euicc, bool) -> Self + Send + 'static) -> Self {
        Self::Commit { batch, lazy: true, then: Box::new(|euicc, done, _| then(euicc, done)) }
    }

    pub(crate) fn go_on(then: impl FnOnce(&mut Euicc) -> Self + Send + 'static) -> Self {
        Self::GoOn(Box::new(|euicc, (), _| then(euicc)))
    }

    pub(crate) fn load(
        table: &'static str,
        prefix: &[u8],
        then: impl FnOnce(&mut Euicc, Found, &mut dyn Random) -> Self + Send + 'static,
    ) -> Self {
        Self::Load { table, prefix: prefix.to_vec(), then: Box::new(then) }
    }
}

/// What the eUICC waits for between two steps.
pub(crate) enum Waiting {
    Signature(Then<Option<[u8; 64]>>),
    Commit(Then<bool>),
    Records(Then<Found>),
    Card,
}

impl Waiting {
    /// The act that follows `outcome`; none if it answers another question than the one that was asked.
    pub(crate) fn go_on(self, euicc: &mut Euicc, outcome: Outcome, random: &mut dyn Random) -> Option<Act> {
        Some(match (self, outcome) {
            (Self::Signature(then), Outcome::Signed(signature)) => then(euicc, Some(signature), random),
            (Self::Signature(then), Outcome::SignFailed) => then(euicc, None, random),
            (Self::Commit(then), Outcome::Committed) => then(euicc, true, random),
            (Self::Commit(then), Outcome::CommitFailed) => then(euicc, false, random),
            (Self::Records(then), Outcome::Loaded(records)) => then(euicc, records, random),
            (Self::Card, outcome) => Act::Card(euicc.resume_card(outcome, random)?),
            _ => return None,
        })
    }
}
