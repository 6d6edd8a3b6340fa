//! A server that holds all that is stored, and changes what it hands out about copies: each lie is refused by name, and succeeds where its check is
//! missing.

use crate::{
    pair::{NEW, OLD, Pair, handset},
    world::runtime,
};
use account::{
    order::{Refusal, checks as order_checks, home::Aim},
    record::SimBackup,
    signed::{Kind, Signed, Signer},
    wire::{Bytes, CardKey, Order, Verb},
};
use app::{Contacted, Error, Moved, Moving, Role, checks};
use euicc::checks as euicc_checks;
use landfall_flows::Key;
use model::{Check, Eid, without};
use serde_json::json;
use tokio::runtime::Runtime;

/// A move that has come so far that this phone has this order to obey.
async fn until(pair: &Pair, aim: Aim, verb: Verb, name: &str) {
    let moving = pair.moving(aim);
    let giver = pair.giver().await;
    let plan = giver.plan(&moving).await.expect("the server answers");
    for _ in 0..20 {
        match giver.go_on(&moving, &plan).await.expect("it goes on") {
            Moved::Waits(now, device) if now == verb && device.name == name => return,
            Moved::Waits(_, device) if device.name == NEW => pair.hears(&pair.new).await,
            Moved::Waits(..) => pair.hears(&pair.old).await,
            _ => {}
        }
    }
    panic!("it does not come to that");
}

/// The server changes the parameters of orders of this verb.
fn change(pair: &Pair, verb: Verb, change: impl Fn(&mut serde_json::Value) + Send + 'static) {
    pair.server.lies(move |waiting| {
        for signed in &mut waiting.orders {
            let mut order: Order = serde_json::from_slice(&signed.payload.0).expect("an order");
            if order.verb == verb {
                change(&mut order.parameters);
                signed.payload = Bytes(serde_json::to_vec(&order).expect("string keys only"));
            }
        }
    });
}

fn contact(run: &Runtime, pair: &Pair, name: &str) -> Contacted {
    let phone = if name == OLD { &pair.old } else { &pair.new };
    run.block_on(phone.landfall().contact(pair.port())).expect("the server answers")
}

/// By itself, and with these checks off.
fn refused_unless(run: &Runtime, pair: &Pair, name: &str, why: Refusal, off: &'static [Check]) -> Contacted {
    let told = contact(run, pair, name);
    assert!(told.taken.is_empty() && told.refused.iter().any(|(_, refusal)| *refusal == why), "{told:?}");
    without(off, || contact(run, pair, name))
}

// R: B5
#[test]
fn a_server_that_names_a_key_of_its_own_gets_no_card() {
    let run = runtime();
    let (folder, thiefs) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    // A genuine eUICC, but the thief's. It says of its key that the new phone vouches for it.
    let thief = handset(thiefs.path());
    let pair = run.block_on(Pair::with(folder.path(), "portable = true", &[&thief]));
    run.block_on(until(&pair, Aim::Copy, Verb::Send, OLD));
    let landfall = thief.landfall();
    let statement = Bytes(landfall.home_key(&pair.card, None).expect("a key"));
    let new = run.block_on(pair.giver()).device(NEW).expect("a device").clone();
    let card = pair.card.to_string();
    let account = Bytes::from([0; 16]);
    let said = CardKey { account, device: new.id.clone(), epoch: new.epoch, card, statement };
    let sign = |message: &[u8]| Ok::<_, Error>(Key::generate().sign(message).to_vec());
    let forged = Signed::make(Kind::CardKey, &said, Signer::Device(new.id), sign).expect("signed");
    change(&pair, Verb::Send, move |parameters| parameters["key"] = json!(forged));
    let told = refused_unless(&run, &pair, OLD, Refusal::Signature, &[order_checks::SIGNATURE, checks::VOUCHED]);
    assert_eq!(told.taken.len(), 1, "without the checks it is obeyed: {told:?}");
    let backups = pair.old.landfall().account_records::<SimBackup>().expect("reads");
    let copy: Vec<u8> = backups.iter().flat_map(|kept| kept.what.bytes.0.clone()).collect();
    assert!(!copy.is_empty(), "the card is out");
    assert_eq!(landfall.copy_in(&copy, None).expect("it opens"), pair.card, "and the thief has it");
}

