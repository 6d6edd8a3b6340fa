//! Access rights stand before each use (A6), and card records open to card drivers only.

mod common;

use common::{CARD, all_cards, create, iccid, manage, put, reopen};
use landfall_vault::{Caller, Denied, PinState, Purpose, Purposes, Records, Vault, VaultError};
use model::record::Batch;

fn program() -> Caller {
    Caller::Program("org.example.dialer".to_owned())
}

fn check(vault: &Vault, caller: &Caller, purpose: Purpose, card: u32, pin: PinState) -> Result<(), Denied> {
    vault.check(caller, purpose, Some(&iccid(card)), pin).map(drop)
}

// R: A6
#[test]
fn only_the_owner_has_rights_until_the_owner_gives_them() {
    let temp = tempfile::tempdir().expect("temp folder");
    let vault = create(temp.path());
    for purpose in Purpose::ALL {
        check(&vault, &Caller::Owner, purpose, 1, PinState::Verified).expect("the owner may");
        let denied = check(&vault, &program(), purpose, 1, PinState::Verified);
        assert!(matches!(denied, Err(Denied::NoRight { purpose: p, .. }) if p == purpose));
    }
    let given = Purposes::of(&[Purpose::List, Purpose::Authenticate]);
    vault.set_rights(&manage(&vault), "org.example.dialer", &iccid(1), given).expect("the owner gives");
    drop(vault);
    let vault = reopen(temp.path()).expect("opens");
    for purpose in Purpose::ALL {
        let may = check(&vault, &program(), purpose, 1, PinState::Verified).is_ok();
        assert_eq!(may, given.contains(purpose), "{purpose}");
        assert!(check(&vault, &program(), purpose, 2, PinState::Verified).is_err(), "another card");
    }
    let other = Caller::Program("org.example.dial".to_owned());
    assert!(check(&vault, &other, Purpose::List, 1, PinState::Verified).is_err(), "another program");
    assert_eq!(vault.rights(&manage(&vault), &iccid(1)).expect("reads"), [(program(), given)]);
    assert!(vault.check(&program(), Purpose::List, None, PinState::Verified).is_err(), "one card is not all");
    vault.set_rights(&manage(&vault), "org.example.dialer", &iccid(1), Purposes::NONE).expect("takes away");
    assert!(check(&vault, &program(), Purpose::List, 1, PinState::Verified).is_err());
    assert!(vault.rights(&manage(&vault), &iccid(1)).expect("reads").is_empty());
}

// R: A6 A10
#[test]
fn a_profile_is_used_only_after_its_pin() {
    let temp = tempfile::tempdir().expect("temp folder");
    let vault = create(temp.path());
    for purpose in Purpose::ALL {
        let at = |pin| check(&vault, &Caller::Owner, purpose, 1, pin);
        at(PinState::Verified).expect("verified");
        at(PinState::Disabled).expect("switched off by its user");
        if purpose.needs_pin() {
            assert!(matches!(at(PinState::Required), Err(Denied::PinRequired)));
            assert!(matches!(at(PinState::Blocked), Err(Denied::PinBlocked)));
            assert!(matches!(at(PinState::NotSet), Err(Denied::PinNotSet)));
            let all = vault.check(&Caller::Owner, purpose, None, PinState::Verified);
            assert!(matches!(all, Err(Denied::WhichCard { .. })), "one card's PIN does not open all");
        } else {
            at(PinState::Blocked).expect("doesn't use the profile");
        }
    }
    assert!(!Purpose::Unlock.needs_pin() && !Purpose::List.needs_pin() && !Purpose::Manage.needs_pin());
    assert!(Purpose::Use.needs_pin() && Purpose::Authenticate.needs_pin() && Purpose::Export.needs_pin());
}

