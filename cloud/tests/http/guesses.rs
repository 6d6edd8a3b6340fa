//! Guesses of a password are counted, over restarts too.

use crate::world::*;
use account::{
    opaque::{LoggingIn, Registering},
    wire::{LoginStart, RegisterStart},
};
use landfall_cloud::{
    http::Options,
    service::{Allowances, checks},
    storage::Allowance,
};
use model::without;

fn few() -> Allowances {
    let much = Allowance { burst: 10_000, every: 1 };
    Allowances { login: Allowance { burst: 3, every: 60 }, address: much, register: much, approval: much }
}

async fn guess(world: &World, login: &str) -> Reply {
    let (_, request) = LoggingIn::begin(&password("guess"), &mut random).unwrap();
    world.post("/v1/login/start", None, &LoginStart { login: login.into(), request }).await
}

// R: F4, F8
#[tokio::test]
async fn a_login_has_few_guesses_over_a_restart_and_a_login_that_nobody_has_no_more() {
    let mut world = World::with(few(), Options::default()).await;
    world.owner("ann").await;
    // Her registration was answered by the same secret as a guess would be.
    set_password(&world, "nobody", "word").await;
    for login in ["ann", "nobody"] {
        guess(&world, login).await.expect(200);
    }
    world = world.restart().await;
    for login in [" ANN", "nobody"] {
        guess(&world, login).await.expect(200);
        let reply = guess(&world, login).await.expect(429);
        let after: u64 = reply.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!(reply.word() == "too_many" && (1..=60).contains(&after), "{after}");
    }
    world.later(60);
    guess(&world, "ann").await.expect(200);
    guess(&world, "ann").await.expect(429);
}

// R: F4
#[tokio::test]
async fn who_knows_the_password_guesses_at_nothing() {
    let world = World::with(few(), Options::default()).await;
    world.owner("ann").await;
    for _ in 0..10 {
        sign_in(&world, "ann", "correct horse").await.expect(200);
    }
    // One went for her registration.
    for _ in 0..2 {
        sign_in(&world, "ann", "wrong").await.expect(401);
    }
    sign_in(&world, "ann", "correct horse").await.expect(429);
}

// R: F4, F6
#[tokio::test]
async fn a_registrations_start_is_a_guess_as_a_logins_is() {
    let world = World::with(few(), Options::default()).await;
    let start = || {
        let (_, request) = Registering::begin(&password("guess"), &mut random).unwrap();
        let (world, start) = (&world, RegisterStart { login: "ann".into(), request });
        async move { world.post("/v1/accounts/start", None, &start).await }
    };
    guess(&world, "ann").await.expect(200);
    start().await.expect(200);
    start().await.expect(200);
    start().await.expect(429);
    guess(&world, "ann").await.expect(429);
}

// R: F4
#[tokio::test]
async fn one_address_guesses_at_many_logins_no_more_often() {
    let much = Allowance { burst: 10_000, every: 1 };
    let allowances = Allowances { login: much, address: Allowance { burst: 3, every: 60 }, ..few() };
    let world = World::with(allowances, Options { behind_proxy: true, ..Options::default() }).await;
    let guess_from = |address: &'static str, login: String| {
        let (_, request) = LoggingIn::begin(&password("guess"), &mut random).unwrap();
        let body = serde_json::to_vec(&LoginStart { login, request }).unwrap();
        let request = axum::http::Request::builder().method("POST").uri("/v1/login/start");
        let request = request.header("x-forwarded-for", address).body(axum::body::Body::from(body)).unwrap();
        world.send(request)
    };
    for at in 0..3 {
        guess_from("192.0.2.1", format!("user {at}")).await.expect(200);
    }
    guess_from("192.0.2.1", "user 3".into()).await.expect(429);
    guess_from("203.0.113.9, 192.0.2.1", "user 3".into()).await.expect(429);
    guess_from("192.0.2.2", "user 3".into()).await.expect(200);
    // One customer's IPv6 addresses are one.
    for at in 0..3 {
        guess_from("2001:db8::1", format!("user {at}")).await.expect(200);
    }
    guess_from("2001:db8::2", "user 3".into()).await.expect(429);
}

// R: F4
#[test]
fn uncounted_guesses_go_on() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let world = runtime.block_on(World::with(few(), Options::default()));
    let guesses =
        || (0..6).map(|_| runtime.block_on(guess(&world, "ann")).status).filter(|status| *status == 200).count();
    assert_eq!(guesses(), 3);
    assert_eq!(without(&[checks::GUESSES], guesses), 6);
}
