//! Reserving and authorising, through the kiosk's own door for phones.

mod common;

use common::{NOW, Phone, Shop, for_a_day, product, stock};
use landfall_kiosk::{
    Kiosk, Peer,
    authorise::{self, SaleError, voucher::Terms},
    bind,
    distribute::{self, Recorded, SignedResult, Verdict},
    reserve, stock as stock_of, sweep,
};
use model::{Criterion, DeviceFeatures, Eid, NumberState, ServiceSelection, UnixTime};
use nearfield::message::{Authorisation, Refusal, Request, Response, WaitingFor, sale_code};
use rsp::TransactionId;
use smdp::order::Bound;

fn await_(kiosk: &Kiosk, matching_id: &str, now: UnixTime) -> Response {
    kiosk.handle(&Request::Await { matching_id: matching_id.to_owned() }, &Peer { binding: [1; 32] }, now)
}

// R: A4 A7
#[test]
fn the_same_request_meets_its_own_reservation_again() {
    let mut shop = Shop::with(&stock("jp-7", "free", 3));
    let phone = Phone::new("phone-1");
    let first = shop.reserve(&phone, "jp-7", NOW).expect("reserved");
    assert_eq!(first.authorisation, Authorisation::Granted);
    shop.restart();
    let again = shop.reserve(&phone, "jp-7", NOW.plus(5)).expect("reserved");
    assert_eq!(again.matching_id, first.matching_id);
    let other = shop.reserve(&phone.nonce(1), "jp-7", NOW).expect("reserved");
    assert_ne!(other.matching_id, first.matching_id);
    // Another phone that learned the nonce has a reservation of its own.
    assert_ne!(shop.reserve(&Phone::new("phone-2"), "jp-7", NOW).expect("reserved").matching_id, first.matching_id);
    assert_eq!(shop.reserve(&Phone::new("phone-3"), "jp-7", NOW), Err(Refusal::SoldOut));
}

// R: A7 A12
#[test]
fn a_lease_frees_what_was_only_reserved_or_authorised() {
    let shop = Shop::with(&stock("jp-7", "free", 1));
    let phone = Phone::new("phone-1");
    shop.reserve(&phone, "jp-7", NOW).expect("reserved");
    assert_eq!(sweep::sweep(shop.kiosk().store(), NOW.plus(300)).expect("sweeps"), 0, "not before its end");
    assert_eq!(shop.state("99901000000"), NumberState::Reserved);
    assert_eq!(sweep::sweep(shop.kiosk().store(), NOW.plus(301)).expect("sweeps"), 1);
    assert_eq!(shop.state("99901000000"), NumberState::Available);
    assert_eq!(shop.reserve(&phone, "jp-7", NOW.plus(302)), Err(Refusal::UnknownMatchingId), "that request is over");
    shop.reserve(&phone.nonce(1), "jp-7", NOW.plus(302)).expect("a new one is served");
    let log = stock_of::log(shop.kiosk().store(), Some("99901000000"), 10).expect("reads");
    let states: Vec<NumberState> = log.iter().map(|l| l.state).collect();
    assert_eq!(states, [NumberState::Reserved, NumberState::Available, NumberState::Reserved]);
    assert!(log.iter().all(|l| !l.why.is_empty()));
    let latest = stock_of::log(shop.kiosk().store(), Some("99901000000"), 2).expect("reads");
    assert_eq!(latest, log[1..], "the latest two, oldest first");
}

