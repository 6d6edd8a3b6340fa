//! Frames, to both ends of the near field.

mod pair;
mod strange_kiosk;
mod strange_phone;

use crate::input::Input;
use nearfield::{
    Limits,
    message::{Request, Response},
    server,
    sim::{Dice, toy_server},
};
use tlv::{Tag, Writer};

/// The near field's connections. The first byte says who is who: an honest pair with somebody between, a phone that says
/// anything, or a kiosk that does.
pub(crate) fn frames(data: &[u8]) {
    let mut input = Input::new(data);
    match input.byte() {
        0 => pair::run(input),
        1 => strange_phone::run(input),
        _ => strange_kiosk::run(input),
    }
}

/// A toy kiosk that has room for three phones.
fn kiosk_config() -> server::Config {
    server::Config { max_sessions: 3, max_kept: 1 << 16, ..toy_server(&mut Dice::new(5)) }
}

/// What a phone says first.
pub(crate) fn hello(limits: Limits) -> Vec<u8> {
    Writer::build(|w| {
        w.uint(Tag::context(0), 1);
        w.uint(Tag::context(1), 1);
        w.uint(Tag::context(2), limits.max_message.into());
        w.uint(Tag::context(3), limits.max_outstanding.into());
        w.put(Tag::context(4), &nearfield::sim::ROOT[..8]);
    })
}

/// What the toy kiosk answers.
pub(crate) fn answer(limits: Limits) -> Vec<u8> {
    Writer::build(|w| {
        w.uint(Tag::context(0), 1);
        w.uint(Tag::context(2), limits.max_message.into());
        w.uint(Tag::context(3), limits.max_outstanding.into());
        w.put(Tag::context(5), &kiosk_config().chains[0].certificates[0]);
        w.put(Tag::context(6), &[6; 16]);
        w.put(Tag::context(7), &[7; 32]);
    })
}

/// A packet's content: the bytes, with a message in front if `how` asks for one.
fn blocks(how: u8, bytes: &[u8]) -> Vec<u8> {
    let message = match how & 7 {
        1 => Request::Await { matching_id: "SALE-1".into() }.encode().to_vec(),
        2 => Request::Es9(bytes.to_vec()).encode().to_vec(),
        3 => Response::Es9(bytes.to_vec()).encode().to_vec(),
        _ => return bytes.to_vec(),
    };
    // Message `how / 8`, from its beginning, its size given, to the packet's end.
    let mut out = vec![0x22, how >> 3, 0];
    let size = message.len();
    if size >= 0x80 {
        out.push(size as u8 | 0x80);
        out.push((size >> 7) as u8 & 0x7F);
    } else {
        out.push(size as u8);
    }
    out.extend_from_slice(&message[..size.min(0x3FFF)]);
    out
}

/// Valid input, to begin from.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    [pair::seeds(), strange_phone::seeds(), strange_kiosk::seeds()].concat()
}
