//! What can't be issued.

use crate::support::{Key, NOW, World, days, eid, random, server_name};
use landfall_rsp::cert::{
    Assurance, Role,
    issue::{self, IssueError, ServerName, Validity},
};
use model::{Eid, UnixTime};

// R: E8
#[test]
fn an_eum_certifies_within_its_range_only() {
    let (w, key) = (World::new(), Key::generate());
    let outside = Eid::with_check_digits("890490329999999999999999999999").expect("30 digits");
    let second_prefix = issue::euicc_with_key(&w.eum, &key.public(), &outside, Assurance::None, days(1), &mut random);
    assert!(second_prefix.is_ok(), "begins with 890490329");
    let outside = Eid::with_check_digits("890490330000000000000000000000").expect("30 digits");
    let refused = issue::euicc_with_key(&w.eum, &key.public(), &outside, Assurance::None, days(1), &mut random);
    assert_eq!(refused.err(), Some(IssueError::EidRange { eid: outside.to_string() }));
}

#[test]
fn bad_input_is_named() {
    let (w, key) = (World::new(), Key::generate());
    let (public, good) = (key.public(), days(1));
    let backwards = Validity { from: NOW, until: NOW };
    let refused = issue::ci("Harbour", "Root", &public, backwards, &mut random);
    assert_eq!(refused.err(), Some(IssueError::Validity));
    let too_late = Validity { from: NOW, until: UnixTime(u64::MAX) };
    assert_eq!(issue::ci("Harbour", "Root", &public, too_late, &mut random).err(), Some(IssueError::Validity));
    let refused = issue::ci("", "Root", &public, good, &mut random);
    assert_eq!(refused.err(), Some(IssueError::Name { what: "the organisation" }));
    let refused = issue::ci("Harbour", &"x".repeat(65), &public, good, &mut random);
    assert_eq!(refused.err(), Some(IssueError::Name { what: "the name" }));
    let mut off_curve = public;
    off_curve[64] ^= 1;
    assert_eq!(issue::ci("Harbour", "Root", &off_curve, good, &mut random).err(), Some(IssueError::Key));
    for prefixes in [&[][..], &[""], &["12x"], &["1234567890123456789012345678901"]] {
        let refused = issue::eum(&w.ci, "Harbour", "EUM", &public, prefixes, good, &mut random);
        assert_eq!(refused.err(), Some(IssueError::EidPrefix), "{prefixes:?}");
    }
    let name = ServerName { oid: "9.9".into(), ..server_name() };
    let refused = issue::dp_auth(&w.ci, &name, &public, good, &mut random);
    assert_eq!(refused.err(), Some(IssueError::Oid { oid: "9.9".into() }));
    let refused = issue::dp_auth(&w.eum, &server_name(), &public, good, &mut random);
    assert_eq!(refused.err(), Some(IssueError::Issuer { needed: Role::Ci }));
    let refused = issue::euicc_with_key(&w.ci, &public, &eid(), Assurance::None, good, &mut random);
    assert!(matches!(refused, Err(IssueError::EidRange { .. })));
    let refused = issue::kiosk(&w.ci, "kiosk 7", &[1; 32], good, &mut random);
    assert_eq!(refused.err(), Some(IssueError::Name { what: "the kiosk's name" }));
    assert_eq!(issue::crl(&w.eum, 1, NOW, NOW.plus(1), &[]).err(), Some(IssueError::Issuer { needed: Role::Ci }));
    assert_eq!(issue::crl(&w.ci, 1, NOW, NOW, &[]).err(), Some(IssueError::Validity));
}

// R: E7
#[test]
fn keys_are_named_as_in_the_industrys_certificates() {
    // The key of SGP.26's test CI, and the identifier that its certificate gives it.
    let key = hex::decode(concat!(
        "04",
        "940657a673dc288f89d52ea8a47704992791f9c34b0036e633e2d0cba9454d65",
        "db32eb17981799d2f24388ee2b95c1094546c97901ceaeba9650919a2e20d229",
    ));
    let key: [u8; 65] = key.expect("hexadecimal digits").try_into().expect("a point");
    let ci = issue::ci("Harbour", "Root", &key, days(1), &mut random).expect("fits").signed([1; 64]);
    assert_eq!(hex::encode_upper(ci.subject_key_id()), "F54172BDF98A95D65CBEB88A38A1C11D800A85C3");
}

#[test]
fn serial_numbers_are_random_and_positive() {
    let (w, key) = (World::new(), Key::generate());
    let mut ones = |out: &mut [u8]| out.fill(0xFF);
    let one = issue::dp_auth(&w.ci, &server_name(), &key.public(), days(1), &mut ones).expect("fits");
    assert_eq!(w.ci_key.finish(one).serial(), [&[0x7F][..], &[0xFF; 15]].concat());
    let mut zeros = |out: &mut [u8]| out.fill(0);
    let other = issue::dp_auth(&w.ci, &server_name(), &key.public(), days(1), &mut zeros).expect("fits");
    assert_eq!(w.ci_key.finish(other).serial(), [&[0x40][..], &[0; 15]].concat());
}
