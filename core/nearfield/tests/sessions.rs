//! How sessions begin, outlive links, and end.

use landfall_nearfield::{
    Closed, FrameRefused, Millis, RequestId, RequestRefused, RespondRefused,
    client::{self, Connection},
    message::{Refusal, Request, Response},
    server::{Config, Endpoint, Event, LinkId, SessionId},
    sim::{Dice, ROOT, toy_client, toy_server},
};

const MAX_FRAME: usize = 1_000;

struct Phone {
    connection: Connection,
    link: LinkId,
}

struct Desk {
    kiosk: Endpoint,
    dice: Dice,
    now: Millis,
    links: u64,
    events: Vec<Event>,
}

impl Desk {
    fn new(change: impl FnOnce(&mut Config)) -> Self {
        let mut config = toy_server(&mut Dice::new(5));
        change(&mut config);
        Self { kiosk: Endpoint::new(config), dice: Dice::new(6), now: Millis(0), links: 0, events: Vec::new() }
    }

    fn new_link(&mut self) -> LinkId {
        self.links += 1;
        self.kiosk.link_up(LinkId(self.links), MAX_FRAME, self.now);
        LinkId(self.links)
    }

    fn arrive(&mut self) -> Phone {
        let link = self.new_link();
        let mut phone =
            Phone { connection: Connection::new(toy_client(ROOT), MAX_FRAME, self.now, &mut self.dice), link };
        self.talk(&mut phone);
        phone
    }

    fn come_back(&mut self, phone: &mut Phone) {
        phone.link = self.new_link();
        phone.connection.link_lost(self.now);
        phone.connection.reconnect(MAX_FRAME, self.now, &mut self.dice);
        self.talk(phone);
    }

    /// Carries frames both ways until nobody has anything to say.
    fn talk(&mut self, phone: &mut Phone) {
        loop {
            let (up, down) = (phone.connection.poll_transmit(self.now), self.kiosk.poll_transmit(phone.link, self.now));
            if up.is_none() && down.is_none() {
                break;
            }
            if let Some(frame) = up {
                let _ = self.kiosk.handle_frame(phone.link, &frame, self.now, &mut self.dice);
            }
            if let Some(frame) = down {
                let _ = phone.connection.handle_frame(&frame, self.now);
            }
            self.events.extend(std::iter::from_fn(|| self.kiosk.poll_event()));
        }
    }

    /// Sends a request and has it delivered.
    fn ask(&mut self, phone: &mut Phone, size: usize) -> (SessionId, RequestId) {
        phone.connection.request(&Request::Es9(vec![1; size]), self.now).expect("within limits");
        self.talk(phone);
        let asked = self.events.iter().rev().find_map(|event| match event {
            Event::Request { session, id, request: Ok(_) } => Some((*session, *id)),
            _ => None,
        });
        asked.expect("delivered")
    }

    fn pass(&mut self, ms: u64) {
        self.now = self.now.plus(ms);
        self.kiosk.handle_timeout(self.now);
        self.events.extend(std::iter::from_fn(|| self.kiosk.poll_event()));
    }
}

fn events(phone: &mut Phone) -> Vec<client::Event> {
    std::iter::from_fn(|| phone.connection.poll_event()).collect()
}

fn responses(phone: &mut Phone) -> Vec<Response> {
    let events = events(phone).into_iter();
    events.filter_map(|e| if let client::Event::Response { response, .. } = e { response.ok() } else { None }).collect()
}

// R: A2
#[test]
fn both_sides_know_the_session_by_the_same_hash() {
    let mut desk = Desk::new(|_| ());
    let mut phone = desk.arrive();
    let (session, _) = desk.ask(&mut phone, 10);
    let binding = phone.connection.binding();
    assert!(binding.is_some());
    assert_eq!(desk.kiosk.binding(session), binding);
    desk.come_back(&mut phone);
    assert_eq!(phone.connection.binding(), binding, "unchanged over another link");
    assert_eq!(desk.kiosk.binding(session), binding);
    assert_eq!(desk.kiosk.link_of(session), Some(phone.link));
    assert_eq!(phone.connection.kiosk().map(|k| k.name.as_str()), Some("toy kiosk"));
    let mut other = desk.arrive();
    desk.ask(&mut other, 10);
    assert_ne!(other.connection.binding(), binding);
}

