//! Any bytes are answered with a status word, in any order, and nothing of what is durable breaks.

use crate::harness::{
    Fate, Phone, fetch,
    lpa::pieces,
    profiles::{self, metadata},
    sim,
};
use crate::session::{enable, enabling, list, with_profiles};
use proptest::prelude::*;
use rsp::{Message, apdu::ISD_R};
use std::cell::RefCell;
use uicc::Transport;

thread_local! {
    // Keys, certificates and downloads take their time: each thread makes its phone once and goes on from its disk.
    static START: RefCell<Option<(Phone, Vec<Vec<u8>>)>> = const { RefCell::new(None) };
}

/// Two profiles, the first enabled; a third one's package is prepared for, in `pieces`.
fn start() -> (Phone, Vec<Vec<u8>>) {
    let (mut phone, mut shop) = with_profiles(2);
    enable(&mut phone, 1);
    shop.stock(metadata(3), &profiles::own(3));
    let kept = fetch(&mut phone, &mut shop);
    (phone, pieces(&kept.bound_profile_package))
}

/// Commands that mean something, so that random ones meet a card in every state.
fn command(pieces: &[Vec<u8>], kind: u8, mut noise: Vec<u8>) -> Vec<u8> {
    let store =
        |data: &[u8]| [&[0x81, 0xE2, 0x91, 0x00, data.len().min(255) as u8][..], &data[..data.len().min(255)]].concat();
    let at = noise.first().copied().unwrap_or_default();
    match kind % 16 {
        0 => noise,
        1 => [&[0x01, 0xA4, 0x04, 0x00, 0x10][..], &ISD_R].concat(),
        2 => vec![0x00, 0x70, 0x00, 0x00, 0x01],
        3 => vec![0x00, 0x70, 0x80, at % 20],
        4 => store(&noise),
        5 => {
            // A function's tag over noise.
            let tags =
                [0x20_u8, 0x21, 0x22, 0x28, 0x29, 0x2B, 0x2D, 0x2E, 0x30, 0x31, 0x32, 0x33, 0x34, 0x38, 0x3C, 0x3E];
            noise.truncate(100);
            let tag = 0xBF00 | u32::from(tags[usize::from(at) % tags.len()]);
            store(&tlv::encode(tag, &noise))
        }
        6 => store(&enabling(u32::from(at) % 4, at & 1 == 0).encode()),
        7 => store(pieces.first().map_or(&[], |piece| piece)),
        8 => store(pieces.get(usize::from(at) % pieces.len()).map_or(&[], |piece| piece)),
        9 => [&[0x80, 0x10, 0x00, 0x00, 0x03][..], &[at, at, at]].concat(),
        10 => vec![0x80, 0x12, 0x00, 0x00, 0x0B],
        11 => hex::decode("801400000C810301010482028281030100").expect("digits"),
        12 => hex::decode(sim::USIM.replace(' ', "")).expect("digits"),
        13 => [&[0x00, 0x20, 0x00, 0x01, 0x08][..], profiles::PIN, &[0xFF; 4]].concat(),
        14 => vec![at & 0x43 | 0x80, 0xC0, 0x00, 0x00, at],
        _ => [&[at, noise.get(1).copied().unwrap_or_default()][..], noise.get(2..).unwrap_or_default()].concat(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_sequence_is_survived(
        commands in prop::collection::vec((any::<u8>(), prop::collection::vec(any::<u8>(), 0..40), any::<u8>()), 1..60),
        t0 in any::<bool>(),
    ) {
        START.with_borrow_mut(|start_here| {
            let (phone, pieces) = start_here.get_or_insert_with(start);
            let disk = phone.disk.clone();
            phone.transport = if t0 { Transport::T0 } else { Transport::Block };
            phone.restart();
            for (kind, noise, luck) in commands {
                phone.fate = match luck {
                    0..=9 => Fate::CommitsFail,
                    10..=19 => Fate::SigningFails,
                    _ => Fate::Works,
                };
                match luck {
                    20..=22 => phone.reset(),
                    23..=25 => phone.restart(),
                    _ => {
                        let reply = phone.transmit(&command(pieces, kind, noise));
                        prop_assert!(reply.len() >= 2);
                        prop_assert!(matches!(reply[reply.len() - 2], 0x61..=0x6F | 0x90..=0x9F), "{:02X?}", reply);
                    }
                }
            }
            phone.fate = Fate::Works;
            // What it holds in memory is what is durable, and at most one profile is enabled.
            phone.transport = Transport::Block;
            phone.reset();
            let before = list(phone);
            phone.flush();
            phone.restart();
            prop_assert_eq!(&list(phone), &before);
            prop_assert!(phone.euicc.state().profiles.values().filter(|entry| entry.enabled).count() <= 1);
            phone.disk = disk;
            phone.waiting = model::Batch::new();
            phone.restart();
            Ok(())
        })?;
    }
}