// R: B5
#[test]
fn a_server_that_names_another_heir_takes_no_card_out_of_service() {
    let run = runtime();
    let folder = tempfile::tempdir().expect("a folder");
    let pair = run.block_on(Pair::new(folder.path(), "portable = true"));
    run.block_on(pair.order(&pair.moving(Aim::Copy))).expect("it is copied");
    run.block_on(until(&pair, Aim::Activate, Verb::Deactivate, OLD));
    let thiefs = Eid::with_check_digits("890490320000000000000000000077").expect("30 digits").to_string();
    change(&pair, Verb::Deactivate, move |parameters| parameters["to"] = json!(thiefs));
    refused_unless(&run, &pair, OLD, Refusal::Signature, &[order_checks::SIGNATURE]);
    let stand = (pair.stands(&pair.old), pair.stands(&pair.new));
    assert_eq!(stand, (Some(Role::Dormant), Some(Role::Dormant)), "without the check nobody is live");
}

// R: B5
#[test]
fn a_server_that_hands_an_order_out_again_makes_no_second_live_card() {
    let run = runtime();
    let folder = tempfile::tempdir().expect("a folder");
    let pair = run.block_on(Pair::new(folder.path(), "portable = true"));
    run.block_on(pair.order(&pair.moving(Aim::Copy))).expect("it is copied");
    run.block_on(until(&pair, Aim::Activate, Verb::Activate, NEW));
    let kept = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let keeps = kept.clone();
    pair.server.lies(move |waiting| keeps.lock().expect("no panic").extend(waiting.orders.iter().cloned()));
    run.block_on(pair.order(&pair.moving(Aim::Activate))).expect("it is activated");
    run.block_on(pair.order(&Moving::new(Aim::Activate, pair.card, OLD))).expect("it goes back");
    assert_eq!((pair.stands(&pair.old), pair.stands(&pair.new)), (Some(Role::Live), Some(Role::Dormant)));
    let old = kept.lock().expect("no panic").clone();
    let old: Vec<_> = old.into_iter().filter(|signed| verb(signed) == Some(Verb::Activate)).take(1).collect();
    pair.server.lies(move |waiting| waiting.orders.clone_from(&old));
    let told = refused_unless(
        &run,
        &pair,
        NEW,
        Refusal::Counter,
        &[order_checks::COUNTER, checks::OUTBOX_PUT_BACK, euicc_checks::GENERATION],
    );
    assert!(!told.taken.is_empty());
    assert_eq!(
        (pair.stands(&pair.old), pair.stands(&pair.new)),
        (Some(Role::Live), Some(Role::Live)),
        "without the checks two are live"
    );
}

// R: B5
#[test]
fn a_server_that_names_another_copy_hands_over_none() {
    let run = runtime();
    let folder = tempfile::tempdir().expect("a folder");
    let pair = run.block_on(Pair::new(folder.path(), "portable = true"));
    run.block_on(until(&pair, Aim::Copy, Verb::Copy, NEW));
    change(&pair, Verb::Copy, |parameters| parameters["copy"] = json!(Bytes::from([0; 32])));
    let told = refused_unless(&run, &pair, NEW, Refusal::Signature, &[order_checks::SIGNATURE]);
    assert_eq!((told.taken.len(), pair.stands(&pair.new)), (1, None), "no other copy is there to be taken");
}

fn verb(signed: &Signed) -> Option<Verb> {
    serde_json::from_slice::<Order>(&signed.payload.0).ok().map(|order| order.verb)
}
