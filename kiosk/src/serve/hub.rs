//! The task that owns the near-field endpoint: frames and answers in, frames and requests out.

use super::phone;
use super::stopped;
use crate::{Entropy, Kiosk, Peer};
use model::UnixTime;
use nearfield::{
    Millis, RequestId, RespondRefused,
    link::Link,
    message::{Authorisation, Refusal, Request, Response},
    server::{Endpoint, Event, LinkId, SessionId},
};
use std::{
    collections::BTreeMap,
    convert::Infallible,
    fmt::Display,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use store::crash;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot, watch},
    task::JoinSet,
    time::Instant,
};

/// Frames that wait for one link; a slow phone fills its own only.
const FRAMES: usize = 8;
/// Messages that wait for the hub; then links wait.
const MESSAGES: usize = 1_024;
/// Requests answered at the same time.
const AT_ONCE: usize = 256;
/// How long a phone waits for the attendant in one request; it asks again after.
const WAIT: Duration = Duration::from_secs(25);
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// What the hub is told.
pub(super) enum Message {
    Up {
        link: LinkId,
        mtu: usize,
        frames: mpsc::Sender<Vec<u8>>,
    },
    Frame {
        link: LinkId,
        frame: Vec<u8>,
    },
    /// The link has room for frames again.
    Room,
    Down {
        link: LinkId,
    },
}

/// Where links come in, of whatever kind: the protocol above them is the same.
#[derive(Clone)]
pub struct Links {
    messages: mpsc::Sender<Message>,
    next_link: Arc<AtomicU64>,
}

impl Links {
    /// Takes a new link; its task lives as long as it does. `peer` names it in the log.
    pub fn accept(&self, link: Box<dyn Link>, peer: &dyn Display) {
        let id = LinkId(self.next_link.fetch_add(1, Ordering::Relaxed));
        tracing::debug!(link = id.0, %peer, "a phone connects");
        tokio::spawn(phone::run(id, link, self.messages.clone(), FRAMES));
    }
}

pub(super) struct Hub {
    kiosk: Arc<Kiosk>,
    endpoint: Endpoint,
    links: BTreeMap<LinkId, mpsc::Sender<Vec<u8>>>,
    messages: mpsc::Receiver<Message>,
    answers: JoinSet<(SessionId, RequestId, Response)>,
    permits: Arc<Semaphore>,
    /// The sessions that wait for the attendant; who is taken out waits no longer.
    waits: BTreeMap<SessionId, oneshot::Sender<Infallible>>,
    started: Instant,
}

/// A request that is being answered.
struct Asked {
    kiosk: Arc<Kiosk>,
    peer: Peer,
    name: &'static str,
    request: Arc<Request>,
    permits: Arc<Semaphore>,
}

