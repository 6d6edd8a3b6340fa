use super::{Eums, Session, Stage};
use crate::{Refusal, checks};
use model::UnixTime;
use rsp::TransactionId;
use std::collections::{BTreeMap, BTreeSet};

/// The sessions under way, in memory. After a restart there are none: clients begin again, orders are not lost.
#[derive(Debug)]
pub struct Sessions {
    by_id: BTreeMap<TransactionId, Session>,
    /// Those whose client has proven nothing yet, oldest first: they make room when there are too many.
    unproven: BTreeSet<(UnixTime, TransactionId)>,
    /// The others, oldest first.
    proven: BTreeSet<(UnixTime, TransactionId)>,
    most: usize,
    life: u64,
    pub(crate) eums: Eums,
}

impl Default for Sessions {
    /// 1,024 sessions of ten minutes.
    fn default() -> Self {
        Self::new(1_024, 600)
    }
}

impl Sessions {
    /// At most `most` sessions, each of at most `life` seconds.
    #[must_use]
    pub fn new(most: usize, life: u64) -> Self {
        let (unproven, proven) = (BTreeSet::new(), BTreeSet::new());
        Self { by_id: BTreeMap::new(), unproven, proven, most, life, eums: Eums::default() }
    }

    /// How many there are, those included whose time is over and was not noticed yet.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Forgets those whose time is over.
    pub fn expire(&mut self, now: UnixTime) {
        for ages in [&mut self.unproven, &mut self.proven] {
            while ages.first().is_some_and(|(started, _)| now.since(*started) > self.life) {
                if let Some((_, id)) = ages.pop_first() {
                    self.by_id.remove(&id);
                }
            }
        }
    }

    /// Begins a session. When there are too many, the oldest one whose client never proved itself makes room. What it costs
    /// does not grow with the number of sessions.
    pub(crate) fn begin(&mut self, id: TransactionId, stage: Stage, now: UnixTime) -> Result<(), Refusal> {
        if self.by_id.len() >= self.most {
            self.expire(now);
        }
        if self.by_id.len() >= self.most && checks::MOST_SESSIONS.on() {
            let (_, oldest) = self.unproven.pop_first().ok_or(Refusal::Busy)?;
            self.by_id.remove(&oldest);
        }
        self.put(id, now, stage);
        Ok(())
    }

    /// Takes a session out if `at` fits its stage. One at another stage stays: a call out of turn must not end it.
    pub(crate) fn take<T>(
        &mut self,
        id: &TransactionId,
        now: UnixTime,
        at: impl FnOnce(Stage) -> Result<T, Stage>,
    ) -> Result<(UnixTime, T), Refusal> {
        let Session { started, stage } = self.by_id.remove(id).ok_or(Refusal::Session)?;
        let age = (started, id.clone());
        self.unproven.remove(&age);
        self.proven.remove(&age);
        if now.since(started) > self.life {
            return Err(Refusal::Session);
        }
        match at(stage) {
            Ok(taken) => Ok((started, taken)),
            Err(stage) => {
                self.put(id.clone(), started, stage);
                Err(Refusal::Session)
            }
        }
    }

    /// Puts a session that was taken out back at its next stage; its time goes on from its beginning.
    pub(crate) fn put(&mut self, id: TransactionId, started: UnixTime, stage: Stage) {
        let ages = if matches!(stage, Stage::Initiated(_)) { &mut self.unproven } else { &mut self.proven };
        ages.insert((started, id.clone()));
        self.by_id.insert(id, Session { started, stage });
    }
}
