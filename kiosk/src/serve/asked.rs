//! A request that is being answered: at once, or when the attendant has said something.

use crate::{Kiosk, Peer, clock::now};
use nearfield::message::{Authorisation, Refusal, Request, Response};
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, oneshot},
    time::Instant,
};

/// How long a phone waits for the attendant in one request; it asks again after.
const WAIT: Duration = Duration::from_secs(25);
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// A request that is being answered.
pub(super) struct Asked {
    pub(super) kiosk: Arc<Kiosk>,
    pub(super) peer: Peer,

    pub(super) request: Arc<Request>,
    pub(super) permits: Arc<Semaphore>,
}

impl Asked {
    /// Its name in the log.
    pub(super) fn name(&self) -> &'static str {
        match *self.request {
            Request::Catalogue { .. } => "catalogue",
            Request::Reserve(_) => "reserve",
            Request::Await { .. } => "await",
            Request::Es9(_) => "es9",
        }
    }

    /// The answer; as long as `wait` is kept, one that only says that somebody has yet to agree is looked for again.
    pub(super) async fn answer(
        &self,
        permit: OwnedSemaphorePermit,
        wait: Option<oneshot::Receiver<Infallible>>,
    ) -> Response {
        let first = self.look().await;
        drop(permit);
        let Some(mut wait) = wait else { return first };
        let (mut response, until) = (first, Instant::now() + WAIT);
        while matches!(response, Response::Authorisation(Authorisation::Waiting(_))) && Instant::now() < until {
            tokio::select! {
                () = tokio::time::sleep(LOOK_AGAIN) => {}
                // The phone is gone or asks anew, or the kiosk stops.
                _ = &mut wait => return response,
            }
            let Ok(_permit) = self.permits.acquire().await else { return response };
            response = self.look().await;
        }
        response
    }

    async fn look(&self) -> Response {
        let (kiosk, request, peer) = (self.kiosk.clone(), self.request.clone(), self.peer);
        let answered = tokio::task::spawn_blocking(move || kiosk.handle(&request, &peer, now())).await;
        answered.unwrap_or_else(|error| {
            tracing::error!(%error, "answering a request failed");
            Response::Refused(Refusal::Internal)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Config, Entropy, Unlock, example, init,
        operator::{Days, Operator},
    };
    use model::{DeviceFeatures, Platform};
    use nearfield::message::{Reserve, WaitingFor};

    fn kiosk(folder: &std::path::Path) -> Kiosk {
        let (data, key) = (folder.join("kiosk"), Unlock::KeyFile);
        let mut operator = Operator::init(&folder.join("operator"), "Nord", "89999", &key, now()).expect("an operator");
        init::init(&data, "Gate 7", init::Names::default(), &mut operator, &key, Days::default(), now())
            .expect("a kiosk");
        let file = example::write(&folder.join("stock"), 1, None, &mut Entropy).expect("writes");
        let command = crate::command::Command::StockImport { file };
        crate::command::run_alone(&data, command, now()).expect("imports");
        let store = store::Options { durability: store::Durability::None, ..store::Options::default() };
        Kiosk::open(Config { data, store, unlock: key }).expect("opens")
    }

    fn reserve(kiosk: &Kiosk) -> String {
        let features = DeviceFeatures {
            platform: Platform { os: "linux".into(), cpu: "x86_64".into() },
            secure_storage: true,
            hardware_id: "phone".to_owned(),
            program_installed: true,
            driver_installed: true,
        };
        let request = Reserve {
            class_id: "jp-week".to_owned(),
            nonce: [1; 16],
            user_id: String::new(),
            features,
            voucher: None,
            csr: None,
            packages: false,
        };
        match kiosk.handle(&Request::Reserve(Box::new(request)), &Peer { binding: [1; 32] }, now()) {
            Response::Reserved(reserved) => reserved.matching_id,
            other => panic!("not reserved: {other:?}"),
        }
    }

    // R: A14
    #[tokio::test]
    async fn who_waits_for_the_attendant_holds_up_nobody() {
        let folder = tempfile::tempdir().expect("a folder");
        let kiosk = Arc::new(kiosk(folder.path()));
        let matching_id = reserve(&kiosk);
        let permits = Arc::new(Semaphore::new(1));
        let mut waiting = Vec::new();
        for _ in 0..20 {
            let permit = permits.clone().acquire_owned().await.expect("open");
            let asked = Asked {
                kiosk: kiosk.clone(),
                peer: Peer { binding: [1; 32] },
                request: Arc::new(Request::Await { matching_id: matching_id.clone() }),
                permits: permits.clone(),
            };
            let (waits, wait) = oneshot::channel();
            waiting.push((waits, tokio::spawn(async move { asked.answer(permit, Some(wait)).await })));
        }
        // One permit for all of them, and it is free to take.
        let free = tokio::time::timeout(Duration::from_secs(5), permits.acquire()).await;
        drop(free.expect("they look, and let go").expect("open"));
        // Whose session ends, or whose kiosk stops, is answered at once.
        let begun = Instant::now();
        for (waits, answer) in waiting {
            drop(waits);
            let still = Response::Authorisation(Authorisation::Waiting(WaitingFor::Attendant));
            assert_eq!(answer.await.expect("answers"), still);
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "not after {WAIT:?}");
    }
}
