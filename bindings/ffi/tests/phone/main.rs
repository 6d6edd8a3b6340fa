//! The surface as a phone's app has it, with foreign ports written here.

mod account;
mod contracts;
mod near;
mod platform;
mod removable;
mod trouble;

use landfall_ffi::{
    Aka, FlowEvent, Gained, KioskTarget, Landfall, LandfallError, OpenSettings, PinState, SelectionData, check_clock,
    check_device, check_keystore,
    ports::{Ports, desk_keystore},
};
use landfall_flows::{Shop, Stock};
use model::NumberState;
use platform::{Chip, Now, Phone, ports};
use std::{path::Path, sync::Arc};

fn platform_of(folder: &Path) -> (OpenSettings, Ports) {
    (OpenSettings { folder: folder.display().to_string(), cloud_roots: None }, ports(folder))
}

fn open(folder: &Path) -> Result<Arc<Landfall>, LandfallError> {
    let (settings, ports) = platform_of(folder);
    Landfall::open(settings, ports)
}

fn wants() -> SelectionData {
    SelectionData { network_rate: None, operator: None, tariff_limit: None, countries: Vec::new() }
}

// R: A2 A10 A14
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_from_a_kiosk_with_its_events_its_pin_and_its_answer_to_a_network() {
    let mut shop = Shop::open(&Stock::new("visitor", "free", 2)).await;
    let temp = tempfile::tempdir().expect("a folder");
    let landfall = open(temp.path()).expect("opens");
    let started = landfall.start().await.expect("starts");
    assert!(started.mended.is_empty() && !started.locked);
    landfall.add_root(shop.root().to_vec()).await.expect("a root");
    let target = KioskTarget::Address { address: shop.address().to_string() };
    let visit = landfall.visit(target).await.expect("the kiosk proves itself");
    let refused = visit.offers(SelectionData { operator: Some("Nobody".to_owned()), ..wants() }).await;
    let error = refused.expect_err("no such operator");
    let key = &error.trouble().key;
    assert!(matches!(error, LandfallError::Refused { .. }) && key == "kiosk.refused.nomatch", "{error:?}");
    let offers = visit.offers(wants()).await.expect("offers");
    let offer = offers.first().expect("one").clone();
    assert!(offer.lacks.is_empty() && !offer.price.is_empty() && !offer.works.is_empty(), "{offer:?}");
    let flow = visit.acquire(offer.class_id, Some("traveller".to_owned()), None).expect("begins");
    let mut events = Vec::new();
    while let Some(event) = flow.next_event().await {
        events.push(event);
    }
    let Gained { iccid, reported } = flow.finished().await.expect("a card");
    let iccid = iccid.expect("its number");
    assert!(reported && events.contains(&FlowEvent::Reported) && events.contains(&FlowEvent::Installing), "{events:?}");
    assert!(matches!(events.first(), Some(FlowEvent::Connected { .. })), "{events:?}");
    let sim = landfall.sims().await.expect("lists").remove(0);
    assert!(sim.needs_pin && sim.iccid == iccid);
    let wrong = landfall.set_first_pin(iccid.clone(), b"12".to_vec()).await.expect_err("no PIN");
    assert!(matches!(wrong, LandfallError::Invalid { .. }), "{wrong:?}");
    landfall.set_first_pin(iccid.clone(), b"2580".to_vec()).await.expect("a PIN");
    landfall.enable_sim(iccid.clone()).await.expect("enables");
    let wrong = landfall.verify_pin(iccid.clone(), b"0000".to_vec()).await.expect_err("not this one");
    assert!(matches!(wrong, LandfallError::WrongSecret { tries_left: Some(2), .. }), "{wrong:?}");
    assert_eq!(landfall.pin_state(iccid.clone()).await, Ok(PinState::Required { tries: 2 }));
    let algorithm = model::Algorithm::Milenage { opc: [0xC3; 16].into() };
    let centre = uicc::aka::Aka::new(&algorithm, &[0x5A; 16].into()).expect("keys");
    let vector = centre.vector(&[7; 16], 32, &[0x80, 0]).expect("MILENAGE");
    let ask = |autn: &[u8; 16]| landfall.authenticate(iccid.clone(), Some(b"2580".to_vec()), [[7; 16], *autn].concat());
    assert_eq!(ask(&[9; 16]).await, Ok(Aka::WrongNetwork), "nobody's AUTN");
    assert_eq!(ask(&vector.autn).await, Ok(Aka::Success { res: vector.xres.to_vec() }));
    assert!(matches!(ask(&vector.autn).await, Ok(Aka::Resynchronise { .. })), "a challenge counts once");
    assert_eq!(shop.count(NumberState::Distributed), 1);
    // Another one, in the same visit; the first flow is gone.
    drop(flow);
    let flow = visit.acquire("visitor".to_owned(), None, None).expect("begins");
    let second = flow.finished().await.expect("another card").iccid;
    assert!(second.is_some() && second != Some(iccid.clone()));
    // Nobody pulled: all its events are there, in order, without waiting.
    assert!(matches!(flow.ready_event(), Some(FlowEvent::Reserved { .. } | FlowEvent::Connected { .. })));
    let last = std::iter::from_fn(|| flow.ready_event()).last();
    assert_eq!((last, flow.next_event().await), (Some(FlowEvent::Reported), None));
    assert_eq!(shop.count(NumberState::Distributed), 2);
    let report = landfall.report().await.expect("a report");
    assert!(!report.contains(&iccid) && report.contains("operators"), "{report}");
    shop.stop().await;
}

// R: A12
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flow_that_is_rejected_ends_and_nothing_of_it_is_left_here() {
    let mut shop = Shop::open(&Stock::new("visitor", "attendant", 1)).await;
    let temp = tempfile::tempdir().expect("a folder");
    let landfall = open(temp.path()).expect("opens");
    landfall.add_root(shop.root().to_vec()).await.expect("a root");
    let target = KioskTarget::Address { address: shop.address().to_string() };
    let visit = landfall.visit(target).await.expect("the kiosk proves itself");
    let flow = visit.acquire("visitor".to_owned(), None, None).expect("begins");
    while let Some(event) = flow.next_event().await {
        if let FlowEvent::Waiting { who, code } = event {
            assert!(who == "attendant" && !code.is_empty());
            flow.cancel(true);
        }
    }
    let error = flow.finished().await.expect_err("it was stopped");
    assert!(matches!(error, LandfallError::Cancelled { .. }), "{error:?}");
    assert!(landfall.unfinished().await.expect("lists").is_empty());
    shop.stop().await;
}

#[test]
fn the_ports_of_these_tests_keep_their_contracts() {
    let temp = tempfile::tempdir().expect("a folder");
    assert_eq!(check_keystore(Arc::new(Chip::at(temp.path()))), None);
    let desk = desk_keystore(temp.path().join("desk").display().to_string()).expect("a keystore");
    assert_eq!(check_keystore(desk), None);
    assert_eq!(check_clock(Arc::new(Now)), None);
    assert_eq!(check_device(Arc::new(Phone)), None);
}

// R: B6
#[test]
fn a_keystore_that_forgets_its_key_is_told_apart() {
    let temp = tempfile::tempdir().expect("a folder");
    drop(open(temp.path()).expect("opens"));
    std::fs::remove_dir_all(temp.path().join("chip")).expect("the keys go");
    let error = open(temp.path()).err().expect("it does not open");
    assert!(matches!(error, LandfallError::Wiped { .. }), "{error:?}");
}
