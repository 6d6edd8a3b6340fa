use super::world::{World, content, record, text};
use crate::keys::{AccountId, NameKey, Root};
use crate::log::{Content, Namer, NotEdited, Told};

fn two() -> World {
    let mut world = World::new(2);
    world.put(0, 1, "one");
    world.sync(0).expect("honest");
    world.sync(1).expect("honest");
    world
}

fn settle(world: &mut World) {
    for _ in 0..3 {
        for phone in 0..world.phones.len() {
            world.sync(phone).expect("honest");
        }
    }
    for phone in 1..world.phones.len() {
        assert_eq!(world.shown(phone), world.shown(0), "all show the same");
    }
}

// R: B4
#[test]
fn what_one_writes_the_other_reads() {
    let mut world = two();
    assert_eq!(world.shown(1)[&record(1)], "one");
    world.put(1, 1, "two");
    world.end(0, 9);
    settle(&mut world);
    assert_eq!(world.shown(0).into_values().collect::<Vec<_>>(), ["two"]);
    assert_eq!(world.phones[0].told, [Told::Changed { record: record(1), kind: "note".to_owned() }]);
    assert_eq!(world.server.entries.len(), 2);
    assert!(world.server.entries[0].write.sealed.is_empty(), "superseded content goes");
}

// R: B4
#[test]
fn the_same_edit_twice_is_no_conflict() {
    let mut world = two();
    world.put(0, 1, "same");
    world.put(1, 1, "same");
    settle(&mut world);
    assert_eq!(world.shown(0).into_values().collect::<Vec<_>>(), ["same"]);
    assert_eq!(world.server.entries.len(), 2);
    assert!(!world.phones[1].told.iter().any(|told| matches!(told, Told::Conflict { .. })));
}

// R: B4
#[test]
fn the_first_edit_stays_and_the_second_is_kept_beside_it_once() {
    let mut world = two();
    world.put(0, 1, "early");
    world.put(1, 1, "late");
    world.sync(0).expect("honest");
    // Killed at each step, again and again, it stays one.
    for _ in 0..3 {
        world.kill(1);
        world.pull(1).expect("honest");
        world.kill(1);
        world.push(1);
    }
    settle(&mut world);
    let shown = world.shown(0);
    assert_eq!((shown.len(), shown[&record(1)].as_str()), (2, "early"));
    let beside = world.phones[0].replica.views().find(|view| view.content.conflict_of.is_some()).expect("it is kept");
    assert_eq!((text(&beside.content).as_str(), beside.content.conflict_of), ("late", Some(record(1))));
    let told = world.phones[1].told.iter().filter(|told| matches!(told, Told::Conflict { .. })).count();
    assert_eq!(told, 1);
    // Its user decides by editing or ending it, as with any record.
    world.phones[0].replica.end(beside.record);
    settle(&mut world);
    assert_eq!(world.shown(1).into_values().collect::<Vec<_>>(), ["early"]);
}

// R: B4
#[test]
fn two_devices_that_keep_the_same_edit_keep_it_once() {
    let mut world = World::new(3);
    world.put(0, 1, "one");
    settle(&mut world);
    world.put(0, 1, "early");
    world.put(1, 1, "late");
    world.put(2, 1, "late");
    settle(&mut world);
    assert_eq!(world.shown(2).len(), 2);
}

// R: B4
#[test]
fn an_end_wins_and_who_edited_meanwhile_is_told() {
    let mut world = two();
    world.put(1, 1, "edited");
    world.end(0, 1);
    world.sync(0).expect("honest");
    world.sync(1).expect("honest");
    assert!(world.shown(1).is_empty());
    let ended = Told::Ended { record: record(1), kind: "note".to_owned(), content: content("edited") };
    assert_eq!(world.phones[1].told.last(), Some(&ended));
    let again = world.phones[1].replica.put(record(1), "note", content("again"));
    assert_eq!(again, Err(NotEdited::Ended));

    let mut world = two();
    world.put(1, 1, "edited");
    world.end(0, 1);
    world.sync(1).expect("honest");
    settle(&mut world);
    assert!(world.shown(1).is_empty(), "the end wins, whichever came first");
}

// R: B4
#[test]
fn what_came_and_went_here_leaves_nothing_and_what_is_under_way_is_ended_after_it() {
    let mut world = two();
    world.put(0, 2, "draft");
    world.end(0, 2);
    assert!(!world.push(0), "nothing to send");
    world.put(0, 3, "sent");
    assert!(world.push(0));
    world.end(0, 3);
    settle(&mut world);
    assert_eq!(world.shown(1).len(), 1);
    assert_eq!(world.server.entries.len(), 3);
}

// R: B4 F1
#[test]
fn an_edit_while_a_batch_is_under_way_follows_it() {
    let mut world = two();
    world.put(0, 1, "first");
    assert!(world.push(0), "the answer is lost");
    world.put(0, 1, "second");
    world.kill(0);
    settle(&mut world);
    assert_eq!(world.shown(1).into_values().collect::<Vec<_>>(), ["second"]);
    assert_eq!(world.server.entries.len(), 3);
}

// R: B4
#[test]
fn too_much_for_one_record_is_refused_and_many_go_in_batches() {
    let mut world = two();
    let long = "x".repeat(128 * 1024);
    let refused = world.phones[0].replica.put(record(2), "note", content(&long));
    assert!(matches!(refused, Err(NotEdited::TooLong { limit: 131_072, .. })));
    for id in 2..200 {
        world.put(0, id, &format!("note {id}"));
    }
    world.page = 50;
    settle(&mut world);
    assert_eq!((world.shown(1).len(), world.server.batches.len()), (199, 5));
    let large = "x".repeat(100 * 1024);
    for id in 2..10 {
        world.put(0, id, &large);
    }
    settle(&mut world);
    assert_eq!(world.server.batches.len(), 5 + 3);
}

// R: B4
#[test]
fn members_that_are_not_known_are_kept() {
    let newer = br#"{"body":{"b":1,"a":{"d":1,"c":2}},"seal":"newer"}"#;
    let content = Content::from_bytes(newer).expect("content");
    assert_eq!(content.to_bytes(), br#"{"body":{"a":{"c":2,"d":1},"b":1},"seal":"newer"}"#);
}

// R: B4
#[test]
fn an_id_follows_from_what_the_record_is_about_in_this_account() {
    let namer = |account| Namer::by(&NameKey::of(&AccountId([account; 16]), &Root::new([2; 32])));
    let (one, two) = (namer(1), namer(2));
    assert_eq!(one.record("card", &["a", "bc"], 0), one.record("card", &["a", "bc"], 0));
    for other in
        [one.record("card", &["ab", "c"], 0), one.record("card", &["a", "bc"], 1), two.record("card", &["a", "bc"], 0)]
    {
        assert_ne!(one.record("card", &["a", "bc"], 0), other);
    }
    let mut world = two_worlds_name();
    let about = |world: &World| world.phones[0].replica.record_about("card", &["8999"]);
    let first = about(&world);
    world.phones[0].replica.put(first, "card", content("here")).expect("it takes it");
    assert_eq!(about(&world), first);
    world.sync(0).expect("honest");
    world.phones[0].replica.end(first);
    assert_ne!(about(&world), first, "what comes back is another record");
}

fn two_worlds_name() -> World {
    World::new(1)
}
