//! Copies of a card, ordered from afar: copy, overwrite, activate, move; with the first phone reachable and not.

use crate::pair::{NEW, OLD, Pair};
use account::{
    order::home::Aim,
    record::{Card, CardState, SimBackup},
    signed::Signed,
    wire::{Order, OrderState, Verb},
};
use app::{AwayError, Error, Given, Moved, Moving, Role};
use euicc::HomeError;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

const PORTABLE: &str = "portable = true";

async fn pair(terms: &str) -> (Pair, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    (Pair::new(folder.path(), terms).await, folder)
}

fn seen(old: Role, new: Role) -> Vec<(String, Role)> {
    vec![(NEW.to_owned(), new), (OLD.to_owned(), old)]
}

// R: B5 B4
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_waits_until_it_is_activated_and_the_first_sleeps_then() {
    let (pair, _folder) = pair(PORTABLE).await;
    assert_eq!(pair.order(&pair.moving(Aim::Copy)).await.expect("it is copied"), Moved::Done(None));
    assert_eq!(pair.seen().await, seen(Role::Live, Role::Dormant));
    assert_eq!(pair.answer(1), [true, false], "the first goes on");
    // It is there already: nothing more is ordered.
    let before = pair.giver().await.orders().await.expect("lists").len();
    assert_eq!(pair.order(&pair.moving(Aim::Copy)).await.expect("it is there"), Moved::Done(None));
    let orders = pair.giver().await.orders().await.expect("lists");
    assert_eq!((before, orders.len()), (3, 3));
    assert!(orders.iter().all(|order| order.state() == OrderState::Done));

    assert_eq!(pair.order(&pair.moving(Aim::Activate)).await.expect("it is activated"), Moved::Done(None));
    assert_eq!(pair.seen().await, seen(Role::Dormant, Role::Live));
    assert_eq!(pair.answer(1), [false, false], "what the first answered the second does not");
    assert_eq!(pair.answer(2), [false, true]);

    // The records of all devices say so, and the copy that travelled is gone from them.
    pair.syncs().await;
    let landfall = pair.home.landfall();
    let mut cards: Vec<_> =
        landfall.account_records::<Card>().expect("reads").into_iter().map(|kept| kept.what).collect();
    cards.retain(|card| card.iccid == pair.card.to_string());
    let mut states: Vec<_> = cards.iter().map(|card| card.state.as_str()).collect();
    states.sort_unstable();
    assert_eq!(states, [CardState::Dormant.as_str(), CardState::Enabled.as_str()]);
    assert!(landfall.account_records::<SimBackup>().expect("reads").is_empty());

    // And back, which is another plan.
    let back = Moving::new(Aim::Activate, pair.card, OLD);
    assert_eq!(pair.order(&back).await.expect("it is activated"), Moved::Done(None));
    assert_eq!(pair.answer(3), [true, false]);
    assert_eq!(pair.order(&pair.moving(Aim::Activate)).await.expect("it is activated"), Moved::Done(None));
    assert_eq!(pair.answer(4), [false, true]);
}

// R: B5
#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_never_had_a_card_says_so() {
    let (pair, _folder) = pair(PORTABLE).await;
    let moving = Moving::new(Aim::Copy, pair.card, "home");
    let giver = pair.giver().await;
    let plan = giver.plan(&moving).await.expect("a plan");
    assert!(matches!(giver.go_on(&moving, &plan).await, Ok(Moved::Ordered(..))), "it is told to prepare");
    pair.hears(&pair.home).await;
    let refused = giver.go_on(&moving, &plan).await;
    assert!(matches!(&refused, Err(Error::Away(AwayError::NoEuicc(name))) if name == "home"), "{refused:?}");
}

