//! From authorised to distributed and beyond: what a card signed, what an operator decided, what a backup forgot.

mod common;

use common::{NOW, Phone, Shop, stock};
use landfall_kiosk::{
    bind::{self, BindError},
    distribute::{self, DistributeError, Recorded, SignedResult, Verdict},
    schema::Stage,
    stock::{
        self as stock_of, list,
        release::{self, DecisionError},
    },
    sweep,
};
use model::{Eid, NumberState};
use nearfield::message::Refusal;
use rsp::TransactionId;
use smdp::order::Bound;

const NUMBER: &str = "99901000000";

fn eid(n: u8) -> Eid {
    Eid::with_check_digits(&format!("89999{:025}", n)).expect("digits")
}

fn bound(n: u8) -> Bound {
    let otsk_dp = Some([n; 32].into());
    Bound { transaction_id: TransactionId::from([n; 16]), euicc_key: [n; 65], euicc_otpk: [n; 65], otsk_dp }
}

fn result(transaction: u8, card: u8, verdict: Verdict) -> SignedResult {
    SignedResult { transaction_id: vec![transaction; 16], eid: *eid(card).as_bytes(), iccid: None, verdict }
}

fn failed(for_good: bool) -> Verdict {
    Verdict::Failed { for_good, reason: "because".to_owned() }
}

/// One free sale of `class`, bound to card 1 in transaction 1.
fn sold(shop: &Shop, class: &str) -> String {
    let id = shop.reserve(&Phone::new("phone-1"), class, NOW).expect("reserved").matching_id;
    bind::bind(shop.kiosk(), &id, &eid(1), bound(1), None, NOW).expect("authorised");
    id
}

fn row(shop: &Shop) -> list::NumberView {
    let all = list::numbers(shop.kiosk().store(), None, None, None, 100).expect("reads");
    all.into_iter().find(|n| n.number == NUMBER).expect("in stock")
}

// R: A7 A14
#[test]
fn only_an_authorised_sale_is_bound_and_to_one_card() {
    let shop = Shop::with(&stock("jp-7", "attendant", 1));
    let store = shop.kiosk().store();
    let id = shop.reserve(&Phone::new("phone-1"), "jp-7", NOW).expect("reserved").matching_id;
    assert_eq!(bind::bind(shop.kiosk(), &id, &eid(1), bound(1), None, NOW), Err(BindError::NotAuthorised));
    let sale = landfall_kiosk::authorise::pending(store).expect("reads")[0].id;
    landfall_kiosk::authorise::authorise(store, sale, "anna", NOW).expect("waits");
    assert_eq!(bind::bind(shop.kiosk(), &id, &eid(1), bound(1), None, NOW.plus(301)), Err(BindError::Lapsed));
    bind::bind(shop.kiosk(), &id, &eid(1), bound(1), None, NOW).expect("authorised");
    assert_eq!(
        bind::bind(shop.kiosk(), &id, &eid(1), bound(1), None, NOW),
        Err(BindError::Again),
        "one package a transaction"
    );
    bind::bind(shop.kiosk(), &id, &eid(1), bound(2), None, NOW.plus(900))
        .expect("the same card may try again, after the lease too");
    assert_eq!(bind::bind(shop.kiosk(), &id, &eid(2), bound(3), None, NOW), Err(BindError::OtherCard));
    assert_eq!(bind::bind(shop.kiosk(), "nonsense", &eid(2), bound(3), None, NOW), Err(BindError::Unknown));
}

// R: A7
#[test]
fn no_lease_frees_what_a_package_was_made_for() {
    let mut shop = Shop::with(&stock("jp-7", "free", 1));
    sold(&shop, "jp-7");
    let later = NOW.plus(86_400);
    assert_eq!(sweep::sweep(shop.kiosk().store(), later).expect("sweeps"), 0);
    shop.restart();
    assert_eq!(sweep::sweep(shop.kiosk().store(), later).expect("sweeps"), 0);
    assert_eq!(shop.reserve(&Phone::new("phone-2"), "jp-7", later), Err(Refusal::SoldOut));
}

