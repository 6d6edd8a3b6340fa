use super::{Channel, Conditions, Counts, Dice};
use crate::{
    Millis, RequestId,
    client::{self, Connection},
    message::{MessageError, Request, Response},
    server::{self, Endpoint, LinkId, SessionId},
    transfer::mailbox::Mailbox,
    wire::ranges::RangeSet,
};
use std::collections::{BTreeMap, VecDeque};

/// How long a phone takes to find the kiosk again after a cut, in µs.
const SEARCH: u64 = 200_000;

/// Nothing more will happen, or it takes for ever: the last thing known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("nothing came of it by {at} µs")]
pub struct Stalled {
    /// When it was given up.
    pub at: u64,
}

impl Stalled {
    /// Whether the same world may fare better: never, as its dice fall the same.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Give the world better conditions or more time."
    }
}

/// What happened in a world.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// From phone to kiosk.
    pub up: Counts,
    /// From kiosk to phone.
    pub down: Counts,
    /// Bytes of encoded requests and responses, each once.
    pub payload: u64,
    /// Requests that the kiosk was given.
    pub executed: u64,
    /// Cuts so far.
    pub cuts: u64,
    /// Bytes sent after a cut that the other side had received by then.
    pub sent_again: u64,
}

/// What one side had received at the last cut.
#[derive(Default)]
struct Had {
    below: u32,
    ranges: BTreeMap<u32, RangeSet>,
}

impl Had {
    fn note(&mut self, receiver: &Mailbox) {
        let positions = receiver.positions();
        self.below = positions.done_below;
        self.ranges = positions.partial;
        self.ranges.extend(positions.done.into_iter().map(|id| (id, RangeSet::from(0..u64::MAX))));
    }

    fn sent_again(&self, sender: &mut Mailbox) -> u64 {
        let again = |(id, range): &(u32, std::ops::Range<u64>)| {
            *id < self.below || self.ranges.get(id).is_some_and(|r| r.touches(range))
        };
        sender.take_trace().iter().filter(|c| again(c)).map(|(_, r)| r.end - r.start).sum()
    }
}

/// A phone, a kiosk, and a link between them.
pub struct World {
    /// The phone.
    pub phone: Connection,
    /// The kiosk.
    pub kiosk: Endpoint,
    /// What the kiosk answers.
    pub serve: Box<dyn FnMut(Request) -> Response>,
    conditions: Conditions,
    dice: Dice,
    now: u64,
    link: u64,
    up: Channel,
    down: Channel,
    linked: bool,
    cuts: VecDeque<u64>,
    back_at: Option<u64>,
    session: Option<SessionId>,
    answers: BTreeMap<RequestId, Result<Response, MessageError>>,
    events: Vec<client::Event>,
    report: Report,
    kiosk_had: Had,
    phone_had: Had,
}

impl World {
    /// Joins a phone and a kiosk.
    #[must_use]
    pub fn new(
        conditions: Conditions,
        seed: u64,
        phone: client::Config,
        kiosk: server::Config,
        serve: Box<dyn FnMut(Request) -> Response>,
    ) -> Self {
        let mut dice = Dice::new(seed);
        let mut phone = Connection::new(phone, conditions.max_frame, Millis(0), &mut dice);
        phone.mailbox().start_trace();
        let mut kiosk = Endpoint::new(kiosk);
        kiosk.link_up(LinkId(0), conditions.max_frame, Millis(0));
        let (up, down) = (Channel::new(conditions, dice.roll()), Channel::new(conditions, dice.roll()));
        let (answers, events, report, kiosk_had, phone_had) = Default::default();
        Self {
            phone,
            kiosk,
            serve,
            conditions,
            dice,
            now: 0,
            link: 0,
            up,
            down,
            linked: true,
            cuts: VecDeque::new(),
            back_at: None,
            session: None,
            answers,
            events,
            report,
            kiosk_had,
            phone_had,
        }
    }

    /// The link will be cut at these times, in µs; the phone comes back by itself.
    pub fn cut_at(&mut self, mut times: Vec<u64>) {
        times.sort_unstable();
        self.cuts = times.into();
    }

    /// Virtual time, in µs.
    #[must_use]
    pub const fn now(&self) -> u64 {
        self.now
    }

    const fn millis(&self) -> Millis {
        Millis(self.now / 1_000)
    }

    /// What has happened.
    #[must_use]
    pub fn report(&self) -> Report {
        Report { up: self.up.counts(), down: self.down.counts(), ..self.report.clone() }
    }

    /// The phone's events but responses, in order; they are then forgotten.
    pub fn take_events(&mut self) -> Vec<client::Event> {
        std::mem::take(&mut self.events)
    }

    /// Sends a request and lets time pass until its response is there.
    ///
    /// # Errors
    /// [`Stalled`] after ten minutes of virtual time.
    pub fn exchange(&mut self, request: &Request) -> Result<Response, Stalled> {
        let stalled = Stalled { at: self.now };
        let id = self.phone.request(request, self.millis()).map_err(|_| stalled.clone())?;
        self.report.payload += request.encode().len() as u64;
        let response = self.run_until(|world| world.answers.remove(&id))?;
        response.map_err(|_| stalled)
    }