// R: B5
#[tokio::test(flavor = "multi_thread")]
async fn who_looks_on_while_it_goes_on_by_itself_orders_no_step_twice() {
    let (pair, _folder) = pair(PORTABLE).await;
    let moving = pair.moving(Aim::Move);
    let (one, two) = (pair.giver().await, pair.giver().await);
    let plan = one.plan(&moving).await.expect("a plan");
    for _ in 0..20 {
        let (seen, other) = tokio::join!(one.go_on(&moving, &plan), two.go_on(&moving, &plan));
        if let (Moved::Done(_), Moved::Done(_)) = (seen.expect("it goes on"), other.expect("it goes on")) {
            break;
        }
        pair.contacts().await;
    }
    let orders = pair.giver().await.orders().await.expect("lists");
    assert_eq!(orders.len(), 6, "prepare, send, copy, deactivate, activate, delete");
    assert_eq!(pair.seen().await, [(NEW.to_owned(), Role::Live)]);
}

// R: B5 F3
#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_is_used_while_it_obeys_does_each_step_once() {
    let (pair, _folder) = pair(PORTABLE).await;
    let over = Arc::new(AtomicBool::new(false));
    let used = [&pair.old, &pair.new].map(|phone| {
        let (landfall, over) = (phone.landfall().clone(), over.clone());
        tokio::spawn(async move {
            while !over.load(Ordering::Relaxed) {
                landfall.before_use(None).await.expect("it may be used");
                tokio::task::yield_now().await;
            }
        })
    });
    for moving in [pair.moving(Aim::Copy), pair.moving(Aim::Activate), Moving::new(Aim::Activate, pair.card, OLD)] {
        assert_eq!(pair.order(&moving).await.expect("it is done"), Moved::Done(None));
    }
    over.store(true, Ordering::Relaxed);
    for user in used {
        user.await.expect("it was used");
    }
    let orders = pair.giver().await.orders().await.expect("lists");
    assert_eq!(orders.len(), 7, "no step is ordered twice");
    assert!(orders.iter().all(|order| order.state() == OrderState::Done));
    assert_eq!(pair.answer(1), [true, false]);
}

// R: B5 F5
#[tokio::test(flavor = "multi_thread")]
async fn a_card_moves_to_a_new_phone_and_stays_its_subscribers() {
    let (pair, _folder) = pair(PORTABLE).await;
    assert_eq!(pair.order(&pair.moving(Aim::Move)).await.expect("it moves"), Moved::Done(None));
    assert_eq!(pair.seen().await, [(NEW.to_owned(), Role::Live)]);
    assert_eq!((pair.stands(&pair.old), pair.stands(&pair.new)), (None, Some(Role::Live)));
    assert_eq!(pair.answer(1), [false, true]);
    let orders = pair.giver().await.orders().await.expect("lists");
    assert!(orders.iter().all(|order| order.order.barred().is_empty()), "its subscription lives on");
    assert_eq!(
        orders.iter().map(|order| order.order.verb).collect::<Vec<_>>(),
        [Verb::Delete, Verb::Activate, Verb::Deactivate, Verb::Copy, Verb::Send, Verb::Prepare]
    );
    // A phone that is lost later takes with it what is live there alone.
    pair.syncs().await;
    let wipe = pair.giver().await.give(Given::new(Verb::Wipe, OLD)).await.expect("it is stored");
    let wipe: account::wire::Order = serde_json::from_slice(&wipe.order.payload.0).expect("an order");
    assert!(wipe.barred().is_empty(), "{:?}", wipe.barred());
}

// R: B5 F5
#[tokio::test(flavor = "multi_thread")]
async fn the_recovery_sheet_moves_a_card_from_anywhere() {
    let (pair, _folder) = pair(PORTABLE).await;
    let sheet = pair.sheet.clone().expect("it was made here");
    let giver = pair.home.landfall().giver_by_sheet(pair.port(), &sheet).await.expect("the sheet");
    let unknown = pair.order_by(&giver, &pair.moving(Aim::Move)).await;
    assert!(
        matches!(unknown, Err(Error::Away(AwayError::HolderUnknown(_)))),
        "a visitor reads no records: {unknown:?}"
    );
    let moving = Moving { from: Some(OLD.to_owned()), ..pair.moving(Aim::Move) };
    assert_eq!(pair.order_by(&giver, &moving).await.expect("it moves"), Moved::Done(None));
    assert_eq!((pair.stands(&pair.old), pair.stands(&pair.new)), (None, Some(Role::Live)));
}

