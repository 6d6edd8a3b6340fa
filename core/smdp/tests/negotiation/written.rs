//! Versions in the forms that they are written in (E4), beside the numbers: each phone with each server.

use crate::cells::{Does, Has, Sent};
use crate::phone::{ADDRESS, CHALLENGE, meeting};
use crate::server::ours;
use crate::strict::{self, ResponseV2};
use rsp::VersionType;
use rsp::es9::{InitiateAuthenticationResponse, Response};
use rsp::version::Level;

const SNAPSHOT: &str = include_str!("../snapshots/negotiation_written.txt");

const TWO: VersionType = VersionType::new(2, 2, 2);
const THREE: VersionType = VersionType::new(3, 0, 0);

const fn sent(name: &'static str, minimum: &'static str, maximum: &'static str) -> Sent {
    let written = Some((minimum, Some(maximum)));
    Sent { name, lowest: TWO, highest: Some(THREE), lpa_v3: true, written }
}

const SENT: [Sent; 5] = [
    sent("numbers with bitmaps", "v2.2.2;1", "v3.0.0;11"),
    sent("lists alone", "profileDownload", "profileDownload,rpm"),
    sent("numbers with lists", "v2.2.2,profileDownload", "v3.0.0,rpm"),
    Sent {
        name: "one version with a bitmap",
        lowest: THREE,
        highest: None,
        lpa_v3: true,
        written: Some(("v3.0.0,01", None)),
    },
    sent("other numbers than the card's", "v2.2.2", "v9.0.0"),
];

const HAS: [Has; 6] = [
    Has { name: "both", versions: &["v3.1.0,profileDownload,rpm", "v2.3.0;1"] },
    Has { name: "the minimum", versions: &["v2.3.0,profileDownload"] },
    Has { name: "another number, a shared function", versions: &["v4.0.0;01"] },
    Has { name: "a list alone", versions: &["11"] },
    Has { name: "a number alone", versions: &["3.0"] },
    Has { name: "another function", versions: &["teleport"] },
];

/// What the server says, and at which of its own versions the phone works then.
type Cell = Option<(Option<&'static str>, Level, &'static str)>;

const fn max(server: &'static str, at: &'static str) -> Cell {
    Some((Some(server), Level::Maximum, at))
}

const fn min(at: &'static str) -> Cell {
    Some((None, Level::Minimum, at))
}

/// A row a phone, a column a server.
fn expected() -> [[Cell; 6]; 5] {
    const BOTH: &str = "v3.1.0,profileDownload,rpm";
    let all = |at| {
        let listed = max("profileDownload,rpm", at);
        [max(BOTH, at), max("v2.3.0,profileDownload", at), max("v4.0.0,rpm", at), listed, max("v3.0.0", at), None]
    };
    // A number and a list have nothing to compare.
    let lists = {
        let mut row = all("profileDownload,rpm");
        row[4] = None;
        row
    };
    let commands = {
        let mut row = all("v3.0.0,rpm");
        row[1] = min("v2.2.2,profileDownload");
        row
    };
    let one = "v3.0.0,rpm";
    [
        all("v3.0.0,profileDownload,rpm"),
        lists,
        commands,
        [min(one), None, max("v4.0.0,rpm", one), min(one), max("v3.0.0", one), None],
        // The numbers count.
        [max(BOTH, "v3.0.0"), min("v2.2.2"), None, None, max("v3.0.0", "v3.0.0"), None],
    ]
}

type Held = (Option<String>, Level, String);

/// The request, the answer, and what both come to.
fn cell(sent: &Sent, has: &Has) -> (Vec<u8>, Vec<u8>, Option<Held>) {
    let mut answer = Vec::new();
    let (request, does, accepted) = meeting(sent, |request| {
        answer = ours(has, request);
        answer.clone()
    });
    assert_ne!(does, Does::EndsByPhone, "{} / {}", sent.name, has.name);
    let says = accepted.map(|accepted| {
        (accepted.server.map(|version| version.to_string()), accepted.level, accepted.offered.to_string())
    });
    (request, answer, says)
}

// R: E1
// R: E2
// R: E3
// R: E4
// R: E9
#[test]
fn every_written_form_by_what_both_sides_decide() {
    for (sent, row) in SENT.iter().zip(expected()) {
        for (has, expected) in HAS.iter().zip(row) {
            let (_, answer, says) = cell(sent, has);
            let expected = expected.map(|(server, level, at)| (server.map(str::to_owned), level, at.to_owned()));
            assert_eq!(says, expected, "{} / {}", sent.name, has.name);
            // The server writes its version only where it names one, and its number stands where the standard has it.
            let Response::InitiateAuthentication(answer) = Response::decode(&answer).expect("an answer") else {
                panic!("another answer")
            };
            let Some((server, ..)) = expected else {
                assert!(matches!(answer, InitiateAuthenticationResponse::Error(_)));
                continue;
            };
            let InitiateAuthenticationResponse::Ok(ok) = answer else { panic!("{answer:?}") };
            let signed = &ok.server_signed1;
            assert_eq!(signed.written_version.as_ref().map(ToString::to_string), server);
            let number = signed.written_version.as_ref().and_then(model::VersionSpec::number);
            let context = signed.session_context.as_ref().map(|context| context.server_svn.0);
            assert_eq!(context, number.map(|number| number.to_version_type()), "{} / {}", sent.name, has.name);
        }
    }
}

// R: E4
// R: E7
#[test]
fn written_forms_are_skipped_by_version_2() {
    for sent in &SENT {
        for has in &HAS {
            let (request, answer, _) = cell(sent, has);
            let read = strict::request(&request).unwrap_or_else(|wrong| panic!("{}: {wrong}", sent.name));
            assert_eq!((read.svn, read.smdp_address.as_str()), (sent.lowest.0, ADDRESS), "{}", sent.name);
            assert!(read.newer.contains(&0xE4), "{:x?}", read.newer);
            match strict::response(&answer).unwrap_or_else(|wrong| panic!("{}: {wrong}", sent.name)) {
                ResponseV2::Ok { euicc_challenge, .. } => assert_eq!(euicc_challenge, CHALLENGE),
                ResponseV2::Error(code) => assert_eq!(code, 2),
            }
        }
    }
}

// R: E1
// R: E2
// R: E4
#[test]
fn written_forms_by_their_bytes() {
    let mut now = String::new();
    for sent in &SENT {
        for has in &HAS {
            let (request, answer, _) = cell(sent, has);
            let (request, answer) = (hex::encode_upper(request), hex::encode_upper(answer));
            now.push_str(&format!("{} / {}\n  > {request}\n  < {answer}\n", sent.name, has.name));
        }
    }
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/negotiation_written.txt");
        std::fs::write(path, &now).expect("the snapshot is writable");
    } else {
        for (now, then) in now.lines().zip(SNAPSHOT.lines()) {
            assert_eq!(now, then, "UPDATE_SNAPSHOTS=1 writes the snapshot anew");
        }
        assert_eq!(now.lines().count(), SNAPSHOT.lines().count());
    }
}
