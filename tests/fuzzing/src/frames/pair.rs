use super::kiosk_config;
use crate::input::Input;
use nearfield::{
    Millis, RequestId,
    client::Connection,
    message::{Request, Response},
    server::{Endpoint, Event, LinkId, SessionId},
    sim::{Dice, ROOT, toy_client},
};
use std::collections::BTreeSet;

/// Frames that somebody between may send again.
const KEPT: usize = 32;

/// An honest phone and kiosk, and the one between them who does what the input says.
struct Pair {
    phone: Connection,
    kiosk: Endpoint,
    dice: Dice,
    now: Millis,
    link: LinkId,
    seen: Vec<Vec<u8>>,
    executed: BTreeSet<(SessionId, RequestId)>,
    open: Vec<(SessionId, RequestId)>,
}

pub(super) fn run(mut input: Input<'_>) {
    let (mut dice, now, link) = (Dice::new(1), Millis(0), LinkId(0));
    let mtu = frame_size(input.byte());
    let mut pair = Pair {
        phone: Connection::new(toy_client(ROOT), mtu, now, &mut dice),
        kiosk: Endpoint::new(kiosk_config()),
        dice,
        now,
        link,
        seen: Vec::new(),
        executed: BTreeSet::new(),
        open: Vec::new(),
    };
    pair.kiosk.link_up(link, mtu, now);
    while !input.is_empty() {
        pair.step(&mut input);
    }
    // Undisturbed, they find together or say why not.
    for _ in 0..8 {
        pair.exchange();
    }
}

const fn frame_size(byte: u8) -> usize {
    128 + byte as usize * 16
}

impl Pair {
    fn step(&mut self, input: &mut Input<'_>) {
        match input.byte() % 16 {
            0 => self.exchange(),
            1 => self.up(|_| {}),
            2 => self.down(|_| {}),
            3 | 4 => {
                let (at, with) = (input.number(), input.byte());
                let damage = move |frame: &mut Vec<u8>| {
                    let at = at % frame.len().max(1);
                    frame.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= with);
                };
                if with & 1 == 0 { self.up(damage) } else { self.down(damage) }
            }
            5 => drop(self.phone.poll_transmit(self.now)),
            6 => drop(self.kiosk.poll_transmit(self.link, self.now)),
            7 => {
                let (which, to_kiosk) = (usize::from(input.byte()), input.byte() & 1 == 0);
                let frame = self.seen.get(which % self.seen.len().max(1)).cloned().unwrap_or_default();
                self.deliver(&frame, to_kiosk);
            }
            8 => {
                let (frame, to_kiosk) = (input.bytes(), input.byte() & 1 == 0);
                self.deliver(frame, to_kiosk);
            }
            9 => {
                let step = u64::from(input.byte());
                self.now = self.now.plus(step * step);
                self.phone.handle_timeout(self.now);
                self.kiosk.handle_timeout(self.now);
            }
            10 => self.cut(frame_size(input.byte())),
            11 => {
                let size = input.number();
                let _ = self.phone.request(&Request::Es9(vec![0x55; size]), self.now);
            }
            12 => {
                let size = input.number();
                if let Some((session, id)) = self.open.pop() {
                    let _ = self.kiosk.respond(session, id, &Response::Es9(vec![0xAA; size * 4]), self.now);
                }
            }
            13 => self.phone.close(self.now),
            14 => {
                if let Some((session, _)) = self.executed.last() {
                    self.kiosk.close(*session);
                }
            }
            _ => self.kiosk.link_down(self.link, self.now),
        }
        self.events();
    }

    fn exchange(&mut self) {
        self.up(|_| {});
        self.down(|_| {});
        self.events();
    }

    fn up(&mut self, change: impl Fn(&mut Vec<u8>)) {
        if let Some(mut frame) = self.phone.poll_transmit(self.now) {
            change(&mut frame);
            self.deliver(&frame, true);
            self.keep(frame);
        }
    }

    fn down(&mut self, change: impl Fn(&mut Vec<u8>)) {
        if let Some(mut frame) = self.kiosk.poll_transmit(self.link, self.now) {
            change(&mut frame);
            self.deliver(&frame, false);
            self.keep(frame);
        }
    }

    fn keep(&mut self, frame: Vec<u8>) {
        if self.seen.len() < KEPT {
            self.seen.push(frame);
        }
    }

    fn deliver(&mut self, frame: &[u8], to_kiosk: bool) {
        let _ = if to_kiosk {
            self.kiosk.handle_frame(self.link, frame, self.now, &mut self.dice)
        } else {
            self.phone.handle_frame(frame, self.now)
        };
    }

    fn cut(&mut self, mtu: usize) {
        self.kiosk.link_down(self.link, self.now);
        self.phone.link_lost(self.now);
        self.link = LinkId(self.link.0 + 1);
        self.kiosk.link_up(self.link, mtu, self.now);
        self.phone.reconnect(mtu, self.now, &mut self.dice);
    }

    fn events(&mut self) {
        while let Some(event) = self.kiosk.poll_event() {
            if let Event::Request { session, id, request } = event {
                assert!(self.executed.insert((session, id)), "a request is executed once");
                assert!(request.is_ok(), "what an honest phone asks arrives as it was asked");
                self.open.push((session, id));
            }
        }
        while let Some(event) = self.phone.poll_event() {
            let _ = format!("{event:?}");
        }
        let _ = (self.phone.poll_timeout(), self.kiosk.poll_timeout(), self.phone.binding());
    }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    // Hands shaken, a request and a long answer, a cut in the middle of it, and the rest.
    let talk = [0, 20, 0, 11, 0, 80, 0, 0, 12, 4, 0, 2, 2, 2, 0, 0, 10, 30, 0, 0, 0, 0, 2, 2, 2, 1, 0, 9, 10, 0, 13, 0];
    let trouble =
        [0, 20, 3, 0, 9, 2, 9, 40, 0, 11, 1, 0, 7, 0, 0, 5, 9, 30, 0, 7, 2, 0, 4, 0, 20, 3, 12, 1, 0, 6, 9, 60, 0];
    let raw = [0, 1, 8, 0, 6, 0x05, 1, 2, 3, 4, 1, 1, 0, 14, 15, 10, 0, 0, 0];
    vec![talk.to_vec(), trouble.to_vec(), raw.to_vec()]
}
