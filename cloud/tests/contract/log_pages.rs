use crate::{made::*, world::World};
use account::wire::{Bytes, Write};
use landfall_cloud::storage::Batch;

// R: B4
pub(crate) async fn a_page_has_at_most_what_is_asked_for(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    let long = |record| Write { sealed: Bytes::from([record; 3_000]), ..write(record, 1) };
    let writes: Vec<_> = (0..10).map(long).collect();
    append(&**one, &account, &writes).await;
    let places = |page: &landfall_cloud::storage::Page| entries(page).iter().map(|entry| entry.seq).collect::<Vec<_>>();
    for (after, limit, bytes, expected) in [
        (0, 100, 1 << 20, (1..=10).collect()),
        (3, 4, 1 << 20, vec![4, 5, 6, 7]),
        (8, 4, 1 << 20, vec![9, 10]),
        // Each is 4,000 bytes of base64 and some more.
        (2, 100, 13_000, vec![3, 4, 5]),
        (2, 100, 1, vec![3]),
        (2, 1, usize::MAX, vec![3]),
        (10, 100, 1 << 20, vec![]),
        (11, 100, 1 << 20, vec![]),
        (u64::MAX, 100, 1 << 20, vec![]),
    ] {
        let page = two.page(&account, after, limit, bytes).await.expect("reads");
        assert_eq!((places(&page), page.last), (expected, 10), "after {after}, {limit}, {bytes}");
    }
}

// R: B4
pub(crate) async fn accounts_see_their_own_alone(World { one, two, .. }: &World) {
    let mut accounts = Vec::new();
    for n in 1..=4 {
        accounts.push(an_account(&**one, n).await);
    }
    // In turns, and with the same records, devices and versions.
    for version in 1..=5 {
        for (n, account) in (1..).zip(&accounts) {
            let sealed = Bytes::from([n; 40]);
            append(&**one, account, &[Write { sealed, ..write(1, version) }]).await;
            let head = signed(&format!("head of account {n}"));
            one.put_head(account, &id(1), version, head).await.expect("keeps");
        }
    }
    for (n, account) in (1..).zip(&accounts) {
        let page = page(&**two, account, 0).await;
        let read = entries(&page);
        assert_eq!((page.last, read.len(), read[4].write.sealed.clone()), (5, 5, Bytes::from([n; 40])));
        assert_eq!(heads(&page), [signed(&format!("head of account {n}"))]);
    }
}

// R: B4
pub(crate) async fn a_head_never_goes_back(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    for (seq, says, kept) in
        [(3, "at 3", "at 3"), (2, "at 2", "at 3"), (3, "again at 3", "again at 3"), (4, "at 4", "at 4")]
    {
        one.put_head(&account, &id(1), seq, signed(says)).await.expect("keeps");
        assert_eq!(heads(&page(&**two, &account, 0).await), [signed(kept)]);
    }
    for (seq, says, kept) in [(2, "batch at 2", "at 4"), (5, "batch at 5", "batch at 5")] {
        let record = seq as u8;
        let batch = Batch { head: signed(says), head_seq: seq, ..batch(&[write(record, 1)]) };
        two.append(&account, batch).await.expect("answers");
        assert_eq!(heads(&page(&**two, &account, 0).await), [signed(kept)]);
    }
    one.put_head(&account, &id(3), 9, signed("a stranger's")).await.expect("answers");
    assert_eq!(heads(&page(&**two, &account, 0).await).len(), 1);
    revoke_first(&**one, &account).await;
    one.put_head(&account, &id(1), 9, signed("a revoked device's")).await.expect("answers");
    assert_eq!(heads(&page(&**two, &account, 0).await), []);
}
