//! What is accepted, and the clock and revocation around it.

use crate::support::{DAY, Key, NOW, World, eid, no_crls, random, roots};
use landfall_rsp::cert::{
    Assurance, Certificate, ChainError, Role,
    chain::{Crls, StaleCrl, same_server, verify_dp, verify_euicc, verify_eum, verify_kiosk, verify_tls},
    issue::{self, Validity},
};
use model::UnixTime;

// R: E8
#[test]
fn a_kiosk_made_euicc_verifies() {
    let w = World::new();
    let verified = verify_euicc(&w.euicc, &w.eum, &w.roots(), &no_crls(), Some(NOW)).expect("own chain");
    assert_eq!(verified.eid, eid());
    assert_eq!(verified.public_key, w.leaf_key.public());
    assert_eq!(verified.assurance, Some(Assurance::Tee));
    assert_eq!(verified.eum_key_id, w.eum.subject_key_id());
}

#[test]
fn each_server_certificate_verifies_in_its_role() {
    let w = World::new();
    let (roots, crls, now) = (w.roots(), no_crls(), Some(NOW));
    for (certificate, role) in [(&w.dp_auth, Role::DpAuth), (&w.dp_pb, Role::DpPb), (&w.tls, Role::DpTls)] {
        let root = verify_dp(certificate, role, &roots, &crls, now).expect("own certificate");
        assert_eq!(root, &w.ci);
        for other in [Role::DpAuth, Role::DpPb, Role::DpTls].into_iter().filter(|r| *r != role) {
            let wrong = ChainError::Role { expected: other, found: Some(role) };
            assert_eq!(verify_dp(certificate, other, &roots, &crls, now).err(), Some(wrong));
        }
    }
    same_server(&w.dp_auth, &w.dp_pb).expect("one server");
    verify_tls(&w.tls, "DP.harbour.example", &roots, &crls, now).expect("its name");
    let other = verify_tls(&w.tls, "evil.example", &roots, &crls, now);
    assert_eq!(other.err(), Some(ChainError::Name { role: Role::DpTls, wanted: "evil.example".into() }));
}

#[test]
fn two_servers_are_not_one() {
    let (w, other) = (World::new(), Key::generate());
    let name = issue::ServerName { oid: "2.999.8".into(), ..crate::support::server_name() };
    let pb = issue::dp_pb(&w.ci, &name, &other.public(), crate::support::days(3), &mut random).expect("fits");
    assert_eq!(same_server(&w.dp_auth, &w.ci_key.finish(pb)), Err(ChainError::OtherServer));
}

// R: A2
#[test]
fn a_kiosk_is_known_by_its_root() {
    let w = World::new();
    let kiosk = verify_kiosk(&w.kiosk, &w.roots(), &no_crls(), Some(NOW)).expect("own kiosk");
    assert_eq!((kiosk.name.as_str(), kiosk.static_key), ("kiosk-7", [7; 32]));
    assert_eq!(kiosk.root_key_id, w.ci.subject_key_id());
    let foreign = World::new();
    let refused = verify_kiosk(&w.kiosk, &foreign.roots(), &no_crls(), Some(NOW));
    assert!(matches!(refused, Err(ChainError::UnknownRoot { role: Role::Kiosk, .. })));
}

// R: F8
#[test]
fn a_wrong_clock_is_named() {
    let w = World::new();
    let (roots, crls) = (w.roots(), no_crls());
    let early = UnixTime(NOW.0 - 2 * DAY);
    let refused = verify_kiosk(&w.kiosk, &roots, &crls, Some(early)).expect_err("before its time");
    // The root began on the same day, and is looked at first.
    let not_before = UnixTime(NOW.0 - DAY);
    assert_eq!(refused, ChainError::NotYetValid { role: Role::Ci, not_before, now: early });
    assert!(refused.may_be_the_clock());
    assert!(refused.to_string().contains("2025-12-30") && refused.to_string().contains("clock"), "{refused}");
    let late = NOW.plus(40 * DAY);
    let refused = verify_kiosk(&w.kiosk, &roots, &crls, Some(late)).expect_err("after its time");
    assert_eq!(refused, ChainError::Expired { role: Role::Kiosk, not_after: NOW.plus(29 * DAY), now: late });
    assert!(refused.may_be_the_clock());
    // Without a clock, time is not looked at.
    verify_kiosk(&w.kiosk, &roots, &crls, None).expect("no clock");
}

// R: E8
#[test]
fn an_eum_certificate_lives_for_days() {
    let w = World::new();
    let (roots, crls) = (w.roots(), no_crls());
    let last = NOW.plus(6 * DAY);
    verify_euicc(&w.euicc, &w.eum, &roots, &crls, Some(last)).expect("its last second");
    let now = last.plus(1);
    let expired = ChainError::Expired { role: Role::Eum, not_after: last, now };
    assert_eq!(verify_euicc(&w.euicc, &w.eum, &roots, &crls, Some(now)).err(), Some(expired.clone()));
    // A kept EUM is looked at again, too.
    let kept = verify_eum(&w.eum, &roots, &crls, Some(last)).expect("its last second");
    assert_eq!(kept.still_valid(&roots, &crls, Some(now)).err(), Some(expired));
    let foreign = World::new();
    assert!(matches!(kept.still_valid(&foreign.roots(), &crls, Some(last)), Err(ChainError::UnknownRoot { .. })));
}

