//! Messages to the SM-DP+ that were replayed, cut short or changed on their way, at each step.

use landfall_flows::{
    Shop, Stock,
    buyer::{self, Buyer},
};
use model::{Check, without};
use rsp::es9::{self, InitiateAuthenticationResponse};
use std::collections::BTreeMap;

fn shop() -> (Shop, Buyer) {
    let shop = Shop::closed(&Stock::new("visitor", "free", 5));
    let buyer = Buyer::new(&shop, "visitor", "phone");
    (shop, buyer)
}

/// What was recorded in one session, played in another of the same card.
fn replayed() -> [Result<(), String>; 2] {
    let (shop, buyer) = shop();
    let recorded = buyer.authenticate(&buyer.begun(&shop).expect("a session"));
    let fresh = buyer.begun(&shop).expect("another session");
    let own = fresh.transaction_id.as_bytes();
    // The transaction id at the front is in the clear: it is changed to the new session's.
    let at = recorded.windows(own.len()).position(|w| w == buyer_id(&recorded)).expect("it is there");
    let mut moved = recorded;
    moved[at..at + own.len()].copy_from_slice(own);
    let authenticated = buyer::offer(shop.es9(&moved)).map(drop);

    let first = buyer.offered(&shop).expect("its own");
    let second = buyer.offered(&shop).expect("its own");
    let mut mixed = first.clone();
    mixed.transaction_id = second.transaction_id.clone();
    let prepared = buyer::answer(shop.es9(&buyer.prepare(&mixed))).map(drop);
    [authenticated, prepared]
}

/// The transaction id in front of an AuthenticateClient: A2, BF3B, then 80 and its length.
fn buyer_id(message: &[u8]) -> &[u8] {
    let body = tlv::parse_one(message, 0xA2).expect("own encoding").children().next().expect("reads").expect("one");
    body.children().require(0x80).expect("own encoding").value
}

// R: A2 E5
#[test]
fn an_answer_serves_in_its_own_session_only() {
    // The first names another transaction, the second is signed over another offer.
    assert_eq!(replayed(), ["8.10.1/3.9", "8.1/6.1"].map(|status| Err(status.to_owned())));
    assert_eq!(without(&[smdp::checks::SESSION], replayed)[0], Ok(()), "the attack works");
    assert_eq!(without(&[rsp::checks::SIGNATURE], replayed)[1], Ok(()), "the attack works");
}

// R: A2 E5
#[test]
fn no_message_is_taken_twice() {
    let (shop, buyer) = shop();
    let ok = buyer.begun(&shop).expect("a session");
    let authenticate = buyer.authenticate(&ok);
    let offer = buyer::offer(shop.es9(&authenticate)).expect("its own");
    let over = Some("8.10.1/3.9".to_owned());
    assert_eq!(buyer::offer(shop.es9(&authenticate)).err(), over);
    let prepare = buyer.prepare(&offer);
    buyer::answer(shop.es9(&prepare)).expect("its own");
    let books = shop.books();
    for message in [&authenticate, &prepare] {
        assert_eq!(buyer::answer(shop.es9(message)).err(), over);
    }
    assert_eq!(shop.books(), books);
}

/// How many messages each check refused.
#[derive(Debug, Default)]
struct Tally {
    by_check: BTreeMap<String, u64>,
    taken: u64,
}

impl Tally {
    fn note(&mut self, answer: Result<es9::Response, String>) {
        match answer {
            Ok(_) => self.taken += 1,
            Err(why) => *self.by_check.entry(why).or_default() += 1,
        }
    }

    /// Nothing was taken, and each of these checks refused something.
    fn refused_by(&self, checks: &[&str]) {
        assert_eq!(self.taken, 0, "{self:?}");
        for check in checks {
            assert!(self.by_check.contains_key(*check), "{check} in {self:?}");
        }
    }
}

fn flipped(message: &[u8], bit: usize) -> Vec<u8> {
    let mut bad = message.to_vec();
    bad[bit / 8] ^= 1 << (bit % 8);
    bad
}

/// Every bit and every cut of a message that is made anew each time.
fn spoil(shop: &Shop, mut make: impl FnMut() -> Vec<u8>) -> Tally {
    let mut tally = Tally::default();
    let length = make().len();
    for bit in 0..length * 8 {
        let message = make();
        // Signatures vary in length by a byte or two.
        if bit / 8 < message.len() {
            tally.note(buyer::answer(shop.es9(&flipped(&message, bit))));
        }
    }
    for end in 0..length {
        let message = make();
        tally.note(buyer::answer(shop.es9(&message[..end.min(message.len() - 1)])));
    }
    tally
}

