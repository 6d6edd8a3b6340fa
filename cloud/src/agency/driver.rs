//! What brings orders to an agency's SM-DP+, a step at a time, again and again until it has answered. A call may be made twice, and has its effect once: it
//! has the same name each time.

use super::{Agency, CardSealer, Named, ProfileServer};
use crate::{
    storage::{CardStanding, CardTask, KeptCardOrder, Storage, StorageError},
    subscribers::Cause,
};
use account::wire::CardOrderState;
use model::Iccid;
use rsp::json::StatusCodeData;
use std::{sync::Arc, time::Duration};
use store::crash;
use web::orderer::AskError;

/// An order that was taken is nobody else's for so long, in seconds: longer than two calls take to be given up.
const LEASE: u64 = 90;
/// The longest pause between two tries, in seconds.
const LONGEST_PAUSE: u64 = 300;
/// How often it is looked for orders.
const EVERY: Duration = Duration::from_secs(1);
/// An order that the SM-DP+ could not be told of for so long comes to nothing, in seconds: SM-DP+s know a call again for longer.
const GIVEN_UP: u64 = 7 * 86_400;
/// A card that is not fetched for so long goes back to the stock, in seconds.
pub(super) const FETCHED_BY: u64 = 14 * 86_400;
/// For so long it is tried to take an order back, in seconds from its making.
const TAKEN_BACK_BY: u64 = 60 * 86_400;

/// One agency's. One whose SM-DP+ is slow or gone holds up no other.
pub struct Driver {
    storage: Arc<dyn Storage>,
    agency: Arc<Agency>,
    sealer: CardSealer,
}

/// How a step ended.
enum End {
    /// The order stands so now, with what it does to its number's life, and what is next is due then.
    Moves(CardStanding, Option<Cause>, u64),
    /// Not yet.
    Later(AskError),
}

impl Driver {
    /// From this storage to that agency.
    #[must_use]
    pub fn new(storage: Arc<dyn Storage>, agency: Arc<Agency>, sealer: CardSealer) -> Self {
        Self { storage, agency, sealer }
    }

