//! A short torture of accounts; `make torture ROUNDS=1000` is the long one.

use landfall_torture::accounts::{Job, Options, Torture};

fn torture(job: Job, rounds: u32) {
    landfall_stage::build_programs().expect("the programs build");
    let options = Options { job, rounds, unsynced: false, seed: 7 };
    let mut torture = Torture::prepare(options).expect("account, phones and cloud are made");
    while torture.round().unwrap_or_else(|broken| panic!("{broken}")) {}
    let done = torture.end().unwrap_or_else(|broken| panic!("{broken}"));
    assert!(done.census.kills() >= rounds, "most rounds kill somebody: {}", done.census);
}

// R: B4, F8
#[test]
fn edits_that_are_synced_under_kills_are_there_once() {
    torture(Job::Sync, 8);
}

// R: F6, F8
#[test]
fn keys_that_are_replaced_under_kills_are_the_old_or_the_new_ones() {
    torture(Job::Rotate, 8);
}

// R: B5, F8
#[test]
fn orders_that_are_given_under_kills_are_obeyed_once() {
    torture(Job::Order, 8);
}

// R: F4, F8
#[test]
fn a_phone_that_is_wiped_under_kills_is_erased_and_signs_for_it_once() {
    torture(Job::Wipe, 8);
}

// R: B6, F8
#[test]
fn receipts_that_are_handed_in_under_kills_are_kept_once() {
    torture(Job::Receipt, 8);
}

// R: A8, F8
#[test]
fn what_a_kiosk_reports_under_kills_is_taken_once() {
    torture(Job::Report, 8);
}

// R: B5, F5, F8
#[test]
fn a_card_that_is_handed_over_under_kills_is_live_on_one_phone() {
    torture(Job::Handover, 8);
}

// R: B4, F6, F8
#[test]
fn a_phone_that_is_let_in_under_kills_is_a_device_once_or_not_at_all() {
    torture(Job::Approve, 4);
}

// R: B3, F8
#[test]
fn a_card_that_is_ordered_online_under_kills_is_one_card() {
    torture(Job::Agency, 8);
}
