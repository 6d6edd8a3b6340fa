use crate::cells::{Does, HAS, Has, SENT, Said, Sent};
use crate::phone::{ADDRESS, CHALLENGE, meets};
use crate::server::{of_version_2, ours, said};
use crate::strict::{self, ResponseV2};
use rsp::VersionType;
use rsp::es10::OperationType;
use rsp::version::{Answer, Client, Level, Offer};

const SNAPSHOT: &str = include_str!("../snapshots/negotiation.txt");

const fn v(major: u8, minor: u8, revision: u8) -> VersionType {
    VersionType::new(major, minor, revision)
}

const REFUSED: (Said, Does) = (Said::Refused(2), Does::EndsByServer);

fn at_minimum(at: VersionType) -> (Said, Does) {
    (Said::NoVersion, Does::Works { level: Level::Minimum, at, operation: None })
}

fn at_maximum(server: VersionType, at: VersionType) -> (Said, Does) {
    let operation = Some(OperationType::PROFILE_DOWNLOAD | OperationType::RPM);
    (Said::Version(server), Does::Works { level: Level::Maximum, at, operation })
}

/// What is expected in each cell: a row a phone, a column a server, in the order of [`SENT`] and [`HAS`].
fn expected() -> [[(Said, Does); 6]; 4] {
    let (two, three) = (v(2, 2, 2), v(3, 0, 0));
    let range = [
        at_minimum(two),
        at_maximum(three, three),
        at_maximum(three, three),
        REFUSED,
        at_minimum(two),
        at_maximum(v(3, 4, 0), three),
    ];
    [
        // A phone of v2 has no place for the server's version: it is at the minimum, which is all that it has.
        [at_minimum(two), REFUSED, at_minimum(two), REFUSED, at_minimum(two), REFUSED],
        [REFUSED, at_maximum(three, three), at_minimum(three), REFUSED, REFUSED, at_maximum(v(3, 4, 0), three)],
        range,
        range,
    ]
}

/// One cell with our server: its name, request and answer, and what both sides decide.
fn cell(sent: &Sent, has: &Has) -> (String, Vec<u8>, Vec<u8>, (Said, Does)) {
    let mut answer = Vec::new();
    let (request, does) = meets(sent, |request| {
        answer = ours(has, request);
        answer.clone()
    });
    let decided = (said(&answer), does);
    (format!("{} / {}", sent.name, has.name), request, answer, decided)
}

// R: E1
// R: E2
// R: E3
// R: E9
#[test]
fn every_cell_by_what_both_sides_decide() {
    for (sent, row) in SENT.iter().zip(expected()) {
        for (has, expected) in HAS.iter().zip(row) {
            let (name, _, _, decided) = cell(sent, has);
            assert_eq!(decided, expected, "{name}");
            // The pure rules say the same, where the wire has room for it.
            let offer = Offer::from_info1(&sent.info());
            let (answer, negotiated) = has.supported().answer(offer.clone());
            let by_rule = Client::new(offer).receive(&answer);
            match decided.1 {
                Does::Works { level, .. } => {
                    let by_rule = by_rule.expect("works");
                    let untold = matches!(answer, Answer::Version(_)) && decided.0 == Said::NoVersion;
                    assert!(by_rule.level == level || untold, "{name}");
                    assert_eq!(negotiated.expect("a session").accepted().offered, by_rule.offered, "{name}");
                }
                Does::EndsByServer | Does::EndsByPhone => assert!(by_rule.is_err() && negotiated.is_none(), "{name}"),
            }
        }
    }
}

// R: E1
// R: E2
#[test]
fn every_cell_by_its_bytes() {
    let mut now = String::new();
    for sent in &SENT {
        for has in &HAS {
            let (name, request, answer, _) = cell(sent, has);
            now.push_str(&format!("{name}\n  > {}\n  < {}\n", hex::encode_upper(request), hex::encode_upper(answer)));
        }
    }
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/negotiation.txt");
        std::fs::write(path, &now).expect("the snapshot is writable");
    } else {
        for (now, then) in now.lines().zip(SNAPSHOT.lines()) {
            assert_eq!(now, then, "UPDATE_SNAPSHOTS=1 writes the snapshot anew");
        }
        assert_eq!(now.lines().count(), SNAPSHOT.lines().count());
    }
}

// R: E1
// R: E7
#[test]
fn every_cell_is_readable_to_version_2() {
    for sent in &SENT {
        for has in &HAS {
            let (name, request, answer, (said, _)) = cell(sent, has);
            let read = strict::request(&request).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
            assert_eq!((read.svn, read.smdp_address.as_str()), (sent.lowest.0, ADDRESS), "{name}");
            assert_eq!(read.euicc_challenge, CHALLENGE, "{name}");
            // What is newer is at the end: the LPA's capability and the maximum; none of it from a phone of v2.
            let tags = [sent.lpa_v3.then_some(0x85), sent.highest.map(|_| 0x93)];
            assert_eq!(read.newer, tags.into_iter().flatten().collect::<Vec<_>>(), "{name}");
            match strict::response(&answer).unwrap_or_else(|wrong| panic!("{name}: {wrong}")) {
                ResponseV2::Ok { euicc_challenge, server_address, newer } => {
                    assert_eq!((euicc_challenge, server_address.as_str()), (CHALLENGE, ADDRESS), "{name}");
                    // The context and the server's capability, where it names its version; nothing to a phone of v2.
                    let expected: &[u32] = if matches!(said, Said::Version(_)) { &[0xA5, 0x86] } else { &[] };
                    assert_eq!(newer, expected, "{name}");
                    assert!(newer.is_empty() || sent.highest.is_some() || sent.lowest.major() == 3, "{name}");
                }
                ResponseV2::Error(code) => assert_eq!((code, said), (2, Said::Refused(2)), "{name}"),
            }
        }
    }
}

// R: E3
// R: E7
#[test]
fn a_server_of_version_2_serves_the_minimum() {
    for sent in &SENT {
        let (_, does) = meets(sent, of_version_2);
        let (_, expected) = if sent.lowest.major() == 2 { at_minimum(sent.lowest) } else { REFUSED };
        assert_eq!(does, expected, "{}", sent.name);
    }
}

// R: E3
#[test]
fn a_server_version_that_nobody_asked_for_ends_it() {
    // One that answers with a version of its own, whatever it was asked.
    for sent in &SENT {
        let own = Has { name: "", versions: &["3.0.0"] };
        let asks = Sent { name: "", lowest: v(3, 0, 0), highest: None, lpa_v3: true, written: None };
        let (_, does) = meets(sent, |_| {
            let (request, _) = meets(&asks, |_| hex::decode("a206bf3903810102").expect("hex"));
            let mut answer = ours(&own, &request);
            // serverSvn 3.0.0 → 4.0.0
            let at = answer.windows(5).position(|w| w == [0x80, 3, 3, 0, 0]).expect("the server's version");
            answer[at + 2] = 4;
            answer
        });
        assert_eq!(does, Does::EndsByPhone, "{}", sent.name);
    }
}
