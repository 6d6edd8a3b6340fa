//! Nobody learns whether somebody has an account.

use crate::world::*;
use account::{
    opaque::{LoggingIn, Registering},
    signed::Kind,
    wire::{Bytes, LoginFinish, LoginStart, LoginStarted, RegisterStart, RegisterStarted, SessionProof},
};
use std::collections::BTreeSet;

/// What of an answer doesn't depend on chance.
fn shape(reply: &Reply) -> (u16, usize, BTreeSet<String>) {
    (reply.status, reply.body.len(), reply.headers.keys().map(ToString::to_string).collect())
}

/// The words of a refusal, without the request's id.
fn words(reply: &Reply) -> (u16, String, String) {
    let problem: account::wire::Problem = reply.read();
    (reply.status, problem.kind, problem.detail)
}

// R: F6
#[tokio::test]
async fn a_login_that_nobody_has_is_answered_as_one_that_somebody_has() {
    let world = World::new().await;
    world.owner("ann").await;
    let register = |login: &'static str| {
        let (_, request) = Registering::begin(&password("word"), &mut random).unwrap();
        let (world, start) = (&world, RegisterStart { login: login.into(), request });
        async move { world.post("/v1/accounts/start", None, &start).await }
    };
    let (known, unknown) = (register("ann").await, register("eve").await);
    assert_eq!(shape(&known), shape(&unknown));
    assert_eq!(known.read::<RegisterStarted>().response.0.len(), unknown.read::<RegisterStarted>().response.0.len());

    let start = |login: &'static str| {
        let (_, request) = LoggingIn::begin(&password("word"), &mut random).unwrap();
        let (world, start) = (&world, LoginStart { login: login.into(), request });
        async move { world.post("/v1/login/start", None, &start).await }
    };
    let (known, unknown) = (start("ann").await, start("eve").await);
    assert_eq!(shape(&known), shape(&unknown));
    let finish = |attempt: Bytes, finish: Bytes| {
        let (world, finish) = (&world, LoginFinish { attempt, finish });
        async move { world.post("/v1/login/finish", None, &finish).await }
    };
    let guess = || Bytes::from([1; 64]);
    let wrong = finish(known.read::<LoginStarted>().attempt, guess()).await;
    let attempt = unknown.read::<LoginStarted>().attempt;
    let nobody = finish(attempt.clone(), guess()).await;
    let used = finish(attempt, guess()).await;
    let made_up = finish(id(), guess()).await;
    let no_message = finish(start("ann").await.read::<LoginStarted>().attempt, Bytes::from([1; 3])).await;
    for reply in [&nobody, &used, &made_up, &no_message] {
        assert_eq!(words(reply), words(&wrong));
        assert_eq!(reply.status, 401);
    }
    let late = start("ann").await.read::<LoginStarted>().attempt;
    world.later(120);
    assert_eq!(words(&finish(late, guess()).await), words(&wrong));
}

// R: F6
#[tokio::test]
async fn an_account_that_nobody_has_refuses_a_proof_as_one_that_somebody_has() {
    let world = World::new().await;
    let owner = world.owner("ann").await;
    let stranger = Phone::new(1);
    let proof = |account: Bytes, device: Bytes| {
        let (world, stranger) = (&world, &stranger);
        async move {
            let challenge = world.challenge().await;
            let proof = SessionProof { account, device: device.clone(), epoch: 1, challenge };
            let mut signed = stranger.sign(Kind::Session, &proof);
            signed.signer = account::signed::Signer::Device(device);
            signed
        }
    };
    let (account, device) = (owner.keys.account.bytes(), owner.phone.row.id.clone());
    let mut all = BTreeSet::new();
    for proof in [
        proof(account.clone(), device.clone()).await,
        proof(account, id()).await,
        proof(id(), device).await,
        proof(Bytes::default(), id()).await,
    ] {
        let reply = world.post("/v1/sessions", None, &proof).await;
        all.insert(words(&reply));
    }
    for account in [owner.keys.account.bytes(), id()] {
        let challenge = world.challenge().await;
        let proof = SessionProof { account, device: Bytes::default(), epoch: 0, challenge };
        let proof = account::keys::AccountKeys::make(&mut random).sheet().sign(Kind::Session, &proof);
        all.insert(words(&world.post("/v1/recovery", None, &proof).await));
    }
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all.first().unwrap().0, 401);
}
