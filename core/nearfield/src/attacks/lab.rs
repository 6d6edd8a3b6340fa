//! A phone and a kiosk whose frames pass through the attacker's hands.

use crate::{
    FrameRefused, Millis, RequestId,
    client::{self, Connection},
    handshake::hello::Versions,
    message::{Request, Response},
    server::{self, Endpoint, LinkId, SessionId},
    sim::{Dice, ROOT, toy_client, toy_server},
};

/// Long enough that every message is one frame.
pub(super) const MAX_FRAME: usize = 60_000;

pub(super) struct Lab {
    pub(super) phone: Connection,
    pub(super) kiosk: Endpoint,
    pub(super) dice: Dice,
    pub(super) now: Millis,
    pub(super) link: LinkId,
    pub(super) session: Option<SessionId>,
    /// Requests that the kiosk was given.
    pub(super) requests: Vec<Request>,
    /// The phone's events.
    pub(super) events: Vec<client::Event>,
}

impl Lab {
    pub(super) fn new() -> Self {
        Self::with(toy_client(ROOT), toy_server(&mut Dice::new(5)), Versions::OURS)
    }

    pub(super) fn with(phone: client::Config, kiosk: server::Config, versions: Versions) -> Self {
        let (mut dice, now, link) = (Dice::new(1), Millis(0), LinkId(0));
        let phone = Connection::speaking(versions, phone, MAX_FRAME, now, &mut dice);
        let mut kiosk = Endpoint::new(kiosk);
        kiosk.versions = versions;
        kiosk.link_up(link, MAX_FRAME, now);
        Self { phone, kiosk, dice, now, link, session: None, requests: Vec::new(), events: Vec::new() }
    }

    /// The frame that the phone sends next, and no other.
    pub(super) fn phone_says(&mut self) -> Vec<u8> {
        let frame = self.phone.poll_transmit(self.now).expect("the phone has something to say");
        assert_eq!(self.phone.poll_transmit(self.now), None, "in one frame");
        frame
    }

    /// The frame that the kiosk sends next, and no other.
    pub(super) fn kiosk_says(&mut self) -> Vec<u8> {
        let frame = self.kiosk.poll_transmit(self.link, self.now).expect("the kiosk has something to say");
        assert_eq!(self.kiosk.poll_transmit(self.link, self.now), None, "in one frame");
        frame
    }

    pub(super) fn kiosk_hears(&mut self, frame: &[u8]) -> Result<(), FrameRefused> {
        let result = self.kiosk.handle_frame(self.link, frame, self.now, &mut self.dice);
        while let Some(event) = self.kiosk.poll_event() {
            match event {
                server::Event::Connected { session, .. } => self.session = Some(session),
                server::Event::Request { request, .. } => self.requests.extend(request),
                _ => {}
            }
        }
        result
    }

    pub(super) fn phone_hears(&mut self, frame: &[u8]) -> Result<(), FrameRefused> {
        let result = self.phone.handle_frame(frame, self.now);
        while let Some(event) = self.phone.poll_event() {
            self.events.push(event);
        }
        result
    }

    pub(super) fn is_connected(&self) -> bool {
        self.events.iter().any(|e| matches!(e, client::Event::Connected { .. }))
    }

    /// Responses that the phone got.
    pub(super) fn responses(&self) -> Vec<&Response> {
        let response = |e: &'_ _| matches!(e, client::Event::Response { response: Ok(_), .. });
        let good = self.events.iter().filter(|e| response(e));
        good.filter_map(|e| match e {
            client::Event::Response { response, .. } => response.as_ref().ok(),
            _ => None,
        })
        .collect()
    }

    /// The handshake, undisturbed.
    pub(super) fn shake_hands(&mut self) {
        let hello = self.phone_says();
        self.shake_hands_with(&hello);
    }

    /// The handshake from its first frame on.
    pub(super) fn shake_hands_with(&mut self, hello: &[u8]) {
        self.kiosk_hears(hello).expect("a hello");
        let answer = self.kiosk_says();
        self.phone_hears(&answer).expect("an answer");
    }

    /// The phone's packet with a request of `size` bytes.
    pub(super) fn request(&mut self, size: usize) -> (RequestId, Vec<u8>) {
        let id = self.phone.request(&Request::Es9(vec![0x55; size]), self.now).expect("connected");
        (id, self.phone_says())
    }

    /// The kiosk's packet with a response of `size` bytes.
    pub(super) fn respond(&mut self, id: RequestId, size: usize) -> Vec<u8> {
        let session = self.session.expect("connected");
        self.kiosk.respond(session, id, &Response::Es9(vec![0xAA; size]), self.now).expect("was asked");
        self.kiosk_says()
    }

    /// The phone loses its link and comes back over another; its packet is in the attacker's hands.
    pub(super) fn come_back(&mut self) -> Vec<u8> {
        self.phone.link_lost(self.now);
        self.link = LinkId(self.link.0 + 1);
        self.kiosk.link_up(self.link, MAX_FRAME, self.now);
        self.phone.reconnect(MAX_FRAME, self.now, &mut self.dice);
        self.phone_says()
    }
}
