//! The task that owns the near-field endpoint: frames and answers in, frames and requests out.

use super::{
    answers::{Answered, Answers},
    links::{Links, Message},
    stopped,
};
use crate::{Entropy, Kiosk, Peer};
use nearfield::{
    Millis, RequestId, RespondRefused,
    message::{Refusal, Request, Response},
    server::{Endpoint, Event, LinkId, SessionId},
};
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use store::crash;
use tokio::{
    sync::{mpsc, watch},
    task::JoinError,
    time::Instant,
};

pub(super) struct Hub {
    endpoint: Endpoint,
    links: BTreeMap<LinkId, mpsc::Sender<Vec<u8>>>,
    messages: mpsc::Receiver<Message>,
    answers: Answers,
    started: Instant,
}

impl Hub {
    pub(super) fn new(kiosk: Arc<Kiosk>, endpoint: Endpoint) -> (Self, Links) {
        let (links, messages) = Links::new();
        let answers = Answers::new(kiosk);
        (Self { endpoint, links: BTreeMap::new(), messages, answers, started: Instant::now() }, links)
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
                Some(answered) = self.answers.next() => self.answered(answered),
                () = timer => self.endpoint.handle_timeout(self.now()),
                () = stopped(&mut stop), if !stopping => {
                    stopping = true;
                    self.answers.release_all();
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
                    self.answers.release(session);
                    tracing::info!(session = session.0, "a phone's session is over");
                }
            }
        }
    }

    fn ask(&mut self, session: SessionId, id: RequestId, request: Request) {
        let Some(binding) = self.endpoint.binding(session) else { return };
        if !self.answers.ask(session, id, Peer { binding }, request) {
            self.respond(session, id, &Response::Refused(Refusal::Busy));
        }
    }

    fn answered(&mut self, answered: Result<Answered, JoinError>) {
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
