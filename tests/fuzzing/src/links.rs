//! What lies below frames: chunks of Bluetooth LE, APDUs of NFC, advertised names.

use crate::input::Input;
use nearfield::discovery::ble::{advertised, parse_advertised};
use radio::{
    ble::chunks::{Cutter, Joiner},
    nfc::{
        apdu,
        card::{Card, Done},
        reader::Reader,
    },
};

/// The first byte says which. What is read is written and read again; whatever strangers said before, a frame of ours comes whole.
pub(crate) fn links(data: &[u8]) {
    let mut input = Input::new(data);
    match input.byte() {
        0 => chunks(input),
        1 => card(input),
        2 => reader(input),
        _ => name(input.rest()),
    }
}

/// Strangers' chunks, then frames of ours.
fn chunks(mut input: Input<'_>) {
    let mut cutter = Cutter::new(input.byte().into());
    let mut joiner = Joiner::default();
    while !input.is_empty() {
        let size = usize::from(input.byte() % 32);
        assert_ne!(joiner.take(input.take(size)).as_deref(), Some(&[][..]));
    }
    let frame: Vec<u8> = (0..cutter.mtu()).map(|at| at as u8).collect();
    // A stranger's chunk may stand in the first frame of that number, whose seal shows it; never in one that begins and ends by itself.
    cutter.cut(&frame).iter().for_each(|chunk| drop(joiner.take(chunk)));
    let mut alone = Joiner::default();
    let whole: Vec<Vec<u8>> = cutter.cut(&frame).iter().rev().filter_map(|chunk| alone.take(chunk)).collect();
    assert_eq!(whole, [frame]);
}

/// A reader that says anything; then ours, which is served.
fn card(mut input: Input<'_>) {
    let mut card = Card::default();
    let mut serve = |command: &[u8]| match card.process(command) {
        Done::Answer(answer) => answer,
        Done::Selected => card.accept(),
        Done::Exchanged { frame } => {
            let next = frame.filter(|_| card.has_room());
            card.answer(next, false)
        }
    };
    while !input.is_empty() {
        let size = usize::from(input.byte() % 64);
        assert!(serve(input.take(size)).len() >= 2, "every command has a status");
    }
    let mut reader = Reader::selected(&serve(&apdu::select())).expect("it begins anew");
    reader.put(vec![7; 300]);
    let mut echoed = None;
    while echoed.is_none() {
        let command = reader.command();
        echoed = reader.take(&serve(&command)).expect("it is served");
    }
    assert_eq!(echoed, Some(vec![7; 300]));
}

/// A card that says anything.
fn reader(mut input: Input<'_>) {
    let size = usize::from(input.byte() % 8);
    let Ok(mut reader) = Reader::selected(input.take(size)) else { return };
    while !input.is_empty() {
        if reader.has_room() {
            reader.put(vec![1; 100]);
        }
        assert!(apdu::Command::parse(&reader.command()).is_some(), "whatever the card said");
        let size = usize::from(input.byte() % 64);
        if reader.take(input.take(size)).is_err() {
            return;
        }
    }
}

fn name(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some((kiosk, hint)) = parse_advertised(&text) {
        assert_eq!(parse_advertised(&advertised(kiosk, hint)).map(|(_, hint)| hint), Some(hint));
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let sized = |head: &[u8], parts: &[&[u8]]| {
        let parts = parts.iter().flat_map(|part| [&[part.len() as u8], *part].concat());
        head.iter().copied().chain(parts).collect::<Vec<u8>>()
    };
    vec![
        sized(&[0, 20], &[&[0, 0x01, 1, 2, 3], &[0, 0x11, 4, 5], &[1, 0, 6]]),
        sized(&[1], &[&apdu::select(), &apdu::exchange(0, true, &[1, 2]), &apdu::exchange(1, false, &[3])]),
        sized(&[2], &[&[1, 240, 0x90, 0], &[3, 1, 2, 0x90, 0], &[0, 3, 0x90, 0], &[0x90, 0]]),
        [&[3], &b"Gate 7~0A0B0C0D"[..]].concat(),
    ]
}