// R: A2
#[test]
fn a_changed_initiate_authentication_begins_nothing_that_ends_well() {
    let (shop, buyer) = shop();
    let books = shop.books();
    let mut tally = Tally::default();
    let hello = buyer.initiate();
    for bit in 0..hello.len() * 8 {
        let answer = buyer::answer(shop.es9(&flipped(&hello, bit)));
        if let Ok(es9::Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(ok))) = &answer {
            // Nobody signed this message, so the server answers it; what it signs shows the card, or the server, what was changed.
            let signed = &ok.server_signed1;
            let noticed_by_card = signed.euicc_challenge != [0xC4; 16] || signed.server_address != buyer.address;
            let offered = buyer::offer(shop.es9(&buyer.authenticate(ok)));
            assert!(noticed_by_card || offered.is_err() || harmless(&hello, bit), "bit {bit}");
        }
        tally.note(answer);
    }
    for end in 0..hello.len() {
        tally.note(buyer::answer(shop.es9(&hello[..end])));
    }
    assert_eq!(shop.books(), books);
    tally.taken = 0;
    tally.refused_by(&["NotUnderstood", "8.8.1/3.8", "8.8.2/3.1", "8.8.4/3.7"]);
}

/// Whether a bit lies in what says nothing to a server that has one root: names and lists that it skips.
fn harmless(hello: &[u8], bit: usize) -> bool {
    let changed = es9::Request::decode(&flipped(hello, bit));
    let original = es9::Request::decode(hello).expect("own encoding");
    let (Ok(es9::Request::InitiateAuthentication(changed)), es9::Request::InitiateAuthentication(original)) =
        (changed, original)
    else {
        return false;
    };
    let (changed, original) = (&changed.euicc_info1, &original.euicc_info1);
    changed.lowest_svn == original.lowest_svn && changed.highest_svn == original.highest_svn
}

// R: A2 E5
#[test]
fn a_changed_authenticate_client_is_refused() {
    let (shop, buyer) = shop();
    let books = shop.books();
    let make = || buyer.authenticate(&buyer.begun(&shop).expect("a session"));
    let tally = spoil(&shop, make);
    assert_eq!(shop.books(), books);
    tally.refused_by(&["8.1.2/6.1", "8.1.3/6.1", "8.1/6.1", "8.10.1/3.9", "8.11.1/3.9", "NotUnderstood"]);
    taken_without(&[rsp::checks::SIGNATURE], &shop, make);
}

// R: A2
#[test]
fn a_changed_get_bound_profile_package_is_refused() {
    let (shop, buyer) = shop();
    let books = shop.books();
    let make = || buyer.prepare(&buyer.offered(&shop).expect("its own"));
    let tally = spoil(&shop, make);
    assert_eq!(shop.books(), books);
    tally.refused_by(&["8.1/6.1", "8.10.1/3.9", "NotUnderstood"]);
    taken_without(&[rsp::checks::SIGNATURE], &shop, make);
}

// R: A2 F1
#[test]
fn a_changed_cancel_session_is_refused() {
    let (shop, buyer) = shop();
    let books = shop.books();
    let make = || {
        let offer = buyer.offered(&shop).expect("its own");
        buyer.cancel(&offer, rsp::es10::CancelSessionReason::Postponed)
    };
    let tally = spoil(&shop, make);
    assert_eq!(shop.books(), books);
    tally.refused_by(&["8.1/6.1", "8.10.1/3.9", "NotUnderstood"]);
    taken_without(&[rsp::checks::SIGNATURE], &shop, make);
}

/// With the check taken away, some changed message is taken.
fn taken_without(checks: &'static [Check], shop: &Shop, mut make: impl FnMut() -> Vec<u8>) {
    let taken = without(checks, || {
        let length = make().len();
        (0..64).any(|n| {
            // In the signature, which every one of these messages ends with or comes near.
            let message = make();
            buyer::answer(shop.es9(&flipped(&message, (length - 1 - n) * 8))).is_ok()
        }) || (0..length).any(|at| {
            let message = make();
            at < message.len() && buyer::answer(shop.es9(&flipped(&message, at * 8))).is_ok()
        })
    });
    assert!(taken, "the attack works");
}
