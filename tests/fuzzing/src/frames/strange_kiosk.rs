use super::{answer, blocks, kiosk_config};
use crate::input::Input;
use nearfield::{
    Limits, Millis,
    client::{Connection, Event},
    message::Request,
    parse::MAX_FRAME,
    sim::{Dice, ROOT, Stranger, toy_client},
};
use std::collections::BTreeSet;

/// A kiosk whose key was stolen. Whatever it says, a phone hears one answer to each request at most, and to none that it
/// did not make.
pub(super) fn run(mut input: Input<'_>) {
    let (mut dice, mut now) = (Dice::new(1), Millis(0));
    let mut phone = Connection::new(toy_client(ROOT), MAX_FRAME, now, &mut dice);
    let private = kiosk_config().private_key.expose().try_into().expect("32 bytes");
    let limits = Limits { max_message: u32::from(input.byte()) << 10, max_outstanding: input.byte().into() };
    let own = input.bytes();
    let said = if own.is_empty() { answer(limits) } else { own.to_vec() };
    let Some(hello) = phone.poll_transmit(now) else { return };
    let Ok((mut kiosk, frame)) = Stranger::kiosk(&private, &hello, &said, &mut dice) else { return };
    let _ = phone.handle_frame(&frame, now);
    let (mut asked, mut answered) = (BTreeSet::new(), BTreeSet::new());
    while !input.is_empty() {
        match input.byte() % 8 {
            0..=3 => {
                let (how, bytes) = (input.byte(), input.bytes());
                if let Some(packet) = kiosk.say(&blocks(how, bytes)) {
                    let _ = phone.handle_frame(&packet, now);
                }
            }
            4 => {
                now = now.plus(u64::from(input.byte()) * 16);
                phone.handle_timeout(now);
            }
            5 => asked.extend(phone.request(&Request::Es9(vec![0x55; input.number()]), now).ok()),
            6 => kiosk.skip_to(input.number() as u64),
            _ => {
                for _ in 0..input.byte() {
                    let _ = phone.poll_transmit(now);
                }
            }
        }
        while let Some(event) = phone.poll_event() {
            if let Event::Response { id, .. } = event {
                assert!(asked.contains(&id), "nobody asked");
                assert!(answered.insert(id), "a request is answered once");
            }
        }
        let _ = phone.poll_timeout();
    }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let packet = |how: u8, bytes: &[u8]| [&[0, how, 0, bytes.len() as u8][..], bytes].concat();
    let talk = [
        vec![2, 64, 8, 0, 0, 5, 1, 0, 5, 0, 3, 7, 9],
        packet(3, &[0xBF, 0x39, 0x00]),
        packet(0, &[1, 1, 0, 0, 1]),
        packet(0, &[0x21, 1, 5, 3, 1, 2, 3]),
        packet(0, &[0x23, 1, 0, 8, 5, 0x83, 6, 1, 1, 1]),
        vec![4, 200],
        packet(3 | 1 << 3, &[1, 2, 3]),
        packet(0, &[3]),
    ];
    let greeting = [&[2, 0, 0, 0x02, 0x30][..], &answer(Limits::KIOSK)].concat();
    vec![talk.concat(), greeting]
}
