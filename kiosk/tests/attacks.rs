//! Attacks on the stock, each refused; and each seen to succeed once the check that refuses it is taken away.

mod common;

use common::{NOW, Phone, Shop, for_a_day, row, stock};
use landfall_kiosk::{
    bind::{self, BindError},
    checks,
    stock::list,
};
use model::{Eid, without};
use nearfield::message::Refusal;
use rsp::TransactionId;
use smdp::order::Bound;

/// How many numbers liars get who call themselves another phone each time.
fn drained(shop: &Shop, phones: u32, from: u32) -> usize {
    (from..from + phones).filter(|i| shop.reserve(&Phone::new(&format!("liar-{i}")), "jp-7", NOW).is_ok()).count()
}

// R: A14
#[test]
fn stock_given_free_is_not_drained_by_anonymous_phones() {
    let mut shop = Shop::with(&stock("jp-7", "free", 20));
    shop.set_quotas("phone-per-day = 2\nper-hour = 5\nper-day = 8");
    assert_eq!(drained(&shop, 50, 0), 5);
    assert_eq!(without(&[checks::QUOTA], || drained(&shop, 50, 50)), 15, "the attack works");
}

// R: A14
#[test]
fn stock_sold_by_attendants_is_not_held_by_anonymous_phones() {
    let shop = Shop::with(&stock("jp-7", "attendant", 70));
    assert_eq!(drained(&shop, 100, 0), 64, "as many as may wait");
    assert_eq!(without(&[checks::WAITING], || drained(&shop, 100, 100)), 6, "the attack works");
}

// R: A14 D2
#[test]
fn vouchers_are_neither_forged_nor_used_twice() {
    let shop = Shop::with_vouchers(5);
    let code = shop.operator.voucher(&for_a_day()).expect("a voucher");
    let with = |phone: &str, code: &str| shop.reserve(&Phone::new(phone).with_voucher(code), "jp-7", NOW).map(drop);
    assert_eq!(with("a", &code), Ok(()));
    assert_eq!(with("b", &code), Err(Refusal::VoucherUsed));
    assert_eq!(without(&[checks::VOUCHER_ONCE], || with("b", &code)), Ok(()), "the attack works");

    // The issuer's key id is public; whoever makes up the rest can't sign it.
    let other = Shop::new();
    let genuine = other.operator.voucher_key().expect("a key");
    let message = landfall_kiosk::authorise::voucher::to_sign(
        &shop.operator.voucher_key().expect("a key"),
        &for_a_day(),
        &mut landfall_kiosk::Entropy,
    );
    assert_ne!(genuine, shop.operator.voucher_key().expect("a key"));
    let forged = landfall_kiosk::authorise::voucher::text(&message, &[7; 64]);
    assert_eq!(with("c", &forged), Err(Refusal::VoucherInvalid));
    assert_eq!(without(&[checks::VOUCHER_SIGNATURE], || with("c", &forged)), Ok(()), "the attack works");
}

// R: A14 D2
#[test]
fn vouchers_are_not_guessed_without_end() {
    let shop = Shop::with(&stock("jp-7", "voucher", 1));
    let guess = |i: u32| shop.reserve(&Phone::new("a").with_voucher(&format!("GUESS-{i}")), "jp-7", NOW);
    let tried = |i: &u32| guess(*i) == Err(Refusal::VoucherInvalid);
    assert_eq!((0..30).filter(tried).count(), 10);
    assert_eq!(without(&[checks::GUESSES], || (30..60).filter(tried).count()), 30, "the attack works");
}

// R: A14 A7
#[test]
fn no_package_without_authorisation_and_none_for_a_second_card() {
    let shop = Shop::with(&stock("jp-7", "attendant", 1));
    let id = shop.reserve(&Phone::new("a"), "jp-7", NOW).expect("reserved").matching_id;
    let bind = |card: u8, transaction: u8| {
        let eid = Eid::with_check_digits(&format!("89999{card:025}")).expect("digits");
        let transaction_id = TransactionId::from([transaction; 16]);
        let bound = Bound { transaction_id, euicc_key: [1; 65], euicc_otpk: [1; 65], otsk_dp: None };
        bind::bind(shop.kiosk(), &id, &eid, bound, None, NOW)
    };
    assert_eq!(bind(1, 1), Err(BindError::NotAuthorised));
    assert_eq!(without(&[checks::AUTHORISED], || bind(1, 1)), Ok(()), "the attack works");
    assert_eq!(bind(2, 2), Err(BindError::OtherCard));
    assert_eq!(without(&[checks::SAME_CARD], || bind(2, 2)), Ok(()), "the attack works");
}

// R: A7
#[test]
fn an_iccid_is_not_sold_twice() {
    let shop = Shop::with(&stock("jp-7", "free", 1));
    let again = stock("kr-7", "free", 1)
        .replace("99901000000\"", "88801000000\"")
        .replace("imsi = \"999010000000000\"", "imsi = \"999010000000009\"");
    assert!(again.contains(row(0).lines().nth(1).expect("the ICCID")), "the same card number");
    assert!(shop.import(&again).is_err());
    // What refuses it is an index of the database itself.
    let drop =
        |tx: &store::Transaction<'_>| Ok::<_, store::Error>(tx.execute("DROP INDEX number_iccid", []).map(drop)?);
    shop.kiosk().store().write(drop).wait().expect("drops");
    assert!(shop.import(&again).is_ok(), "the attack works");
    let all = list::numbers(shop.kiosk().store(), None, None, None, 10).expect("reads");
    assert_eq!(all[0].iccid, all[1].iccid);
}

// R: A7
#[test]
fn the_database_itself_refuses_a_second_sale_of_a_number() {
    let shop = Shop::with(&stock("jp-7", "free", 1));
    shop.reserve(&Phone::new("a"), "jp-7", NOW).expect("reserved");
    let second = |tx: &store::Transaction<'_>| {
        let sql = "INSERT INTO reservation (matching_id, number, product, stage, hardware_id, user_id, at, lease)
                   SELECT 'X', number, product, 1, 'b', '', at, lease FROM reservation";
        Ok::<_, store::Error>(tx.execute(sql, []).map(drop)?)
    };
    assert!(matches!(shop.kiosk().store().write(second).wait(), Err(store::Error::Constraint(_))));
    let drop =
        |tx: &store::Transaction<'_>| Ok::<_, store::Error>(tx.execute("DROP INDEX reservation_live", []).map(drop)?);
    shop.kiosk().store().write(drop).wait().expect("drops");
    assert_eq!(shop.kiosk().store().write(second).wait(), Ok(()), "the attack works");
}
