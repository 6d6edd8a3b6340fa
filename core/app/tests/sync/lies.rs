//! A server that lies, or that was restored from a backup, as its user meets it.

use super::world::World;
use account::log::Breach;
use landfall_app::SyncError;

fn breach(error: &SyncError) -> &Breach {
    match error {
        SyncError::Breach(breach) => breach,
        other => panic!("{other:?}"),
    }
}

// R: B4
#[tokio::test]
async fn a_server_that_was_put_back_is_named_and_edits_wait() {
    let world = World::new(2);
    world.set(0, "theme", "grey");
    world.settle().await;
    let before = world.server.lock().log.clone();
    world.set(0, "theme", "dark");
    world.settle().await;
    let after = std::mem::replace(&mut world.server.lock().log, before);
    world.set(1, "theme", "light");
    let error = world.sync(1).await.expect_err("it is put back");
    assert_eq!(breach(&error), &Breach::Rollback { found: 1, seen: 2 });
    assert!(!error.retrying_helps() && error.hint().contains("compare with your other devices"));
    assert_eq!((world.settings(1), world.app(1).unsynced().expect("reads")), (vec!["theme=\"light\"".to_owned()], 1));
    world.server.lock().log = after;
    world.settle().await;
    assert_eq!(world.settings(0), ["theme=\"light\""]);
}

// R: B4
#[tokio::test]
async fn what_the_server_changes_is_named() {
    let world = World::new(2);
    world.set(0, "theme", "dark");
    world.sync(0).await.expect("honest");
    world.server.lock().log.entries[0].write.sealed.0[15] ^= 1;
    let error = world.sync(1).await.expect_err("it lies");
    assert!(matches!(breach(&error), Breach::Tampered { seq: 1, device } if device == "phone 1"), "{error:?}");
    assert!(world.settings(1).is_empty());
}

// R: B4
#[tokio::test]
async fn what_is_withheld_for_a_moment_is_asked_for_again() {
    let world = World::new(2);
    world.set(0, "theme", "dark");
    world.sync(0).await.expect("honest");
    let entry = world.server.lock().log.entries.pop().expect("there is one");
    let error = world.sync(1).await.expect_err("the other one signed it");
    assert!(matches!(breach(&error), Breach::Withheld { signed: 1, found: 0, .. }) && error.retrying_helps());
    world.server.lock().log.entries.push(entry);
    world.settle().await;
    assert_eq!(world.settings(1), ["theme=\"dark\""]);
}

// R: B4 F1
#[tokio::test]
async fn after_a_restored_backup_phones_bring_back_what_they_know_if_their_user_believes_it() {
    let mut world = World::new(2);
    world.set(0, "theme", "grey");
    world.settle().await;
    let not = world.app(0).believe_restored(world.server.clone()).await;
    assert!(matches!(not, Err(SyncError::NotRestored)));
    let mut backup = world.server.lock().log.clone();
    world.set(0, "theme", "dark");
    world.set(0, "sound", "on");
    world.settle().await;
    world.set(1, "sound", "off");
    backup.restore_epoch = 1;
    world.server.lock().log = backup;
    for phone in 0..2 {
        let error = world.sync(phone).await.expect_err("it says so");
        assert_eq!(breach(&error), &Breach::Restored { known: 0, found: 1 });
        world.app(phone).believe_restored(world.server.clone()).await.expect("the server says so");
        world.phones[phone].kill();
        world.sync(phone).await.expect("honest");
    }
    world.settle().await;
    for phone in 0..2 {
        assert_eq!(world.settings(phone), ["sound=\"off\"", "theme=\"dark\""]);
        assert_eq!(world.happened(phone), ["brought_back", "brought_back"]);
    }
}
