//! The log: all or none, each write against what is there, heads by their own devices.

use crate::world::*;
use account::wire::{Bytes, Conflicts, Pulled, PutHead, ReplaceKeys, Write};
use landfall_cloud::service::checks;
use model::without;

// R: B4, F6
#[tokio::test]
async fn a_batch_goes_in_whole_or_says_what_stands_in_the_way() {
    let world = World::new().await;
    let owner = world.owner("ann").await;
    let token = owner.device_token(&world).await;
    let (one, two) = (id(), id());
    let first = owner.push(vec![write(&one, 1)]);
    world.post("/v1/log", Some(&token), &first).await.expect(200);
    let stale = owner.push(vec![write(&two, 1), write(&one, 1)]);
    let conflicts: Conflicts = world.post("/v1/log", Some(&token), &stale).await.expect(409).read();
    assert_eq!(conflicts.entries.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [1]);
    let pulled: Pulled = world.get("/v1/log", &token).await.expect(200).read();
    assert_eq!(pulled.last_seq, 1, "the other write of the batch did not go in");
    let mut other = owner.push(vec![write(&two, 1)]);
    other.batch = first.batch;
    assert_eq!(world.post("/v1/log", Some(&token), &other).await.expect(400).word(), "malformed");
    world.post("/v1/log", Some(&token), &owner.push(vec![write(&two, 1), write(&one, 2)])).await.expect(200);
    let part: Pulled = world.get("/v1/log?after=0&limit=2", &token).await.expect(200).read();
    let digests: Vec<bool> = part.entries.iter().map(|entry| entry.digest.is_empty()).collect();
    assert_eq!((part.last_seq, digests), (3, vec![false, true]), "what was superseded has a digest in its place");
}

// R: F6
#[test]
fn a_head_is_its_devices_own() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let world = runtime.block_on(World::new());
    let owner = runtime.block_on(world.owner("ann"));
    let token = runtime.block_on(owner.device_token(&world));
    let mut stranger = Phone::new(1);
    stranger.row.id = owner.phone.row.id.clone();
    let put = |head| runtime.block_on(world.put("/v1/heads", &token, &PutHead { head })).status;
    assert_eq!(put(owner.head(&owner.phone, 1)), 204);
    assert_eq!(put(owner.head(&stranger, 2)), 422);
    assert_eq!(without(&[checks::HEAD], || put(owner.head(&stranger, 2))), 204);
    let ben = runtime.block_on(world.owner("ben"));
    assert_eq!(put(ben.head(&owner.phone, 3)), 422, "of another account");
    let other = Phone::new(1);
    assert_eq!(put(owner.head(&other, 3)), 422, "of another device");
    let mut push = owner.push(vec![write(&id(), 1)]);
    push.head = owner.head(&stranger, 0);
    assert_eq!(runtime.block_on(world.post("/v1/log", Some(&token), &push)).status, 422);
}

// R: F6
#[test]
fn nobody_writes_with_old_keys_after_a_rotation() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let world = runtime.block_on(World::new());
    let mut owner = runtime.block_on(world.owner("ann"));
    let token = runtime.block_on(owner.device_token(&world));
    let manifest = owner.next(|manifest| manifest.key_epoch = 2);
    let keys = ReplaceKeys { record: None, sealed: owner.register.sealed.clone(), manifest, hand_overs: Vec::new() };
    runtime.block_on(world.put("/v1/keys", &token, &keys)).expect(204);
    let push = |key_epoch| {
        let write = Write { key_epoch, ..write(&id(), 1) };
        runtime.block_on(world.post("/v1/log", Some(&token), &owner.push(vec![write])))
    };
    assert_eq!(push(1).expect(409).read::<Conflicts>().entries, []);
    without(&[checks::KEY_EPOCH], || push(1)).expect(200);
    push(2).expect(200);
    let held = without(&[checks::KEY_EPOCH], || push(1));
    assert_eq!(held.expect(409).read::<Conflicts>().entries, [], "the log itself does not let it sink");
}

// R: B4
#[tokio::test]
async fn what_is_no_batch_is_refused_and_nothing_changed() {
    let world = World::new().await;
    let owner = world.owner("ann").await;
    let token = owner.device_token(&world).await;
    let record = id();
    let bad = [
        owner.push(Vec::new()),
        owner.push(vec![write(&Bytes::from([1; 15]), 1)]),
        owner.push(vec![write(&record, 0)]),
        owner.push(vec![Write { kind: String::new(), ..write(&record, 1) }]),
        account::wire::Push { batch: Bytes::default(), ..owner.push(vec![write(&record, 1)]) },
    ];
    for push in bad {
        assert_eq!(world.post("/v1/log", Some(&token), &push).await.expect(400).word(), "malformed");
    }
    // A page of more than one part comes whole.
    let big = Write { sealed: Bytes(vec![3; 300 << 10]), ..write(&record, 1) };
    world.post("/v1/log", Some(&token), &owner.push(vec![big.clone()])).await.expect(200);
    let pulled: Pulled = world.get("/v1/log", &token).await.expect(200).read();
    assert_eq!(pulled.entries.into_iter().map(|entry| entry.write).collect::<Vec<_>>(), [big]);
    let long = Write { sealed: Bytes(vec![0; 9 << 20]), ..write(&record, 1) };
    assert_eq!(world.post("/v1/log", Some(&token), &owner.push(vec![long])).await.expect(413).word(), "too_long");
    let pulled: Pulled = world.get("/v1/log", &token).await.expect(200).read();
    assert_eq!(pulled.last_seq, 1);
}
