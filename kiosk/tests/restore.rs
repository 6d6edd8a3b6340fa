//! A backup that forgot sales: nothing that a phone may have is sold again (F8).

mod common;

use common::{NOW, Phone, Shop, stock};
use landfall_kiosk::{
    authorise::voucher::Terms,
    backup, bind, checks,
    command::{Command, run_alone},
    distribute::{self, DistributeError, Recorded, SignedResult, Verdict},
    reconcile::{ReconcileError, Reconciled, Reconciliation, Since, Sold, reconcile},
    stock::list,
    sweep,
};
use model::{Eid, NumberState, UnixTime, without};
use nearfield::message::Refusal;
use rsp::TransactionId;
use smdp::order::Bound;
use std::path::{Path, PathBuf};
use store::Folder;

const NUMBER: &str = "99901000000";

fn eid() -> Eid {
    Eid::with_check_digits(&format!("89999{:025}", 1)).expect("digits")
}

/// One package for a sale, in transaction `n`.
fn bind(shop: &Shop, matching_id: &str, n: u8) {
    let bound =
        Bound { transaction_id: TransactionId::from([n; 16]), euicc_key: [n; 65], euicc_otpk: [n; 65], otsk_dp: None };
    bind::bind(shop.kiosk(), matching_id, &eid(), bound, None, NOW).expect("authorised");
}

fn installed(shop: &Shop, n: u8) -> Result<Recorded, DistributeError> {
    let verdict = Verdict::Installed;
    let result = SignedResult { transaction_id: vec![n; 16], eid: *eid().as_bytes(), iccid: None, verdict };
    distribute::record(shop.kiosk().store(), result, None, NOW)
}

fn backup(shop: &Shop) -> PathBuf {
    let file = shop.folder.path().join("backup.db");
    backup::backup(shop.kiosk().store(), &file).expect("copies");
    file
}

fn restore(shop: &mut Shop, file: &Path) {
    shop.stop();
    let folder = Folder::claim(shop.data()).expect("nobody has it");
    backup::restore(&folder, file, NOW).expect("restores");
    drop(folder);
    shop.start();
}

fn told(shop: &Shop, since: Since) -> Result<Reconciled, ReconcileError> {
    let done = reconcile(shop.kiosk().store(), Reconciliation { since: Some(since), believe_clock: false }, NOW);
    shop.kiosk().reassess().expect("reads");
    done
}

fn these(numbers: &[&str]) -> Sold {
    Sold { numbers: numbers.iter().map(|n| (*n).to_owned()).collect(), ..Sold::default() }
}

fn row(shop: &Shop, number: &str) -> list::NumberView {
    let all = list::numbers(shop.kiosk().store(), None, None, None, 100).expect("reads");
    all.into_iter().find(|n| n.number == number).expect("in stock")
}

// R: F8
#[test]
fn a_restored_kiosk_sells_nothing_until_it_knows_what_was_sold() {
    let mut shop = Shop::with(&stock("jp-7", "free", 4).replace("lease = 300", "lease = 300\nmanner = \"delete\""));
    let file = backup(&shop);
    // Sold after the backup, which so knows nothing of it.
    let id = shop.reserve(&Phone::new("phone-1"), "jp-7", NOW).expect("reserved").matching_id;
    bind(&shop, &id, 1);
    assert_eq!(installed(&shop, 1), Ok(Recorded::Distributed));
    restore(&mut shop, &file);
    assert_eq!(shop.state(NUMBER), NumberState::Available, "the backup would sell it again");
    for _ in 0..2 {
        assert_eq!(shop.reserve(&Phone::new("phone-2"), "jp-7", NOW), Err(Refusal::OutOfService));
        shop.restart();
    }
    let unknown = told(&shop, Since::Sold(these(&[NUMBER, "1", "2"])));
    assert_eq!(unknown, Err(ReconcileError::Unknown(vec!["1".to_owned(), "2".to_owned()])));
    assert_eq!(shop.reserve(&Phone::new("phone-2"), "jp-7", NOW), Err(Refusal::OutOfService));
    assert_eq!(told(&shop, Since::Sold(these(&[NUMBER]))).expect("known").sold, 1);
    let sold = row(&shop, NUMBER);
    assert_eq!((sold.state, sold.subscription), (NumberState::Distributed, false), "manner 2 keeps a tombstone only");
    shop.reserve(&Phone::new("phone-2"), "jp-7", NOW).expect("sells again");
    assert_eq!(shop.state("99901000001"), NumberState::Reserved, "the next one");
}

// R: F8
#[test]
fn a_backup_that_is_merely_copied_back_sells_nothing_either() {
    let mut shop = Shop::with(&stock("jp-7", "free", 1));
    let file = backup(&shop);
    assert!(shop.kiosk().may_sell(NOW).is_ok(), "the kiosk that was backed up goes on");
    shop.stop();
    std::fs::copy(&file, shop.data().join("kiosk.db")).expect("copies");
    shop.start();
    assert_eq!(shop.reserve(&Phone::new("phone-1"), "jp-7", NOW), Err(Refusal::OutOfService));
    told(&shop, Since::Nothing).expect("reconciles");
    shop.reserve(&Phone::new("phone-1"), "jp-7", NOW).expect("sells again");
}