// R: B5 F5
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_phones_card_is_forced_live_and_the_phone_gives_way_when_it_is_found() {
    let (mut pair, _folder) = pair(PORTABLE).await;
    pair.old_is_found = false;
    let force = Moving { force: true, ..pair.moving(Aim::Move) };
    let none = pair.order(&force).await;
    assert!(matches!(none, Err(Error::Away(AwayError::NoCopy(_)))), "there is nothing to be forced: {none:?}");
    pair.old_is_found = true;
    pair.order(&pair.moving(Aim::Copy)).await.expect("it is copied");
    assert_eq!(pair.answer(1), [true, false]);
    pair.old_is_found = false;
    let waits = pair.order(&pair.moving(Aim::Move)).await.expect("it is ordered");
    assert!(matches!(&waits, Moved::Waits(Verb::Deactivate, device) if device.name == OLD), "{waits:?}");
    assert_eq!(pair.stands(&pair.new), Some(Role::Dormant), "without force nothing is live that wasn't");
    let forced = pair.order(&force).await.expect("it is forced");
    assert!(matches!(&forced, Moved::Done(Some((Verb::Delete, device))) if device.name == OLD), "{forced:?}");
    assert_eq!(pair.seen().await, seen(Role::Overtaken, Role::Live));
    // Whoever has the first phone may be served until it is found; what the network sends the one the other does not answer.
    assert_eq!(pair.answer(2), [true, false]);
    assert_eq!(pair.answer((1 << 32) + 1), [false, true]);
    let lost = pair.giver().await.give(Given::new(Verb::Lock, OLD)).await;
    assert!(lost.is_ok());
    pair.old_is_found = true;
    pair.hears(&pair.old).await;
    assert_eq!(pair.stands(&pair.old), None, "it handed over, and erased its own");
    assert_eq!(pair.order(&force).await.expect("it is done"), Moved::Done(None));
    assert_eq!(pair.seen().await, [(NEW.to_owned(), Role::Live)]);
}

// R: B5
#[tokio::test(flavor = "multi_thread")]
async fn what_its_operator_did_not_mark_is_refused_by_the_phone_that_has_it() {
    let (pair, _folder) = pair("").await;
    let refused = pair.order(&pair.moving(Aim::Move)).await;
    let Err(Error::Away(AwayError::NotObeyed { device, why })) = refused else { panic!("{refused:?}") };
    assert_eq!((device.as_str(), why), (OLD, HomeError::NotPortable));
    assert!(why.hint().contains("of its own"), "it moves by new provisioning");
    assert_eq!(pair.giver().await.orders().await.expect("lists")[0].state(), OrderState::Refused, "it signed for that");
    assert_eq!(pair.answer(1), [true, false]);
}

