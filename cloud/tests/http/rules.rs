//! HTTP's own rules, and what the chain of manifests is held to.

use crate::world::*;
use account::{
    keys::AccountKeys,
    signed::Kind,
    wire::{Bytes, NextManifest, Problem, ReplaceKeys},
};
use axum::{body::Body, http::Request};

// R: B4, F6
#[tokio::test]
async fn an_account_is_made_by_its_own_owner_key_or_not_at_all() {
    let world = World::new().await;
    let ann = world.owner("ann").await;
    let mut taken = Owner::make(&world, " ANN ").await.register;
    assert_eq!(world.post("/v1/accounts", None, &taken).await.expect(409).word(), "conflict");
    taken.login = "ben".into();
    let stranger = Owner::make(&world, "ben").await;
    let mut refused = vec![
        (422, account::wire::Register { manifest: stranger.register.manifest.clone(), ..taken.clone() }),
        (400, account::wire::Register { record: Bytes::from([1; 192]), ..taken.clone() }),
        (400, account::wire::Register { account: Bytes::from([1; 15]), ..taken.clone() }),
        (400, account::wire::Register { login: " ".into(), ..taken.clone() }),
        (409, account::wire::Register { login: "carl".into(), ..ann.register.clone() }),
    ];
    let mut unsigned = taken.clone();
    unsigned.manifest.signature = Bytes::from([1; 64]);
    refused.push((422, unsigned));
    let mut weak: account::wire::Manifest = serde_json::from_slice(&stranger.register.manifest.payload.0).unwrap();
    weak.kdf.memory = 1;
    let manifest = stranger.keys.owner().sign(Kind::Manifest, &weak);
    refused.push((422, account::wire::Register { manifest, ..stranger.register.clone() }));
    for (status, register) in refused {
        world.post("/v1/accounts", None, &register).await.expect(status);
    }
    world.post("/v1/accounts", None, &taken).await.expect(201);
}

// R: B4, F6
#[tokio::test]
async fn the_chain_grows_by_the_owner_key_and_without_gaps() {
    let world = World::new().await;
    let mut owner = world.owner("ann").await;
    let token = owner.device_token(&world).await;
    let post = |manifest| async { world.post("/v1/manifests", Some(&token), &NextManifest { manifest }).await };
    let before = owner.pinned.clone();
    let two = owner.next(|manifest| manifest.revocation_epoch += 1);
    let three = owner.next(|manifest| manifest.revocation_epoch += 1);
    assert_eq!(post(three.clone()).await.expect(409).word(), "conflict");
    post(two.clone()).await.expect(204);
    let (fork, _) = before.next(&owner.keys.owner(), |manifest| manifest.revocation_epoch += 2).unwrap();
    assert_eq!(post(fork).await.expect(409).word(), "conflict");
    assert_eq!(post(owner.register.manifest.clone()).await.expect(409).word(), "conflict");
    let mut said: account::wire::Manifest = serde_json::from_slice(&three.payload.0).unwrap();
    let stranger = AccountKeys::make(&mut random);
    assert_eq!(post(stranger.owner().sign(Kind::Manifest, &said)).await.expect(422).word(), "refused");
    said.devices.push(Phone::new(1).row);
    assert_eq!(post(owner.keys.owner().sign(Kind::Manifest, &said)).await.expect(422).word(), "refused");
    post(three).await.expect(204);
    // Keys go with a manifest that follows, or not at all.
    let manifest = two;
    let keys = ReplaceKeys { record: None, sealed: owner.register.sealed.clone(), manifest, hand_overs: Vec::new() };
    assert_eq!(world.put("/v1/keys", &token, &keys).await.expect(409).word(), "conflict");
    let before = owner.pinned.clone();
    let manifest = owner.next(|manifest| manifest.keyring = Bytes::from([1; 32]));
    let keys = ReplaceKeys { record: None, sealed: owner.register.sealed.clone(), manifest, hand_overs: Vec::new() };
    assert_eq!(world.put("/v1/keys", &token, &keys).await.expect(400).word(), "malformed");
    owner.pinned = before;
    let record = Some(Bytes::from([9; 12]));
    let manifest = owner.next(|_| {});
    let keys = ReplaceKeys { record, sealed: owner.register.sealed.clone(), manifest, hand_overs: Vec::new() };
    assert_eq!(world.put("/v1/keys", &token, &keys).await.expect(400).word(), "malformed");
}

// R: F3
#[tokio::test]
async fn every_refusal_says_what_happened_and_by_which_id_the_log_has_it() {
    let world = World::new().await;
    let ask = |method: &str, path: &str, kind: &str, body: &'static str| {
        let request = Request::builder().method(method).uri(path).header("x-request-id", "trace-7");
        let request = request.header("content-type", kind).body(Body::from(body)).unwrap();
        world.send(request)
    };
    let json = "application/json";
    for (method, path, kind, body, status, word) in [
        ("GET", "/nothing", json, "", 404, "not_found"),
        ("PATCH", "/v1/log", json, "", 405, "malformed"),
        ("POST", "/v1/login/start", "text/plain", "{}", 415, "malformed"),
        ("POST", "/v1/login/start", json, "{", 400, "malformed"),
        ("POST", "/v1/login/start", json, "{\"login\":\"ann\",\"request\":\"a+b\"}", 400, "malformed"),
        ("GET", "/v1/log?after=x", json, "", 400, "malformed"),
        ("GET", "/v1/orders/a+b", json, "", 400, "malformed"),
        ("GET", "/v1/log", json, "", 401, "unauthorised"),
    ] {
        let reply = ask(method, path, kind, body).await;
        assert_eq!((reply.status, reply.word().as_str()), (status, word), "{method} {path}");
        let problem: Problem = reply.read();
        assert_eq!(
            (problem.instance.as_str(), &reply.headers["x-request-id"]),
            ("trace-7", &"trace-7".parse().unwrap())
        );
        assert!(problem.detail.len() > 20 && problem.detail.ends_with('.'), "{}", problem.detail);
        assert!(!problem.title.is_empty() && reply.headers["cache-control"] == "no-store");
    }
    let made = world.ask("GET", "/healthz", None, None).await.expect(200);
    assert_ne!(made.headers["x-request-id"], "");
    world.ask("GET", "/readyz", None, None).await.expect(200);
    let page = world.ask("GET", "/metrics", None, None).await.expect(200);
    let page = String::from_utf8(page.body).unwrap();
    assert!(page.contains("landfall_http_answers_total{method=\"GET\",route=\"/v1/log\",status=\"4xx\"} 2"), "{page}");
    assert!(page.contains("landfall_wake_sockets 0") && !page.contains("nothing"), "{page}");
}
