use crate::{made::*, world::World};
use account::{keys::AccountId, wire::Bytes};
use landfall_cloud::storage::{Appended, Batch, Page};

// R: B4
pub(crate) async fn places_and_versions_have_no_gaps(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    assert_eq!(append(&**one, &account, &[write(1, 1), write(2, 1)]).await, Appended::At(1));
    assert_eq!(append(&**two, &account, &[write(3, 1)]).await, Appended::At(3));
    let second = Batch { device: id(2), ..batch(&[write(1, 2)]) };
    assert_eq!(two.append(&account, second).await.expect("answers"), Appended::At(4));
    let page = page(&**one, &account, 1).await;
    assert_eq!((page.last, page.manifest, page.restore_epoch), (4, 1, 0));
    let mut last = entry(4, write(1, 2));
    last.device = id(2);
    assert_eq!(entries(&page), [entry(2, write(2, 1)), entry(3, write(3, 1)), last]);
}

// R: B4
pub(crate) async fn a_version_that_is_not_the_next_conflicts(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    append(&**one, &account, &[write(1, 1), write(2, 1)]).await;
    append(&**one, &account, &[write(1, 2)]).await;
    for version in [0, 1, 2, 4, u64::MAX] {
        let there = vec![entry(3, write(1, 2))];
        assert_eq!(append(&**two, &account, &[write(1, version)]).await, Appended::Conflicts(there), "{version}");
    }
    // Of a record that is not there, there is nothing to show.
    for version in [0, 2] {
        assert_eq!(append(&**two, &account, &[write(9, version)]).await, Appended::Conflicts(Vec::new()));
    }
    let stale = append(&**two, &account, &[write(1, 1), write(2, 5), write(3, 1)]).await;
    let Appended::Conflicts(mut there) = stale else { panic!("{stale:?}") };
    there.sort_by_key(|entry| entry.seq);
    assert_eq!(there, [entry(2, write(2, 1)), entry(3, write(1, 2))]);
    assert_eq!(page(&**one, &account, 0).await.last, 3);
}

// R: B4
pub(crate) async fn nothing_comes_after_a_tombstone(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    append(&**one, &account, &[write(1, 1)]).await;
    assert_eq!(append(&**one, &account, &[tombstone(1, 2)]).await, Appended::At(2));
    for late in [write(1, 3), tombstone(1, 3), write(1, 1)] {
        let there = vec![entry(2, tombstone(1, 2))];
        assert_eq!(append(&**two, &account, &[late]).await, Appended::Conflicts(there));
    }
    // A record may begin with its end.
    assert_eq!(append(&**one, &account, &[tombstone(2, 1)]).await, Appended::At(3));
}

// R: B4
pub(crate) async fn a_batch_goes_in_whole_or_not_at_all(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    append(&**one, &account, &[write(1, 1)]).await;
    let refused = batch(&[write(2, 1), write(1, 2), write(1, 2), write(3, 1)]);
    assert!(matches!(one.append(&account, refused.clone()).await.expect("answers"), Appended::Conflicts(_)));
    let page = page(&**two, &account, 0).await;
    assert_eq!((page.last, entries(&page)), (1, vec![entry(1, write(1, 1))]));
    // It is not remembered either: the writer makes it anew under the same id.
    let mended = Batch { writes: vec![write(2, 1), write(1, 2)], ..refused };
    assert_eq!(one.append(&account, mended).await.expect("answers"), Appended::At(2));
}

// R: B4
pub(crate) async fn of_a_superseded_entry_the_digest_stays(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    append(&**one, &account, &[write(1, 1), write(2, 1)]).await;
    append(&**one, &account, &[write(1, 2)]).await;
    append(&**one, &account, &[tombstone(1, 3), write(3, 1)]).await;
    let expected = [
        superseded(1, write(1, 1)),
        entry(2, write(2, 1)),
        superseded(3, write(1, 2)),
        entry(4, tombstone(1, 3)),
        entry(5, write(3, 1)),
    ];
    let page = page(&**two, &account, 0).await;
    assert_eq!(entries(&page), expected);
    assert!(!page.entries.contains(&Bytes::from("sealed 1.1").text()));
}

// R: B4
pub(crate) async fn only_a_device_of_the_account_writes(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    append(&**one, &account, &[write(1, 1)]).await;
    let stranger = Batch { device: id(3), ..batch(&[write(2, 1)]) };
    assert_eq!(two.append(&account, stranger).await.expect("answers"), Appended::Missing);
    let nobody = AccountId([9; 16]);
    assert_eq!(append(&**two, &nobody, &[write(1, 1)]).await, Appended::Missing);
    assert_eq!(page(&**two, &nobody, 0).await, Page::default());
    revoke_first(&**one, &account).await;
    assert_eq!(append(&**two, &account, &[write(1, 2)]).await, Appended::Missing);
    let other = Batch { device: id(2), ..batch(&[write(1, 2)]) };
    assert_eq!(two.append(&account, other).await.expect("answers"), Appended::At(2));
}

// R: B4 F4
pub(crate) async fn who_writes_is_told_by_a_good_token(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    signed_in(&**one, 1, session(&account, Some(1))).await;
    signed_in(&**one, 2, session(&account, Some(2))).await;
    signed_in(&**one, 3, session(&account, None)).await;
    let writer = async |token: u8, now| two.writer([token; 32], now).await.expect("reads");
    let first = writer(1, NOW).await.expect("a good token");
    assert_eq!(first.session, session(&account, Some(1)));
    assert_eq!((first.device, first.manifest), (Some(device(1)), Some(manifest(1, &[device(1), device(2)]).signed)));
    assert_eq!(writer(3, NOW).await.expect("a good token").device, None);
    assert_eq!((writer(9, NOW).await, writer(1, NOW + 900).await), (None, None), "none, or over");
    revoke_first(&**one, &account).await;
    assert_eq!(writer(1, NOW).await, None, "it ended with its device");
    let second = writer(2, NOW).await.expect("a good token");
    assert_eq!(second.manifest, Some(manifest(2, &[revoked(1), device(2)]).signed), "the last one");
}