// R: F8 A7
#[test]
fn who_cannot_know_what_was_sold_retires_what_was_reserved_too() {
    let mut shop = Shop::with(&stock("jp-7", "free", 4));
    let ids: Vec<String> = (0..3)
        .map(|i| shop.reserve(&Phone::new(&format!("phone-{i}")), "jp-7", NOW).expect("reserved").matching_id)
        .collect();
    bind(&shop, &ids[1], 1);
    bind(&shop, &ids[2], 2);
    assert_eq!(installed(&shop, 2), Ok(Recorded::Distributed));
    let file = backup(&shop);
    // The reserved one is bound and installed after the backup.
    bind(&shop, &ids[0], 3);
    assert_eq!(installed(&shop, 3), Ok(Recorded::Distributed));
    restore(&mut shop, &file);
    assert_eq!(installed(&shop, 3), Err(DistributeError::UnknownTransaction));
    assert_eq!(told(&shop, Since::Unknown).expect("reconciles").retired, 3);
    sweep::sweep(shop.kiosk().store(), NOW.plus(86_400)).expect("sweeps");
    assert_eq!(shop.reserve(&Phone::new("other"), "jp-7", NOW.plus(86_400)), Err(Refusal::SoldOut));
    let states = |n: &str| (row(&shop, n).state, row(&shop, n).subscription);
    assert_eq!(states(NUMBER), (NumberState::Retired, false));
    assert_eq!(states("99901000002"), (NumberState::Distributed, true), "what a card signed for stays");
    // A card whose package the backup knows may sign for it still, but gets no other package: it may have failed since.
    let bound =
        Bound { transaction_id: TransactionId::from([9; 16]), euicc_key: [9; 65], euicc_otpk: [9; 65], otsk_dp: None };
    assert!(bind::bind(shop.kiosk(), &ids[1], &eid(), bound, None, NOW).is_err());
    assert_eq!(installed(&shop, 1), Ok(Recorded::Distributed));
    assert_eq!(states("99901000001"), (NumberState::Distributed, false));
}

// R: F8 A7
#[test]
fn a_number_of_stock_that_was_imported_after_the_backup_is_remembered() {
    let mut shop = Shop::with("");
    let file = backup(&shop);
    let later = stock("jp-7", "free", 3);
    shop.import(&later).expect("good");
    shop.kiosk().reload().expect("reads");
    shop.reserve(&Phone::new("phone-1"), "jp-7", NOW).expect("reserved");
    restore(&mut shop, &file);
    assert!(matches!(told(&shop, Since::Sold(these(&[NUMBER]))), Err(ReconcileError::Unknown(_))));
    let done = told(&shop, Since::Sold(Sold { remember: true, ..these(&[NUMBER]) })).expect("remembers");
    assert_eq!((done.sold, done.remembered), (0, 1));
    let imported = shop.import(&later).expect("good");
    assert_eq!((imported.numbers, imported.sold_before), (3, 1));
    shop.kiosk().reload().expect("reads");
    let tombstone = row(&shop, NUMBER);
    assert_eq!((tombstone.state, tombstone.subscription), (NumberState::Distributed, false));
    let segment = &list::products(shop.kiosk().store()).expect("reads")[0].segments[0];
    assert_eq!((segment.available, segment.total), (2, 3));
    let served = (0..5).filter(|i| shop.reserve(&Phone::new(&format!("p{i}")), "jp-7", NOW).is_ok()).count();
    assert_eq!(served, 2);
}

// R: F8
#[test]
fn believing_the_clock_says_nothing_of_what_was_sold() {
    let mut shop = Shop::with(&stock("jp-7", "free", 1));
    let file = backup(&shop);
    restore(&mut shop, &file);
    shop.stop();
    let clock_only = Command::Reconcile { since: None, believe_clock: true };
    let answer = run_alone(&shop.data(), clock_only, UnixTime(NOW.0 - 7200)).expect("runs");
    assert_eq!(answer.json["unreconciled"], true);
    shop.start();
    assert_eq!(shop.reserve(&Phone::new("a"), "jp-7", NOW), Err(Refusal::OutOfService));
}

// R: F8 A14 D2
#[test]
fn a_voucher_redeemed_after_the_backup_is_not_good_again() {
    let mut shop = Shop::with_vouchers(9);
    let terms = Terms { issued: UnixTime(NOW.0 - 3600), expires: NOW.plus(86_400), class_id: None };
    let [used, unused] = [(); 2].map(|()| shop.operator.voucher(&terms).expect("a voucher"));
    let file = backup(&shop);
    let buy = |shop: &Shop, phone: &str, code: &str| {
        shop.reserve(&Phone::new(phone).with_voucher(code), "jp-7", NOW).map(drop)
    };
    assert_eq!(buy(&shop, "a", &used), Ok(()));
    restore(&mut shop, &file);
    // The numbers are known, the vouchers are not.
    assert!(told(&shop, Since::Sold(these(&[NUMBER]))).expect("known").new_vouchers_only);
    assert_eq!(buy(&shop, "b", &used), Err(Refusal::VoucherUsed));
    assert_eq!(buy(&shop, "b", &unused), Err(Refusal::VoucherUsed), "it can't be told from the other");
    let fresh = shop.operator.voucher(&Terms { issued: NOW.plus(60), ..terms.clone() }).expect("a voucher");
    assert_eq!(buy(&shop, "c", &fresh), Ok(()));
    assert_eq!(without(&[checks::VOUCHER_RESTORED], || buy(&shop, "d", &used)), Ok(()), "the attack works");

    // With the redeemed ones at hand, all others are good.
    restore(&mut shop, &file);
    let wrong = Sold { vouchers: Some(vec![used.clone(), "no voucher".to_owned()]), ..these(&[NUMBER]) };
    assert_eq!(told(&shop, Since::Sold(wrong)), Err(ReconcileError::NoVoucher(2)));
    let right = Sold { vouchers: Some(vec![used.clone()]), ..these(&[NUMBER]) };
    assert!(!told(&shop, Since::Sold(right)).expect("known").new_vouchers_only);
    assert_eq!(buy(&shop, "b", &used), Err(Refusal::VoucherUsed));
    assert_eq!(buy(&shop, "b", &unused), Ok(()));
}