    /// Lets time pass until `done` gives something.
    ///
    /// # Errors
    /// [`Stalled`] after ten minutes of virtual time.
    pub fn run_until<T>(&mut self, mut done: impl FnMut(&mut Self) -> Option<T>) -> Result<T, Stalled> {
        let deadline = self.now + 600_000_000;
        loop {
            self.settle();
            if let Some(result) = done(self) {
                return Ok(result);
            }
            match self.next_moment() {
                Some(at) if at <= deadline => self.now = at,
                _ => return Err(Stalled { at: self.now }),
            }
        }
    }

    /// Lets `micros` of virtual time pass.
    pub fn pass(&mut self, micros: u64) {
        let end = self.now + micros;
        self.settle();
        while let Some(at) = self.next_moment().filter(|at| *at <= end) {
            self.now = at;
            self.settle();
        }
        self.now = end;
        self.settle();
    }

    /// Breaks the link now.
    pub fn cut(&mut self) {
        if !self.linked {
            return;
        }
        self.report.cuts += 1;
        self.linked = false;
        self.up.cut(self.now);
        self.down.cut(self.now);
        self.phone.link_lost(self.millis());
        self.kiosk.link_down(LinkId(self.link), self.millis());
        if let Some(kiosk) = self.session.and_then(|s| self.kiosk.mailbox(s)) {
            self.kiosk_had.note(kiosk);
            self.phone_had.note(self.phone.mailbox());
        }
        self.back_at = Some(self.now + SEARCH);
    }

    fn come_back(&mut self) {
        self.back_at = None;
        self.linked = true;
        self.link += 1;
        let now = self.millis();
        self.kiosk.link_up(LinkId(self.link), self.conditions.max_frame, now);
        self.phone.reconnect(self.conditions.max_frame, now, &mut self.dice);
    }

    /// Everything that happens at this moment.
    fn settle(&mut self) {
        if self.cuts.front().is_some_and(|at| *at <= self.now) {
            self.cuts.pop_front();
            self.cut();
        }
        if self.back_at.is_some_and(|at| at <= self.now) {
            self.come_back();
        }
        let (now, link) = (self.millis(), LinkId(self.link));
        // Frames thrown away are counted by their side.
        while let Some(frame) = self.up.receive(self.now) {
            let _ = self.kiosk.handle_frame(link, &frame, now, &mut self.dice);
        }
        while let Some(frame) = self.down.receive(self.now) {
            let _ = self.phone.handle_frame(&frame, now);
        }
        if self.kiosk.poll_timeout().is_some_and(|t| t <= now) {
            self.kiosk.handle_timeout(now);
        }
        if self.phone.poll_timeout().is_some_and(|t| t <= now) {
            self.phone.handle_timeout(now);
        }
        self.serve_requests(now);
        self.take_answers();
        if self.linked {
            while self.up.free_at(self.now) == self.now
                && let Some(frame) = self.phone.poll_transmit(now)
            {
                self.up.send(&frame, self.now);
            }
            while self.down.free_at(self.now) == self.now
                && let Some(frame) = self.kiosk.poll_transmit(link, now)
            {
                self.down.send(&frame, self.now);
            }
        }
        self.audit();
    }

    fn serve_requests(&mut self, now: Millis) {
        while let Some(event) = self.kiosk.poll_event() {
            match event {
                server::Event::Connected { session, .. } => {
                    self.session = Some(session);
                    if let Some(mailbox) = self.kiosk.mailbox(session) {
                        mailbox.start_trace();
                    }
                }
                server::Event::Request { session, id, request: Ok(request) } => {
                    self.report.executed += 1;
                    let response = (self.serve)(request);
                    self.report.payload += response.encode().len() as u64;
                    let _ = self.kiosk.respond(session, id, &response, now);
                }
                _ => {}
            }
        }
    }

    fn take_answers(&mut self) {
        while let Some(event) = self.phone.poll_event() {
            match event {
                client::Event::Response { id, response } => {
                    self.answers.insert(id, response);
                }
                client::Event::LinkDead => {
                    self.cut();
                    self.events.push(client::Event::LinkDead);
                }
                other => self.events.push(other),
            }
        }
    }

    fn audit(&mut self) {
        self.report.sent_again += self.kiosk_had.sent_again(self.phone.mailbox());
        if let Some(kiosk) = self.session.and_then(|s| self.kiosk.mailbox(s)) {
            self.report.sent_again += self.phone_had.sent_again(kiosk);
        }
    }

    /// The next moment at which anything can happen.
    fn next_moment(&self) -> Option<u64> {
        let timers = [self.phone.poll_timeout(), self.kiosk.poll_timeout()].map(|t| t.map(|t| t.0 * 1_000));
        let links = [self.up.next_arrival(), self.down.next_arrival(), self.back_at, self.cuts.front().copied()];
        let free = [self.up.free_at(self.now), self.down.free_at(self.now)].map(Some);
        [timers.as_slice(), &links, &free].concat().into_iter().flatten().filter(|at| *at > self.now).min()
    }
}