    /// Works for as long as it is polled.
    pub async fn run(&self, clock: impl Fn() -> u64 + Send + Sync) {
        loop {
            if let Err(error) = self.work(&clock).await {
                let hint = error.hint();
                tracing::error!(%error, hint, agency = self.agency.id, "orders of cards can't be read or written");
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Takes each step that is due; answers how many were tried.
    ///
    /// # Errors
    /// If the database does not answer; what was taken is due again after a while then.
    pub async fn work(&self, clock: impl Fn() -> u64 + Send + Sync) -> Result<u32, StorageError> {
        let mut tried = 0;
        loop {
            let now = clock();
            let Some(order) = self.storage.take_card_order(&self.agency.id, now, now + LEASE).await? else {
                return Ok(tried);
            };
            tried += 1;
            let name = hex::encode(&order.wanted.name.0);
            match self.step(&order, &name, now).await {
                End::Moves(to, cause, due) => {
                    let state = to.state.as_str();
                    tracing::info!(order = name, agency = self.agency.id, state, why = to.why, "an order of a card");
                    self.storage.card_order_moves(&order, to, cause, due, clock()).await?;
                }
                End::Later(error) => {
                    let hint = error.hint();
                    tracing::warn!(%error, hint, order = name, agency = self.agency.id, "an order of a card waits");
                    let why = "the operator's server can't be asked now: it is tried again by itself";
                    self.storage.card_order_later(order.no, why, clock() + pause(order.tries)).await?;
                }
            }
        }
    }

    async fn step(&self, order: &KeptCardOrder, name: &str, now: u64) -> End {
        let Some(task) = order.at.task else { return End::Moves(order.at.clone(), None, now) };
        crash::point("cloud.card.taken");
        let done = self.carry_out(task, order, name, now).await;
        crash::point("cloud.card.asked");
        match done {
            Ok((to, cause, due)) => End::Moves(to, cause, due),
            Err(AskError::Refused(data)) => self.refused(task, order, &data),
            Err(error) => self.unanswered(task, order, error, now),
        }
    }

    /// One call, and how the order stands once it was done.
    async fn carry_out(
        &self,
        task: CardTask,
        order: &KeptCardOrder,
        name: &str,
        now: u64,
    ) -> Result<(CardStanding, Option<Cause>, u64), AskError> {
        let (server, at) = (&*self.agency.server, order.at.clone());
        let named = Named { name, eid: order.wanted.eid.as_deref() };
        let at = CardStanding { why: None, ..at };
        Ok(match task {
            CardTask::Order => {
                let iccid = Some(server.order(named, &order.wanted.profile_type).await?.to_string());
                let to = CardStanding { state: CardOrderState::Ordered, task: Some(CardTask::Confirm), iccid, ..at };
                (to, Some(Cause::Sold), now)
            }
            CardTask::Confirm => {
                let matching_id = self.sealer.matching_id(&order.wanted.name.0);
                let code = server.confirm(named, &card(order)?, &matching_id).await?;
                let code = Some(self.sealer.seal(&order.wanted.name.0, &code));
                let to = CardStanding { state: CardOrderState::Confirmed, task: Some(CardTask::Release), code, ..at };
                (to, None, now)
            }
            CardTask::Release => {
                server.release(named, &card(order)?).await?;
                let to = CardStanding { state: CardOrderState::Released, task: Some(CardTask::Lapse), ..at };
                (to, None, now + FETCHED_BY)
            }
            CardTask::Lapse => {
                server.cancel(named, &card(order)?).await?;
                (failed(order, "nobody fetched the card in time", true, None), Some(Cause::Returned), now)
            }
            CardTask::Cancel => {
                let iccid = self.set_aside(server, named, order).await?;
                if let Some(iccid) = &iccid {
                    server.cancel(named, iccid).await?;
                }
                let at = CardStanding { task: None, code: None, why: order.at.why.clone(), ..order.at.clone() };
                (CardStanding { iccid: iccid.map(|iccid| iccid.to_string()), ..at }, Some(Cause::Returned), now)
            }
        })
    }

    /// The card of an order that is to be taken back: where the answer to the first call may be lost, that is made again to learn it.
    async fn set_aside(
        &self,
        server: &dyn ProfileServer,
        named: Named<'_>,
        order: &KeptCardOrder,
    ) -> Result<Option<Iccid>, AskError> {
        if order.at.iccid.is_some() {
            return card(order).map(Some);
        }
        match server.order(named, &order.wanted.profile_type).await {
            Ok(iccid) => Ok(Some(iccid)),
            Err(AskError::Refused(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The SM-DP+ said no: it says the same if it is asked again.
    fn refused(&self, task: CardTask, order: &KeptCardOrder, data: &StatusCodeData) -> End {
        let (subject, reason) = (&*data.subject_code, &*data.reason_code);
        tracing::warn!(subject, reason, message = data.message, agency = self.agency.id, "an SM-DP+ refused an order");
        let (to, cause) = match task {
            // Profile type (8.2.5) unavailable (3.7), SGP.22 §5.3.1.
            CardTask::Order if (subject, reason) == ("8.2.5", "3.7") => {
                (failed(order, "the operator has none of these cards left", true, None), None)
            }
            CardTask::Order => (failed(order, &said(subject, reason), false, None), None),
            CardTask::Confirm | CardTask::Release => {
                (failed(order, &said(subject, reason), true, Some(CardTask::Cancel)), None)
            }
            // Somebody has fetched it meanwhile.
            CardTask::Lapse => (CardStanding { task: None, ..order.at.clone() }, None),
            CardTask::Cancel => (CardStanding { task: None, code: None, ..order.at.clone() }, None),
        };
        End::Moves(to, cause, 0)
    }

    /// Nobody answered, or nothing that can be understood.
    fn unanswered(&self, task: CardTask, order: &KeptCardOrder, error: AskError, now: u64) -> End {
        let since = now.saturating_sub(order.created);
        let to = match task {
            CardTask::Order | CardTask::Confirm | CardTask::Release if since > GIVEN_UP => {
                failed(order, "the operator's server could not be asked for a week", true, Some(CardTask::Cancel))
            }
            CardTask::Lapse | CardTask::Cancel if since > TAKEN_BACK_BY => {
                let iccid = order.at.iccid.as_deref();
                tracing::error!(iccid, agency = self.agency.id, "an order could not be taken back: do it by hand");
                CardStanding { task: None, ..order.at.clone() }
            }
            _ => return End::Later(error),
        };
        End::Moves(to, None, now)
    }
}

/// It came to nothing.
fn failed(order: &KeptCardOrder, why: &str, again: bool, task: Option<CardTask>) -> CardStanding {
    let (why, iccid) = (Some(why.to_owned()), order.at.iccid.clone());
    CardStanding { state: CardOrderState::Failed, task, why, again, iccid, code: None }
}

fn said(subject: &str, reason: &str) -> String {
    format!("the operator's server does not take the order ({subject}/{reason}, SGP.22 §5.3)")
}

/// The card that was set aside.
fn card(order: &KeptCardOrder) -> Result<Iccid, AskError> {
    let iccid = order.at.iccid.as_deref().and_then(|iccid| iccid.parse().ok());
    iccid.ok_or_else(|| AskError::NotUnderstood("the order has no card".to_owned()))
}

/// Seconds to wait after so many tries.
fn pause(tries: u32) -> u64 {
    1_u64.checked_shl(tries).unwrap_or(LONGEST_PAUSE).min(LONGEST_PAUSE)
}

impl std::fmt::Debug for Driver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Driver({})", self.agency.id)
    }
}