// R: A6
#[test]
fn only_a_managing_owner_changes_rights() {
    let temp = tempfile::tempdir().expect("temp folder");
    let vault = create(temp.path());
    let card = iccid(1);
    let all = Purposes::of(&Purpose::ALL);
    vault.set_rights(&manage(&vault), "org.example.dialer", &card, all).expect("gives all");
    let by_program = vault.check(&program(), Purpose::Manage, Some(&card), PinState::Verified).expect("may manage");
    assert!(vault.set_rights(&by_program, "org.example.accomplice", &card, all).is_err(), "passes nothing on");
    assert!(vault.rights(&by_program, &card).is_err());
    let other_card = vault.check(&Caller::Owner, Purpose::Manage, Some(&iccid(2)), PinState::Verified).expect("owner");
    assert!(vault.set_rights(&other_card, "x", &card, all).is_err(), "a grant for another card");
    let listing = vault.check(&Caller::Owner, Purpose::List, Some(&card), PinState::Verified).expect("owner");
    assert!(vault.set_rights(&listing, "x", &card, all).is_err(), "a grant for something else");
    let mut batch = Batch::new();
    batch.put("vault.rights", [card.as_ef().as_slice(), b"x"].concat(), [0xFF; 2]);
    assert!(matches!(vault.commit(batch.clone()), Err(VaultError::Reserved { .. })), "not by a record");
    assert!(matches!(all_cards(&vault).commit(batch), Err(VaultError::Reserved { .. })));
    let mut gone = Batch::new();
    gone.delete_prefix("vault.rights", card.as_ef().as_slice());
    vault.commit(gone).expect("a card's rights go with the card");
    assert!(vault.rights(&manage(&vault), &card).expect("reads").is_empty());
}

// R: A6
#[test]
fn card_records_open_to_drivers_only() {
    let temp = tempfile::tempdir().expect("temp folder");
    let vault = create(temp.path());
    let id = |card: u32| [iccid(card).as_ef().as_slice(), &[0]].concat();
    put(&vault, CARD, &id(1), b"Ki of one");
    put(&vault, CARD, &id(2), b"Ki of two");
    put(&vault, "euicc.profile", iccid(1).as_ef(), b"name of one");
    for table in [CARD, "euicc.profile", "euicc.session", "uicc.anything"] {
        assert!(matches!(vault.get(table, &id(1)), Err(VaultError::Protected { .. })));
        assert!(matches!(vault.scan(table, b""), Err(VaultError::Protected { .. })));
    }
    let grant = |purpose, card| vault.check(&Caller::Owner, purpose, Some(&iccid(card)), PinState::Verified);
    let own = vault.cards(&grant(Purpose::Authenticate, 1).expect("owner"));
    assert!(own.get(CARD, &id(1)).expect("own card").is_some());
    assert_eq!(own.scan(CARD, iccid(1).as_ef()).expect("own card").len(), 1);
    assert!(matches!(own.get(CARD, &id(2)), Err(VaultError::Protected { .. })), "another card");
    assert!(matches!(own.scan(CARD, b""), Err(VaultError::Protected { .. })), "all cards");
    assert!(own.get("euicc.profile", iccid(1).as_ef()).expect("metadata").is_some());
    let listing = vault.cards(&grant(Purpose::List, 1).expect("owner"));
    assert!(matches!(listing.get(CARD, &id(1)), Err(VaultError::Protected { .. })), "listing needs no keys");
    assert_eq!(all_cards(&vault).scan(CARD, b"").expect("managing").len(), 2);
}

// R: F4
#[test]
fn while_the_phone_is_locked_nobody_uses_a_card_but_an_order_of_its_owner() {
    let temp = tempfile::tempdir().expect("temp folder");
    let vault = create(temp.path());
    let given = all_cards(&vault);
    put(&given, CARD, iccid(1).as_ef(), b"a card");
    vault.hold(true);
    let refused = |vault: &Vault| {
        let at = |purpose| check(vault, &Caller::Owner, purpose, 1, PinState::Verified);
        assert!(Purpose::ALL.into_iter().all(|purpose| matches!(at(purpose), Err(Denied::Held))));
        assert!(matches!(vault.check(&program(), Purpose::List, None, PinState::Verified), Err(Denied::Held)));
    };
    refused(&vault);
    refused(&vault.clone());
    // A driver that was handed out before reads and writes nothing more.
    assert!(matches!(given.get(CARD, iccid(1).as_ef()), Err(VaultError::Held)));
    assert!(matches!(given.scan(CARD, &[]), Err(VaultError::Held)));
    assert!(matches!(given.commit(Batch::new()), Err(VaultError::Held)));
    let used = model::without(&[landfall_vault::checks::HOLD], || given.get(CARD, iccid(1).as_ef()));
    assert!(used.is_ok_and(|found| found.is_some()), "it is the check");
    // What the owner orders is done all the same, and by that handle alone.
    let ordered = vault.past_hold();
    assert!(all_cards(&ordered).get(CARD, iccid(1).as_ef()).expect("reads").is_some());
    refused(&vault);
    vault.hold(false);
    assert!(given.get(CARD, iccid(1).as_ef()).expect("reads").is_some());
}
