use crate::{made::*, world::World};
use account::keys::AccountId;
use landfall_cloud::storage::{Next, Session, TokenKind};

// R: B4
pub(crate) async fn a_token_stands_until_it_ends(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    for (token, kind) in (1..).zip(TokenKind::ALL) {
        let session = Session { kind, ..session(&account, (kind == TokenKind::Device).then_some(2)) };
        signed_in(&**one, token, session.clone()).await;
        // The same again is fine.
        signed_in(&**two, token, session.clone()).await;
        assert_eq!(two.session([token; 32], NOW).await.expect("reads"), Some(session.clone()));
        assert_eq!(two.session([token; 32], session.expires - 1).await.expect("reads"), Some(session.clone()));
        assert_eq!(two.session([token; 32], session.expires).await.expect("reads"), None);
        one.end_session([token; 32]).await.expect("ends");
        assert!(!stands(&**two, token).await);
    }
    assert!(!stands(&**two, 9).await);
}

// R: B4
pub(crate) async fn tokens_end_by_device_or_all_at_once(World { one, two, .. }: &World) {
    let (account, other) = (an_account(&**one, 1).await, an_account(&**one, 2).await);
    for (token, account, device) in
        [(1, account, Some(1)), (2, account, Some(1)), (3, account, Some(2)), (4, account, None), (5, other, Some(1))]
    {
        signed_in(&**one, token, session(&account, device)).await;
    }
    assert_eq!(one.end_sessions(&account, Some(&id(1))).await.expect("ends"), 2);
    assert!(!stands(&**two, 1).await && !stands(&**two, 2).await && stands(&**two, 3).await);
    assert_eq!(one.end_sessions(&account, None).await.expect("ends"), 2);
    assert!(!stands(&**two, 3).await && !stands(&**two, 4).await && stands(&**two, 5).await);
    assert_eq!(one.end_sessions(&AccountId([9; 16]), None).await.expect("ends"), 0);
}

// R: B4
pub(crate) async fn nobody_gets_a_token_who_is_not_there(World { one, .. }: &World) {
    let account = an_account(&**one, 1).await;
    revoke_first(&**one, &account).await;
    let nobody = AccountId([9; 16]);
    for refused in
        [session(&account, Some(1)), session(&account, Some(3)), session(&nobody, None), session(&nobody, Some(2))]
    {
        assert!(!one.put_session([1; 32], refused, None).await.expect("answers"));
        assert!(!stands(&**one, 1).await);
    }
    assert!(!one.put_session([1; 32], session(&account, None), Some(1)).await.expect("answers"));
    assert!(one.put_session([1; 32], session(&account, None), Some(0)).await.expect("answers"));
}

// R: B4
pub(crate) async fn a_changed_password_ends_every_token(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    let generation = one.account(&account).await.expect("reads").expect("is there").generation;
    for (token, device) in [(1, Some(1)), (2, None)] {
        signed_in(&**one, token, session(&account, device)).await;
    }
    let rotated = landfall_cloud::storage::Replacement { record: None, end_sessions: false, ..replacement(2, 5) };
    assert_eq!(one.replace_keys(&account, rotated).await.expect("stores"), Next::Stored);
    assert!(stands(&**two, 1).await && stands(&**two, 2).await, "a rotation ends none");
    assert_eq!(one.replace_keys(&account, replacement(3, 6)).await.expect("stores"), Next::Stored);
    assert!(!stands(&**two, 1).await && !stands(&**two, 2).await);
    let late = two.put_session([3; 32], session(&account, None), Some(generation)).await;
    assert!(!late.expect("answers"), "who knew the old password gets no token");
}

// R: B4, B6
pub(crate) async fn revoking_and_signing_in_at_once_leave_no_token(World { one, two, .. }: &World) {
    for n in 1..40 {
        let account = an_account(&**one, n).await;
        let revoking = one.next_manifest(&account, manifest(2, &[revoked(1), device(2)]));
        let (revoked, put) = tokio::join!(revoking, two.put_session([n; 32], session(&account, Some(1)), None));
        assert_eq!(revoked.expect("answers"), Next::Stored);
        put.expect("answers");
        assert!(!stands(&**two, n).await);
    }
}

// R: B4
pub(crate) async fn ending_all_and_signing_in_at_once_leave_no_token(World { one, two, .. }: &World) {
    for n in 1..40 {
        let account = an_account(&**one, n).await;
        let signing_in = two.put_session([n; 32], session(&account, None), Some(0));
        let (ended, put) = tokio::join!(one.end_sessions(&account, None), signing_in);
        ended.expect("answers");
        put.expect("answers");
        assert!(!stands(&**two, n).await);
    }
}
