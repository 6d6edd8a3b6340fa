use super::Event;
use crate::{Refusal, authority::ProvenClient, checks};
use model::Eid;
use rsp::{
    TransactionId,
    es9::Response,
    es11::{AuthenticateClientOk, AuthenticateClientResponse},
    version::Accepted,
};

/// A client whose eUICC has proven itself; its events are to be looked up now.
#[derive(Debug)]
#[must_use = "it has no answer until its events are known"]
pub struct ClientProven {
    transaction_id: TransactionId,
    eid: Eid,
    event_id: Option<String>,
    accepted: Accepted,
}

impl ClientProven {
    pub(super) fn new(transaction_id: TransactionId, client: ProvenClient) -> Self {
        let event_id = client.context.matching_id.filter(|id| !id.is_empty());
        Self { transaction_id, eid: client.euicc.eid, event_id, accepted: client.accepted }
    }

    /// The eUICC.
    #[must_use]
    pub const fn eid(&self) -> &Eid {
        &self.eid
    }

    /// The event that it asks for; `None`: for all of its events.
    #[must_use]
    pub fn event_id(&self) -> Option<&str> {
        self.event_id.as_deref()
    }

    /// The version that both sides work at (E9).
    #[must_use]
    pub const fn accepted(&self) -> &Accepted {
        &self.accepted
    }

    /// The second half: the answer. Nothing in it is signed. An eUICC for which nothing is registered is told of no events, and an event
    /// that it names and that is not its own is unknown.
    ///
    /// That an empty list is the answer, and no refusal, is from memory of SGP.22 §5.8.2; LPAs take either.
    ///
    /// # Errors
    /// [`Refusal::Event`].
    pub fn with_events(self, events: &[Event]) -> Result<Response, Refusal> {
        let own = |event: &&Event| event.eid == self.eid || !checks::OWN_CARD.on();
        let asked = |event: &&Event| self.event_id.as_ref().is_none_or(|id| *id == event.entry.event_id);
        let found: Vec<_> = events.iter().filter(own).filter(asked).map(|event| event.entry.clone()).collect();
        if self.event_id.is_some() && found.is_empty() {
            return Err(Refusal::Event);
        }
        let ok = AuthenticateClientOk { transaction_id: self.transaction_id, event_entries: found };
        Ok(Response::AuthenticateClientEs11(AuthenticateClientResponse::Ok(ok)))
    }
}
