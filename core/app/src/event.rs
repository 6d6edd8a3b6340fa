use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// Where a flow stands. Events are pulled by whoever shows them; missing some is no harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The kiosk has proved who it is.
    Connected {
        /// Its name.
        kiosk: String,
        /// Its operator's name.
        operator: String,
    },
    /// A number is reserved.
    Reserved {
        /// For how long, in seconds.
        lease_seconds: u32,
    },
    /// Somebody has to agree to the sale.
    WaitingForAuthorisation {
        /// Who: `attendant` or `till`.
        who: &'static str,
    },
    /// The sale is authorised.
    Authorised,
    /// A driver or management program was installed, or the built-in one serves.
    Package {
        /// What it is.
        what: &'static str,
        /// Whether it was installed.
        installed: bool,
    },
    /// Phone and kiosk have proved themselves to each other at this version.
    Authenticated {
        /// The accepted version.
        version: String,
    },
    /// More of an answer has arrived.
    Bytes {
        /// Received so far.
        received: u64,
        /// Of how many, once known.
        total: Option<u64>,
    },
    /// The package is on the phone and is being installed.
    Installing,
    /// The profile is installed.
    Installed {
        /// Its ICCID.
        iccid: String,
    },
    /// The kiosk has accepted the result.
    Reported,
}

/// The events of one flow, oldest first. Bytes received overwrite each other.
#[derive(Debug, Clone, Default)]
pub struct Events {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    queue: Mutex<Vec<Event>>,
    arrived: Notify,
}

impl Events {
    /// No events yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn tell(&self, event: Event) {
        let mut queue = self.inner.queue.lock().unwrap_or_else(PoisonError::into_inner);
        match (queue.last_mut(), &event) {
            (Some(last @ Event::Bytes { .. }), Event::Bytes { .. }) => *last = event,
            _ => queue.push(event),
        }
        drop(queue);
        self.inner.arrived.notify_one();
    }

    /// The next event; waits for it. Dropping the future loses nothing.
    pub async fn next(&self) -> Event {
        loop {
            if let Some(event) = self.try_next() {
                return event;
            }
            self.inner.arrived.notified().await;
        }
    }

    /// The next event, if there is one.
    #[must_use]
    pub fn try_next(&self) -> Option<Event> {
        let mut queue = self.inner.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.is_empty() { None } else { Some(queue.remove(0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn events_come_in_order_and_bytes_overwrite_each_other() {
        let events = Events::new();
        events.tell(Event::Authorised);
        events.tell(Event::Bytes { received: 1, total: None });
        events.tell(Event::Bytes { received: 2, total: Some(9) });
        assert_eq!(events.next().await, Event::Authorised);
        assert_eq!(events.next().await, Event::Bytes { received: 2, total: Some(9) });
        assert_eq!(events.try_next(), None);
    }
}