// R: A2
#[test]
fn an_answer_waits_for_the_phone_to_come_back() {
    let mut desk = Desk::new(|_| ());
    let mut phone = desk.arrive();
    let (session, id) = desk.ask(&mut phone, 10);
    desk.kiosk.link_down(phone.link, desk.now);
    let response = Response::Refused(Refusal::SoldOut);
    desk.kiosk.respond(session, id, &response, desk.now).expect("late, not too late");
    assert_eq!(desk.kiosk.respond(session, id, &response, desk.now), Err(RespondRefused::UnknownRequest), "once");
    desk.pass(60_000);
    desk.come_back(&mut phone);
    assert_eq!(responses(&mut phone), [response]);
    let requests = desk.events.iter().filter(|e| matches!(e, Event::Request { .. })).count();
    assert_eq!(requests, 1);
}

// R: A2
#[test]
fn the_old_link_is_done_when_the_phone_uses_another() {
    let mut desk = Desk::new(|_| ());
    let mut phone = desk.arrive();
    let (session, _) = desk.ask(&mut phone, 10);
    let old = phone.link;
    // The kiosk has not noticed that the old link is dead.
    desk.come_back(&mut phone);
    assert!(desk.events.contains(&Event::LinkDone(old)));
    desk.kiosk.link_down(old, desk.now);
    assert_eq!(desk.kiosk.link_of(session), Some(phone.link));
}

// R: A2
#[test]
fn a_session_ends_when_its_phone_stays_away() {
    let mut desk = Desk::new(|c| c.session_lifetime = 5_000);
    let mut phone = desk.arrive();
    let (session, id) = desk.ask(&mut phone, 10);
    desk.kiosk.link_down(phone.link, desk.now);
    desk.pass(4_999);
    assert!(!desk.events.contains(&Event::SessionEnded(session)));
    desk.pass(1);
    assert!(desk.events.contains(&Event::SessionEnded(session)));
    let late = desk.kiosk.respond(session, id, &Response::Es9(vec![]), desk.now);
    assert_eq!(late, Err(RespondRefused::UnknownSession));
    desk.come_back(&mut phone);
    // The refusal is believed when it is repeated.
    for _ in 0..3 {
        desk.pass(1_000);
        phone.connection.handle_timeout(desk.now);
        desk.talk(&mut phone);
    }
    assert_eq!(events(&mut phone).last(), Some(&client::Event::Closed(Closed::SessionForgotten)));
    let refused = phone.connection.request(&Request::Es9(vec![]), desk.now);
    assert_eq!(refused, Err(RequestRefused::Closed));
}

// R: A14
#[test]
fn a_full_kiosk_says_so_and_forgets_the_absent_first() {
    let mut desk = Desk::new(|c| c.max_sessions = 2);
    let mut phones = [desk.arrive(), desk.arrive()];
    let sessions = phones.each_mut().map(|p| desk.ask(p, 10).0);
    let mut third = desk.arrive();
    for _ in 0..3 {
        desk.pass(1_000);
        third.connection.handle_timeout(desk.now);
        desk.talk(&mut third);
    }
    assert_eq!(events(&mut third), [client::Event::Closed(Closed::Busy)]);
    desk.kiosk.link_down(phones[1].link, desk.now);
    let mut fourth = desk.arrive();
    desk.ask(&mut fourth, 10);
    assert!(desk.events.contains(&Event::SessionEnded(sessions[1])));
    assert!(!desk.events.contains(&Event::SessionEnded(sessions[0])));
}

// R: A14
#[test]
fn handshakes_alone_take_no_place() {
    let mut desk = Desk::new(|c| c.max_sessions = 3);
    let mut dice = Dice::new(50);
    for _ in 0..50 {
        let link = desk.new_link();
        let mut connection = Connection::new(toy_client(ROOT), MAX_FRAME, desk.now, &mut dice);
        let hello = connection.poll_transmit(desk.now).expect("a hello");
        desk.kiosk.handle_frame(link, &hello, desk.now, &mut desk.dice).expect("answered");
    }
    assert!(desk.events.is_empty());
    let mut phone = desk.arrive();
    desk.ask(&mut phone, 10);
}

// R: A2
#[test]
fn a_cut_before_the_first_packet_loses_no_session() {
    let mut desk = Desk::new(|_| ());
    let link = desk.new_link();
    let mut connection = Connection::new(toy_client(ROOT), MAX_FRAME, desk.now, &mut desk.dice);
    let hello = connection.poll_transmit(desk.now).expect("a hello");
    desk.kiosk.handle_frame(link, &hello, desk.now, &mut desk.dice).expect("a hello");
    let answer = desk.kiosk.poll_transmit(link, desk.now).expect("an answer");
    connection.handle_frame(&answer, desk.now).expect("an answer");
    let binding = connection.binding();
    desk.kiosk.link_down(link, desk.now);
    let mut phone = Phone { connection, link };
    desk.come_back(&mut phone);
    let (session, _) = desk.ask(&mut phone, 10);
    assert_eq!(desk.kiosk.binding(session), binding);
}

