use crate::{made::*, world::World};
use account::wire::{Bytes, Write};
use landfall_cloud::storage::{Appended, Batch};

// R: B4
pub(crate) async fn the_same_batch_has_the_same_answer(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    append(&**one, &account, &[write(9, 1)]).await;
    let first = batch(&[write(1, 1), write(2, 1)]);
    assert_eq!(one.append(&account, first.clone()).await.expect("answers"), Appended::At(2));
    append(&**one, &account, &[write(1, 2)]).await;
    for storage in [one, two] {
        assert_eq!(storage.append(&account, first.clone()).await.expect("answers"), Appended::At(2));
    }
    assert_eq!(page(&**two, &account, 0).await.last, 4);
}

// R: B4
pub(crate) async fn the_same_id_with_other_writes_is_another_batch(World { one, two, .. }: &World) {
    let (account, other) = (an_account(&**one, 1).await, an_account(&**one, 2).await);
    let first = batch(&[write(1, 1)]);
    assert_eq!(one.append(&account, first.clone()).await.expect("answers"), Appended::At(1));
    let mut sealed = write(1, 1);
    sealed.sealed = Bytes::from("other");
    for changed in [
        Batch { writes: vec![write(2, 1)], ..first.clone() },
        Batch { writes: vec![sealed], ..first.clone() },
        Batch { writes: vec![write(1, 1), write(2, 1)], ..first.clone() },
        Batch { writes: Vec::new(), ..first.clone() },
        Batch { device: id(2), ..first.clone() },
    ] {
        assert_eq!(two.append(&account, changed).await.expect("answers"), Appended::OtherBatch);
    }
    assert_eq!(page(&**two, &account, 0).await.last, 1);
    assert_eq!(two.append(&other, first).await.expect("answers"), Appended::At(1), "ids are each account's own");
}

// R: B4
pub(crate) async fn a_batch_may_write_a_record_twice(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    append(&**one, &account, &[write(1, 1)]).await;
    let twice = append(&**one, &account, &[write(1, 2), write(2, 1), write(1, 3), tombstone(2, 2)]).await;
    assert_eq!(twice, Appended::At(2));
    let expected = [
        superseded(1, write(1, 1)),
        superseded(2, write(1, 2)),
        superseded(3, write(2, 1)),
        entry(4, write(1, 3)),
        entry(5, tombstone(2, 2)),
    ];
    assert_eq!(entries(&page(&**two, &account, 0).await), expected);
    assert_eq!(append(&**two, &account, &[write(1, 4)]).await, Appended::At(6));
    assert!(matches!(append(&**two, &account, &[write(2, 3)]).await, Appended::Conflicts(_)));
}

// R: B4
pub(crate) async fn a_batch_that_contradicts_itself_conflicts(World { one, .. }: &World) {
    let account = an_account(&**one, 1).await;
    append(&**one, &account, &[write(1, 1)]).await;
    let there = Appended::Conflicts(vec![entry(1, write(1, 1))]);
    for wrong in [
        [write(1, 2), write(1, 2)],
        [write(1, 2), write(1, 4)],
        [write(1, 3), write(1, 2)],
        [tombstone(1, 2), write(1, 3)],
    ] {
        assert_eq!(append(&**one, &account, &wrong).await, there, "{wrong:?}");
    }
    assert_eq!(page(&**one, &account, 0).await.last, 1);
}

// R: B4 B6
pub(crate) async fn old_keys_write_nothing_after_a_rotation(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    let under = |epoch, record, version| Write { key_epoch: epoch, ..write(record, version) };
    assert_eq!(append(&**one, &account, &[under(1, 1, 1), under(2, 2, 1)]).await, Appended::At(1));
    for old in [&[under(1, 3, 1)][..], &[under(2, 3, 1), under(1, 4, 1)], &[under(1, 3, 1), under(2, 4, 1)]] {
        let Appended::Conflicts(there) = append(&**two, &account, old).await else { panic!("{old:?} is taken") };
        assert!(there.is_empty());
    }
    let pretends = Write { kind: "\"key_epoch\":9,".to_owned(), ..under(1, 3, 1) };
    assert_eq!(append(&**two, &account, &[pretends]).await, Appended::Conflicts(Vec::new()));
    assert_eq!(append(&**two, &account, &[under(2, 3, 1)]).await, Appended::At(3));
    assert_eq!(append(&**two, &account, &[under(4, 4, 1), under(3, 5, 1)]).await, Appended::Conflicts(Vec::new()));
    assert_eq!(page(&**one, &account, 0).await.last, 3);
}
