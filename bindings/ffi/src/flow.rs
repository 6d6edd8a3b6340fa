use crate::{runtime::runtime, trouble::LandfallError};
use app::{Cancel, Event, Events};
use std::{future::Future, pin::Pin, sync::Arc};
use tokio::sync::watch;

/// Where a flow stands.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
#[expect(missing_docs, reason = "the sentence of each variant names its fields")]
pub enum FlowEvent {
    /// The kiosk has proved who it is.
    Connected { kiosk: String, operator: String },
    /// A number is reserved, for so many seconds.
    Reserved { lease_seconds: u32 },
    /// Somebody has to agree to the sale: `attendant` or `till`. They see the same code.
    Waiting { who: String, code: String },
    /// The sale is authorised.
    Authorised,
    /// A driver or management program was installed, or what is built in serves.
    Package { what: String, installed: bool },
    /// A discovery server says that so many SIMs wait.
    Discovered { events: u32 },
    /// Phone and server have proved themselves, at this version.
    Authenticated { version: String },
    /// What is given.
    Offered { operator: String, name: String },
    /// More has arrived, in bytes; of how many, once that is known.
    Bytes { received: u64, total: Option<u64> },
    /// The package is on the phone and is being installed: from here on it is not stopped.
    Installing,
    /// The SIM is installed.
    Installed { iccid: String },
    /// Its kiosk or server knows.
    Reported,
    /// The account's log was read as far as `place` of `last`.
    Reading { place: u64, last: u64 },
    /// So many edits wait to be written to it.
    Writing { left: u64 },
    /// How an order of a card stands, and why.
    Ordered { state: String, why: Option<String> },
}

impl From<Event> for FlowEvent {
    fn from(event: Event) -> Self {
        match event {
            Event::Connected { kiosk, operator } => Self::Connected { kiosk, operator },
            Event::Reserved { lease_seconds } => Self::Reserved { lease_seconds },
            Event::WaitingForAuthorisation { who, code } => Self::Waiting { who: who.to_owned(), code },
            Event::Authorised => Self::Authorised,
            Event::Package { what, installed } => Self::Package { what: what.to_owned(), installed },
            Event::Discovered { events } => Self::Discovered { events: u32::try_from(events).unwrap_or(u32::MAX) },
            Event::Authenticated { version } => Self::Authenticated { version },
            Event::Offered { operator, name } => Self::Offered { operator, name },
            Event::Bytes { received, total } => Self::Bytes { received, total },
            Event::Installing => Self::Installing,
            Event::Installed { iccid } => Self::Installed { iccid },
            Event::Reported => Self::Reported,
            Event::LogRead { place, last } => Self::Reading { place, last },
            Event::LogWritten { left } => Self::Writing { left: left as u64 },
            Event::CardOrder { state, why } => Self::Ordered { state: format!("{state:?}").to_lowercase(), why },
        }
    }
}

/// What a flow came to.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Gained {
    /// The SIM that is here now; none if the flow gives none.
    pub iccid: Option<String>,
    /// Whether whoever gave it knows. If not, it is told at the next contact.
    pub reported: bool,
}

type Outcome = Option<Result<Gained, LandfallError>>;

/// Something that takes a while. Its events are pulled; it goes on whether anybody does. Dropped, it is put off: what was reserved stays reserved.
#[derive(uniffi::Object)]
pub struct Flow {
    events: Events,
    outcome: watch::Receiver<Outcome>,
}

impl Flow {
    /// Starts `work`, which tells `events`.
    pub(crate) fn start<E: Into<LandfallError> + Send + 'static>(
        events: Events,
        work: impl Future<Output = Result<Gained, E>> + Send + 'static,
    ) -> Result<Arc<Self>, LandfallError> {
        let (sender, outcome) = watch::channel(None);
        // One type of task for all flows.
        let work: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(async move {
            let result = work.await.map_err(Into::into);
            // Nobody waits for it any more.
            let _ = sender.send(Some(result));
        });
        runtime()?.spawn(work);
        Ok(Arc::new(Self { events, outcome }))
    }
}

#[uniffi::export]
impl Flow {
    /// The next event; none once the flow has ended and all were told. A call that is cancelled loses none.
    pub async fn next_event(&self) -> Option<FlowEvent> {
        let mut outcome = self.outcome.clone();
        tokio::select! {
            biased;
            event = self.events.next() => Some(event.into()),
            _ = outcome.wait_for(Option::is_some) => self.events.try_next().map(Into::into),
        }
    }

    /// The next event if it is there already, without waiting: asked first, it spares a caller the way of an asynchronous call.
    pub fn ready_event(&self) -> Option<FlowEvent> {
        self.events.try_next().map(Into::into)
    }

    /// Waits for the end.
    pub async fn finished(&self) -> Result<Gained, LandfallError> {
        let mut outcome = self.outcome.clone();
        let ended = outcome.wait_for(Option::is_some).await.map(|ended| ended.clone());
        match ended {
            Ok(Some(result)) => result,
            _ => Err(LandfallError::failed(
                "mistake",
                "Something went wrong in Landfall",
                "the flow ended without a result",
            )),
        }
    }

    /// Stops it at its next step, unless the SIM installs already. `reject`: it is not wanted, and its number is free again, at once or,
    /// where nobody had agreed to the sale yet, when its lease ends; else it is put off.
    pub fn cancel(&self, reject: bool) {
        self.events.cancel(if reject { Cancel::Rejected } else { Cancel::Postponed });
    }
}

impl Drop for Flow {
    fn drop(&mut self) {
        self.events.cancel(Cancel::Postponed);
    }
}
