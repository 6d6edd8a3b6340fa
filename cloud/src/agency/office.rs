//! Where an agency's SM-DP+ tells of downloads (ES2+.HandleDownloadProgressInfo, SGP.22 §5.3.5), both sides by certificates: what is installed is given,
//! and its number is in use.

use super::{Agency, AgencyError, driver::FETCHED_BY};
use crate::{
    service::Service,
    storage::{CardStanding, CardTask, Storage, StorageError},
    subscribers::Cause,
};
use account::wire::CardOrderState;
use rsp::{
    cert::{
        Certificate, Role,
        chain::{Crls, verify_dp},
    },
    es2::{Call, HandleDownloadProgressInfoRequest, NotificationPoint},
};
use std::{net::SocketAddr, sync::Arc};
use tokio::{net::TcpListener, runtime::Handle};
use web::{
    orderer,
    server::{Limits, Ordered, Ordering, Server, Unavailable, es2::routes},
    tls::Clients,
};

/// In seconds: after so long the SM-DP+ may tell it again.
const AGAIN: u32 = 5;

/// Listens for what this agency's SM-DP+ tells, by the agency's own certificate; none if it is not set to. Answers where, too.
///
/// # Errors
/// [`AgencyError`]
pub async fn open(agency: &Arc<Agency>, service: &Arc<Service>) -> Result<Option<(Server, SocketAddr)>, AgencyError> {
    let Some(address) = agency.settings.listen else { return Ok(None) };
    let named = || agency.id.clone();
    let files = |source| AgencyError::Files { agency: named(), source };
    let failed = |source| AgencyError::Listen { agency: named(), address, source };
    let (own, _) = orderer::identity(&agency.settings.files).map_err(files)?;
    let roots = orderer::roots(&agency.settings.files).map_err(files)?;
    let clients = Clients::new(move |certificate, now| {
        verify_dp(certificate, Role::DpTls, &roots, &Crls::default(), Some(now)).map(|_| true)
    });
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let local = listener.local_addr().map_err(failed)?;
    let office = Office { agency: named(), service: service.clone(), runtime: Handle::current() };
    let limits = Limits::default();
    let server = Server::mutual(listener, &own, clients, routes(Arc::new(office), limits), limits);
    Ok(Some((server.map_err(|source| AgencyError::Tls { agency: named(), source })?, local)))
}

struct Office {
    agency: String,
    service: Arc<Service>,
    runtime: Handle,
}

impl Ordering for Office {
    fn es2(&self, _: &Certificate, call: Call) -> Result<Ordered, Unavailable> {
        let Call::HandleDownloadProgressInfo(told) = call else { return Ok(Ordered::NotServed) };
        match self.runtime.block_on(self.service.told_of_card(&self.agency, &told)) {
            Ok(()) => Ok(Ordered::Taken),
            Err(error) if error.retrying_helps() => Err(Unavailable::Busy { retry_after: AGAIN }),
            Err(error) => {
                tracing::error!(%error, hint = error.hint(), "what an SM-DP+ told can't be written down");
                Err(Unavailable::Internal)
            }
        }
    }
}

/// Writes down what was told of a card. What is told twice is written once; what is told of a card that was not ordered here is nobody's.
///
/// # Errors
/// If the database does not answer.
pub async fn told(
    storage: &dyn Storage,
    agency: &str,
    told: &HandleDownloadProgressInfoRequest,
    now: u64,
) -> Result<(), StorageError> {
    let iccid = told.iccid.0.to_string();
    loop {
        let Some(order) = storage.order_of_card(agency, &iccid).await? else { return Ok(()) };
        let well = told.notification_point_status.status.is_executed();
        let at = CardStanding { why: None, ..order.at.clone() };
        let (to, cause) = match (NotificationPoint::from(told.notification_point_id), order.at.state) {
            (_, CardOrderState::Given | CardOrderState::Failed) => return Ok(()),
            (NotificationPoint::Installation, _) if well => {
                (CardStanding { state: CardOrderState::Given, task: None, code: None, ..at }, Some(Cause::Distributed))
            }
            // Its server keeps the sale: the same eUICC may fetch it again. What does not come to a good end is taken back in time.
            (NotificationPoint::Installation, CardOrderState::Released) => {
                let why = Some("the card could not be installed: it may be fetched again".to_owned());
                let to = CardStanding { task: Some(CardTask::Lapse), why, ..at };
                if to == order.at {
                    return Ok(());
                }
                (to, None)
            }
            // From now on it is not taken back; until it is installed it may be fetched again by the same eUICC.
            (NotificationPoint::Download, CardOrderState::Released) if well && order.at.task.is_some() => {
                (CardStanding { task: None, ..at }, None)
            }
            _ => return Ok(()),
        };
        let due = if to.task == Some(CardTask::Lapse) { now + FETCHED_BY } else { now };
        if storage.card_order_moves(&order, to, cause, due, now).await? {
            return Ok(());
        }
    }
}
