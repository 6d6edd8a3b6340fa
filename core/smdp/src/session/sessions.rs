use super::{Eums, Session, Stage};
use crate::{Refusal, checks};
use model::{Eid, UnixTime};
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
    /// The proven ones of each eUICC, oldest first: one card can't take everybody's place.
    by_card: BTreeMap<Eid, BTreeSet<(UnixTime, TransactionId)>>,
    most: usize,
    life: u64,
    pub(crate) eums: Eums,
}

/// How many sessions one eUICC may have; it takes part in one at a time, and what it left behind is over soon.
const MOST_OF_A_CARD: usize = 4;

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
        let (by_id, unproven, proven, by_card) = Default::default();
        Self { by_id, unproven, proven, by_card, most, life, eums: Eums::default() }
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

    /// Whether there is a session of this id, at whatever stage.
    #[must_use]
    pub fn has(&self, id: &TransactionId) -> bool {
        self.by_id.contains_key(id)
    }

    /// Forgets those whose time is over.
    pub fn expire(&mut self, now: UnixTime) {
        loop {
            let oldest = [self.unproven.first(), self.proven.first()].into_iter().flatten().min();
            match oldest.filter(|(started, _)| now.since(*started) > self.life).cloned() {
                Some((_, id)) => self.remove(&id),
                None => return,
            };
        }
    }

    /// Begins a session. When there are too many, the oldest one whose client never proved itself makes room. What it costs
    /// does not grow with the number of sessions.
    pub(crate) fn begin(&mut self, id: TransactionId, stage: Stage, now: UnixTime) -> Result<(), Refusal> {
        if self.by_id.len() >= self.most {
            self.expire(now);
        }
        if self.by_id.len() >= self.most && checks::MOST_SESSIONS.on() {
            let (_, oldest) = self.unproven.first().cloned().ok_or(Refusal::Busy)?;
            self.remove(&oldest);
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
        let Session { started, stage } = self.remove(id).ok_or(Refusal::Session)?;
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
        let age = (started, id.clone());
        match stage.card() {
            None => {
                self.unproven.insert(age);
            }
            Some(eid) => {
                self.proven.insert(age.clone());
                let own = self.by_card.entry(*eid).or_default();
                own.insert(age);
                if own.len() > MOST_OF_A_CARD
                    && let Some((_, oldest)) = own.iter().find(|(_, other)| *other != id).cloned()
                {
                    self.remove(&oldest);
                }
            }
        }
        self.by_id.insert(id, Session { started, stage });
    }

    fn remove(&mut self, id: &TransactionId) -> Option<Session> {
        let session = self.by_id.remove(id)?;
        let age = (session.started, id.clone());
        match session.stage.card() {
            None => {
                self.unproven.remove(&age);
            }
            Some(eid) => {
                self.proven.remove(&age);
                if let Some(own) = self.by_card.get_mut(eid) {
                    own.remove(&age);
                    if own.is_empty() {
                        self.by_card.remove(eid);
                    }
                }
            }
        }
        Some(session)
    }
}
