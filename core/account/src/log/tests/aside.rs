//! A device of the account that writes what nobody can read: the others name it, and go on once it was taken out.

use super::world::{World, content, record, text};
use crate::{
    log::{Breach, Told, checks},
    testing::device,
};
use model::without;

/// Phones 0 and 2 have read a note; phone 1 then writes rubbish in its place, as a new one, or as its end.
fn spoilt(id: u8, deleted: bool) -> World {
    let mut world = World::new(3);
    world.put(0, 1, "note");
    for phone in [0, 2] {
        world.sync(phone).expect("honest");
    }
    let version = if id == 1 { 2 } else { 1 };
    world.forge(&device(2).id, id, version, 1, (!deleted).then_some("rubbish"));
    world.server.entries[1].write.sealed.0[20] ^= 1;
    world
}

fn taken_out(world: &mut World) {
    world.manifest(|next| assert!(next.revoke(&device(2).id)));
}

// R: B4
#[test]
fn what_a_live_device_spoilt_is_refused_and_its_author_named() {
    for (id, deleted) in [(1, false), (1, true), (2, false)] {
        let mut world = spoilt(id, deleted);
        let named = Breach::Tampered { seq: 2, device: "phone 2".to_owned() };
        assert!(named.hint().contains("take it out of the account"));
        assert_eq!(world.pull(0), Err(named));
        assert_eq!(world.shown(0).len(), 1, "nothing was changed");
        let taken = without(&[checks::ASIDE], || spoilt(id, deleted).pull(0));
        assert_eq!(taken, Ok(()), "it is the check: a server could spoil whatever it likes");
    }
}

// R: B4
#[test]
fn once_its_owner_took_it_out_the_others_go_on_and_come_to_the_same() {
    for id in [1, 2] {
        let mut world = spoilt(id, false);
        taken_out(&mut world);
        world.put(0, 3, "more");
        for phone in [0, 2, 0, 2] {
            world.sync(phone).expect("it is set aside");
        }
        let told = Told::SetAside { record: record(id), kind: "note".to_owned(), device: device(2).id };
        // A phone that comes once it was written anew reads that alone.
        assert!(world.phones[0].told.contains(&told), "and named");
        let shown: Vec<_> = world.shown(0).into_values().collect();
        assert_eq!((shown, world.shown(0)), (vec!["note".to_owned(), "more".to_owned()], world.shown(2)));
        // A phone that comes later reads the same.
        world.phones[1].replica =
            crate::log::Replica::new(world.keys.account, device(1).id, crate::log::Namer::of(&world.keys));
        world.pull(1).expect("all of it");
        assert_eq!(world.shown(1), world.shown(0));
    }
}

// R: B4
#[test]
fn an_edit_of_what_was_spoilt_stays_and_a_spoilt_end_is_an_end() {
    let mut world = spoilt(1, false);
    world.put(0, 1, "edited meanwhile");
    taken_out(&mut world);
    world.sync(0).expect("it is set aside");
    world.sync(2).expect("it is set aside");
    assert_eq!(world.shown(2)[&record(1)], "edited meanwhile");

    let mut world = spoilt(1, true);
    world.put(0, 1, "edited meanwhile");
    taken_out(&mut world);
    world.sync(0).expect("it is set aside");
    let ended = |told: &Told| matches!(told, Told::Ended { content: said, .. } if text(said) == "edited meanwhile");
    assert!(world.phones[0].told.iter().any(ended), "{:?}", world.phones[0].told);
    assert!(world.shown(0).is_empty());
}

// R: B4
#[test]
fn a_record_whose_kind_was_spoilt_keeps_its_own() {
    let mut world = spoilt(1, false);
    world.server.entries[1].write.kind = "other".to_owned();
    assert!(matches!(world.pull(0), Err(Breach::Kind { seq: 2, device }) if device == "phone 2"));
    taken_out(&mut world);
    for phone in [0, 2] {
        world.sync(phone).expect("it is set aside");
    }
    let view = world.phones[2].replica.view(&record(1)).expect("it is there");
    assert_eq!((view.kind.as_str(), &view.content), ("note", &content("note")));
}

// R: B4 B6
#[test]
fn a_server_that_spoils_what_others_have_read_is_found_out_all_the_same() {
    let mut world = World::new(3);
    world.put(1, 1, "by the one that will be lost");
    for phone in [1, 2] {
        world.sync(phone).expect("honest");
    }
    taken_out(&mut world);
    world.server.entries[0].write.sealed.0[20] ^= 1;
    assert!(matches!(world.pull(0), Err(Breach::Fork { seq: 1, .. })), "phone 2 signed what it read");
}