// R: B5
#[tokio::test(flavor = "multi_thread")]
async fn a_card_takes_anothers_place_in_one_step() {
    let (pair, _folder) = pair(PORTABLE).await;
    let over = Moving { replaces: Some(pair.other), ..pair.moving(Aim::Overwrite) };
    assert_eq!(pair.order(&over).await.expect("it is overwritten"), Moved::Done(None));
    assert!(pair.new.landfall().card(&pair.other).is_err(), "the old card is gone");
    assert_eq!(pair.seen().await, seen(Role::Live, Role::Dormant));
    let last = pair.giver().await.orders().await.expect("lists").swap_remove(0);
    assert_eq!(last.order.barred(), [pair.other.to_string()], "nobody has its subscription any more");
    // A newer copy in place of the older one: nothing is barred, and once more is once more.
    for orders in [6, 9] {
        assert_eq!(pair.order(&pair.moving(Aim::Overwrite)).await.expect("it is refreshed"), Moved::Done(None));
        let all = pair.giver().await.orders().await.expect("lists");
        assert_eq!((all.len(), all[0].order.verb, all[0].order.barred()), (orders, Verb::Overwrite, Vec::new()));
    }
    pair.order(&pair.moving(Aim::Activate)).await.expect("it is activated");
    assert_eq!(pair.answer(1), [false, true]);
    let live = pair.order(&pair.moving(Aim::Overwrite)).await;
    assert!(matches!(live, Err(Error::Away(AwayError::LiveThere(_)))), "a live card is not written over: {live:?}");
}

// R: B5
#[tokio::test(flavor = "multi_thread")]
async fn what_was_begun_goes_on_without_being_asked_for_again() {
    let (pair, _folder) = pair(PORTABLE).await;
    let moving = pair.moving(Aim::Move);
    let giver = pair.giver().await;
    let plan = giver.plan(&moving).await.expect("the server answers");
    giver.go_on(&moving, &plan).await.expect("the first step");
    let home = pair.home.landfall();
    for _ in 0..12 {
        let told = home.go_on_moving(pair.port()).await.expect("the server answers");
        if told.is_empty() || matches!(told[..], [(_, Ok(Moved::Done(None)))]) {
            break;
        }
        pair.contacts().await;
    }
    assert_eq!((pair.stands(&pair.old), pair.stands(&pair.new)), (None, Some(Role::Live)));
    assert!(home.go_on_moving(pair.port()).await.expect("nothing is asked").is_empty(), "it is done");
}

// R: B5 F8
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_whose_taker_lost_the_network_is_ordered_again_by_the_same_plan() {
    let (pair, _folder) = pair(PORTABLE).await;
    let (moving, giver) = (pair.moving(Aim::Copy), pair.giver().await);
    let plan = giver.plan(&moving).await.expect("the server answers");
    let server = pair.server.clone();
    // The order is the last thing that it hears: the log, where the copy is, it can't read.
    pair.server.lies(move |waiting| {
        let is_a_copy =
            |order: &Signed| serde_json::from_slice::<Order>(&order.payload.0).is_ok_and(|o| o.verb == Verb::Copy);
        server.away.fetch_or(waiting.orders.iter().any(is_a_copy), Ordering::SeqCst);
    });
    while !pair.server.away.load(Ordering::SeqCst) {
        match giver.go_on(&moving, &plan).await.expect("it goes on") {
            Moved::Waits(_, device) if device.name == OLD => pair.hears(&pair.old).await,
            Moved::Waits(..) => drop(pair.new.landfall().contact(pair.port()).await),
            Moved::Ordered(..) => {}
            Moved::Done(left) => panic!("the copy was found: {left:?}"),
        }
    }
    *pair.server.lie.lock().expect("no panic") = None;
    pair.server.away.store(false, Ordering::SeqCst);
    pair.hears(&pair.new).await;
    let refused = giver.orders().await.expect("lists").swap_remove(0);
    assert_eq!((refused.order.verb, refused.state()), (Verb::Copy, OrderState::Refused));

    // Asked for again, it goes on where it was.
    assert_eq!(giver.plan(&moving).await.expect("the server answers"), plan);
    assert_eq!(pair.order(&moving).await.expect("it is copied"), Moved::Done(None));
    let orders = giver.orders().await.expect("lists");
    assert_eq!(
        orders.iter().map(|given| given.order.verb).collect::<Vec<_>>(),
        [Verb::Copy, Verb::Copy, Verb::Send, Verb::Prepare]
    );
    assert_eq!(pair.seen().await, seen(Role::Live, Role::Dormant));
}
