use super::{Push, PushError};
use crate::storage::{DuePush, Pushed, Storage, StorageError};
use std::{sync::Arc, time::Duration};

/// So many are taken at once.
const AT_ONCE: u32 = 64;
/// One that was taken is nobody else's for so long, in seconds.
const LEASE: u64 = 300;
/// The longest pause between two tries, in seconds.
const LONGEST_PAUSE: u64 = 3_600;
/// After so many tries the phone's own contact is waited for.
const TRIES: u32 = 40;
/// How often it is looked for those that are due.
const EVERY: Duration = Duration::from_secs(1);

/// Wakes the phones that orders have come for.
pub struct PushDriver {
    storage: Arc<dyn Storage>,
    services: Vec<Arc<dyn Push>>,
}

impl PushDriver {
    /// By these services.
    #[must_use]
    pub fn new(storage: Arc<dyn Storage>, services: Vec<Arc<dyn Push>>) -> Self {
        Self { storage, services }
    }

    /// Works for as long as it is polled.
    pub async fn run(&self, clock: impl Fn() -> u64 + Send) {
        loop {
            if let Err(error) = self.work(clock()).await {
                tracing::error!(%error, hint = error.hint(), "which phones are to be woken can't be read or written");
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Wakes whoever is due at `now`; answers how many were.
    ///
    /// # Errors
    /// If the database does not answer; what was taken is due again after a while then.
    pub async fn work(&self, now: u64) -> Result<usize, StorageError> {
        let mut woken = 0;
        loop {
            let due = self.storage.take_pushes(now, now + LEASE, AT_ONCE).await?;
            if due.is_empty() {
                return Ok(woken);
            }
            for push in due {
                let ended = self.push(&push, now).await;
                woken += usize::from(ended == Pushed::Over);
                self.storage.push_ended(&push, ended).await?;
            }
        }
    }

    async fn push(&self, push: &DuePush, now: u64) -> Pushed {
        let Some(service) = self.services.iter().find(|service| service.service() == push.address.service) else {
            return later(push.tries, None, now);
        };
        match service.wake(&push.address.token, now).await {
            Ok(()) => Pushed::Over,
            Err(PushError::Gone) => Pushed::Gone,
            Err(error) => {
                tracing::warn!(%error, hint = error.hint(), "a phone was not woken");
                let after = if let PushError::Busy { after, .. } = error { after } else { None };
                later(push.tries, after, now)
            }
        }
    }
}

/// Twice as long as before, from 10 s on; the service's own wish if that is longer.
fn later(tries: u32, wished: Option<u64>, now: u64) -> Pushed {
    if tries >= TRIES {
        return Pushed::Over;
    }
    let pause = (10_u64 << tries.min(16)).min(LONGEST_PAUSE);
    Pushed::Later(now + pause.max(wished.unwrap_or(0).min(86_400)))
}
