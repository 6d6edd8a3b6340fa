//! Programs that use cards without their owner's word (A6).

use app::{
    Error, Events, Landfall,
    card::Transport,
    checks,
    flows::create::CreateEuiccRequest,
    sim::{self, verify_pin},
};
use landfall_flows::{Shop, Stock, To, acquired, here};
use model::{Iccid, SecretBytes, without};
use rsp::crypto::PrivateKey;
use vault::{Caller, PinState, Purpose, Purposes};

const PIN: &[u8] = b"2580";

/// Everything that another program may try with a card, by name; whether it was let.
fn tried(landfall: &Landfall, iccid: &Iccid) -> Vec<(&'static str, bool)> {
    let unlock = || {
        let mut card = landfall.sim(iccid).ok()?;
        verify_pin(&mut card, &SecretBytes::from(PIN)).ok()
    };
    let with = |act: &dyn Fn(&mut sim::Sim) -> bool| {
        let mut card = landfall.sim(iccid).ok();
        card.as_mut().is_some_and(act)
    };
    let root = landfall.add_root(&[0x30, 0x00]);
    let made = landfall.create_euicc(&CreateEuiccRequest {
        euicc_certificate: Vec::new(),
        eum_certificate: Vec::new(),
        key: PrivateKey::read(&[&[0x30, 37, 2, 1, 1, 4, 32][..], &[7; 32]].concat()).expect("a key"),
    });
    let visit = here(landfall.visit(Box::new(To(([127, 0, 0, 1], 9).into())), None, &Events::new()));
    vec![
        ("list", landfall.card(iccid).is_ok()),
        ("unlock", unlock().is_some()),
        ("read", with(&|card| sim::read_iccid(card).is_ok())),
        ("write", with(&|card| sim::write_entry(card, None, "Ann", "112").is_ok())),
        ("authenticate", with(&|card| sim::authenticate(card, &[7; 16], &[9; 16]).is_ok())),
        (
            "the eUICC",
            with(&|card| app::card::Isdr::open(card).and_then(|mut isdr| isdr.call(&[0xBF, 0x3E, 0])).is_ok()),
        ),
        ("rename", landfall.set_nickname(iccid, "mine").is_ok()),
        ("acknowledge", landfall.acknowledge(iccid).is_ok()),
        ("acquisitions", landfall.acquisitions().is_ok()),
        ("mend", landfall.mend(&Events::new()).is_ok()),
        ("roots", landfall.roots().is_ok()),
        ("trust", !matches!(root, Err(Error::Denied(_)))),
        ("make an eUICC", !matches!(made, Err(Error::Denied(_)))),
        ("visit", !matches!(visit, Err(Error::Denied(_)))),
        ("the vault", landfall.vault().is_ok()),
        ("serve", landfall.euiccs().is_ok_and(|all| landfall.chip(&all[0], Transport::T0).is_ok())),
        ("SIMs that were read", landfall.kept_sims().is_ok()),
        ("forget a SIM", !matches!(landfall.forget_sim(iccid), Err(Error::Denied(_)))),
    ]
}

fn let_in(landfall: &Landfall, iccid: &Iccid) -> Vec<&'static str> {
    tried(landfall, iccid).into_iter().filter_map(|(what, may)| may.then_some(what)).collect()
}

// R: A6
#[test]
fn a_program_does_only_what_the_owner_gave_it_the_right_to() {
    let mut shop = Shop::closed(&Stock::new("visitor", "free", 2));
    let (phone, iccid) = acquired(&mut shop, "visitor", PIN);
    let owner = phone.landfall();
    // Without a PIN that is asked for, the card itself lets everybody do everything.
    let mut card = owner.sim(&iccid).expect("enabled");
    sim::set_pin_enabled(&mut card, &SecretBytes::from(PIN), false).expect("its PIN");
    assert_eq!(sim::pin_status(&mut card).expect("answers"), sim::PinStatus::Satisfied);
    drop(card);
    let program = owner.on_behalf_of(Caller::Program("org.example.dialer".to_owned()));
    assert_eq!(let_in(&program, &iccid), Vec::<&str>::new());
    let attack = without(&[checks::RIGHTS], || let_in(&program, &iccid));
    assert!(attack.len() > 10, "the attack works: {attack:?}");

    let vault = owner.vault().expect("the owner");
    let by = vault.check(&Caller::Owner, Purpose::Manage, None, PinState::NotSet).expect("the owner");
    let table: [(Purpose, &[&str]); 5] = [
        (Purpose::List, &["list"]),
        (Purpose::ReadFiles, &["read"]),
        (Purpose::WriteFiles, &[]),
        (Purpose::Authenticate, &["authenticate"]),
        (Purpose::Manage, &["rename", "acknowledge"]),
    ];
    for (purpose, may) in table {
        vault.set_rights(&by, "org.example.dialer", &iccid, Purposes::of(&[purpose])).expect("the owner gives");
        assert_eq!(let_in(&program, &iccid), may, "{purpose}");
    }
    let both = Purposes::of(&[Purpose::ReadFiles, Purpose::WriteFiles]);
    vault.set_rights(&by, "org.example.dialer", &iccid, both).expect("the owner gives");
    assert_eq!(let_in(&program, &iccid), ["read", "write"], "to write, it looks for room first");
}

// R: A6 A10
#[test]
fn a_card_whose_pin_was_not_given_is_not_used() {
    let mut shop = Shop::closed(&Stock::new("visitor", "free", 2));
    let (phone, iccid) = acquired(&mut shop, "visitor", PIN);
    let mut card = phone.landfall().sim(&iccid).expect("enabled");
    let refused = sim::authenticate(&mut card, &[7; 16], &[9; 16]).expect_err("before the PIN");
    assert!(matches!(refused, app::card::CardError::Denied(vault::Denied::PinRequired)), "{refused:?}");
    sim::read_iccid(&mut card).expect("its number needs none");
    verify_pin(&mut card, &SecretBytes::from(PIN)).expect("right");
    sim::authenticate(&mut card, &[7; 16], &[9; 16]).expect("answers");
    sim::write_entry(&mut card, None, "Ann", "112").expect("there is room");
}
