use crate::made::*;
use account::{keys::AccountId, wire::Wake};
use landfall_cloud::storage::{Heard, Sessions, Storage, StorageError, Wakes, Woken, postgres::Postgres};
use landfall_postgres::Server;
use std::time::Duration;

// R: F6
#[tokio::test]
async fn instances_that_start_together_migrate_once() {
    let Some(server) = Server::shared() else { return };
    let url = server.database();
    let starting: Vec<_> = (0..5)
        .map(|_| {
            let url = url.clone();
            tokio::spawn(async move { Postgres::open_with(&url, 2).await.expect("opens") })
        })
        .collect();
    let mut instances = Vec::new();
    for instance in starting {
        instances.push(instance.await.expect("runs"));
    }
    let account = an_account(&instances[0], 1).await;
    append(&instances[4], &account, &[write(1, 1)]).await;
    assert_eq!(page(&instances[2], &account, 0).await.last, 1);
}

// R: F6
#[tokio::test]
async fn an_older_release_does_not_touch_a_newer_ones_data() {
    let Some(server) = Server::shared() else { return };
    let url = server.database();
    let newer = Postgres::open_with(&url, 2).await.expect("opens");
    sqlx::query("UPDATE landfall_schema SET version = 99").execute(newer.pool()).await.expect("updates");
    let refused = Postgres::open_with(&url, 2).await.map(drop);
    assert!(matches!(refused, Err(StorageError::Newer { found: 99, known }) if known < 99), "{refused:?}");
}

// R: F6
#[tokio::test]
async fn a_restored_backup_says_so() {
    let Some(server) = Server::shared() else { return };
    let storage = Postgres::open_with(&server.database(), 2).await.expect("opens");
    let account = an_account(&storage, 1).await;
    signed_in(&storage, 1, session(&account, Some(1))).await;
    for (now, expected) in [(0, 1), (0, 2), (NOW, NOW), (0, NOW + 1)] {
        assert_eq!(storage.restored(now).await.expect("raises"), expected);
    }
    assert_eq!(storage.restore_epoch().await.expect("reads"), NOW + 1);
    assert_eq!(page(&storage, &account, 0).await.restore_epoch, NOW + 1);
    assert!(storage.session([1; 32], NOW).await.expect("reads").is_none());
}

// R: B6
#[tokio::test]
async fn an_instance_that_lost_its_connections_goes_on() {
    let Some(server) = Server::shared() else { return };
    let url = server.database();
    let (one, two) =
        (Postgres::open_with(&url, 2).await.expect("opens"), Postgres::open_with(&url, 2).await.expect("opens"));
    let mut heard = two.listen();
    // Every other connection to this database is cut, as when the operator restarts it.
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    sqlx::query(cut).execute(one.pool()).await.expect("cuts");
    let woken = Woken { account: AccountId([1; 16]), device: None, wake: Some(Wake::Log) };
    let told = async {
        let mut missed = false;
        loop {
            // What is told until it listens again is lost; whoever tells may have lost his connection, too.
            let _ = one.wake(woken.clone()).await;
            match tokio::time::timeout(Duration::from_millis(200), heard.recv()).await {
                Ok(Ok(Heard::Missed)) => missed = true,
                Ok(Ok(Heard::Woken(again))) if missed => return again,
                _ => {}
            }
        }
    };
    let told = tokio::time::timeout(Duration::from_secs(30), told).await;
    assert_eq!(told.expect("it says that it could not hear, and hears again"), woken);
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    two.ping().await.expect("is there again");
    an_account(&two, 1).await;
}
