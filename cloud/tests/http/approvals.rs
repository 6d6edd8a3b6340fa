//! An old device lets in a new one, the server between them.

use crate::world::*;
use account::{
    approve::{Answered, Asking},
    scheme::Scheme,
    wire::{Approval, ApprovalGrant, Approvals, OpenApproval},
};

// R: B4
#[tokio::test]
async fn a_new_device_asks_is_answered_opens_and_is_granted() {
    let world = World::new().await;
    let mut owner = world.owner("ann").await;
    let (visitor, device) = (owner.visitor_token(&world).await, owner.device_token(&world).await);
    let mut phone = Phone::new(0);
    let (asking, request) = Asking::begin(owner.keys.account, phone.row.clone(), &mut random);
    let asked: Approval = world.post("/v1/approvals", Some(&visitor), &request).await.expect(201).read();
    assert_eq!(asked.request, request);
    world.post("/v1/approvals", Some(&visitor), &request).await.expect(201);
    let listed: Approvals = world.get("/v1/approvals", &device).await.expect(200).read();
    assert_eq!(listed.approvals, [asked]);

    let path = format!("/v1/approvals/{}", request.approval.text());
    let (old, answer) = Answered::begin(owner.keys.account, request.clone(), &mut random);
    let answered: Approval = world.put(&format!("{path}/answer"), &device, &answer).await.expect(200).read();
    assert_eq!(answered.answer.as_ref(), Some(&answer));
    let (_, other) = Answered::begin(owner.keys.account, request.clone(), &mut random);
    world.put(&format!("{path}/answer"), &device, &other).await.expect(409);
    let (new, opened) = asking.answered(&answer).unwrap();
    let open = OpenApproval { opened: opened.opened.unwrap() };
    let opened: Approval = world.put(&format!("{path}/open"), &visitor, &open).await.expect(200).read();
    let old = old.opened(&opened.request).unwrap();
    assert_eq!(old.code(), new.code());

    let (row, mut without) = (old.device().clone(), owner.pinned.clone());
    let lone = without.next(&owner.keys.owner(), |_| {}).unwrap();
    without = lone.1;
    let sealed = old.seal(&owner.keys, &without, &mut random).unwrap();
    let nobody = ApprovalGrant { sealed, manifest: lone.0 };
    world.put(&format!("{path}/grant"), &device, &nobody).await.expect(400);
    let manifest = owner.next(|manifest| phone.row.epoch = manifest.enrol(row));
    let sealed = old.seal(&owner.keys, &owner.pinned, &mut random).unwrap();
    let grant = ApprovalGrant { sealed, manifest };
    for _ in 0..2 {
        world.put(&format!("{path}/grant"), &device, &grant).await.expect(200);
    }
    let seen: Approval = world.get(&path, &visitor).await.expect(200).read();
    let (keys, _) = new.granted(&seen.grant.unwrap(), Scheme::CHEAP).unwrap();
    assert_eq!(keys, owner.keys);
    let token = owner.token_of(&world, &phone).await;
    world.get("/v1/log", &token).await.expect(200);
}

// R: B4, F6
#[tokio::test]
async fn a_request_ends_withdrawn_or_after_a_quarter_of_an_hour() {
    let world = World::new().await;
    let owner = world.owner("ann").await;
    let (visitor, device) = (owner.visitor_token(&world).await, owner.device_token(&world).await);
    let ask = || Asking::begin(owner.keys.account, Phone::new(0).row, &mut random).1;
    let request = ask();
    let path = format!("/v1/approvals/{}", request.approval.text());
    world.post("/v1/approvals", Some(&visitor), &request).await.expect(201);
    let mut same_id = ask();
    same_id.approval = request.approval.clone();
    world.post("/v1/approvals", Some(&visitor), &same_id).await.expect(409);
    let ben = world.owner("ben").await.device_token(&world).await;
    world.get(&path, &ben).await.expect(404);
    world.ask("DELETE", &path, Some(&device), None).await.expect(204);
    world.get(&path, &visitor).await.expect(404);
    let request = ask();
    let path = format!("/v1/approvals/{}", request.approval.text());
    world.post("/v1/approvals", Some(&visitor), &request).await.expect(201);
    world.later(15 * 60);
    let device = owner.device_token(&world).await;
    world.get(&path, &device).await.expect(404);
    let bad = account::wire::ApprovalRequest { commitment: id(), ..ask() };
    let visitor = owner.visitor_token(&world).await;
    world.post("/v1/approvals", Some(&visitor), &bad).await.expect(400);
}
