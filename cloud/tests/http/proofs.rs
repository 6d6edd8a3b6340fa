//! Who shows that he is there, and who only says so: each attack again with its check off.

use crate::world::*;
use account::{
    signed::{Kind, Signed, Signer},
    wire::{Bytes, Contact, NextManifest, SessionProof},
};
use landfall_cloud::service::checks;
use model::{Check, without};

/// Signs in on this thread, so that a check is off for all of it.
fn sign_in(world: &World, runtime: &tokio::runtime::Runtime, proof: &Signed) -> u16 {
    runtime.block_on(world.post("/v1/sessions", None, proof)).status
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

// R: F4, F6
#[test]
fn a_proof_that_does_not_hold_gives_no_token() {
    let runtime = runtime();
    let world = runtime.block_on(World::new());
    let owner = runtime.block_on(world.owner("ann"));
    let stranger = Phone::new(1);
    let proof = |change: &dyn Fn(&mut SessionProof), by: &Phone, signer: Signer| {
        let challenge = runtime.block_on(world.challenge());
        let (account, device) = (owner.keys.account.bytes(), owner.phone.row.id.clone());
        let mut proof = SessionProof { account, device, epoch: 1, challenge };
        change(&mut proof);
        Signed::make(Kind::Session, &proof, signer, |message| by.signature(message)).unwrap()
    };
    let own = owner.phone.signer();
    assert_eq!(sign_in(&world, &runtime, &proof(&|_| {}, &owner.phone, own.clone())), 200);
    let by_another_key = || proof(&|_| {}, &stranger, own.clone());
    let of_another_enrolment = || proof(&|proof| proof.epoch = 2, &owner.phone, own.clone());
    let made_up = || proof(&|proof| proof.challenge = Bytes::from([1; 32]), &owner.phone, own.clone());
    // Its end is later than the server had said.
    let prolonged = || proof(&|proof| proof.challenge.0[3] = 1, &owner.phone, own.clone());
    let attacks: [(&'static [Check], &dyn Fn() -> Signed); 4] = [
        (&[checks::PROOF_SIGNATURE], &by_another_key),
        (&[checks::PROOF_EPOCH], &of_another_enrolment),
        (&[checks::PROOF_CHALLENGE], &made_up),
        (&[checks::PROOF_CHALLENGE], &prolonged),
    ];
    for (off, attack) in attacks {
        assert_eq!(sign_in(&world, &runtime, &attack()), 401, "{off:?}");
        assert_eq!(without(off, || sign_in(&world, &runtime, &attack())), 200, "{off:?}");
    }
    // Once, and for a minute.
    let used = proof(&|_| {}, &owner.phone, own.clone());
    assert_eq!(sign_in(&world, &runtime, &used), 200);
    assert_eq!(sign_in(&world, &runtime, &used), 401);
    assert_eq!(without(&[checks::PROOF_CHALLENGE], || sign_in(&world, &runtime, &used)), 200);
    let late = proof(&|_| {}, &owner.phone, own.clone());
    world.later(60);
    assert_eq!(sign_in(&world, &runtime, &late), 401);
    // Signed for something else, and by whom it does not say.
    let account = owner.keys.account.bytes();
    let challenge = runtime.block_on(world.challenge());
    let said = SessionProof { account, device: owner.phone.row.id.clone(), epoch: 1, challenge };
    assert_eq!(sign_in(&world, &runtime, &owner.phone.sign(Kind::Head, &said)), 401);
    assert_eq!(sign_in(&world, &runtime, &proof(&|_| {}, &owner.phone, stranger.signer())), 401);
    assert_eq!(sign_in(&world, &runtime, &proof(&|_| {}, &owner.phone, Signer::Owner)), 401);
}

// R: F4, F6
#[tokio::test]
async fn each_key_shows_what_it_is_for_and_nothing_else() {
    let world = World::new().await;
    let owner = world.owner("ann").await;
    let by_owner = async || owner.own_proof(&world, &owner.keys.owner()).await;
    let by_sheet = async || owner.own_proof(&world, &owner.keys.sheet()).await;
    let by_lock = async || owner.own_proof(&world, &owner.lock).await;
    let by_device = async || owner.proof(&world, &owner.phone).await;
    for proof in [by_owner().await, by_sheet().await, by_lock().await] {
        world.post("/v1/sessions", None, &proof).await.expect(401);
        let contact = Contact { proof, receipts: Vec::new(), manifest: 0 };
        world.post("/v1/orders/mine", None, &contact).await.expect(401);
    }
    for proof in [by_owner().await, by_lock().await, by_device().await] {
        world.post("/v1/recovery", None, &proof).await.expect(401);
    }
    for proof in [by_lock().await, by_device().await] {
        world.ask("DELETE", "/v1/account", None, serde_json::to_vec(&proof).ok()).await.expect(401);
    }
    world.post("/v1/recovery", None, &by_sheet().await).await.expect(200);
}

// R: B6, F4
#[tokio::test]
async fn a_revoked_device_gets_no_token_and_still_its_orders() {
    let world = World::new().await;
    let mut owner = world.owner("ann").await;
    let token = owner.device_token(&world).await;
    let order = owner.order(account::wire::Verb::Wipe, 1, world.time(), Signer::Owner);
    owner.give(&world, &token, &order).await.expect(201);
    let token = owner.device_token(&world).await;
    let id = owner.phone.row.id.clone();
    let manifest = owner.next(|manifest| assert!(manifest.revoke(&id)));
    world.post("/v1/manifests", Some(&token), &NextManifest { manifest }).await.expect(204);
    let proof = owner.proof(&world, &owner.phone).await;
    world.post("/v1/sessions", None, &proof).await.expect(401);
    assert_eq!(owner.contact(&world, Vec::new()).await.orders, std::slice::from_ref(&order));
    // Not even a deleted account takes them from it.
    let proof = owner.own_proof(&world, &owner.keys.owner()).await;
    world.ask("DELETE", "/v1/account", None, serde_json::to_vec(&proof).ok()).await.expect(204);
    assert_eq!(owner.contact(&world, Vec::new()).await.orders, [order]);
}
