//! Which orders are kept, and what becomes of them.

use crate::world::*;
use account::{
    receipt::{Chain, sign},
    signed::{Signed, Signer},
    wire::{Bytes, NextManifest, Order, OrderState, OrderView, Outcome, PutOrder, Verb},
};
use landfall_cloud::service::{checks, may_order};
use landfall_cloud::storage::TokenKind;
use model::without;

async fn token(world: &World, owner: &Owner, kind: TokenKind) -> String {
    match kind {
        TokenKind::Visitor => owner.visitor_token(world).await,
        TokenKind::Device => owner.device_token(world).await,
        TokenKind::Recovery => owner.recovery_token(world).await,
        TokenKind::Passkey => owner.passkey_token(world).await,
    }
}

// R: F4
#[tokio::test]
async fn every_signer_by_every_token_orders_what_both_tables_let_it() {
    let world = World::new().await;
    let owner = world.owner("ann").await;
    let mut counter = 0;
    let mut kept = 0;
    for kind in TokenKind::ALL {
        for signer in [Signer::Owner, Signer::Sheet, Signer::Lock, owner.phone.signer()] {
            for verb in Verb::ALL.into_iter().filter(|verb| *verb != Verb::TakeBack) {
                counter += 1;
                let token = token(&world, &owner, kind).await;
                let order = owner.order(verb, counter, world.time(), signer.clone());
                let status = owner.give(&world, &token, &order).await.status;
                let expected = match (may_order(kind, &signer), account::order::may(&signer, verb)) {
                    (false, _) => 403,
                    (true, false) => 422,
                    (true, true) => 201,
                };
                assert_eq!(status, expected, "{kind:?} {signer:?} {verb:?}");
                kept += usize::from(status == 201);
            }
        }
    }
    // A device with the owner's and the sheet's key: 10 verbs each, and a lock; a visitor a lock; the sheet 10.
    assert_eq!(kept, 10 + 10 + 1 + 1 + 10);
}

// R: F4
#[test]
fn an_order_by_a_token_that_may_not_hand_it_in_is_refused() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let world = runtime.block_on(World::new());
    let owner = runtime.block_on(world.owner("ann"));
    let token = runtime.block_on(owner.visitor_token(&world));
    let order = owner.order(Verb::Wipe, 1, world.time(), Signer::Owner);
    let give = || runtime.block_on(owner.give(&world, &token, &order)).status;
    assert_eq!(give(), 403);
    assert_eq!(without(&[checks::ORDER_TOKEN], give), 201);
    let logs = || runtime.block_on(world.get("/v1/log", &token)).status;
    assert_eq!(logs(), 403);
    assert_eq!(without(&[checks::POWER], logs), 200);
}

// R: B6, F4
#[tokio::test]
async fn an_order_that_no_device_could_obey_is_not_kept() {
    let world = World::new().await;
    let mut owner = world.owner("ann").await;
    let ben = world.owner("ben").await;
    let token = owner.device_token(&world).await;
    let now = world.time();
    let with = |change: &dyn Fn(&mut Order)| owner.order_with(Verb::Lock, 1, now, Signer::Owner, change);
    let mut changed = with(&|_| {});
    changed.payload.0.push(b' ');
    let of_ben = ben.order(Verb::Lock, 1, now, Signer::Owner);
    let refused: Vec<(&str, Signed, u16)> = vec![
        ("changed", changed, 422),
        ("another account's", with(&|order| order.account = ben.keys.account.bytes()), 422),
        ("signed by another owner", of_ben, 422),
        ("no such device", with(&|order| order.device = id()), 404),
        ("another enrolment", with(&|order| order.epoch = 2), 422),
        ("late", with(&|order| order.deadline = now), 422),
        ("a grace without end", with(&|order| order.not_before = order.deadline), 422),
        ("no id", with(&|order| order.order = Bytes::from([1; 15])), 400),
    ];
    for (what, order, status) in refused {
        assert_eq!(owner.give(&world, &token, &order).await.status, status, "{what}");
    }
    assert_eq!(world.get("/v1/orders", &token).await.expect(200).read::<account::wire::Orders>().orders, []);
    let first = with(&|order| order.order = Bytes::from([1; 16]));
    let second = with(&|order| (order.order, order.counter) = (Bytes::from([1; 16]), 2));
    owner.give(&world, &token, &first).await.expect(201);
    let token = owner.device_token(&world).await;
    assert_eq!(owner.give(&world, &token, &second).await.expect(409).word(), "conflict");
    // Enrolled anew, the device is not wiped by what was meant for the enrolment before.
    let row = owner.phone.row.clone();
    let manifest = owner.next(|manifest| assert_eq!(manifest.enrol(row), 2));
    world.post("/v1/manifests", Some(&token), &NextManifest { manifest }).await.expect(204);
    let old = owner.order(Verb::Wipe, 3, now, Signer::Owner);
    owner.phone.row.epoch = 2;
    let token = owner.device_token(&world).await;
    owner.give(&world, &token, &old).await.expect(422);
    assert_eq!(owner.contact(&world, Vec::new()).await.orders, []);
}

