//! A backup is put back that is older than what kiosks have heard: they leave out what is no newer to them, by its number.

use crate::{
    kiosks::{MOST, chain, event, known, report, sold},
    made::NOW,
    subscribers::{ICCID, subscriber},
};
use landfall_cloud::storage::{Storage, postgres::Postgres, sqlite, sqlite::Sqlite};
use landfall_postgres::Server;
use store::Folder;

/// What the backup holds: a card that a kiosk sold. No result has ever come.
async fn kept(storage: &dyn Storage) -> [u8; 16] {
    let kiosk = known(storage, 1).await;
    storage.import(vec![subscriber(ICCID)], NOW).await.expect("imports");
    let told = report(1, vec![event(ICCID, 5, sold())]);
    assert!(storage.put_report(&kiosk, &chain(0), told, NOW).await.expect("keeps"));
    kiosk
}

/// What happens beside it; answers how far the kiosk has heard news, and the number of the last result that it took.
async fn heard(storage: &dyn Storage, kiosk: &[u8; 16], round: i64) -> (u64, u64) {
    for balance in 1..=5 {
        assert!(storage.set_balance(ICCID, round * 100 + balance, NOW).await.expect("sets"));
    }
    for word in [b"one", b"two"] {
        storage.put_result(kiosk, word, MOST, NOW).await.expect("keeps");
    }
    let (_, after) = storage.kiosk_news(kiosk, 0, 9).await.expect("reads");
    let results = storage.results(kiosk, 9).await.expect("reads");
    (after, results.last().expect("two wait").seq)
}

/// What is new now is new to that kiosk.
async fn goes_on(storage: &dyn Storage, kiosk: &[u8; 16], (after, taken): (u64, u64), word: &[u8]) {
    assert!(storage.set_balance(ICCID, 7, NOW).await.expect("sets"));
    let (news, reached) = storage.kiosk_news(kiosk, after, 9).await.expect("reads");
    assert_eq!((news.len(), news.first().and_then(|one| one.balance)), (1, Some(7)), "behind {after}");
    assert!(reached > after);
    storage.put_result(kiosk, word, MOST, NOW).await.expect("keeps");
    let results = storage.results(kiosk, 9).await.expect("reads");
    let new = results.iter().find(|result| result.notification.0 == word).expect("it waits");
    assert!(new.seq > taken, "{results:?} behind {taken}");
}

// R: A8, F6
#[tokio::test]
async fn kiosks_hear_what_is_new_after_a_restore_on_sqlite() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path().join("data")).expect("free");
    let backup = temp.path().join("backup.db");
    let storage = Sqlite::open(&folder).expect("opens");
    let kiosk = kept(&storage).await;
    storage.backup(&backup).expect("copies");
    let mut before = heard(&storage, &kiosk, 0).await;
    drop(storage);
    // The second one a second later: what the first went on behind is not given again, however much was given since.
    for (round, now) in [(1, NOW), (2, NOW + 1)] {
        sqlite::restore(&folder, &backup, now).expect("restores");
        let storage = Sqlite::open(&folder).expect("opens");
        goes_on(&storage, &kiosk, before, b"three").await;
        before = heard(&storage, &kiosk, round).await;
    }
}

// R: A8, F6
#[tokio::test]
async fn kiosks_hear_what_is_new_after_a_restore_on_postgres() {
    let Some(server) = Server::shared() else { return };
    // What was lost, and what was put back.
    let (lost, back) = (server.database(), server.database());
    let lost = Postgres::open_with(&lost, 2).await.expect("opens");
    let back = Postgres::open_with(&back, 2).await.expect("opens");
    let kiosk = kept(&lost).await;
    let before = heard(&lost, &kiosk, 0).await;
    assert_eq!(kept(&back).await, kiosk);
    back.restored(NOW).await.expect("raises");
    goes_on(&back, &kiosk, before, b"three").await;
    // It never goes back, whatever the clock says.
    let before = heard(&back, &kiosk, 1).await;
    back.restored(0).await.expect("raises");
    goes_on(&back, &kiosk, before, b"four").await;
}