// R: A14
#[test]
fn an_attendant_says_yes_or_no() {
    let shop = Shop::with(&stock("jp-7", "attendant", 2));
    let store = shop.kiosk().store();
    let one = shop.reserve(&Phone::new("phone-1"), "jp-7", NOW).expect("reserved");
    assert_eq!(one.authorisation, Authorisation::Waiting(WaitingFor::Attendant));
    assert_eq!(
        shop.reserve(&Phone::new("phone-1").nonce(1), "jp-7", NOW),
        Err(Refusal::Busy),
        "one phone waits once only"
    );
    let two = shop.reserve(&Phone::new("phone-2"), "jp-7", NOW).expect("reserved");
    let pending = authorise::pending(store).expect("reads");
    assert_eq!(pending.iter().map(|p| p.hardware_id.as_str()).collect::<Vec<_>>(), ["phone-1", "phone-2"]);

    // The attendant asks for the code that the phone shows.
    assert_eq!(pending[0].code, sale_code(&one.matching_id));
    let shown = pending[0].code.to_lowercase().replace('0', "o").replace('1', "l");
    assert_eq!(authorise::find(store, &shown), Ok(pending[0].id));
    assert_eq!(authorise::find(store, &pending[1].id.to_string()), Ok(pending[1].id));
    let part = &pending[0].code[..3];
    for wrong in [&one.matching_id, part, "", "K7Q-4MU", "ZZZ-ZZZ"] {
        assert!(matches!(authorise::find(store, wrong), Err(SaleError::Unknown(_))), "{wrong}");
    }
    // The code lets nobody else use the order.
    let code = pending[0].code.replace('-', "");
    assert_eq!(await_(shop.kiosk(), &code, NOW), Response::Refused(Refusal::UnknownMatchingId));

    authorise::authorise(store, pending[0].id, "anna", NOW).expect("waits");
    authorise::authorise(store, pending[0].id, "anna", NOW).expect("again is as good as once");
    let log = stock_of::log(store, Some("99901000000"), 10).expect("reads");
    let whys: Vec<&str> = log.iter().map(|l| l.why.as_str()).collect();
    assert_eq!(whys, ["reserved for a phone", "authorised by anna"]);
    authorise::deny(store, pending[1].id, "no money", NOW).expect("waits");
    assert_eq!(await_(shop.kiosk(), &one.matching_id, NOW), Response::Authorisation(Authorisation::Granted));
    let denied = Authorisation::Denied { why: "no money".to_owned() };
    assert_eq!(await_(shop.kiosk(), &two.matching_id, NOW), Response::Authorisation(denied));
    assert_eq!(shop.state("99901000001"), NumberState::Available, "a denied sale holds nothing");

    assert_eq!(authorise::authorise(store, 99, "anna", NOW), Err(SaleError::Unknown("99".to_owned())));
    assert!(matches!(authorise::authorise(store, pending[1].id, "anna", NOW), Err(SaleError::NotWaiting { .. })));
    assert!(matches!(authorise::deny(store, pending[0].id, "late", NOW), Err(SaleError::NotWaiting { .. })));
    assert_eq!(await_(shop.kiosk(), "nonsense", NOW), Response::Refused(Refusal::UnknownMatchingId));
}

// R: A14
#[test]
fn anonymous_phones_cannot_drain_the_stock() {
    let mut shop = Shop::with(&stock("jp-7", "free", 30));
    shop.set_quotas("phone-per-day = 2\nper-hour = 5\nper-day = 8");
    let one = Phone::new("phone-1");
    for nonce in 0..2 {
        shop.reserve(&one.nonce(nonce), "jp-7", NOW).expect("within the phone's quota");
    }
    assert!(matches!(shop.reserve(&one.nonce(2), "jp-7", NOW), Err(Refusal::Quota { .. })));
    // Lying about the hardware id helps up to the kiosk's own quota only; letting leases lapse doesn't either.
    let liar = |i: u64, now| shop.reserve(&Phone::new(&format!("liar-{i}")), "jp-7", now);
    let served = (0..20).filter(|i| liar(*i, NOW).is_ok()).count();
    assert_eq!(served, 3, "five in this hour, two of them to the honest phone");
    let later = NOW.plus(3_600);
    sweep::sweep(shop.kiosk().store(), later).expect("sweeps");
    let served = (20..40).filter(|i| liar(*i, later).is_ok()).count();
    assert_eq!(served, 3, "eight in this day");

    // Waiting sales are bounded as well.
    let mut waiting = product("kr-7", "attendant");
    waiting += "[[product.segment]]\nfirst = \"1000\"\nlast = \"1999\"\n";
    for i in 100..200 {
        waiting += &common::row(i);
    }
    shop.import(&waiting).expect("good");
    shop.kiosk().reload().expect("reads");
    let served =
        (0..100).filter(|i| shop.reserve(&Phone::new(&format!("w-{i}")), "kr-7", NOW.plus(4000)).is_ok()).count();
    assert_eq!(served, 64, "as many as may wait at once");
}

