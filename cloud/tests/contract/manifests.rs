use crate::{made::*, world::World};
use account::{
    keys::AccountId,
    wire::{Bytes, Device},
};
use landfall_cloud::storage::Next;

// R: B4
pub(crate) async fn the_chain_has_no_gap(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    let chain: Vec<_> = (1..=4).map(|version| manifest(version, &[device(1), device(2)])).collect();
    assert_eq!(one.next_manifest(&account, chain[2].clone()).await.expect("answers"), Next::Behind(1));
    for next in &chain[1..] {
        assert_eq!(one.next_manifest(&account, next.clone()).await.expect("stores"), Next::Stored);
    }
    for known in &chain {
        assert_eq!(two.next_manifest(&account, known.clone()).await.expect("answers"), Next::Same);
    }
    assert_eq!(two.next_manifest(&account, manifest(3, &[])).await.expect("answers"), Next::Behind(4));
    assert_eq!(two.next_manifest(&AccountId([9; 16]), manifest(1, &[])).await.expect("answers"), Next::Missing);
    let signed: Vec<_> = chain.into_iter().map(|manifest| manifest.signed).collect();
    assert_eq!(two.manifests(&account, 0, 9).await.expect("reads"), signed);
    assert_eq!(two.manifests(&account, 1, 2).await.expect("reads"), signed[1..3]);
    assert_eq!(two.manifests(&account, u64::MAX, 9).await.expect("reads"), []);
    assert_eq!(two.account(&account).await.expect("reads").expect("is there").manifest, 4);
    assert_eq!(page(&**two, &account, 0).await.manifest, 4);
}

// R: B4
pub(crate) async fn devices_are_as_the_last_manifest_lists_them(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    let other = an_account(&**one, 2).await;
    let renamed = Device { name: "tablet".to_owned(), ..device(2) };
    let listed = [revoked(1), renamed, device(3)];
    assert_eq!(one.next_manifest(&account, manifest(2, &listed)).await.expect("stores"), Next::Stored);
    assert_eq!(two.devices(&account).await.expect("reads"), listed);
    assert_eq!(two.device(&account, &id(1)).await.expect("reads"), Some(revoked(1)));
    assert_eq!(two.device(&account, &id(4)).await.expect("reads"), None);
    assert_eq!(two.device(&other, &id(3)).await.expect("reads"), None);
    assert_eq!(two.devices(&other).await.expect("reads"), [device(1), device(2)]);
}

// R: B4
pub(crate) async fn one_of_two_manifests_comes_next(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    for version in 2..22 {
        let (left, right) = (manifest(version, &[device(1)]), manifest(version, &[device(2)]));
        let (first, second) =
            tokio::join!(one.next_manifest(&account, left.clone()), two.next_manifest(&account, right.clone()));
        let (first, second) = (first.expect("answers"), second.expect("answers"));
        let won = if first == Next::Stored { left } else { right };
        assert!([first, second].contains(&Next::Stored) && [first, second].contains(&Next::Behind(version)));
        assert_eq!(one.manifests(&account, version - 1, 9).await.expect("reads"), [won.signed]);
        assert_eq!(one.devices(&account).await.expect("reads"), won.devices);
    }
}

// R: B4, B6
pub(crate) async fn what_hangs_on_a_revoked_device_ends_with_it(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    for (token, device) in [(1, Some(1)), (2, Some(2)), (3, None)] {
        signed_in(&**one, token, session(&account, device)).await;
    }
    for n in [1, 2] {
        one.put_head(&account, &id(n), 0, signed(&format!("head of {n}"))).await.expect("keeps");
    }
    revoke_first(&**one, &account).await;
    assert_eq!([stands(&**two, 1).await, stands(&**two, 2).await, stands(&**two, 3).await], [false, true, true]);
    assert_eq!(heads(&page(&**two, &account, 0).await), [signed("head of 2")]);
}

// R: B4
pub(crate) async fn what_hangs_on_a_replaced_key_ends_with_it(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    signed_in(&**one, 1, session(&account, Some(1))).await;
    one.put_head(&account, &id(1), 0, signed("head")).await.expect("keeps");
    let anew = Device { key: Bytes::from([8; 65]), epoch: 3, ..device(1) };
    let next = one.next_manifest(&account, manifest(2, &[device(2), anew])).await;
    assert_eq!(next.expect("stores"), Next::Stored);
    assert!(!stands(&**two, 1).await);
    assert_eq!(heads(&page(&**two, &account, 0).await), []);
    let late = one.put_session([2; 32], session(&account, Some(1)), Some(0)).await;
    assert!(!late.expect("answers"), "who proved to have the old key gets no token");
}
