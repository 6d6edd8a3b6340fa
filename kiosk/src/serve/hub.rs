//! The task that owns the near-field endpoint: frames and answers in, frames and requests out.

use super::{asked::Asked, phone, stopped};
use crate::{Entropy, Kiosk, Peer};
use model::UnixTime;
use nearfield::{
    Millis, RequestId, RespondRefused,
    link::Link,
    message::{Refusal, Request, Response},
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
    sync::{Semaphore, mpsc, oneshot, watch},
    task::JoinSet,
    time::Instant,
};

/// Frames that wait for one link; a slow phone fills its own only.
const FRAMES: usize = 8;
/// Messages that wait for the hub; then links wait.
const MESSAGES: usize = 1_024;
/// Requests answered at the same time.
const AT_ONCE: usize = 256;
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
            log(session, asked.name(), &response);
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

fn log(session: SessionId, request: &str, response: &Response) {
    match response {
        Response::Refused(refusal) => tracing::info!(session = session.0, request, %refusal, "refused"),
        Response::Reserved(reserved) => {
            tracing::info!(session = session.0, request, matching_id = reserved.matching_id, "reserved");
        }
        _ => tracing::info!(session = session.0, request, "answered"),
    }
}
