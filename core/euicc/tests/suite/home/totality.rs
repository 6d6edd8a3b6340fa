//! Whatever bytes come, they are answered with a reason, and nothing changes.

use super::*;
use proptest::prelude::*;

fn genuine() -> ([Phone; 2], [Vec<u8>; 3]) {
    let (_, [mut one, mut two]) = phones();
    let key = two.home_key(1).expect("a key");
    let sealed = one.copy_out(1, &key).expect("a copy");
    two.copy_in(&sealed, None).expect("it comes in");
    let statement = one.make_dormant(1, &two.eid).expect("a statement");
    ([one, two], [key, sealed, statement])
}

// R: B5
#[test]
fn every_changed_bit_is_noticed_and_nothing_changes() {
    let (_, [mut one, mut two]) = phones();
    let key = two.home_key(1).expect("a key");
    let sealed = one.copy_out(1, &key).expect("a copy");
    let before = [&one, &two].map(|phone| phone.disk.clone());
    // The chains behind the signature may come in any form that holds; everything before it counts.
    let end = |bytes: &[u8]| {
        let whole = tlv::parse_one(bytes, 0xE6).expect("a statement");
        let behind: usize = {
            let mut inside = whole.children();
            inside.expect(0x30).expect("a payload");
            inside.expect(0x5F37).expect("a signature");
            inside.rest().len()
        };
        bytes.len() - behind
    };
    for at in 0..end(&key) {
        let mut changed = key.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(one.copy_out(1, &changed).is_err(), "bit of byte {at}");
    }
    for at in (0..end(&sealed)).step_by(97).chain(0..200) {
        let mut changed = sealed.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(two.copy_in(&changed, None).is_err(), "bit of byte {at}");
    }
    assert_eq!([&one, &two].map(|phone| phone.disk.clone()), before);
}

proptest! {
    // R: B5 F2
    #[test]
    fn marks_are_read_of_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(marks) = uicc::profile::Marks::from_bytes(&bytes) {
            prop_assert_eq!(uicc::profile::Marks::from_bytes(marks.to_bytes().expose()), Ok(marks));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    // R: B5 F2
    #[test]
    fn any_bytes_are_answered(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        cuts in prop::collection::vec((0..3_usize, any::<prop::sample::Index>(), prop::collection::vec(any::<u8>(), 0..40)), 1..30),
    ) {
        let ([mut one, mut two], messages) = genuine();
        let mut all = vec![bytes];
        for (which, at, piece) in cuts {
            let message = &messages[which];
            let at = at.index(message.len());
            all.push(message[..at].to_vec());
            all.push([&message[..at], &piece, &message[(at + piece.len()).min(message.len())..]].concat());
        }
        for bytes in all {
            let (roles, known) = ((one.role(1), two.role(1)), messages.contains(&bytes));
            for phone in [&mut one, &mut two] {
                let replies = [phone.copy_out(1, &bytes), phone.copy_in(&bytes, Some(1)), phone.copy_in(&bytes, None)];
                prop_assert!(known || replies.iter().all(Result::is_err));
                let _ = landfall_euicc::home::addressee(&bytes);
                let _ = landfall_euicc::home::subject(&bytes);
            }
            if !known {
                prop_assert!(two.make_live(1, &bytes).is_err());
                prop_assert_eq!((one.role(1), two.role(1)), roles);
            }
        }
    }
}
