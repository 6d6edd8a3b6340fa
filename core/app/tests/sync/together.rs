use super::world::World;
use account::record::{Activity, Setting};
use landfall_app::{AccountError, Event, Events, SyncError};

// R: B4
#[tokio::test]
async fn what_is_edited_offline_comes_together() {
    let world = World::new(2);
    world.set(0, "theme", "dark");
    world.set(1, "language", "eo");
    assert_eq!(world.app(0).unsynced().expect("reads"), 1);
    world.settle().await;
    for phone in 0..2 {
        assert_eq!(world.settings(phone), ["language=\"eo\"", "theme=\"dark\""]);
        assert_eq!(world.app(phone).unsynced().expect("reads"), 0);
    }
    world.app(1).unset_setting("theme").expect("it waits");
    world.settle().await;
    assert_eq!(world.settings(0), ["language=\"eo\""]);
    world.set(0, "theme", "light");
    world.settle().await;
    assert_eq!(world.settings(1), ["language=\"eo\"", "theme=\"light\""], "it may come back, as another record");
    let records = world.server.lock().log.entries.clone();
    let sent = serde_json::to_string(&records).expect("JSON");
    assert!(!sent.contains("theme") && !sent.contains("light"), "the server reads nothing");
}

// R: B4
#[tokio::test]
async fn a_late_edit_is_kept_told_of_and_decided() {
    let world = World::new(2);
    world.set(0, "theme", "grey");
    world.settle().await;
    world.set(0, "theme", "dark");
    world.set(1, "theme", "light");
    world.settle().await;
    for phone in 0..2 {
        assert_eq!(world.settings(phone), ["theme=\"dark\"", "theme=\"light\"?"]);
        assert_eq!(world.happened(phone), ["conflict"], "on all devices");
    }
    let kept = world.app(0).account_records::<Setting>().expect("reads");
    let beside = kept.iter().find(|one| one.conflict_of.is_some()).expect("it is there").record;
    let first = kept.iter().find(|one| one.conflict_of.is_none()).expect("it is there").record;
    assert!(matches!(world.app(0).prefer_record(first), Err(SyncError::NoSuchRecord)));
    world.app(0).prefer_record(beside).expect("it is one");
    world.settle().await;
    assert_eq!(world.settings(1), ["theme=\"light\""]);
    assert!(matches!(world.app(1).end_record(beside), Err(SyncError::NoSuchRecord)));
    world.app(1).end_record(first).expect("it is there");
    world.settle().await;
    assert!(world.settings(0).is_empty());
}

// R: B4
#[tokio::test]
async fn who_edited_what_was_deleted_elsewhere_is_told_what_it_said() {
    let world = World::new(2);
    world.set(0, "theme", "grey");
    world.settle().await;
    world.app(0).unset_setting("theme").expect("it waits");
    world.set(1, "theme", "light");
    world.settle().await;
    assert!(world.settings(1).is_empty());
    assert_eq!(world.happened(0), ["edit_undone"]);
    let told = world.app(0).account_records::<Activity>().expect("reads");
    assert_eq!(told[0].what.detail["content"]["value"], "light");
}

// R: B4 F3
#[tokio::test]
async fn progress_is_told_and_nothing_new_costs_three_requests() {
    let world = World::new(2);
    for number in 0..150 {
        world.set(0, &format!("setting {number}"), "on");
    }
    let events = Events::new();
    let synced = world.app(0).sync(world.server.clone(), &events).await.expect("honest");
    assert_eq!((synced.written, synced.place), (150, 150));
    assert!(matches!(events.try_next(), Some(Event::LogRead { .. })));
    let told = std::iter::from_fn(|| events.try_next()).collect::<Vec<_>>();
    assert!(told.contains(&Event::LogWritten { left: 0 }), "{told:?}");
    world.settle().await;
    let before = world.server.lock().requests;
    world.sync(0).await.expect("honest");
    // Challenge, session, device list, log.
    assert!(world.server.lock().requests - before <= 4);
}

// R: B4
#[tokio::test]
async fn rotated_keys_seal_everything_anew() {
    let mut world = World::new(2);
    world.set(0, "theme", "dark");
    world.settle().await;
    world.change(true, |_| ());
    world.set(1, "language", "eo");
    world.settle().await;
    for phone in 0..2 {
        assert_eq!(world.settings(phone), ["language=\"eo\"", "theme=\"dark\""]);
    }
    let inner = world.server.lock();
    let last = inner.log.entries.iter().filter(|entry| !entry.write.sealed.is_empty());
    assert!(last.clone().count() == 2 && last.clone().all(|entry| entry.write.key_epoch == 2));
}

// R: B4 B6
#[tokio::test]
async fn a_revoked_device_is_told_and_writes_nothing() {
    let mut world = World::new(2);
    world.settle().await;
    world.set(1, "theme", "late");
    let lost = world.phones[1].device.clone();
    world.change(true, |next| assert!(next.revoke(&lost)));
    assert!(matches!(world.sync(1).await, Err(SyncError::Account(_))));
    world.sync(0).await.expect("honest");
    assert!(world.settings(0).is_empty());
}

// R: B4
#[tokio::test]
async fn whoever_signs_out_forgets_the_records() {
    let world = World::new(1);
    world.set(0, "theme", "dark");
    world.settle().await;
    world.app(0).forget_account().expect("it forgets");
    let none = world.app(0).account_records::<Setting>();
    assert!(matches!(none, Err(SyncError::Account(AccountError::None))));
    let vault = world.app(0).vault().expect("its owner's");
    for table in account::log::TABLES {
        assert!(vault::Records::scan(vault, table, &[]).expect("reads").is_empty(), "{table}");
    }
}
