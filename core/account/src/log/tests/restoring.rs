//! After the operator restored a backup: devices bring back what they know.

use super::world::{World, content, record, text};
use crate::log::{Breach, Told};

/// Two phones; a backup; then an edit, a new record, an end and, from phone 0, an edit that no other knows.
fn restored() -> World {
    let mut world = World::new(2);
    for id in 1..4 {
        world.put(0, id, &format!("note {id}"));
    }
    for phone in [0, 1, 0] {
        world.sync(phone).expect("honest");
    }
    let backup = world.server.clone();
    world.put(0, 1, "edited");
    world.put(0, 4, "new");
    world.end(0, 3);
    world.sync(0).expect("honest");
    world.sync(1).expect("honest");
    world.put(0, 2, "waits");
    world.server = backup;
    world.server.restore_epoch += 1;
    world
}

fn believe(world: &mut World, phone: usize) {
    assert_eq!(world.sync(phone), Err(Breach::Restored { known: 0, found: 1 }));
    world.phones[phone].replica.believe_restored(1);
    assert_eq!(world.shown(phone).len(), 3, "nothing vanishes meanwhile");
}

// R: B4 F1
#[test]
fn what_the_backup_lacks_comes_back_once() {
    let mut world = restored();
    for phone in [0, 1] {
        believe(&mut world, phone);
        world.page = 1;
        world.sync(phone).expect("honest");
        world.kill(phone);
    }
    for phone in [1, 0, 1] {
        world.sync(phone).expect("honest");
    }
    let mut shown: Vec<String> = world.shown(0).into_values().collect();
    shown.sort();
    assert_eq!(shown, ["edited", "new", "waits"], "and what had ended does not");
    assert_eq!(world.shown(1), world.shown(0));
    assert!(world.phones[0].told.contains(&Told::BroughtBack { records: 4 }));
}

// R: B4 F1
#[test]
fn a_kill_while_it_is_read_anew_loses_nothing() {
    let mut world = restored();
    believe(&mut world, 0);
    world.page = 1;
    let page = world.server.pull(0, 1);
    assert_eq!(world.take(0, &page), Ok(true));
    world.kill(0);
    // An edit meanwhile is newer than all that was known.
    world.put(0, 4, "newer");
    world.kill(0);
    world.sync(0).expect("honest");
    let mut shown: Vec<String> = world.shown(0).into_values().collect();
    shown.sort();
    assert_eq!(shown, ["edited", "newer", "waits"]);
}

// R: B4
#[test]
fn who_wrote_after_the_backup_stays_first() {
    let mut world = restored();
    believe(&mut world, 1);
    world.sync(1).expect("honest");
    world.put(1, 1, "after the backup");
    world.sync(1).expect("honest");
    world.put(1, 1, "after that");
    world.sync(1).expect("honest");
    believe(&mut world, 0);
    world.sync(0).expect("honest");
    let beside = world.phones[0].replica.views().find(|view| view.content.conflict_of.is_some()).expect("it is kept");
    assert_eq!((text(&beside.content).as_str(), beside.content.conflict_of), ("edited", Some(record(1))));
    assert_eq!(world.phones[0].replica.view(&record(1)).map(|view| view.content), Some(content("after that")));
}

// R: B4 F1
#[test]
fn a_second_backup_during_the_first_loses_nothing() {
    let mut world = restored();
    believe(&mut world, 0);
    let page = world.server.pull(0, 2);
    assert_eq!(world.take(0, &page), Ok(true));
    world.server.restore_epoch += 1;
    assert_eq!(world.sync(0), Err(Breach::Restored { known: 1, found: 2 }));
    world.phones[0].replica.believe_restored(2);
    world.sync(0).expect("honest");
    let mut shown: Vec<String> = world.shown(0).into_values().collect();
    shown.sort();
    assert_eq!(shown, ["edited", "new", "waits"]);
}
