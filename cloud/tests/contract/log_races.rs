use crate::{made::*, world::World};
use account::{
    keys::AccountId,
    wire::{Bytes, Write},
};
use landfall_cloud::storage::{Appended, Batch};
use std::collections::BTreeMap;

// R: B4
pub(crate) async fn one_of_two_writes_a_version(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    for version in 1..30 {
        let by = |n: u8| {
            let sealed = Bytes::from([n; 50]);
            Batch { device: id(n), ..batch(&[Write { sealed, ..write(1, version) }]) }
        };
        let (first, second) = tokio::join!(one.append(&account, by(1)), two.append(&account, by(2)));
        let (first, second) = (first.expect("answers"), second.expect("answers"));
        let (winner, loser) = if first == Appended::At(version) { (1, second) } else { (2, first) };
        let Appended::Conflicts(there) = loser else { panic!("both went in") };
        assert_eq!((there.len(), there[0].seq, &there[0].device), (1, version, &id(winner)));
    }
}

// R: B4
pub(crate) async fn the_same_batch_twice_at_once_goes_in_once(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    for version in 1..30 {
        let same = batch(&[write(1, version)]);
        let (first, second) = tokio::join!(one.append(&account, same.clone()), two.append(&account, same));
        assert_eq!(first.expect("answers"), Appended::At(version));
        assert_eq!(second.expect("answers"), Appended::At(version));
    }
    assert_eq!(page(&**one, &account, 0).await.last, 29);
}

// R: B4
pub(crate) async fn many_writers_leave_no_gap(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    let writers: Vec<_> = (0..8_u8)
        .map(|writer| {
            let storage = if writer % 2 == 0 { one.clone() } else { two.clone() };
            tokio::spawn(async move {
                let mut placed = Vec::new();
                for version in 1..=15 {
                    // Two records each, one of them this writer's alone.
                    let writes = [write(writer, version), write(100 + 10 * writer, version)];
                    let appended = append(&*storage, &account, &writes).await;
                    let Appended::At(first) = appended else { panic!("{appended:?}") };
                    placed.push((first, writes));
                }
                placed
            })
        })
        .collect();
    let mut placed = BTreeMap::new();
    for writer in writers {
        for (first, [left, right]) in writer.await.expect("runs") {
            placed.insert(first, left);
            placed.insert(first + 1, right);
        }
    }
    let read = entries(&page(&**two, &account, 0).await);
    assert_eq!(read.len(), 8 * 15 * 2);
    for (seq, entry) in (1..).zip(read) {
        let written = placed.remove(&seq).expect("a place for each");
        assert_eq!((entry.seq, entry.write.record, entry.write.version), (seq, written.record, written.version));
    }
}

// R: B4
pub(crate) async fn of_many_accounts_at_once_each_batch_stands_or_falls_alone(World { one, two, .. }: &World) {
    const ACCOUNTS: u8 = 24;
    for n in 1..=ACCOUNTS {
        an_account(&**one, n).await;
    }
    let writers: Vec<_> = (1..=ACCOUNTS)
        .flat_map(|n| [(n, one.clone()), (n, two.clone())])
        .enumerate()
        .map(|(writer, (n, storage))| {
            tokio::spawn(async move {
                let (account, record) = (AccountId([n; 16]), writer as u8);
                for version in 1..=10 {
                    // Every third account is asked for what can't be beside what can.
                    let mut writes = vec![write(record, version)];
                    if n % 3 == 0 {
                        let stale = append(&*storage, &account, &[write(record, version), write(200, 7)]).await;
                        assert_eq!(stale, Appended::Conflicts(Vec::new()));
                    }
                    if n % 5 == 0 {
                        // One that is too long to go with others.
                        writes[0].sealed = Bytes::from(vec![n; 100_000]);
                    }
                    let appended = append(&*storage, &account, &writes).await;
                    assert!(matches!(appended, Appended::At(_)), "{appended:?}");
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("runs");
    }
    for n in 1..=ACCOUNTS {
        let page = two.page(&AccountId([n; 16]), 0, 1_000, 64 << 20).await.expect("reads");
        let places: Vec<u64> = entries(&page).iter().map(|entry| entry.seq).collect();
        assert_eq!((page.last, places), (20, (1..=20).collect()), "account {n}");
    }
}
