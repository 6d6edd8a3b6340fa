//! A server that holds the whole database and lies: attacks by name, on whole flows of real phones against the real cloud with a lying way between.
//!
//! Each is played as often as it takes to show all of it (`attack`): refused or noticed, by the client's own typed error, with nothing changed there and
//! everything going on once the server is honest again; by each check that keeps it out, all the others taken away; and successful without any of them.
//!
//! An attack is a function that prepares a [`stage::Stage`] and gives the strike, and a row of its file's `ATTACKS`.

mod approvals;
mod attack;
mod devices;
mod fields;
mod history;
mod homes;
mod keys;
mod orders;
mod owner;
mod receipts;
mod records;
mod server;
mod stage;
mod states;
mod thief;

use attack::{Attack, run};

const THEMES: [&[Attack]; 12] = [
    approvals::ATTACKS,
    devices::ATTACKS,
    fields::ATTACKS,
    history::ATTACKS,
    homes::ATTACKS,
    keys::ATTACKS,
    orders::ATTACKS,
    owner::ATTACKS,
    receipts::ATTACKS,
    records::ATTACKS,
    states::ATTACKS,
    thief::ATTACKS,
];

// R: F6
#[test]
fn attacks_have_names_of_their_own_and_there_are_enough_of_them() {
    let names = || THEMES.iter().flat_map(|theme| theme.iter()).map(|attack| attack.name);
    let distinct: std::collections::BTreeSet<_> = names().collect();
    assert_eq!(distinct.len(), names().count(), "a name is given twice");
    assert!(distinct.len() >= 25, "{} attacks: {distinct:?}", distinct.len());
}

// R: B4 F6
#[test]
fn sealed_fields_are_not_swapped() {
    run(fields::ATTACKS);
}

// R: B4 F6
#[test]
fn records_are_not_swapped_put_back_or_left_out() {
    run(records::ATTACKS);
}

// R: B4 F6
#[test]
fn the_log_is_neither_put_back_nor_forked() {
    run(history::ATTACKS);
}

// R: B4 B6 F6
#[test]
fn the_list_of_devices_is_the_owners() {
    run(devices::ATTACKS);
}

// R: B4 F6
#[test]
fn whoever_has_the_owner_key_keeps_to_the_rules_of_the_list() {
    run(owner::ATTACKS);
}

// R: B4 B6 F6
#[test]
fn a_device_that_was_taken_out_writes_nothing_more() {
    run(thief::ATTACKS);
}

// R: B4 F4 F6
#[test]
fn keys_are_neither_put_back_nor_swapped() {
    run(keys::ATTACKS);
}

// R: B4 F6
#[test]
fn nobody_comes_between_two_devices_that_compare_codes() {
    run(approvals::ATTACKS);
}

// R: F4 F6
#[test]
fn a_phone_obeys_its_owner_alone() {
    run(orders::ATTACKS);
}

// R: F4 F6
#[test]
fn receipts_are_the_devices() {
    run(receipts::ATTACKS);
}

// R: F4 F6
#[test]
fn an_owner_is_told_no_more_than_is_proved() {
    run(states::ATTACKS);
}

// R: B5 F5 F6
#[test]
fn a_card_goes_to_no_other_home_and_is_live_once() {
    run(homes::ATTACKS);
}
