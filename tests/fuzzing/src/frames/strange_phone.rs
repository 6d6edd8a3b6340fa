use super::{blocks, hello, kiosk_config};
use crate::input::Input;
use nearfield::{
    Limits, Millis, RequestId,
    message::Response,
    parse::MAX_FRAME,
    server::{Endpoint, Event, LinkId, SessionId},
    sim::{Dice, Stranger},
};
use std::collections::BTreeSet;

const LINK: LinkId = LinkId(0);

/// A phone that has true keys and uses them badly. Whatever it says, a request is executed once, and another phone is
/// still served.
pub(super) fn run(mut input: Input<'_>) {
    let (mut dice, mut now) = (Dice::new(1), Millis(0));
    let mut kiosk = Endpoint::new(kiosk_config());
    kiosk.link_up(LINK, MAX_FRAME, now);
    let limits = Limits { max_message: u32::from(input.byte()) << 10, max_outstanding: input.byte().into() };
    let own = input.bytes();
    let said = if own.is_empty() { hello(limits) } else { own.to_vec() };
    let (mut phone, frame) = Stranger::phone(&said, &mut dice);
    let _ = kiosk.handle_frame(LINK, &frame, now, &mut dice);
    if let Some(answer) = kiosk.poll_transmit(LINK, now) {
        let _ = phone.take(&answer);
    }
    let mut executed = BTreeSet::new();
    let mut open: Vec<(SessionId, RequestId)> = Vec::new();
    while !input.is_empty() {
        match input.byte() % 8 {
            0..=3 => {
                let (how, bytes) = (input.byte(), input.bytes());
                if let Some(packet) = phone.say(&blocks(how, bytes)) {
                    let _ = kiosk.handle_frame(LINK, &packet, now, &mut dice);
                }
            }
            4 => {
                now = now.plus(u64::from(input.byte()) * 16);
                kiosk.handle_timeout(now);
            }
            5 => {
                if let Some((session, id)) = open.pop() {
                    let _ = kiosk.respond(session, id, &Response::Es9(vec![0xAA; input.number()]), now);
                }
            }
            6 => phone.skip_to(input.number() as u64),
            _ => {
                for _ in 0..input.byte() {
                    let _ = kiosk.poll_transmit(LINK, now);
                }
            }
        }
        while let Some(event) = kiosk.poll_event() {
            if let Event::Request { session, id, .. } = event {
                assert!(executed.insert((session, id)), "a request is executed once");
                open.push((session, id));
            }
        }
        let _ = kiosk.poll_timeout();
    }
    another_is_served(&mut kiosk, now, &mut dice);
}

fn another_is_served(kiosk: &mut Endpoint, now: Millis, dice: &mut Dice) {
    let link = LinkId(1);
    kiosk.link_up(link, MAX_FRAME, now);
    let (mut phone, frame) = Stranger::phone(&hello(Limits::PHONE), dice);
    kiosk.handle_frame(link, &frame, now, dice).expect("an honest hello");
    let answer = kiosk.poll_transmit(link, now).expect("an answer");
    phone.take(&answer).expect("keys");
    kiosk.handle_frame(link, &phone.say(&blocks(1, &[])).expect("open"), now, dice).expect("a packet");
    let mut events = std::iter::from_fn(|| kiosk.poll_event());
    assert!(events.any(|event| matches!(event, Event::Request { request: Ok(_), .. })));
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    // Two requests, their answers, acknowledged; then a chunk without an end, and goodbye.
    let packet = |how: u8, bytes: &[u8]| [&[0, how, 0, bytes.len() as u8][..], bytes].concat();
    let talk = [
        vec![1, 64, 8, 0, 0],
        packet(1, &[]),
        packet(2 | 1 << 3, &[0xBF, 0x39, 0x00]),
        vec![5, 8, 0, 5, 0, 9, 7, 20],
        packet(0, &[1, 3, 0, 0, 3, 2]),
        packet(0, &[0x21, 9, 5, 3, 1, 2, 3, 0x21, 9, 1, 2, 8, 8]),
        packet(0, &[1, 9, 0, 1, 2, 1, 0]),
        vec![4, 100, 6, 0, 40],
        packet(0, &[3]),
    ];
    let greeting = [&[1, 0, 0, 0, 20][..], &hello(Limits::PHONE)].concat();
    vec![talk.concat(), greeting]
}
