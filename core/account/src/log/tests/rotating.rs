use super::world::{World, record};

fn many() -> World {
    let mut world = World::new(2);
    world.page = 50;
    for id in 1..=150 {
        world.put(0, id, &format!("note {id}"));
    }
    world.sync(0).expect("honest");
    world.end(0, 150);
    world.sync(0).expect("honest");
    world.sync(1).expect("honest");
    world
}

// R: B4 F1
#[test]
fn after_a_rotation_every_record_is_sealed_anew_whatever_is_killed() {
    let mut world = many();
    world.rotate();
    world.pull(0).expect("honest");
    assert_eq!(world.phones[0].replica.to_reseal(2), 149);
    while world.push(0) {
        world.kill(0);
        world.pull(0).expect("the old epoch is readable until it is done");
        world.kill(0);
    }
    assert_eq!(world.phones[0].replica.to_reseal(2), 0);
    world.sync(1).expect("honest");
    assert_eq!((world.shown(1), world.server.entries.len()), (world.shown(0), 150 + 1 + 149), "each once");
    let newest = world.server.entries.iter().filter(|entry| !entry.write.sealed.is_empty() && !entry.write.deleted);
    assert!(newest.clone().count() == 149 && newest.into_iter().all(|entry| entry.write.key_epoch == 2));
}

// R: B4
#[test]
fn two_devices_seal_anew_at_once_and_an_edit_meanwhile_is_no_conflict() {
    let mut world = many();
    world.put(1, 7, "edited");
    world.rotate();
    for phone in [0, 1, 0, 1] {
        world.pull(phone).expect("honest");
        world.push(phone);
    }
    for phone in [0, 1, 0] {
        world.sync(phone).expect("honest");
    }
    assert_eq!(world.shown(0)[&record(7)], "edited");
    assert_eq!(world.shown(0).len(), 149);
    assert_eq!(world.shown(1), world.shown(0));
}

// R: B4 F1
#[test]
fn a_batch_under_way_at_a_rotation_is_sealed_anew() {
    let mut world = many();
    world.put(0, 1, "under way");
    let before = world.server.clone();
    assert!(world.push(0));
    world.server = before;
    world.rotate();
    world.kill(0);
    world.sync(0).expect("honest");
    world.sync(1).expect("honest");
    assert_eq!(world.shown(1)[&record(1)], "under way");
    let last = world.server.entries.iter().rfind(|entry| entry.write.record.0 == [1; 16]).expect("it is there");
    assert_eq!((last.write.version, last.write.key_epoch), (2, 2));
}

// R: B4
#[test]
fn a_new_device_without_the_oldest_keys_reads_what_is_sealed_anew() {
    let mut world = World::new(2);
    world.server.keeps_everything = true;
    world.put(0, 1, "one");
    world.sync(0).expect("honest");
    world.rotate();
    world.sync(0).expect("honest");
    world.keys.keyring = world.keys.keyring.since(2);
    world.sync(1).expect("honest");
    assert_eq!(world.shown(1)[&record(1)], "one");
}