// R: A2
#[test]
fn goodbye_ends_the_session() {
    let mut desk = Desk::new(|_| ());
    let mut phone = desk.arrive();
    let (session, _) = desk.ask(&mut phone, 10);
    phone.connection.close(desk.now);
    desk.talk(&mut phone);
    assert!(desk.events.ends_with(&[Event::LinkDone(phone.link), Event::SessionEnded(session)]));
    let mut other = desk.arrive();
    let (session, _) = desk.ask(&mut other, 10);
    assert_eq!(desk.kiosk.close(session), Some(other.link));
    desk.talk(&mut other);
    assert_eq!(events(&mut other).last(), Some(&client::Event::Closed(Closed::Peer)));
}

// R: A2
#[test]
fn limits_are_kept_before_anything_is_sent() {
    let mut desk = Desk::new(|c| c.limits.max_message = 1_000);
    let mut phone = desk.arrive();
    let long = phone.connection.request(&Request::Es9(vec![0; 1_000]), desk.now);
    assert_eq!(long, Err(RequestRefused::TooLong { size: 1_004, limit: 1_000 }));
    for _ in 0..8 {
        phone.connection.request(&Request::Es9(vec![0; 10]), desk.now).expect("eight at once");
    }
    assert_eq!(phone.connection.request(&Request::Es9(vec![0; 10]), desk.now), Err(RequestRefused::TooMany));
    desk.talk(&mut phone);
    assert_eq!(desk.events.iter().filter(|e| matches!(e, Event::Request { .. })).count(), 8);
    let Some(Event::Request { session, id, .. }) = desk.events.pop() else { panic!("a request") };
    let huge = desk.kiosk.respond(session, id, &Response::Es9(vec![0; 33 << 20]), desk.now);
    assert!(matches!(huge, Err(RespondRefused::TooLong { limit, .. }) if limit == 32 << 20));
}

// R: A2
#[test]
fn a_silent_link_is_given_up() {
    let mut desk = Desk::new(|_| ());
    // Nobody says hello.
    let link = desk.new_link();
    desk.pass(15_000);
    assert_eq!(desk.events, [Event::LinkDone(link)]);
    assert_eq!(desk.kiosk.handle_frame(LinkId(77), &[0x40], desk.now, &mut desk.dice), Err(FrameRefused::Truncated));
    assert_eq!(
        desk.kiosk.handle_frame(LinkId(77), &[0x40, 0, 0], desk.now, &mut desk.dice),
        Err(FrameRefused::UnknownLink)
    );
    // The kiosk falls silent while the phone waits: the phone notices, though the link says nothing.
    let mut phone = desk.arrive();
    desk.ask(&mut phone, 10);
    events(&mut phone);
    let mut dead_at = None;
    for _ in 0..2_000 {
        desk.now = desk.now.plus(10);
        if phone.connection.poll_timeout().is_some_and(|t| t <= desk.now) {
            phone.connection.handle_timeout(desk.now);
        }
        while phone.connection.poll_transmit(desk.now).is_some() {}
        if events(&mut phone).contains(&client::Event::LinkDead) {
            dead_at = Some(desk.now);
            break;
        }
    }
    let waited = dead_at.expect("noticed").0 - 15_000;
    assert!((8_000..13_000).contains(&waited), "{waited} ms");
}

// R: A2
#[test]
fn a_kiosk_that_never_answers_is_given_up() {
    let mut dice = Dice::new(1);
    let mut connection = Connection::new(toy_client(ROOT), MAX_FRAME, Millis(0), &mut dice);
    let mut hellos = 0;
    let mut now = Millis(0);
    while let Some(at) = connection.poll_timeout() {
        while connection.poll_transmit(now).is_some() {
            hellos += 1;
        }
        now = at;
        connection.handle_timeout(now);
    }
    assert_eq!(connection.poll_event(), Some(client::Event::Closed(Closed::NoAnswer)));
    assert!((10_000..11_500).contains(&now.0) && (8..20).contains(&hellos), "{now:?}, {hellos}");
    assert!(Closed::NoAnswer.retrying_helps() && !Closed::Version.retrying_helps());
}