fn receipt(chain: &Chain, order: &Signed, outcome: Outcome, by: &Phone) -> Signed {
    let said: Order = serde_json::from_slice(&order.payload.0).unwrap();
    let receipt = chain.next(&said, &order.digest().into(), outcome, NOW);
    sign(&receipt, |message| by.signature(message)).unwrap()
}

// R: B6, F4
#[tokio::test]
async fn a_receipt_that_does_not_hold_is_named_and_the_device_gets_its_orders_still() {
    let world = World::new().await;
    let owner = world.owner("ann").await;
    let token = owner.device_token(&world).await;
    let [one, two] = [1, 2].map(|counter| owner.order(Verb::Delete, counter, world.time(), Signer::Owner));
    for order in [&one, &two] {
        owner.give(&world, &token, order).await.expect(201);
    }
    let good = receipt(&Chain::EMPTY, &one, Outcome::Erased, &owner.phone);
    let end = Chain::EMPTY.after(&good);
    let next = receipt(&end, &two, Outcome::Erased, &owner.phone);
    let stranger = Phone::new(1);
    let forged = receipt(&end, &two, Outcome::Erased, &stranger);
    let missing = receipt(&end.after(&good), &two, Outcome::Erased, &owner.phone);
    let other = receipt(&end, &two, Outcome::Locked, &owner.phone);
    let unknown = {
        let order = owner.order(Verb::Delete, 3, world.time(), Signer::Owner);
        receipt(&end, &order, Outcome::Erased, &owner.phone)
    };
    for (bad, why) in [
        (forged, "not signed by the device"),
        (missing, "is missing"),
        (other, "something else was done"),
        (unknown, "not given to the device"),
    ] {
        let waiting = owner.contact(&world, vec![good.clone(), bad, next.clone()]).await;
        assert_eq!((waiting.accepted, waiting.orders), (1, vec![two.clone()]), "{why}");
        assert!(waiting.refused.as_ref().is_some_and(|said| said.contains(why)), "{why}: {:?}", waiting.refused);
    }
    let waiting = owner.contact(&world, vec![good, next.clone()]).await;
    assert_eq!((waiting.accepted, waiting.orders), (2, Vec::new()));
    let view = owner.view(&world, &token, &two).await;
    assert_eq!((view.states.last().map(|(state, _)| *state), view.receipt), (Some(OrderState::Erased), Some(next)));
}

// R: B6, F4
#[tokio::test]
async fn an_order_is_overdue_and_taken_back_and_still_the_receipt_is_the_truth() {
    let world = World::new().await;
    let owner = world.owner("ann").await;
    let token = owner.device_token(&world).await;
    let order = owner.order(Verb::Delete, 1, world.time(), Signer::Owner);
    owner.give(&world, &token, &order).await.expect(201);
    let back = owner.order_with(Verb::TakeBack, 2, world.time(), Signer::Owner, |back| {
        back.parameters = serde_json::json!({ "order": Bytes::from(order.digest()) });
    });
    owner.give(&world, &token, &back).await.expect(201);
    let view = owner.view(&world, &token, &order).await;
    assert_eq!(view.states, [(OrderState::Stored, NOW), (OrderState::TakenBack, NOW)]);
    let late = owner.order(Verb::Delete, 3, world.time(), Signer::Owner);
    owner.give(&world, &token, &late).await.expect(201);
    world.later(86_400);
    let token = owner.device_token(&world).await;
    let view = owner.view(&world, &token, &late).await;
    assert_eq!(view.states, [(OrderState::Stored, NOW), (OrderState::Overdue, NOW + 86_400)]);
    // Handed in again, it is answered as it stands, though it would not be taken any more.
    let again: OrderView = owner.give(&world, &token, &late).await.expect(200).read();
    assert_eq!(again, view);
    assert_eq!(owner.contact(&world, Vec::new()).await.orders.len(), 3);
    let done = receipt(&Chain::EMPTY, &late, Outcome::Erased, &owner.phone);
    owner.contact(&world, vec![done]).await;
    let view = owner.view(&world, &token, &late).await;
    assert_eq!(view.states.last(), Some(&(OrderState::Erased, NOW + 86_400)));
}

// R: B6
#[tokio::test]
async fn one_owner_sees_nothing_of_anothers() {
    let world = World::new().await;
    let (ann, ben) = (world.owner("ann").await, world.owner("ben").await);
    let (of_ann, of_ben) = (ann.device_token(&world).await, ben.device_token(&world).await);
    let order = ann.order(Verb::Delete, 1, world.time(), Signer::Owner);
    let put = PutOrder { order: order.clone() };
    world.post("/v1/orders", Some(&of_ben), &put).await.expect(422);
    world.post("/v1/orders", Some(&of_ann), &put).await.expect(201);
    world.post("/v1/log", Some(&of_ann), &ann.push(vec![write(&id(), 1)])).await.expect(200);
    let said: Order = serde_json::from_slice(&order.payload.0).unwrap();
    world.get(&format!("/v1/orders/{}", said.order.text()), &of_ben).await.expect(404);
    let log: account::wire::Pulled = world.get("/v1/log", &of_ben).await.expect(200).read();
    assert_eq!((log.entries.len(), log.heads.len(), log.last_seq), (0, 0, 0));
    assert_eq!(ben.contact(&world, Vec::new()).await.orders, []);
}