// R: A14 D2
#[test]
fn a_voucher_is_good_once_for_its_product_and_time() {
    let shop = Shop::with_vouchers(5);
    let terms = Terms { class_id: Some("jp-7".to_owned()), ..for_a_day() };
    let code = shop.operator.voucher(&terms).expect("a voucher");
    let with = |phone: &str, code: &str| Phone::new(phone).with_voucher(code);

    assert_eq!(shop.reserve(&Phone::new("a"), "jp-7", NOW), Err(Refusal::VoucherNeeded));
    let typed = code.to_lowercase().replace('-', " - ");
    let sold = shop.reserve(&with("a", &typed), "jp-7", NOW).expect("good voucher");
    assert_eq!(sold.authorisation, Authorisation::Granted);
    assert_eq!(shop.reserve(&with("a", &code), "jp-7", NOW).expect("the same request").matching_id, sold.matching_id);
    assert_eq!(shop.reserve(&with("b", &code), "jp-7", NOW), Err(Refusal::VoucherUsed));

    // Nothing was bound, so once the lease is over the voucher is good again.
    sweep::sweep(shop.kiosk().store(), NOW.plus(301)).expect("sweeps");
    shop.reserve(&with("b", &code), "jp-7", NOW.plus(301)).expect("good again");

    let other =
        shop.operator.voucher(&Terms { class_id: Some("kr-7".to_owned()), ..terms.clone() }).expect("a voucher");
    let now = NOW.plus(302);
    assert_eq!(shop.reserve(&with("c", &other), "jp-7", now), Err(Refusal::VoucherInvalid));
    let old = shop.operator.voucher(&Terms { expires: NOW, ..terms }).expect("a voucher");
    assert_eq!(shop.reserve(&with("c", &old), "jp-7", now), Err(Refusal::VoucherExpired));
}

// R: A14 D2
#[test]
fn a_voucher_is_good_again_if_its_card_fails_but_not_without_end() {
    let shop = Shop::with_vouchers(5);
    let code = shop.operator.voucher(&for_a_day()).expect("a voucher");
    let eid = Eid::with_check_digits(&format!("89999{:025}", 1)).expect("digits");
    // A card that says each time that it failed for good.
    let fails = |n: u8| {
        let phone = Phone::new("a").with_voucher(&code).nonce(n);
        let sale = shop.reserve(&phone, "jp-7", NOW)?;
        let bound = Bound {
            transaction_id: TransactionId::from([n; 16]),
            euicc_key: [n; 65],
            euicc_otpk: [n; 65],
            otsk_dp: None,
        };
        bind::bind(shop.kiosk(), &sale.matching_id, &eid, bound, None, NOW).expect("authorised");
        let verdict = Verdict::Failed { for_good: true, reason: "no room".to_owned() };
        let result = SignedResult { transaction_id: vec![n; 16], eid: *eid.as_bytes(), iccid: None, verdict };
        assert_eq!(distribute::record(shop.kiosk().store(), result, None, NOW), Ok(Recorded::Freed));
        Ok(())
    };
    for n in 1..=4 {
        assert_eq!(fails(n), Ok(()), "paid for, and no card yet");
    }
    assert_eq!(fails(5), Err(Refusal::VoucherUsed));
}

// R: A14 D2
#[test]
fn voucher_guesses_are_counted_across_restarts() {
    let mut shop = Shop::with(&stock("jp-7", "voucher", 5));
    let guess = Phone::new("a").with_voucher("12345-67890");
    for i in 0..10 {
        assert_eq!(shop.reserve(&guess, "jp-7", NOW), Err(Refusal::VoucherInvalid), "guess {i}");
        shop.restart();
    }
    assert!(matches!(shop.reserve(&guess, "jp-7", NOW), Err(Refusal::Quota { .. })));
    assert_eq!(shop.reserve(&guess, "jp-7", NOW.plus(3_600)), Err(Refusal::VoucherInvalid), "an hour later it may try");
}