// R: A7 A12
#[test]
fn manner_1_marks_the_number_with_phone_and_user() {
    let shop = Shop::with(&stock("jp-7", "free", 2));
    let store = shop.kiosk().store();
    sold(&shop, "jp-7");
    assert_eq!(distribute::record(store, result(1, 2, Verdict::Installed), None, NOW), Err(DistributeError::OtherCard));
    assert_eq!(
        distribute::record(store, result(9, 1, Verdict::Installed), None, NOW),
        Err(DistributeError::UnknownTransaction)
    );
    let other = SignedResult { iccid: "8999901000000000013".parse().ok(), ..result(1, 1, Verdict::Installed) };
    assert_eq!(distribute::record(store, other, None, NOW), Err(DistributeError::OtherProfile));
    assert_eq!(row(&shop).state, NumberState::Reserved, "nothing but its own card's word moves it");

    assert_eq!(distribute::record(store, result(1, 1, Verdict::Installed), None, NOW), Ok(Recorded::Distributed));
    assert_eq!(distribute::record(store, result(1, 1, Verdict::Installed), None, NOW), Ok(Recorded::Before));
    let row = row(&shop);
    assert_eq!((row.state, row.subscription), (NumberState::Distributed, true));
    assert_eq!((row.hardware_id.as_deref(), row.user_id.as_deref()), (Some("phone-1"), Some("someone")));
    let segment = &list::products(store).expect("reads")[0].segments[0];
    assert_eq!(segment.left, Some(("99901000001".to_owned(), "99901000001".to_owned())), "the segment has shrunk");
    let log = stock_of::log(store, Some(NUMBER), 10).expect("reads");
    let told: Vec<_> = log.iter().map(|l| (l.state, l.why.as_str())).collect();
    let card: String = eid(1).as_bytes().iter().map(|b| format!("{b:02X}")).collect();
    let expected = [
        (NumberState::Reserved, "reserved for a phone, authorised by free".to_owned()),
        (NumberState::Reserved, format!("a package was made for card {card}")),
        (NumberState::Distributed, format!("card {card} signed that it is installed")),
    ];
    assert_eq!(told, expected.each_ref().map(|(state, why)| (*state, why.as_str())));
    assert_eq!(bind::bind(shop.kiosk(), "x", &eid(1), bound(4), None, NOW), Err(BindError::Unknown));
}

// R: A7
#[test]
fn manner_2_deletes_the_subscription_and_keeps_a_tombstone() {
    let stock = stock("jp-7", "free", 1).replace("999010000000000\"", "999017654321098\"");
    let mut shop = Shop::with(&stock.replace("lease = 300", "lease = 300\nmanner = \"delete\""));
    let id = sold(&shop, "jp-7");
    assert!(row(&shop).subscription);
    distribute::record(shop.kiosk().store(), result(1, 1, Verdict::Installed), None, NOW).expect("its card");
    let tombstone = row(&shop);
    assert_eq!((tombstone.state, tombstone.subscription), (NumberState::Distributed, false));
    // Neither the number nor its ICCID comes back by another import.
    let again = shop.import(&stock).expect_err("duplicate").to_string();
    assert!(again.contains("is in the stock already"), "{again}");
    assert_eq!(bind::bind(shop.kiosk(), &id, &eid(1), bound(2), None, NOW), Err(BindError::Over(Stage::Distributed)));
    shop.kiosk().store().checkpoint().expect("no reader");
    shop.stop();
    let file = std::fs::read(shop.data().join("kiosk.db")).expect("reads");
    assert!(!file.windows(15).any(|w| w == b"999017654321098"), "the IMSI is gone from the file");
}

// R: A7
#[test]
fn a_signed_failure_frees_the_number_only_if_no_package_is_left() {
    let shop = Shop::with(&stock("jp-7", "free", 1));
    let store = shop.kiosk().store();
    let id = sold(&shop, "jp-7");
    assert_eq!(distribute::record(store, result(1, 1, failed(false)), None, NOW), Ok(Recorded::Failed));
    assert_eq!(row(&shop).state, NumberState::Reserved, "the card may try the same package again");
    bind::bind(shop.kiosk(), &id, &eid(1), bound(2), None, NOW).expect("a further package");
    assert_eq!(
        distribute::record(store, result(2, 1, failed(true)), None, NOW),
        Ok(Recorded::Failed),
        "the first one is out still"
    );
    assert_eq!(distribute::record(store, result(1, 1, failed(true)), None, NOW), Ok(Recorded::Freed));
    assert_eq!(row(&shop).state, NumberState::Available);
    let why = stock_of::log(store, Some(NUMBER), 1).expect("reads").remove(0).why;
    assert!(why.contains("signed that it failed"), "{why}");
    shop.reserve(&Phone::new("phone-2"), "jp-7", NOW).expect("it is in stock again");
    assert_eq!(distribute::record(store, result(1, 1, Verdict::Installed), None, NOW), Err(DistributeError::SoldAgain));
}