impl Asked {
    /// The answer; as long as `wait` is kept, one that only says that somebody has yet to agree is looked for again.
    async fn answer(&self, permit: OwnedSemaphorePermit, wait: Option<oneshot::Receiver<Infallible>>) -> Response {
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

impl Hub {
    pub(super) fn new(kiosk: Arc<Kiosk>, endpoint: Endpoint) -> (Self, Links) {
        let (sender, messages) = mpsc::channel(MESSAGES);
        let hub = Self {
            kiosk,
            endpoint,
            links: BTreeMap::new(),
            messages,
            answers: JoinSet::new(),
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            waits: BTreeMap::new(),
            started: Instant::now(),
        };
        (hub, Links { messages: sender, next_link: Arc::default() })
    }

    /// Runs until `stop`; then answers what is being answered, and ends.
    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut stopping = false;
        while !(stopping && self.answers.is_empty()) {
            let timeout = self.endpoint.poll_timeout().map(|at| self.started + Duration::from_millis(at.0));
            let timer = async {
                match timeout {
                    Some(at) => tokio::time::sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                Some(message) = self.messages.recv() => self.take(message),
                Some(answered) = self.answers.join_next() => self.answered(answered),
                () = timer => self.endpoint.handle_timeout(self.now()),
                () = stopped(&mut stop), if !stopping => {
                    stopping = true;
                    self.waits.clear();
                }
            }
            self.events(stopping);
            self.transmit();
        }
    }

    fn now(&self) -> Millis {
        Millis(u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    fn take(&mut self, message: Message) {
        let now = self.now();
        match message {
            Message::Up { link, mtu, frames } => {
                self.links.insert(link, frames);
                self.endpoint.link_up(link, mtu, now);
            }
            Message::Frame { link, frame } => {
                crash::point("kiosk.frame.received");
                if let Err(refused) = self.endpoint.handle_frame(link, &frame, now, &mut Entropy) {
                    tracing::debug!(link = link.0, %refused, "a frame was thrown away");
                }
            }
            Message::Room => {}
            Message::Down { link } => {
                self.links.remove(&link);
                self.endpoint.link_down(link, now);
            }
        }
    }

    fn events(&mut self, stopping: bool) {
        while let Some(event) = self.endpoint.poll_event() {
            match event {
                Event::Connected { session, .. } => tracing::info!(session = session.0, "a phone has a session"),
                Event::Request { session, id, request: Ok(request) } if !stopping => self.ask(session, id, request),
                Event::Request { session, id, request } => {
                    let refusal = if request.is_ok() { Refusal::Busy } else { Refusal::NotUnderstood };
                    self.respond(session, id, &Response::Refused(refusal));
                }
                Event::LinkDone(link) => {
                    // Without its sender the link's task ends.
                    self.links.remove(&link);
                }
                Event::SessionEnded(session) => {
                    self.waits.remove(&session);
                    tracing::info!(session = session.0, "a phone's session is over");
                }
            }
        }
    }

    /// Answers a request on a blocking thread. One that waits for the attendant keeps nobody else from being answered: it
    /// holds a permit while it looks only, and a session waits once.
    fn ask(&mut self, session: SessionId, id: RequestId, request: Request) {
        let Some(binding) = self.endpoint.binding(session) else { return };
        let Ok(permit) = self.permits.clone().try_acquire_owned() else {
            return self.respond(session, id, &Response::Refused(Refusal::Busy));
        };
        crash::point("kiosk.request.received");
        let asked = Asked {
            kiosk: self.kiosk.clone(),
            peer: Peer { binding },
            name: name(&request),
            request: Arc::new(request),
            permits: self.permits.clone(),
        };
        // An earlier question of the same session is answered now.
        let wait = matches!(*asked.request, Request::Await { .. }).then(|| {
            let (waits, waiting) = oneshot::channel();
            self.waits.insert(session, waits);
            waiting
        });
        self.answers.spawn(async move {
            let response = asked.answer(permit, wait).await;
            log(session, asked.name, &response);
            (session, id, response)
        });
    }

    fn answered(&mut self, answered: Result<(SessionId, RequestId, Response), tokio::task::JoinError>) {
        match answered {
            Ok((session, id, response)) => {
                crash::point("kiosk.answer.before");
                self.respond(session, id, &response);
            }
            Err(error) => tracing::error!(%error, "a request was left unanswered"),
        }
    }

    fn respond(&mut self, session: SessionId, id: RequestId, response: &Response) {
        let now = self.now();
        match self.endpoint.respond(session, id, response, now) {
            Ok(()) => {}
            // The phone must not wait for ever for what it can't take.
            Err(refused @ RespondRefused::TooLong { .. }) => {
                tracing::error!(session = session.0, %refused, "an answer is too long");
                let internal = Response::Refused(Refusal::Internal);
                if let Err(refused) = self.endpoint.respond(session, id, &internal, now) {
                    tracing::debug!(session = session.0, %refused, "an answer found nobody");
                }
            }
            Err(refused) => tracing::debug!(session = session.0, %refused, "an answer found nobody"),
        }
    }

    /// Gives each link what it has room for.
    fn transmit(&mut self) {
        let now = self.now();
        for (link, frames) in &self.links {
            while let Ok(room) = frames.try_reserve() {
                let Some(frame) = self.endpoint.poll_transmit(*link, now) else { break };
                crash::point("kiosk.frame.sent");
                room.send(frame);
            }
        }
    }
}

/// The time by the system's clock.
pub(crate) fn now() -> UnixTime {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    UnixTime(since.map_or(0, |d| d.as_secs()))
}

const fn name(request: &Request) -> &'static str {
    match request {
        Request::Catalogue { .. } => "catalogue",
        Request::Reserve(_) => "reserve",
        Request::Await { .. } => "await",
        Request::Es9(_) => "es9",
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Config, Unlock, example, init,
        operator::{Days, Operator},
    };
    use model::{DeviceFeatures, Platform};
    use nearfield::message::{Reserve, WaitingFor};

    fn kiosk(folder: &std::path::Path) -> Kiosk {
        let (data, key) = (folder.join("kiosk"), Unlock::KeyFile);
        let mut operator = Operator::init(&folder.join("operator"), "Nord", "89999", &key, now()).expect("an operator");
        init::init(&data, "Gate 7", &mut operator, &key, Days::default(), now()).expect("a kiosk");
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
                name: "await",
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
