use crate::{made::*, world::World};
use account::{
    keys::AccountId,
    wire::{Approval, ApprovalAnswer, ApprovalGrant, ApprovalRequest, Bytes},
};
use landfall_cloud::storage::{KeptApproval, Next};

fn request(n: u8) -> ApprovalRequest {
    ApprovalRequest { approval: id(n), device: device(3), commitment: Bytes::from([n; 32]), opened: None }
}

fn answer(n: u8) -> ApprovalAnswer {
    ApprovalAnswer { half: Bytes::from([n; 81]) }
}

fn grant(n: u8) -> ApprovalGrant {
    ApprovalGrant { sealed: Bytes::from([n; 99]), manifest: enrols(2).signed }
}

fn enrols(version: u64) -> landfall_cloud::storage::NewManifest {
    manifest(version, &[device(1), device(2), device(3)])
}

// R: B4
pub(crate) async fn each_step_is_taken_once_and_in_order(World { one, two, .. }: &World) {
    let (account, other) = (an_account(&**one, 1).await, an_account(&**one, 2).await);
    let (first, expires) = (id(7), NOW + 600);
    assert!(one.ask(&account, request(7), expires).await.expect("keeps"));
    assert!(two.ask(&account, request(7), expires).await.expect("answers"), "the same again is fine");
    let another = ApprovalRequest { commitment: Bytes::from([8; 32]), ..request(7) };
    assert!(!two.ask(&account, another, expires).await.expect("answers"));
    assert!(!two.ask(&AccountId([9; 16]), request(7), expires).await.expect("answers"));
    let opened = Bytes::from([5; 81]);
    assert!(!one.open(&account, &first, opened.clone()).await.expect("answers"), "nobody has answered");
    assert_eq!(one.grant(&account, &first, grant(1), enrols(2)).await.expect("answers"), Next::Missing);
    assert!(!one.answer(&account, &id(8), answer(1)).await.expect("answers"), "there is no such request");
    assert!(one.answer(&account, &first, answer(1)).await.expect("keeps"));
    assert!(two.answer(&account, &first, answer(1)).await.expect("answers"));
    assert!(!two.answer(&account, &first, answer(2)).await.expect("answers"));
    assert_eq!(one.grant(&account, &first, grant(1), enrols(2)).await.expect("answers"), Next::Missing);
    assert!(one.open(&account, &first, opened.clone()).await.expect("keeps"));
    assert!(two.open(&account, &first, opened.clone()).await.expect("answers"));
    assert!(!two.open(&account, &first, Bytes::from([6; 81])).await.expect("answers"));
    let request = ApprovalRequest { opened: Some(opened), ..request(7) };
    let approval = Approval { request, answer: Some(answer(1)), grant: None, expires };
    let kept = Some(KeptApproval { account, approval });
    assert_eq!(two.approval(&account, &first, NOW).await.expect("reads"), kept);
    // Not another's.
    assert_eq!(two.approval(&other, &first, NOW).await.expect("reads"), None);
    assert_eq!(two.approvals(&other, NOW).await.expect("reads"), []);
    assert!(!two.answer(&other, &first, answer(1)).await.expect("answers"));
    two.withdraw(&other, &first).await.expect("answers");
    assert_eq!(two.approvals(&account, NOW).await.expect("reads"), Vec::from_iter(kept));
    two.withdraw(&account, &first).await.expect("answers");
    assert_eq!(two.approval(&account, &first, NOW).await.expect("reads"), None);
}

async fn opened(World { one, .. }: &World, account: &AccountId, n: u8) {
    assert!(one.ask(account, request(n), NOW + 600).await.expect("keeps"));
    assert!(one.answer(account, &id(n), answer(1)).await.expect("keeps"));
    assert!(one.open(account, &id(n), Bytes::from([5; 81])).await.expect("keeps"));
}

// R: B4
pub(crate) async fn a_grant_comes_with_its_manifest(world: &World) {
    let World { one, two, .. } = world;
    let account = an_account(&**one, 1).await;
    opened(world, &account, 7).await;
    assert_eq!(one.grant(&account, &id(7), grant(1), enrols(3)).await.expect("answers"), Next::Behind(1));
    let granted =
        || async { two.approval(&account, &id(7), NOW).await.expect("reads").expect("is there").approval.grant };
    assert_eq!(granted().await, None, "no grant without its manifest");
    assert_eq!(one.grant(&account, &id(7), grant(1), enrols(2)).await.expect("stores"), Next::Stored);
    assert_eq!(granted().await, Some(grant(1)));
    assert_eq!(two.device(&account, &id(3)).await.expect("reads"), Some(device(3)));
    assert_eq!(two.grant(&account, &id(7), grant(1), enrols(2)).await.expect("answers"), Next::Same);
    assert_eq!(two.grant(&account, &id(7), grant(2), enrols(3)).await.expect("answers"), Next::Behind(2));
    assert_eq!(granted().await, Some(grant(1)));
    assert_eq!(two.account(&account).await.expect("reads").expect("is there").manifest, 2);
}

// R: B4
pub(crate) async fn one_of_two_answers(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    for n in 1..20 {
        assert!(one.ask(&account, request(n), NOW + 600).await.expect("keeps"));
        let id = id(n);
        let (first, second) = tokio::join!(one.answer(&account, &id, answer(1)), two.answer(&account, &id, answer(2)));
        let (first, second) = (first.expect("answers"), second.expect("answers"));
        assert!(first != second);
        let kept = one.approval(&account, &id, NOW).await.expect("reads").expect("is there");
        assert_eq!(kept.approval.answer, Some(answer(if first { 1 } else { 2 })));
    }
}

// R: B4
pub(crate) async fn an_approval_is_void_after_its_time(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    for (n, expires) in [(1, NOW + 2), (2, NOW + 1)] {
        assert!(one.ask(&account, request(n), expires).await.expect("keeps"));
    }
    assert_eq!(two.approvals(&account, NOW).await.expect("reads").len(), 2);
    assert_eq!(two.approvals(&account, NOW + 1).await.expect("reads").len(), 1);
    assert_eq!(two.approval(&account, &id(2), NOW + 1).await.expect("reads"), None);
    assert!(two.approval(&account, &id(1), NOW + 1).await.expect("reads").is_some());
}