fn list(w: &World, number: u64, next: UnixTime, revoked: &[&Certificate]) -> Vec<u8> {
    let serials: Vec<&[u8]> = revoked.iter().map(|c| c.serial()).collect();
    w.ci_key.finish(issue::crl(&w.ci, number, NOW, next, &serials).expect("fits"))
}

// R: E8
#[test]
fn what_was_revoked_is_refused() {
    let w = World::new();
    let (roots, mut crls, now) = (w.roots(), no_crls(), Some(NOW));
    let kept = verify_eum(&w.eum, &roots, &crls, now).expect("not revoked yet");
    assert_eq!(crls.add(&list(&w, 5, NOW.plus(DAY), &[&w.eum, &w.kiosk, &w.dp_pb]), &roots), Ok(5));
    let revoked = |role, c: &Certificate| Some(ChainError::Revoked { role, serial: hex::encode_upper(c.serial()) });
    assert_eq!(verify_euicc(&w.euicc, &w.eum, &roots, &crls, now).err(), revoked(Role::Eum, &w.eum));
    assert_eq!(kept.still_valid(&roots, &crls, now).err(), revoked(Role::Eum, &w.eum));
    assert_eq!(verify_kiosk(&w.kiosk, &roots, &crls, now).err(), revoked(Role::Kiosk, &w.kiosk));
    assert_eq!(verify_dp(&w.dp_pb, Role::DpPb, &roots, &crls, now).err(), revoked(Role::DpPb, &w.dp_pb));
    verify_dp(&w.dp_auth, Role::DpAuth, &roots, &crls, now).expect("not revoked");
    // An older list does not take it back; a newer one may.
    let older = crls.add(&list(&w, 4, NOW.plus(DAY), &[]), &roots);
    assert_eq!(older, Err(ChainError::CrlOlder { known: 5, given: 4 }));
    assert!(verify_eum(&w.eum, &roots, &crls, now).is_err());
    assert_eq!(crls.add(&list(&w, 6, NOW.plus(DAY), &[]), &roots), Ok(6));
    verify_eum(&w.eum, &roots, &crls, now).expect("taken off the list");
}

#[test]
fn an_overdue_list_is_refused_or_used_as_configured() {
    let w = World::new();
    let (roots, next_update) = (w.roots(), NOW.plus(DAY));
    let now = next_update.plus(1);
    let data = list(&w, 1, next_update, &[&w.dp_pb]);
    let mut strict = Crls::default();
    strict.add(&data, &roots).expect("own list");
    let stale = Some(ChainError::CrlStale { next_update, now });
    assert_eq!(verify_dp(&w.dp_auth, Role::DpAuth, &roots, &strict, Some(now)).err(), stale);
    verify_dp(&w.dp_auth, Role::DpAuth, &roots, &strict, None).expect("no clock");
    let mut lenient = Crls::new(StaleCrl::StillUse);
    lenient.add(&data, &roots).expect("own list");
    verify_dp(&w.dp_auth, Role::DpAuth, &roots, &lenient, Some(now)).expect("not revoked");
    let revoked = verify_dp(&w.dp_pb, Role::DpPb, &roots, &lenient, Some(now));
    assert!(matches!(revoked, Err(ChainError::Revoked { .. })));
}

#[test]
fn a_list_of_nobody_is_refused_and_changes_nothing() {
    let (w, foreign) = (World::new(), World::new());
    let (roots, mut crls) = (w.roots(), no_crls());
    let forged = list(&foreign, 9, NOW.plus(DAY), &[&w.eum]);
    assert_eq!(crls.add(&forged, &roots), Err(ChainError::CrlIssuer));
    let mut changed = list(&w, 9, NOW.plus(DAY), &[&w.eum]);
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    assert!(crls.add(&changed, &roots).is_err());
    for length in 0..changed.len() {
        assert!(crls.add(&changed[..length], &roots).is_err());
    }
    verify_eum(&w.eum, &roots, &crls, Some(NOW)).expect("nothing revoked it");
}

#[test]
fn several_roots_stand_side_by_side() {
    let (one, two) = (World::new(), World::new());
    let both = roots([&one.ci, &two.ci]);
    for w in [&one, &two] {
        let verified = verify_euicc(&w.euicc, &w.eum, &both, &no_crls(), Some(NOW)).expect("one of the roots");
        assert_eq!(verified.root_key_id, w.ci.subject_key_id());
    }
    // But an eUICC of one under the EUM of the other is none.
    let mixed = verify_euicc(&one.euicc, &two.eum, &both, &no_crls(), Some(NOW));
    assert_eq!(mixed.err(), Some(ChainError::AuthorityKey { role: Role::Euicc }));
    assert_eq!(Validity::days(NOW, 1).until, NOW.plus(DAY));
}
