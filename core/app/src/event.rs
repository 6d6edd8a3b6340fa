use account::wire::CardOrderState;
use rsp::{es10::CancelSessionReason, lpa::Answer};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, watch};

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
        /// The sale's code, which the attendant sees too.
        code: String,
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
    /// A discovery server says that something waits.
    Discovered {
        /// How many profiles.
        events: usize,
    },
    /// Phone and kiosk have proved themselves to each other at this version.
    Authenticated {
        /// The accepted version.
        version: String,
    },
    /// The kiosk has signed what it gives.
    Offered {
        /// The operator.
        operator: String,
        /// The profile's name.
        name: String,
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
    /// The account's log was read as far as this.
    LogRead {
        /// Its place.
        place: u64,
        /// The last one.
        last: u64,
    },
    /// The account's log takes what was edited here.
    LogWritten {
        /// How many records wait still.
        left: usize,
    },
    /// How an order of a card stands.
    CardOrder {
        /// How far it is.
        state: CardOrderState,
        /// What it waits for, or why it failed.
        why: Option<String>,
    },
}

/// Why a user stops a flow. Card and kiosk are told, as far as they know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancel {
    /// The user does not want it: the sale is over, and the number free again; where nobody had agreed to it yet, when its lease ends.
    Rejected,
    /// Not now: what is reserved stays so until its lease ends.
    Postponed,
}

impl Cancel {
    /// What the user meant by ending a session, where nobody else stopped the flow.
    pub(crate) const fn meant_by(reason: CancelSessionReason) -> Self {
        match reason {
            CancelSessionReason::Postponed | CancelSessionReason::Timeout => Self::Postponed,
            _ => Self::Rejected,
        }
    }

    pub(crate) const fn answer(self) -> Answer {
        match self {
            Self::Rejected => Answer::Rejected,
            Self::Postponed => Answer::Postponed,
        }
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Rejected => "its user does not want it",
            Self::Postponed => "its user put it off",
        }
    }
}

/// The events of one flow, oldest first; numbers of the same kind overwrite each other. And, the other way, its end before its time.
#[derive(Debug, Clone, Default)]
pub struct Events {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    queue: Mutex<Vec<Event>>,
    arrived: Notify,
    cancel: watch::Sender<Option<Cancel>>,
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
            (Some(last @ Event::Bytes { .. }), Event::Bytes { .. })
            | (Some(last @ Event::LogRead { .. }), Event::LogRead { .. })
            | (Some(last @ Event::LogWritten { .. }), Event::LogWritten { .. }) => *last = event,
            _ => queue.push(event),
        }
        drop(queue);
        self.inner.arrived.notify_one();
    }

    /// Asks the flow to stop. It does so at its next step, unless the card installs already: then it is too late. The first reason counts.
    pub fn cancel(&self, why: Cancel) {
        self.inner.cancel.send_if_modified(|cancel| match cancel {
            Some(_) => false,
            None => {
                *cancel = Some(why);
                true
            }
        });
    }

    pub(crate) fn cancelled(&self) -> Option<Cancel> {
        *self.inner.cancel.borrow()
    }

    /// Waits until the flow is asked to stop.
    pub(crate) async fn until_cancelled(&self) -> Cancel {
        let mut asked = self.inner.cancel.subscribe();
        match asked.wait_for(Option::is_some).await.map(|cancel| *cancel) {
            Ok(Some(cancel)) => cancel,
            // Its sender lives as long as this does.
            _ => std::future::pending().await,
        }
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
