//! Replay, calls out of turn, confusion of sessions, bounds.

use crate::desk::{ADDRESS, Desk, MATCHING_ID, NOW, random};
use landfall_smdp::{Refusal, Sessions};

// R: E5
#[test]
fn no_message_is_taken_twice() {
    let mut desk = Desk::new();
    let card = desk.card();
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    let authenticate = card.authenticate(&ok, Some(MATCHING_ID));
    let offer = desk.authenticate(&authenticate).expect("offered");
    assert_eq!(desk.authenticate(&authenticate).err(), Some(Refusal::Session));
    let prepare = card.prepare(&offer, None);
    desk.package(&prepare).expect("bound");
    assert_eq!(desk.package(&prepare).expect_err("again").refusal, Refusal::Session);
    assert_eq!(desk.authenticate(&authenticate).err(), Some(Refusal::Session));
    assert_eq!(desk.order.downloads, 1);
    // The same InitiateAuthentication begins another session, with another challenge and name.
    let again = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    assert_ne!(again.transaction_id, ok.transaction_id);
    assert_ne!(again.server_signed1.server_challenge, ok.server_signed1.server_challenge);
    // An answer to the first one does not fit.
    let mut moved = authenticate;
    moved.transaction_id = again.transaction_id;
    assert_eq!(desk.authenticate(&moved).err(), Some(Refusal::OtherTransaction));
}

// R: E5
#[test]
fn no_message_is_taken_out_of_turn() {
    let mut desk = Desk::new();
    let mut card = desk.card();
    let offer = desk.offered(&mut card);
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    // A package before the authentication.
    let mut early = card.prepare(&offer, None);
    early.transaction_id = ok.transaction_id.clone();
    assert_eq!(desk.package(&early).expect_err("too early").refusal, Refusal::Session);
    // That ended neither session.
    let second = desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).expect("offered");
    // The card's answers for one session in the other.
    let mut crossed = card.prepare(&second, None);
    crossed.transaction_id = offer.transaction_id;
    assert_eq!(desk.package(&crossed).expect_err("crossed").refusal, Refusal::Signature);
}

// R: E5
#[test]
fn a_package_needs_the_signed_offer() {
    let mut desk = Desk::new();
    let mut card = desk.card();
    let earlier = desk.offered(&mut card);
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    let request = card.authenticate(&ok, Some(MATCHING_ID));
    let checked = desk.server.authenticate_client(&mut desk.sessions, &request, NOW).expect("proven");
    let offered = checked.with_order(&desk.server, &mut desk.sessions, Some(&desk.order), NOW).expect("offered");
    let mut prepare = card.prepare(&earlier, None);
    prepare.transaction_id = ok.transaction_id;
    assert_eq!(desk.package(&prepare).expect_err("not signed yet").refusal, Refusal::Session);
    drop(offered);
}

#[test]
fn a_session_lives_for_a_while() {
    let mut desk = Desk::new();
    let card = desk.card();
    desk.sessions = Sessions::new(8, 600);
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    desk.now = NOW.plus(600);
    let offer = desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).expect("its last second");
    desk.now = NOW.plus(601);
    let late = desk.package(&card.prepare(&offer, None)).expect_err("too late").refusal;
    assert_eq!((late.clone(), late.status().to_string().as_str()), (Refusal::Session, "8.10.1/3.9"));
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    desk.sessions.expire(NOW.plus(2_000));
    assert!(desk.sessions.is_empty());
    assert_eq!(desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).err(), Some(Refusal::Session));
}

#[test]
fn strangers_push_out_strangers_only() {
    let mut desk = Desk::new();
    let mut card = desk.card();
    desk.sessions = Sessions::new(3, 600);
    let offer = desk.offered(&mut card);
    desk.now = NOW.plus(1);
    let first = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    desk.now = NOW.plus(2);
    for _ in 0..20 {
        desk.initiate(&card.initiate(ADDRESS)).expect("makes room");
        assert!(desk.sessions.len() <= 3);
    }
    assert_eq!(desk.authenticate(&card.authenticate(&first, Some(MATCHING_ID))).err(), Some(Refusal::Session));
    desk.package(&card.prepare(&offer, None)).expect("one that has proven itself stays");
    // Full of such: no more are begun.
    desk.sessions = Sessions::new(1, 600);
    desk.offered(&mut card);
    let refused =
        desk.server.initiate_authentication(&mut desk.sessions, &card.initiate(ADDRESS), desk.now, &mut random);
    let refused = refused.expect_err("full");
    assert_eq!((refused.clone(), refused.status().to_string().as_str()), (Refusal::Busy, "8.8/4.2"));
    // Until their time is over.
    desk.now = desk.now.plus(601);
    desk.initiate(&card.initiate(ADDRESS)).expect("there is room");
}

#[test]
fn one_card_takes_four_places_at_most() {
    let mut desk = Desk::new();
    let mut card = desk.card();
    desk.sessions = Sessions::new(8, 600);
    let mut first = None;
    for second in 0..20 {
        desk.now = NOW.plus(second);
        let offer = desk.offered(&mut card);
        first.get_or_insert(offer);
    }
    assert_eq!(desk.sessions.len(), 4);
    let first = first.expect("one at least");
    assert_eq!(desk.package(&card.prepare(&first, None)).expect_err("forgotten").refusal, Refusal::Session);
    let mut other = crate::card::Card::new(&desk.operator, "890490320099999999999999999999", rsp::cert::Assurance::Tee);
    desk.bound(&mut other);
    desk.now = NOW.plus(10_000);
    desk.sessions.expire(desk.now);
    assert!(desk.sessions.is_empty());
}

/// Every bit of the signed answers, changed: whatever happens, no offer and no package comes of it.
// R: E5
#[test]
fn every_changed_bit_is_refused() {
    use rsp::{Message, es9::AuthenticateClientRequest};
    let mut desk = Desk::new();
    let card = desk.card();
    let mut by_check = std::collections::BTreeMap::new();
    let mut bit = 0;
    loop {
        let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
        let mut der = card.authenticate(&ok, Some(MATCHING_ID)).encode();
        if bit >= der.len() * 8 {
            break;
        }
        der[bit / 8] ^= 1 << (bit % 8);
        let refused = match AuthenticateClientRequest::decode(&der) {
            Err(_) => "malformed".to_owned(),
            Ok(request) => match desk.authenticate(&request) {
                Err(refused) => refused.status().to_string(),
                Ok(_) => panic!("bit {bit} changed nothing"),
            },
        };
        *by_check.entry(refused).or_insert(0usize) += 1;
        bit += 1;
    }
    for check in ["malformed", "8.10.1/3.9", "8.1/6.1", "8.1.2/6.1", "8.1.3/6.1"] {
        assert!(by_check.contains_key(check), "{check} in {by_check:?}");
    }
    assert_eq!(by_check.values().sum::<usize>(), bit);
}