// R: A4 A5
#[test]
fn what_does_not_fit_is_refused_before_a_number_is_reserved() {
    let shop = Shop::with(&stock("jp-7", "free", 1).replace("lease = 300", "lease = 300\nsecure-storage = true"));
    let phone = Phone::new("a");
    let ask = |features: DeviceFeatures| {
        let mut request = phone.reserve("jp-7");
        request.features = features;
        shop.ask(&Request::Reserve(Box::new(request)), NOW)
    };
    let none = ask(DeviceFeatures { secure_storage: false, ..phone.features() });
    assert!(matches!(none, Err(Refusal::NoMatch { criterion: Criterion::SecureStorage, .. })));
    let none = ask(DeviceFeatures { driver_installed: false, ..phone.features() });
    assert!(matches!(none, Err(Refusal::PackageUnavailable { .. })));
    assert!(matches!(shop.reserve(&phone, "xx", NOW), Err(Refusal::NoMatch { .. })));
    assert_eq!(shop.state("99901000000"), NumberState::Available);

    let catalogue = |selection| {
        let request = Request::Catalogue { selection, features: phone.features() };
        shop.kiosk().handle(&request, &Peer { binding: [1; 32] }, NOW)
    };
    let Response::Offers(offers) = catalogue(ServiceSelection::default()) else { panic!("offers") };
    assert_eq!(offers.offers[0].class_id, "jp-7");
    let fast = ServiceSelection { network_rate: Some(60_000), ..ServiceSelection::default() };
    let Response::Refused(Refusal::NoMatch { criterion, .. }) = catalogue(fast) else { panic!("no match") };
    assert_eq!(criterion, Criterion::NetworkRate);
}

// R: A5 A6
#[test]
fn a_phone_gets_the_packages_it_lacks_for_its_platform() {
    let shop = Shop::new();
    let platform = Phone::new("a").features().platform;
    for (file, kind) in
        [("p", nearfield::message::PackageKind::Program), ("d", nearfield::message::PackageKind::Driver)]
    {
        let bytes = format!("the {file}");
        let manifest =
            shop.operator.sign_package(kind, "jp-7", platform.clone(), "1", bytes.as_bytes()).expect("signs");
        shop.write(file, bytes.as_bytes());
        shop.write(&format!("{file}.manifest"), &manifest);
    }
    let table = |f: &str| format!("[[package]]\nfile = \"{f}\"\nmanifest = \"{f}.manifest\"\n");
    let good = stock("jp-7", "free", 2) + &table("p") + &table("d");
    shop.write("d", b"changed");
    assert!(shop.import(&good).is_err(), "the driver's bytes are not those that were signed");
    shop.write("d", b"the d");
    assert_eq!(shop.import(&good).expect("good").packages, 2);
    shop.kiosk().reload().expect("reads");

    let mut request = Phone::new("a").reserve("jp-7");
    request.features.driver_installed = false;
    request.packages = true;
    let reserved = shop.ask(&Request::Reserve(Box::new(request)), NOW).expect("reserved");
    assert_eq!(reserved.packages.len(), 1);
    let root = shop.operator.root().public_key().expect("P-256");
    assert_eq!(reserved.packages[0].verify(root).expect("signed by the operator").platform, platform);
}

// R: F8
#[test]
fn a_wrong_clock_is_named_and_sells_nothing() {
    let mut shop = Shop::with(&stock("jp-7", "free", 2));
    shop.reserve(&Phone::new("a"), "jp-7", NOW).expect("reserved");
    shop.restart();
    let back = UnixTime(NOW.0 - 86_400 * 400);
    assert_eq!(shop.reserve(&Phone::new("b"), "jp-7", back), Err(Refusal::ClockWrong { kiosk: back }));
    let said = shop.kiosk().may_sell(back).expect_err("wrong").to_string();
    assert!(said.contains(&NOW.to_string()) && said.contains(&back.to_string()), "{said}");
    let far = NOW.plus(86_400 * 365);
    assert_eq!(shop.reserve(&Phone::new("b"), "jp-7", far), Err(Refusal::OutOfService), "certificates have ended");
}

#[test]
fn matching_ids_are_as_long_as_orders_need() {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &[1; 32]);
    let id = reserve::matching_id(&key, "phone", &[0; 16]);
    assert_eq!(id.len(), 26);
    assert_ne!(id, reserve::matching_id(&key, "phon", &[0; 16]));
}
