use crate::{made::*, world::World};
use account::{keys::AccountId, wire::Bytes};
use landfall_cloud::storage::{Created, NewAccount, Next, Replacement};

// R: B4
pub(crate) async fn an_account_is_made_once(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    assert_eq!(two.create(new_account(1)).await.expect("answers"), Created::Same);
    for other in [
        NewAccount { login: "other@example.org".to_owned(), ..new_account(1) },
        NewAccount { id: AccountId([2; 16]), ..new_account(1) },
        NewAccount { manifest: manifest(1, &[device(3)]), ..new_account(1) },
        NewAccount { record: Bytes::from([1]), ..new_account(1) },
        NewAccount { sealed: sealed(2), ..new_account(1) },
    ] {
        assert_eq!(two.create(other).await.expect("answers"), Created::Taken);
    }
    let kept = two.account(&account).await.expect("reads").expect("is there");
    let made = new_account(1);
    assert_eq!((&kept.login, &kept.record, &kept.sealed), (&made.login, &made.record, &made.sealed));
    assert_eq!((kept.id, kept.manifest, kept.generation), (account, 1, 0));
    assert_eq!(two.by_login("user1@example.org").await.expect("reads"), Some(kept));
    assert_eq!(two.by_login("other@example.org").await.expect("reads"), None);
    assert_eq!(two.account(&AccountId([2; 16])).await.expect("reads"), None);
    assert_eq!(two.manifests(&account, 0, 9).await.expect("reads"), [made.manifest.signed]);
}

// R: B4
pub(crate) async fn one_of_two_gets_a_login(World { one, two, .. }: &World) {
    for n in 0..20 {
        let [mut first, mut second] = [2 * n + 1, 2 * n + 2].map(new_account);
        first.login = format!("both{n}@example.org");
        second.login.clone_from(&first.login);
        let (first, second) = tokio::join!(one.create(first), two.create(second));
        let mut made = [first.expect("answers"), second.expect("answers")];
        made.sort_by_key(|created| *created == Created::Taken);
        assert_eq!(made, [Created::New, Created::Taken]);
    }
}

// R: B4
pub(crate) async fn keys_and_manifest_change_together(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    assert_eq!(one.replace_keys(&account, replacement(2, 5)).await.expect("stores"), Next::Stored);
    assert_eq!(two.replace_keys(&account, replacement(2, 5)).await.expect("answers"), Next::Same);
    // The same version with other words, one that is too old, one that is too new.
    let other = Replacement { manifest: manifest(2, &[device(9)]), ..replacement(2, 6) };
    for refused in [other, replacement(1, 6), replacement(4, 6)] {
        assert_eq!(two.replace_keys(&account, refused).await.expect("answers"), Next::Behind(2));
    }
    let kept = two.account(&account).await.expect("reads").expect("is there");
    assert_eq!((kept.sealed, kept.record, kept.manifest), (sealed(5), Bytes::from([5, 9]), 2));
    let keyring = Replacement { record: None, ..replacement(3, 7) };
    assert_eq!(one.replace_keys(&account, keyring).await.expect("stores"), Next::Stored);
    let kept = two.account(&account).await.expect("reads").expect("is there");
    assert_eq!((kept.sealed, kept.record), (sealed(7), Bytes::from([5, 9])), "the password stays");
    let nobody = one.replace_keys(&AccountId([9; 16]), replacement(2, 5)).await;
    assert_eq!(nobody.expect("answers"), Next::Missing);
}

// R: F6
pub(crate) async fn a_new_root_is_handed_over_with_its_keys_or_not_at_all(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    let handed = async |device| two.hand_over(&account, &id(device)).await.expect("reads");
    assert_eq!(handed(2).await, None);
    let first = Replacement { hand_overs: Some(vec![hand_over(1, 5), hand_over(2, 5)]), ..replacement(2, 5) };
    assert_eq!(one.replace_keys(&account, first.clone()).await.expect("stores"), Next::Stored);
    assert_eq!(two.replace_keys(&account, first).await.expect("answers"), Next::Same);
    assert_eq!((handed(1).await, handed(2).await), (Some(hand_over(1, 5)), Some(hand_over(2, 5))));
    // Behind another one nothing of it is kept; keys without a new root leave it what it is.
    let behind = Replacement { hand_overs: Some(vec![hand_over(2, 6)]), ..replacement(2, 6) };
    assert_eq!(two.replace_keys(&account, behind).await.expect("answers"), Next::Behind(2));
    assert_eq!(one.replace_keys(&account, replacement(3, 7)).await.expect("stores"), Next::Stored);
    assert_eq!(handed(2).await, Some(hand_over(2, 5)));
    // Another root takes the place of all of it.
    let next = Replacement { hand_overs: Some(vec![hand_over(2, 8)]), ..replacement(4, 8) };
    assert_eq!(one.replace_keys(&account, next).await.expect("stores"), Next::Stored);
    assert_eq!((handed(1).await, handed(2).await), (None, Some(hand_over(2, 8))));
    assert!(one.delete(&account).await.expect("deletes"));
    assert_eq!(one.create(new_account(1)).await.expect("answers"), Created::New);
    assert_eq!(handed(2).await, None, "it went with the account");
}

// R: B4
pub(crate) async fn keys_that_did_not_come_are_not_said_to_be_there(World { one, .. }: &World) {
    let account = an_account(&**one, 1).await;
    let manifest = replacement(2, 5).manifest;
    assert_eq!(one.next_manifest(&account, manifest).await.expect("stores"), Next::Stored);
    assert_eq!(one.replace_keys(&account, replacement(2, 5)).await.expect("answers"), Next::Behind(2));
    assert_eq!(one.account(&account).await.expect("reads").expect("is there").sealed, sealed(1));
}

// R: B4
pub(crate) async fn one_of_two_changes_the_keys(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    for version in 2..22 {
        let other = Replacement { manifest: manifest(version, &[device(1)]), ..replacement(version, 6) };
        let (first, second) =
            tokio::join!(one.replace_keys(&account, replacement(version, 5)), two.replace_keys(&account, other));
        let (first, second) = (first.expect("answers"), second.expect("answers"));
        let won = if first == Next::Stored { 5 } else { 6 };
        let loser = if won == 5 { second } else { first };
        assert!([first, second].contains(&Next::Stored) && loser == Next::Behind(version), "{first:?} {second:?}");
        assert_eq!(one.account(&account).await.expect("reads").expect("is there").sealed, sealed(won));
    }
}
