//! The requests that are being answered.

use super::asked::Asked;
use crate::{Kiosk, Peer};
use nearfield::{
    RequestId,
    message::{Request, Response},
    server::SessionId,
};
use std::{collections::BTreeMap, convert::Infallible, sync::Arc};
use store::crash;
use tokio::{
    sync::{Semaphore, oneshot},
    task::{JoinError, JoinSet},
};

/// Requests answered at the same time.
const AT_ONCE: usize = 256;

/// An answer, and to what.
pub(super) type Answered = (SessionId, RequestId, Response);

/// Answers requests on blocking threads. One that waits for the attendant keeps nobody else from being answered: it holds a
/// permit while it looks only, and a session waits once.
pub(super) struct Answers {
    kiosk: Arc<Kiosk>,
    tasks: JoinSet<Answered>,
    permits: Arc<Semaphore>,
    /// The sessions that wait for the attendant; who is taken out waits no longer.
    waits: BTreeMap<SessionId, oneshot::Sender<Infallible>>,
}

impl Answers {
    pub(super) fn new(kiosk: Arc<Kiosk>) -> Self {
        Self { kiosk, tasks: JoinSet::new(), permits: Arc::new(Semaphore::new(AT_ONCE)), waits: BTreeMap::new() }
    }

    /// Whether none is under way.
    pub(super) fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// Begins to answer; false if too many are under way.
    pub(super) fn ask(&mut self, session: SessionId, id: RequestId, peer: Peer, request: Request) -> bool {
        let Ok(permit) = self.permits.clone().try_acquire_owned() else { return false };
        crash::point("kiosk.request.received");
        let asked =
            Asked { kiosk: self.kiosk.clone(), peer, request: Arc::new(request), permits: self.permits.clone() };
        // An earlier question of the same session is answered now.
        let wait = matches!(*asked.request, Request::Await { .. }).then(|| {
            let (waits, waiting) = oneshot::channel();
            self.waits.insert(session, waits);
            waiting
        });
        self.tasks.spawn(async move {
            let response = asked.answer(permit, wait).await;
            log(session, asked.name(), &response);
            (session, id, response)
        });
        true
    }

    /// The next one; `None` while none is under way.
    pub(super) async fn next(&mut self) -> Option<Result<Answered, JoinError>> {
        self.tasks.join_next().await
    }

    /// The session waits for the attendant no longer.
    pub(super) fn release(&mut self, session: SessionId) {
        self.waits.remove(&session);
    }

    /// Nor does any other.
    pub(super) fn release_all(&mut self) {
        self.waits.clear();
    }
}

fn log(session: SessionId, request: &str, response: &Response) {
    match response {
        Response::Refused(refusal) => tracing::info!(session = session.0, request, %refusal, "refused"),
        Response::Reserved(reserved) => {
            tracing::info!(session = session.0, request, matching_id = reserved.matching_id, "reserved");
        }
        _ => tracing::info!(session = session.0, request, "answered"),
    }
}
