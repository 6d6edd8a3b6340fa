//! Every message: its encoding, kept in `tests/snapshots/messages.txt`; what reading skips; what can't make it panic. [`json`]: the same
//! messages in the JSON binding.

mod json;
mod rpm;
mod samples;
mod vendor;

use landfall_rsp::es9::{Request, Response};
use landfall_rsp::es10::Command;
use landfall_rsp::notification::PendingNotification;
use proptest::prelude::*;
use samples::{Sample, samples};

const SNAPSHOT: &str = include_str!("../snapshots/messages.txt");

#[test]
fn encodings_stay_as_they_are() {
    let mut now = String::new();
    for Sample { name, encoded, .. } in samples() {
        now.push_str(&format!("{name} {}\n", hex::encode_upper(encoded)));
    }
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/messages.txt");
        std::fs::write(path, &now).expect("the snapshot is writable");
    } else {
        for (now, then) in now.lines().zip(SNAPSHOT.lines()) {
            assert_eq!(now, then, "UPDATE_SNAPSHOTS=1 writes the snapshot anew");
        }
        assert_eq!(now.lines().count(), SNAPSHOT.lines().count());
    }
}

#[test]
fn what_is_written_is_read_as_the_same() {
    for Sample { name, encoded, again } in samples() {
        assert_eq!(again(&encoded).map(hex::encode), Ok(hex::encode(&encoded)), "{name}");
    }
}

/// Law 8: version negotiation rests on it.
// R: E1
#[test]
fn fields_that_are_not_known_are_skipped() {
    for Sample { name, encoded, again } in samples() {
        let whole = tlv::Reader::new(&encoded).next().expect("well formed").expect("not empty");
        let newer = tlv::encode(whole.tag, &[whole.value, &[0x9F, 0x7E, 0x01, 0x00]].concat());
        assert_eq!(again(&newer).map(hex::encode), Ok(hex::encode(&encoded)), "{name}");
    }
}

#[test]
fn messages_that_are_cut_off_are_refused() {
    for Sample { name, encoded, again } in samples() {
        for length in 0..encoded.len() {
            assert!(again(&encoded[..length]).is_err(), "{name} with {length} bytes");
        }
        let trailing = [&encoded[..], &[0]].concat();
        assert!(again(&trailing).is_err(), "{name} with a byte behind it");
    }
}

fn read_everything(bytes: &[u8]) {
    let _ = (Command::decode(bytes), Request::decode(bytes), Response::decode(bytes));
    let _ = PendingNotification::decode(bytes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for Sample { again, .. } in samples() {
            let _ = again(&bytes);
        }
        read_everything(&bytes);
    }

    #[test]
    fn changed_messages_never_panic(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        for Sample { encoded, again, .. } in samples() {
            let mut bytes = encoded;
            for (at, value) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *value;
            }
            // What is read after all is written in a form that is read again.
            if let Ok(written) = again(&bytes) {
                prop_assert_eq!(again(&written), Ok(written));
            }
            read_everything(&bytes);
            read_everything(&tlv::encode(0xA2u32, &bytes));
        }
    }
}
