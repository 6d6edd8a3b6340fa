//! Any bytes get a status word, and whatever is answered by an error changed nothing.

use super::{
    desk::{Desk, Fate},
    sample::profile,
};
use proptest::prelude::*;
use uicc::{Smartcard, StatusWord, Transport};

/// A command that is near to sense: known classes, instructions, FIDs and codes, with parameters that are often right.
fn command() -> impl Strategy<Value = Vec<u8>> {
    let cla = prop::sample::select(vec![0x00, 0x00, 0x00, 0x80, 0x80, 0xA0, 0xA0, 0x01, 0x81, 0x40, 0x0C, 0x20]);
    let ins = prop::sample::select(vec![
        0xA4, 0xA4, 0xA4, 0xB0, 0xD6, 0xB2, 0xDC, 0xA2, 0x32, 0x20, 0x24, 0x26, 0x28, 0x2C, 0x04, 0x44, 0x88, 0x70,
        0xC0, 0xF2, 0x10, 0x12, 0x14, 0xC2, 0xAA, 0xCB, 0xDB, 0x84, 0xFA,
    ]);
    let p1 =
        prop_oneof![4 => prop::sample::select(vec![0, 1, 2, 3, 4, 8, 9, 0x80, 0x81, 0x87, 0x95]), 1 => any::<u8>()];
    let p2 = prop_oneof![
        4 => prop::sample::select(vec![0, 1, 2, 3, 4, 5, 6, 0x0A, 0x0C, 0x10, 0x80, 0x81, 0x14]),
        1 => any::<u8>()
    ];
    let data = prop_oneof![
        3 => prop::sample::select(vec![
            "", "3F00", "7FFF", "7F10", "7F20", "6F3A", "6F07", "6F7E", "6F39", "6F9F", "5F3A4F30", "7F106F3A", "2F06",
            "A0000000871002", "A0000000871004", "31323334FFFFFFFF", "35363738FFFFFFFF", "A1B2C3D4E5F60718",
            "313233343536373831323334FFFFFFFF", "31323334FFFFFFFF31323334FFFFFFFF", "00000A", "8003010203", "80",
            "FFFFFFFFFF", "8103010101820282818301 00", "D10482028381", "A903810100",
        ]).prop_map(|text| hex::decode(text.replace(' ', "")).expect("hex")),
        1 => prop::collection::vec(any::<u8>(), 0..40),
        1 => prop::sample::select(vec![3usize, 9, 11, 28, 34, 176]).prop_map(|size| vec![0x10; size]),
    ];
    let le = prop_oneof![2 => Just(None), 1 => any::<u8>().prop_map(Some), 1 => Just(Some(0))];
    (cla, ins, p1, p2, data, le).prop_map(|(cla, ins, p1, p2, data, le)| {
        let mut bytes = vec![cla, ins, p1, p2];
        if !data.is_empty() {
            bytes.push(u8::try_from(data.len()).expect("short"));
            bytes.extend(&data);
        }
        bytes.extend(le);
        bytes
    })
}

/// Status words that go with a change: success, a wrong code, a wrong MAC that used a counted authentication.
fn may_change(status: StatusWord) -> bool {
    status.is_success() || matches!(status.0 & 0xFFF0, 0x63C0) || matches!(status.0, 0x9804 | 0x9840 | 0x63F1)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    // R: A10
    #[test]
    fn any_bytes_get_a_status_word(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut desk = Desk::new(profile());
        prop_assert!(desk.transmit(&bytes).len() >= 2);
    }

    // R: A10
    #[test]
    fn sequences_of_commands_are_answered_and_errors_change_nothing(
        commands in prop::collection::vec((command(), 0u8..12), 1..60), t0: bool,
    ) {
        let transport = if t0 { Transport::T0 } else { Transport::Block };
        let mut desk = Desk::new(profile()).with_transport(transport);
        for (command, luck) in commands {
            desk.fate = if luck == 0 { Fate::Fails } else { Fate::Works };
            if luck == 1 {
                desk.card.reset();
            }
            let before = (desk.card.profile().records(), desk.disk.records(), desk.commits.len());
            let answer = desk.transmit(&command);
            let status = answer.last_chunk::<2>().map(|sw| StatusWord(u16::from_be_bytes(*sw)));
            let status = status.expect("a status word");
            let first = status.sw1() >> 4;
            prop_assert!(first == 6 || first == 9, "{} for {:02X?}", status, command);
            let after = (desk.card.profile().records(), desk.disk.records(), desk.commits.len());
            if !may_change(status) {
                prop_assert!(before == after, "{} for {:02X?} changed something", status, command);
            }
            // Memory is what the disk says.
            let loaded = desk.disk.load().records();
            prop_assert!(loaded == desk.card.profile().records(), "memory and disk differ after {:02X?}", command);
        }
    }
}
