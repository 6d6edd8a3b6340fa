//! From nothing to a wiped phone and its receipt.

use crate::world::*;
use account::{
    receipt::{Chain, sign},
    signed::Signer,
    wire::{
        AccountView, Entry, Export, LoggedIn, Manifests, NextManifest, Order, OrderState, OrderView, Outcome, Pulled,
        Pushed, PutHead, Receipts, ReplaceKeys, Verb,
    },
};

// R: B4, B6, F4
#[tokio::test]
async fn an_account_its_log_an_order_and_its_receipt() {
    let world = World::new().await;
    let mut owner = world.owner("ann@a.test").await;
    world.post("/v1/accounts", None, &owner.register).await.expect(201);

    let logged_in: LoggedIn = sign_in(&world, " ANN@a.test", "correct horse").await.expect(200).read();
    assert_eq!(logged_in.sealed, owner.register.sealed);
    let seen: AccountView = world.get("/v1/account", &logged_in.token).await.expect(200).read();
    assert_eq!((seen.account, seen.manifest), (owner.keys.account.bytes(), 1));

    let token = owner.device_token(&world).await;
    let record = id();
    let push = owner.push(vec![write(&record, 1), write(&record, 2)]);
    for _ in 0..2 {
        let pushed: Pushed = world.post("/v1/log", Some(&token), &push).await.expect(200).read();
        assert_eq!(pushed.first_seq, 1);
    }
    let head = owner.head(&owner.phone, 2);
    world.put("/v1/heads", &token, &PutHead { head: head.clone() }).await.expect(204);
    let pulled: Pulled = world.get("/v1/log?after=1", &token).await.expect(200).read();
    let entry =
        Entry { seq: 2, device: owner.phone.row.id.clone(), digest: Default::default(), write: write(&record, 2) };
    assert_eq!((pulled.entries, pulled.last_seq, pulled.heads), (vec![entry], 2, vec![head]));
    let nothing: Pulled = world.get("/v1/log?after=2", &token).await.expect(200).read();
    assert!(nothing.entries.is_empty());

    let manifest = owner.next(|manifest| manifest.revocation_epoch += 1);
    for _ in 0..2 {
        world.post("/v1/manifests", Some(&token), &NextManifest { manifest: manifest.clone() }).await.expect(204);
    }
    let chain: Manifests = world.get("/v1/manifests?after=1", &token).await.expect(200).read();
    assert_eq!(chain.manifests, [manifest]);

    let order = owner.order(Verb::Wipe, 1, world.time(), Signer::Owner);
    let given: OrderView = owner.give(&world, &token, &order).await.expect(201).read();
    assert_eq!(given.states, [(OrderState::Stored, NOW)]);
    world.later(1);
    world.get("/v1/account", &token).await.expect(401);
    let token = owner.device_token(&world).await;
    let again: OrderView = owner.give(&world, &token, &order).await.expect(200).read();
    assert_eq!(again, given);
    assert_eq!(owner.contact(&world, Vec::new()).await.orders, std::slice::from_ref(&order));
    world.later(1);
    let said: Order = serde_json::from_slice(&order.payload.0).unwrap();
    let receipt = Chain::EMPTY.next(&said, &order.digest().into(), Outcome::Erased, NOW);
    let receipt = sign(&receipt, |message| owner.phone.signature(message)).unwrap();
    for _ in 0..2 {
        let waiting = owner.contact(&world, vec![receipt.clone()]).await;
        assert_eq!((waiting.accepted, waiting.refused, waiting.orders), (1, None, Vec::new()));
    }
    let view = owner.view(&world, &token, &order).await;
    let states = [(OrderState::Stored, NOW), (OrderState::Received, NOW + 1), (OrderState::Erased, NOW + 2)];
    assert_eq!((view.states.as_slice(), view.receipt), (&states[..], Some(receipt.clone())));
    let path = format!("/v1/receipts?device={}&epoch=1", owner.phone.row.id.text());
    assert_eq!(world.get(&path, &token).await.expect(200).read::<Receipts>().receipts, [receipt]);

    let export: Export = world.get("/v1/account/export", &token).await.expect(200).read();
    let lengths = (export.manifests.len(), export.entries.len(), export.orders.len());
    assert_eq!((export.login.as_str(), lengths), ("ann@a.test", (2, 2, 1)));
}

// R: F6
#[tokio::test]
async fn a_changed_password_and_a_recovery_end_every_token_and_a_deleted_account_is_gone() {
    let world = World::new().await;
    let mut owner = world.owner("ann").await;
    let before = [owner.device_token(&world).await, owner.visitor_token(&world).await];
    let (record, export) = set_password(&world, "ann", "battery staple").await;
    let seed = account::keys::LockSeed::make(&mut random);
    let lock = account::keys::SigningKey::lock(&owner.keys.account, &seed);
    let sealed = owner.keys.seal(&export, &seed, &mut random);
    let manifest = owner.next(|manifest| manifest.lock_key = lock.public_key().into());
    let keys = ReplaceKeys { record: Some(record), sealed: sealed.clone(), manifest, hand_overs: Vec::new() };
    world.put("/v1/keys", &before[0], &keys).await.expect(204);
    for token in &before {
        world.get("/v1/account", token).await.expect(401);
    }
    assert_eq!(sign_in(&world, "ann", "correct horse").await.status, 401);
    let logged_in: LoggedIn = sign_in(&world, "ann", "battery staple").await.expect(200).read();
    assert_eq!(logged_in.sealed, sealed);

    let recovery = owner.recovery_token(&world).await;
    let manifest = owner.next(|manifest| manifest.revocation_epoch += 1);
    let keys = ReplaceKeys { record: None, sealed, manifest, hand_overs: Vec::new() };
    world.put("/v1/keys", &recovery, &keys).await.expect(204);
    for token in [&recovery, &logged_in.token] {
        world.get("/v1/account", token).await.expect(401);
    }

    let token = owner.device_token(&world).await;
    let proof = owner.own_proof(&world, &owner.keys.owner()).await;
    let delete = async |proof| world.ask("DELETE", "/v1/account", None, serde_json::to_vec(&proof).ok()).await;
    delete(proof.clone()).await.expect(204);
    delete(proof).await.expect(401);
    world.get("/v1/account", &token).await.expect(401);
    assert_eq!(sign_in(&world, "ann", "battery staple").await.status, 401);
    let anew = Owner::make(&world, "ann").await;
    world.post("/v1/accounts", None, &anew.register).await.expect(201);
}
