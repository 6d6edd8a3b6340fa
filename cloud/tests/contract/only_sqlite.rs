use crate::{card_orders, made::*, orders, subscribers};
use account::wire::{CardOrderState, PushAddress, PushService};
use landfall_cloud::{
    storage::{
        Accounts, Appended, CardOrders, CardStanding, CardTask, Orders, Pushes, Sessions, Storage, StorageError,
        Subscribers, sqlite, sqlite::Sqlite,
    },
    subscribers::Cause,
};
use store::{Folder, Migrations, Options, Store};

/// What a later release would bring.
const LATER: Migrations = Migrations { application_id: *b"LFcl", steps: &["", "", "", "", "", "", "", "", ""] };

// R: F6
#[test]
fn an_older_release_does_not_touch_a_newer_ones_data() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path()).expect("free");
    drop(Sqlite::open(&folder).expect("opens"));
    drop(Store::open(&folder, "cloud", &LATER, Options::default()).expect("opens"));
    let refused = Sqlite::open(&folder).map(drop);
    assert!(matches!(refused, Err(StorageError::Newer { found: 9, known }) if known < 9), "{refused:?}");
    drop(Store::open(&folder, "cloud", &LATER, Options::default()).expect("is as it was"));
}

// R: F6
#[tokio::test]
async fn a_restored_backup_says_so() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path().join("data")).expect("free");
    let backup = temp.path().join("backup.db");
    let storage = Sqlite::open(&folder).expect("opens");
    let account = an_account(&storage, 1).await;
    assert_eq!(append(&storage, &account, &[write(1, 1)]).await, Appended::At(1));
    signed_in(&storage, 1, session(&account, Some(1))).await;
    storage.backup(&backup).expect("copies");
    append(&storage, &account, &[write(1, 2)]).await;
    an_account(&storage, 2).await;
    drop(storage);
    // With a clock that is behind, too, it rises each time: above what was there, above what is in the backup.
    for (now, expected) in [(0, 1), (0, 2), (NOW, NOW), (0, NOW + 1)] {
        assert_eq!(sqlite::restore(&folder, &backup, now).expect("restores"), expected);
    }
    let storage = Sqlite::open(&folder).expect("opens");
    assert_eq!(storage.restore_epoch().await.expect("reads"), NOW + 1);
    let page = page(&storage, &account, 0).await;
    assert_eq!((page.restore_epoch, entries(&page)), (NOW + 1, vec![entry(1, write(1, 1))]));
    assert!(storage.by_login("user2@example.org").await.expect("reads").is_none());
    assert!(storage.session([1; 32], NOW).await.expect("reads").is_none(), "it may have ended since the backup");
    // Where nothing is left of the data.
    let fresh = Folder::claim(temp.path().join("fresh")).expect("free");
    assert_eq!(sqlite::restore(&fresh, &backup, NOW).expect("restores"), NOW);
}

// R: F6
#[tokio::test]
async fn what_was_answered_is_there_after_opening_again() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path()).expect("free");
    let storage = Sqlite::open(&folder).expect("opens");
    let account = an_account(&storage, 1).await;
    append(&storage, &account, &[write(1, 1)]).await;
    drop(storage);
    let storage = Sqlite::open(&folder).expect("opens");
    assert_eq!(append(&storage, &account, &[write(1, 2)]).await, Appended::At(2));
}

/// What is taken at that time: pushes, tasks for the HLR, the order of a card.
async fn taken(storage: &Sqlite, now: u64) -> (usize, usize, bool) {
    let card = storage.take_card_order(card_orders::AGENCY, now, now + 90).await.expect("takes");
    let pushes = storage.take_pushes(now, now + 300, 9).await.expect("takes");
    (pushes.len(), storage.take_tasks(now, now + 300, 9).await.expect("takes").len(), card.is_some())
}

// R: F6
#[tokio::test]
async fn what_a_killed_process_had_in_hand_is_due_at_the_next_start() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path()).expect("free");
    let storage = Sqlite::open(&folder).expect("opens");
    let account = an_account(&storage, 1).await;
    let address = PushAddress { service: PushService::Fcm, token: "a".to_owned() };
    storage.put_push(&account, &id(1), Some(&address)).await.expect("keeps");
    storage.put_order(&account, orders::order(1)).await.expect("keeps");
    storage.import(vec![subscribers::subscriber(subscribers::ICCID)], NOW).await.expect("imports");
    for cause in [Cause::Sold, Cause::Distributed] {
        storage.happened(subscribers::ICCID, cause, NOW).await.expect("moves");
    }
    card_orders::ordered(&storage, &account, 1, NOW).await;
    assert_eq!(taken(&storage, NOW).await, (1, 1, true));
    assert_eq!(taken(&storage, NOW).await, (0, 0, false), "they are in one hand");
    drop(storage);
    let storage = Sqlite::open(&folder).expect("opens");
    assert_eq!(taken(&storage, NOW).await, (1, 1, true));
    // A card that goes back only if nobody fetches it stays where it is.
    let order = storage.card_order(&account, &[1; 16]).await.expect("reads").expect("it is kept");
    let released = CardStanding { state: CardOrderState::Released, task: Some(CardTask::Lapse), ..order.at.clone() };
    assert!(storage.card_order_moves(&order, released, None, NOW + 999, NOW).await.expect("moves"));
    drop(storage);
    let storage = Sqlite::open(&folder).expect("opens");
    assert_eq!(taken(&storage, NOW).await, (1, 1, false));
}
