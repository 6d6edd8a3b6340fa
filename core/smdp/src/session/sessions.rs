use super::{Eums, Session, Stage};
use crate::Refusal;
use model::UnixTime;
use rsp::TransactionId;
use std::collections::BTreeMap;

/// The sessions under way, in memory. After a restart there are none: clients begin again, orders are not lost.
#[derive(Debug)]
pub struct Sessions {
    by_id: BTreeMap<TransactionId, Session>,
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
        Self { by_id: BTreeMap::new(), most, life, eums: Eums::default() }
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
        self.by_id.retain(|_, session| now.since(session.started) <= self.life);
    }

    /// Begins a session. When there are too many, the oldest one whose client never proved itself makes room.
    pub(crate) fn begin(&mut self, id: TransactionId, stage: Stage, now: UnixTime) -> Result<(), Refusal> {
        if self.by_id.len() >= self.most {
            self.expire(now);
        }
        if self.by_id.len() >= self.most {
            let unproven = self.by_id.iter().filter(|(_, s)| matches!(s.stage, Stage::Initiated(_)));
            let oldest = unproven.min_by_key(|(_, s)| s.started).map(|(id, _)| id.clone());
            self.by_id.remove(&oldest.ok_or(Refusal::Busy)?);
        }
        self.by_id.insert(id, Session { started: now, stage });
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
        if now.since(started) > self.life {
            return Err(Refusal::Session);
        }
        match at(stage) {
            Ok(taken) => Ok((started, taken)),
            Err(stage) => {
                self.by_id.insert(id.clone(), Session { started, stage });
                Err(Refusal::Session)
            }
        }
    }

    /// Puts a session that was taken out back at its next stage; its time goes on from its beginning.
    pub(crate) fn put(&mut self, id: TransactionId, started: UnixTime, stage: Stage) {
        self.by_id.insert(id, Session { started, stage });
    }
}
