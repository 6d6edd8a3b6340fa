use crate::storage::{Heard, Woken};
use account::{
    keys::AccountId,
    wire::{Bytes, Wake},
};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU8, AtomicUsize, Ordering},
    },
};
use tokio::sync::{Notify, broadcast, broadcast::error::RecvError};

/// What a listener is told, all of it at once: what was told twice meanwhile is told once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rung(u8);

impl Rung {
    const LOOK: u8 = 1 << 4;
    const END: u8 = 1 << 5;
    const WAKES: [Wake; 4] = [Wake::Orders, Wake::Log, Wake::Manifest, Wake::Approval];

    const fn bit(wake: Option<Wake>) -> u8 {
        match wake {
            Some(Wake::Orders) => 1,
            Some(Wake::Log) => 1 << 1,
            Some(Wake::Manifest) => 1 << 2,
            Some(Wake::Approval) => 1 << 3,
            None => Self::LOOK,
        }
    }

    /// What the device is to ask for; orders first.
    pub fn wakes(self) -> impl Iterator<Item = Wake> {
        Self::WAKES.into_iter().filter(move |wake| self.0 & Self::bit(Some(*wake)) != 0)
    }

    /// Whether to look if the token is still good.
    #[must_use]
    pub const fn look(self) -> bool {
        self.0 & Self::LOOK != 0
    }

    /// Whether the server ends.
    #[must_use]
    pub const fn end(self) -> bool {
        self.0 & Self::END != 0
    }
}

/// One listener's bell: a byte and a notification, so that ten thousand of them are small.
#[derive(Debug)]
struct Bell {
    device: Bytes,
    pending: AtomicU8,
    notify: Notify,
}

impl Bell {
    fn ring(&self, bits: u8) {
        self.pending.fetch_or(bits, Ordering::AcqRel);
        self.notify.notify_one();
    }
}

/// Who listens at this instance, by account: what is told of one account touches no other's.
#[derive(Debug, Default)]
pub struct Hub {
    bells: Mutex<HashMap<AccountId, Vec<Arc<Bell>>>>,
    listening: AtomicUsize,
}

impl Hub {
    /// How many listen.
    #[must_use]
    pub fn listening(&self) -> usize {
        self.listening.load(Ordering::Relaxed)
    }

    /// Tells everybody that the server ends.
    pub fn end(&self) {
        self.ring_all(Rung::END);
    }

    /// Listens for a device, until it is dropped.
    pub(super) fn listen(self: &Arc<Self>, account: AccountId, device: Bytes) -> Listening {
        let bell = Arc::new(Bell { device, pending: AtomicU8::new(0), notify: Notify::new() });
        self.bells().entry(account).or_default().push(bell.clone());
        self.listening.fetch_add(1, Ordering::Relaxed);
        Listening { hub: self.clone(), account, bell }
    }

    /// Passes on what the instances tell each other, until they end.
    pub(super) async fn pass_on(self: Arc<Self>, mut told: broadcast::Receiver<Heard>) {
        loop {
            match told.recv().await {
                Ok(Heard::Woken(woken)) => self.ring(&woken),
                // Nobody knows what was missed: everybody asks.
                Ok(Heard::Missed) | Err(RecvError::Lagged(_)) => self.ring_all(!Rung::END),
                Err(RecvError::Closed) => return,
            }
        }
    }

    fn ring(&self, woken: &Woken) {
        let bells = self.bells();
        let of = bells.get(&woken.account).into_iter().flatten();
        for bell in of.filter(|bell| woken.device.as_ref().is_none_or(|device| *device == bell.device)) {
            bell.ring(Rung::bit(woken.wake));
        }
    }

    fn ring_all(&self, bits: u8) {
        self.bells().values().flatten().for_each(|bell| bell.ring(bits));
    }

    fn bells(&self) -> std::sync::MutexGuard<'_, HashMap<AccountId, Vec<Arc<Bell>>>> {
        self.bells.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A listener's place in the hub.
#[derive(Debug)]
pub(super) struct Listening {
    hub: Arc<Hub>,
    account: AccountId,
    bell: Arc<Bell>,
}

impl Listening {
    /// The next that it is told.
    pub(super) async fn next(&self) -> Rung {
        loop {
            let pending = self.bell.pending.swap(0, Ordering::AcqRel);
            if pending != 0 {
                return Rung(pending);
            }
            self.bell.notify.notified().await;
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let mut bells = self.hub.bells();
        if let Some(of) = bells.get_mut(&self.account) {
            of.retain(|bell| !Arc::ptr_eq(bell, &self.bell));
            if of.is_empty() {
                bells.remove(&self.account);
            }
        }
        self.hub.listening.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(account: u8, device: Option<u8>, wake: Option<Wake>) -> Heard {
        let device = device.map(|id| Bytes::from([id; 16]));
        Heard::Woken(Woken { account: AccountId([account; 16]), device, wake })
    }

    // R: B6
    #[tokio::test]
    async fn a_listener_hears_of_its_own_account_and_device_and_misses_nothing_while_busy() {
        let hub = Arc::new(Hub::default());
        let (say, hear) = broadcast::channel(8);
        let passing = tokio::spawn(hub.clone().pass_on(hear));
        let one = hub.listen(AccountId([1; 16]), Bytes::from([1; 16]));
        let other = hub.listen(AccountId([2; 16]), Bytes::from([1; 16]));
        for woken in [told(1, None, Some(Wake::Log)), told(1, Some(2), Some(Wake::Approval)), told(1, Some(1), None)] {
            say.send(woken).expect("it is heard");
        }
        for _ in 0..2 {
            say.send(told(1, Some(1), Some(Wake::Orders))).expect("it is heard");
        }
        drop(say);
        passing.await.expect("it ends with its senders");
        let rung = one.next().await;
        assert_eq!(rung.wakes().collect::<Vec<_>>(), [Wake::Orders, Wake::Log]);
        assert!(rung.look() && !rung.end());
        hub.end();
        assert!(one.next().await.end() && other.next().await.end());
        assert_eq!(hub.listening(), 2);
        drop((one, other));
        assert!(hub.listening() == 0 && hub.bells().is_empty());
    }
}
