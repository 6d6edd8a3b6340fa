//! What brings the outbox to the directory: each card's tasks in order, again and again until the directory has done them. A task may be carried out
//! twice, and has its effect once.

use super::{Action, Cause, DirectoryError, Sealer, Standing, SubscriberDirectory, Subscription};
use crate::storage::{BarredBy, KeptSubscriber, Storage, StorageError, Task};
use model::NumberState;
use std::{sync::Arc, time::Duration};

/// So many tasks are taken at once.
const AT_ONCE: u32 = 32;
/// A task that was taken is nobody else's for so long, in seconds: longer than all of [`AT_ONCE`] take to be given up.
const LEASE: u64 = 300;
/// The longest pause between two tries, in seconds.
const LONGEST_PAUSE: u64 = 600;
/// How often it is looked for tasks.
const EVERY: Duration = Duration::from_secs(1);
/// How often it is looked whether the network has seen those that were given out, in turns of [`EVERY`].
const LOOK: u32 = 60;

/// Brings tasks to the directory.
pub struct Driver {
    storage: Arc<dyn Storage>,
    directory: Arc<dyn SubscriberDirectory>,
    sealer: Sealer,
}

/// What one turn did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Worked {
    /// Tasks that are over, however they ended.
    pub done: u32,
    /// Tasks that are tried again.
    pub later: u32,
}

/// How a task ended.
enum End {
    /// With this outcome; it moves the subscriber so.
    Done(Option<Cause>, String),
    /// Not yet.
    Later(DirectoryError),
}

impl Driver {
    /// From this storage to that directory, with the key under which subscribers' keys are sealed.
    #[must_use]
    pub fn new(storage: Arc<dyn Storage>, directory: Arc<dyn SubscriberDirectory>, sealer: Sealer) -> Self {
        Self { storage, directory, sealer }
    }

    /// Works for as long as it is polled.
    pub async fn run(&self, clock: impl Fn() -> u64 + Send) {
        let mut turn = 0_u32;
        loop {
            if let Err(error) = self.work(clock()).await {
                tracing::error!(%error, hint = error.hint(), "what the HLR is to be told can't be read or written");
            }
            if turn.is_multiple_of(LOOK)
                && let Err(error) = self.look(clock()).await
            {
                tracing::warn!(%error, "it was not looked which cards the network has seen");
            }
            turn = turn.wrapping_add(1);
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Carries out what is due at `now`.
    ///
    /// # Errors
    /// If the database does not answer; what was taken is due again after a while then.
    pub async fn work(&self, now: u64) -> Result<Worked, StorageError> {
        let mut worked = Worked::default();
        loop {
            let tasks = self.storage.take_tasks(now, now + LEASE, AT_ONCE).await?;
            if tasks.is_empty() {
                return Ok(worked);
            }
            for task in tasks {
                match self.carry_out(&task).await? {
                    End::Done(cause, outcome) => {
                        tracing::info!(iccid = task.iccid, action = task.action.as_str(), outcome, "the HLR was told");
                        self.storage.task_done(&task, cause, &outcome, now).await?;
                        worked.done += 1;
                    }
                    End::Later(error) => {
                        let hint = error.hint();
                        tracing::warn!(%error, hint, iccid = task.iccid, "the HLR was not told");
                        self.storage.task_later(&task, now + pause(task.tries)).await?;
                        worked.later += 1;
                    }
                }
            }
        }
    }

    /// Looks which of those that were given out the network has seen; answers how many are new.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn look(&self, now: u64) -> Result<u32, StorageError> {
        let (mut behind, mut seen) = (String::new(), 0);
        loop {
            let page = self.storage.subscribers_in(NumberState::Distributed, &behind, AT_ONCE).await?;
            let Some(last) = page.last() else { return Ok(seen) };
            behind.clone_from(&last.iccid);
            for kept in page {
                let Some(imsi) = kept.imsi.as_ref().and_then(|imsi| imsi.parse().ok()) else { continue };
                match self.directory.standing(&imsi).await {
                    Ok(Standing::Served { seen: true }) => {
                        seen += u32::from(self.storage.happened(&kept.iccid, Cause::Seen, now).await?);
                    }
                    Ok(_) => {}
                    Err(error) if error.retrying_helps() => return Ok(seen),
                    Err(_) => {}
                }
            }
        }
    }

    async fn carry_out(&self, task: &Task) -> Result<End, StorageError> {
        let Some(kept) = self.storage.subscriber(&task.iccid).await? else {
            return Ok(over("it is none of this operator's cards"));
        };
        let Some(imsi) = kept.imsi.as_ref().and_then(|imsi| imsi.parse().ok()) else {
            return Ok(self.without_identity(task));
        };
        let (done, cause) = match task.action {
            Action::Provision if !kept.state.is_given_out() => {
                return Ok(over("it is given out no more, or is barred"));
            }
            Action::Unbar if kept.state != NumberState::Suspended => return Ok(over("it is not barred")),
            Action::Unbar if task.account.is_some() && kept.barred_by != task.account.map(BarredBy::Account) => {
                return Ok(over("its operator has barred it, or another account"));
            }
            Action::Provision | Action::Unbar => {
                let Some(subscription) = self.subscription(&kept) else {
                    return Ok(over("its keys are not here, or don't open: import it anew"));
                };
                let cause = (task.action == Action::Unbar).then_some(Cause::Unbarred);
                (self.directory.provision(&subscription).await, cause)
            }
            Action::Bar if task.account.is_some() && task.account != kept.account => {
                return Ok(over("the account that ordered it has not shown that it holds the card"));
            }
            Action::Bar => (self.directory.bar(&imsi).await, Some(Cause::Barred)),
            Action::Remove => (self.directory.remove(&imsi).await, None),
        };
        Ok(match done {
            Ok(()) => End::Done(cause, "done".to_owned()),
            Err(error) if error.retrying_helps() => End::Later(error),
            Err(error) => {
                tracing::error!(%error, hint = error.hint(), iccid = task.iccid, "the HLR can't be told");
                over(&error.to_string())
            }
        })
    }

    /// A card of which only a kiosk has spoken: no directory has it, so there is nothing to take out of one.
    fn without_identity(&self, task: &Task) -> End {
        match task.action {
            Action::Bar if task.account.is_none() => End::Done(Some(Cause::Barred), "no directory has it".to_owned()),
            _ => over("its keys are not here: import it"),
        }
    }

    fn subscription(&self, kept: &KeptSubscriber) -> Option<Subscription> {
        let (iccid, imsi) = (kept.iccid.parse().ok()?, kept.imsi.as_ref()?.parse().ok()?);
        let opened = self.sealer.open(&iccid, &imsi, kept.sealed.as_ref()?).ok()?;
        let msisdn = kept.msisdn.as_ref().and_then(|number| number.parse().ok());
        Some(Subscription { iccid, imsi, msisdn, ki: opened.ki, algorithm: opened.algorithm })
    }
}

impl std::fmt::Debug for Driver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Driver(..)")
    }
}

fn over(outcome: &str) -> End {
    End::Done(None, outcome.to_owned())
}

/// Seconds to wait after so many tries.
fn pause(tries: u32) -> u64 {
    1_u64.checked_shl(tries).unwrap_or(LONGEST_PAUSE).min(LONGEST_PAUSE)
}