// R: A7
#[test]
fn a_cancelled_session_ends_an_unbound_sale_only() {
    let shop = Shop::with(&stock("jp-7", "free", 2));
    let store = shop.kiosk().store();
    let one = TransactionId::from([1; 16]);
    let id = shop.reserve(&Phone::new("phone-2"), "jp-7", NOW).expect("reserved").matching_id;
    distribute::cancelled(store, &id, &one, false, "postponed", None, NOW).expect("writes");
    assert_eq!(row(&shop).state, NumberState::Reserved);
    distribute::cancelled(store, &id, &one, true, "rejected", None, NOW).expect("writes");
    assert_eq!(row(&shop).state, NumberState::Available);

    let id = sold(&shop, "jp-7");
    bind::bind(shop.kiosk(), &id, &eid(1), bound(2), None, NOW).expect("a further package");
    distribute::cancelled(store, &id, &TransactionId::from([2; 16]), true, "rejected", None, NOW).expect("writes");
    assert_eq!(row(&shop).state, NumberState::Reserved, "the first package is out still");
    distribute::cancelled(store, &id, &one, true, "rejected", None, NOW).expect("writes");
    assert_eq!(row(&shop).state, NumberState::Available);
}

// R: A7 A12
#[test]
fn an_operator_decides_with_a_reason() {
    let shop = Shop::with(&stock("jp-7", "free", 1));
    let store = shop.kiosk().store();
    let not_from = |r: Result<(), DecisionError>| matches!(r, Err(DecisionError::NotFrom { .. }));
    assert!(not_from(release::release(store, NUMBER, "x", NOW)), "it is in stock");
    sold(&shop, "jp-7");
    assert_eq!(release::release(store, NUMBER, " ", NOW), Err(DecisionError::NoReason));
    assert!(matches!(release::release(store, "1", "x", NOW), Err(DecisionError::Unknown(_))));
    release::release(store, NUMBER, "phone fell into the sea", NOW).expect("bound");
    assert_eq!(row(&shop).state, NumberState::Available);
    let last = stock_of::log(store, Some(NUMBER), 1).expect("reads").remove(0);
    assert!(last.why.contains("fell into the sea"));
    // The phone was saved after all, and nobody has the number yet: its card's word counts.
    assert_eq!(distribute::record(store, result(1, 1, Verdict::Installed), None, NOW), Ok(Recorded::Distributed));
    assert!(not_from(release::release(store, NUMBER, "x", NOW)), "a phone has it");

    for (state, balance) in
        [(NumberState::InUse, Some(500)), (NumberState::InsufficientBalance, Some(0)), (NumberState::Suspended, None)]
    {
        release::note(store, NUMBER, state, balance, "the network says", NOW).expect("a phone has it");
        assert_eq!(row(&shop).state, state);
    }
    assert_eq!(row(&shop).balance, Some(0));
    assert!(not_from(release::note(store, NUMBER, NumberState::Available, None, "x", NOW)));
    release::retire(store, NUMBER, "done", NOW).expect("any number");
    release::retire(store, NUMBER, "done", NOW).expect("again is as good as once");
    assert_eq!((row(&shop).state, row(&shop).subscription), (NumberState::Retired, false));
    assert!(not_from(release::release(store, NUMBER, "x", NOW)));
}

#[test]
fn retiring_an_available_number_takes_it_out_of_the_stock() {
    let shop = Shop::with(&stock("jp-7", "free", 1));
    release::retire(shop.kiosk().store(), NUMBER, "misprinted", NOW).expect("any number");
    assert_eq!(shop.reserve(&Phone::new("a"), "jp-7", NOW), Err(Refusal::SoldOut));
    assert_eq!(list::products(shop.kiosk().store()).expect("reads")[0].segments[0].available, 0);
}
