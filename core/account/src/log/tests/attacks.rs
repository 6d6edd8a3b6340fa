//! What a server does that holds the log and lies: each is caught by name, and succeeds without its check.

use super::world::{World, record};
use crate::{
    log::{Breach, checks},
    testing::device,
    wire::{Bytes, Pulled},
};
use model::{Check, without};

/// The attack is caught so, and succeeds without these checks.
fn attack(checks: &'static [Check], caught: impl Fn(&Breach) -> bool, attack: impl Fn() -> Result<(), Breach>) {
    let breach = attack().expect_err("it is caught");
    assert!(caught(&breach), "{breach:?}");
    let taken = without(checks, &attack);
    assert_eq!(taken, Ok(()), "without {checks:?} it succeeds");
}

/// Phone 0 wrote three notes, one of them twice; phone 1 has read nothing.
fn written() -> World {
    let mut world = World::new(2);
    world.server.keeps_everything = true;
    for (id, what) in [(1, "one"), (2, "two"), (3, "three"), (1, "one again")] {
        world.put(0, id, what);
        world.pull(0).expect("honest");
        world.push(0);
    }
    world.sync(0).expect("honest");
    world.page = 10;
    world
}

/// What the server gives phone 1, once it lied.
fn serve(lie: impl Fn(&mut Pulled)) -> Result<(), Breach> {
    let mut world = written();
    let mut page = world.server.pull(0, 10);
    lie(&mut page);
    world.take(1, &page).map(drop)
}

/// The place is filled by those that follow.
fn renumber(page: &mut Pulled) {
    for (at, entry) in page.entries.iter_mut().enumerate() {
        entry.seq = at as u64 + 1;
    }
    page.last_seq = page.entries.len() as u64;
}

fn by_first(seq: u64) -> Breach {
    Breach::Tampered { seq, device: "phone 1".to_owned() }
}

fn tampered(at: u64) -> impl Fn(&Breach) -> bool {
    move |breach| matches!(breach, Breach::Tampered { seq, .. } if *seq == at)
}

const BOUND: &[Check] = &[checks::BOUND, checks::FORK, checks::KIND, checks::TOMBSTONE, checks::VERSION];

// R: B4
#[test]
fn what_is_honest_is_taken() {
    assert_eq!(serve(|_| ()), Ok(()));
}

// R: B4
#[test]
fn a_server_swaps_no_records() {
    let swap = |page: &mut Pulled| {
        let [one, two, ..] = page.entries.as_mut_slice() else { return };
        std::mem::swap(&mut one.write.sealed, &mut two.write.sealed);
    };
    attack(BOUND, tampered(1), || serve(swap));
}

// R: B4
#[test]
fn a_server_swaps_no_fields() {
    attack(BOUND, tampered(2), || serve(|page| page.entries[1].write.kind = "card".to_owned()));
    attack(BOUND, tampered(2), || serve(|page| page.entries[1].write.record = record(9).into()));
    attack(BOUND, tampered(2), || serve(|page| page.entries[1].write.version = 2).or_else(version_is_noticed));
    attack(BOUND, tampered(3), || serve(|page| page.entries[2].write.deleted = true));
    attack(BOUND, tampered(2), || serve(|page| page.entries[1].device = device(2).id));
}

/// Another version of a record is noticed before it is opened; what is told here is that it would not open either.
fn version_is_noticed(breach: Breach) -> Result<(), Breach> {
    match breach {
        Breach::Version { seq, .. } => without(&[checks::VERSION], || Err(by_first(seq))),
        other => Err(other),
    }
}

// R: B4
#[test]
fn a_server_swaps_no_versions() {
    let swap = |page: &mut Pulled| {
        let last = page.entries[3].write.sealed.clone();
        page.entries[3].write.sealed = std::mem::replace(&mut page.entries[0].write.sealed, last);
    };
    attack(BOUND, tampered(1), || serve(swap));
}

// R: B4
#[test]
fn a_server_changes_no_content() {
    for at in 0..3 {
        let flip = |page: &mut Pulled| {
            let sealed = &mut page.entries[2].write.sealed.0;
            let at = at * (sealed.len() - 1) / 2;
            sealed[at] ^= 1;
        };
        assert_eq!(serve(flip), Err(by_first(3)));
    }
    assert_eq!(serve(|page| page.entries[2].digest = Bytes::from([9; 32])), Err(by_first(3)));
    assert!(matches!(serve(|page| page.entries[2].write.record = Bytes::from([9; 15])), Err(Breach::Malformed(_))));
}

// R: B4
#[test]
fn a_server_leaves_out_no_entry() {
    let hole = |page: &mut Pulled| drop(page.entries.remove(1));
    attack(&[checks::GAP, checks::FORK], |breach| *breach == Breach::Gap { wanted: 2 }, || serve(hole));
    let nothing = |page: &mut Pulled| page.entries.clear();
    attack(&[checks::GAP], |breach| *breach == Breach::Gap { wanted: 1 }, || serve(nothing));
    let hidden = |page: &mut Pulled| {
        page.entries.remove(1);
        renumber(page);
    };
    let withheld = |breach: &Breach| matches!(breach, Breach::Withheld { signed: 4, found: 3, .. });
    attack(&[checks::WITHHELD, checks::FORK], withheld, || serve(hidden));
    let short = |page: &mut Pulled| page.last_seq = 2;
    let caught = |breach: &Breach| matches!(breach, Breach::Malformed(_));
    attack(&[checks::ROLLBACK, checks::WITHHELD], caught, || serve(short));
}

// R: B4
#[test]
fn a_server_leaves_out_no_version() {
    let lie = || {
        let mut world = World::new(2);
        world.server.keeps_everything = true;
        for what in ["one", "two", "three"] {
            world.put(0, 1, what);
            world.sync(0)?;
        }
        world.server.entries.remove(1);
        let mut page = world.server.pull(0, 10);
        renumber(&mut page);
        world.take(1, &page).map(drop)
    };
    let caught = |breach: &Breach| *breach == Breach::Version { seq: 2, wanted: 2, found: 3 };
    attack(&[checks::VERSION, checks::WITHHELD], caught, lie);
}

// R: B4
#[test]
fn a_server_drops_no_tombstone() {
    let lie = || {
        let mut world = World::new(2);
        world.put(0, 1, "one");
        world.sync(0)?;
        world.end(0, 1);
        world.server.keeps_everything = true;
        world.sync(0)?;
        let mut page = world.server.pull(0, 10);
        // The content of before is gone where the tombstone came; this server had kept it.
        page.entries.pop();
        page.last_seq = 1;
        world.take(1, &page).map(drop)
    };
    attack(&[checks::WITHHELD], |breach| matches!(breach, Breach::Withheld { .. }), lie);
}

// R: B4
#[test]
fn nothing_comes_back_after_its_end() {
    let lie = || {
        let mut world = World::new(2);
        world.put(0, 1, "one");
        world.sync(0)?;
        world.end(0, 1);
        world.sync(0)?;
        world.pull(1)?;
        let author = device(1).id;
        world.forge(&author, 1, 3, 1, Some("back"));
        world.pull(1)
    };
    attack(&[checks::TOMBSTONE], |breach| *breach == Breach::Resurrected(3), lie);
}

// R: B4
#[test]
fn a_server_ends_no_record() {
    // A tombstone says so by its seal alone.
    let lie = |page: &mut Pulled| {
        let entry = &mut page.entries[2];
        let digest = crate::log::chain::sealed_digest(entry).expect("it is sealed");
        (entry.write.deleted, entry.digest, entry.write.sealed) = (true, Bytes::from(digest), Bytes::default());
    };
    let caught = |breach: &Breach| matches!(breach, Breach::Omitted { seq: 3, .. });
    attack(&[checks::OMITTED, checks::FORK], caught, || serve(lie));
}

// R: B4
#[test]
fn a_server_leaves_out_no_content() {
    let omit = |at: usize| {
        move |page: &mut Pulled| {
            let entry = &mut page.entries[at];
            let digest = crate::log::chain::sealed_digest(entry).expect("it is sealed");
            (entry.digest, entry.write.sealed) = (Bytes::from(digest), Bytes::default());
        }
    };
    assert_eq!(serve(omit(0)), Ok(()), "a later version follows");
    let caught = |breach: &Breach| *breach == Breach::Omitted { seq: 2, record: record(2) };
    attack(&[checks::OMITTED], caught, || serve(omit(1)));
    attack(&[checks::OMITTED], |breach| matches!(breach, Breach::Omitted { seq: 4, .. }), || serve(omit(3)));
}

// R: B4
#[test]
fn a_record_keeps_its_kind() {
    let lie = |page: &mut Pulled| {
        let entry = &mut page.entries[0];
        let digest = crate::log::chain::sealed_digest(entry).expect("it is sealed");
        (entry.digest, entry.write.sealed) = (Bytes::from(digest), Bytes::default());
        entry.write.kind = "card".to_owned();
    };
    attack(&[checks::KIND, checks::FORK], |breach| matches!(breach, Breach::Kind { seq: 4, .. }), || serve(lie));
}

// R: B4
#[test]
fn a_server_replays_nothing() {
    let lie = || {
        let mut world = written();
        let page = world.server.pull(0, 10);
        world.take(1, &page)?;
        world.take(1, &page).map(drop)
    };
    let without_order = &[checks::REPLAY, checks::VERSION, checks::FORK];
    attack(without_order, |breach| *breach == Breach::Replay(1), lie);
}

// R: B4
#[test]
fn a_server_is_not_put_back() {
    let back = |world: &mut World| {
        world.pull(1)?;
        let mut page = world.server.pull(4, 10);
        (page.last_seq, page.heads) = (2, Vec::new());
        world.take(1, &page).map(drop)
    };
    let caught = |breach: &Breach| *breach == Breach::Rollback { found: 2, seen: 4 };
    attack(&[checks::ROLLBACK, checks::HEAD_DROPPED], caught, || back(&mut written()));
    let to = |world: &mut World, known: u64, found: u64| {
        world.server.restore_epoch = known;
        world.pull(1)?;
        world.server.restore_epoch = found;
        world.pull(1)
    };
    let rose = |breach: &Breach| *breach == Breach::Restored { known: 3, found: 4 };
    attack(&[checks::RESTORE], rose, || to(&mut written(), 3, 4));
    let sank = |breach: &Breach| *breach == Breach::RestoreSank { known: 3, found: 2 };
    attack(&[checks::RESTORE], sank, || to(&mut written(), 3, 2));
}

// R: B4
#[test]
fn a_stranger_writes_nothing() {
    let lie = || {
        let mut world = written();
        world.pull(1)?;
        world.forge(&device(9).id, 8, 1, 1, Some("mine"));
        world.pull(1)
    };
    attack(&[checks::AUTHOR], |breach| *breach == Breach::UnknownAuthor(5), lie);
}

// R: B4 B6
#[test]
fn a_revoked_device_writes_nothing_more() {
    let revoked = |world: &mut World| {
        world.manifest(|next| assert!(next.revoke(&device(2).id)));
        world.pull(0)
    };
    let lie = || {
        let mut world = written();
        revoked(&mut world)?;
        world.forge(&device(2).id, 8, 1, 1, Some("still here"));
        world.pull(0)
    };
    let caught = |breach: &Breach| matches!(breach, Breach::RevokedAuthor { seq: 5, device } if device == "phone 2");
    attack(&[checks::REVOKED], caught, lie);

    // What it wrote before counts, also for whoever reads it afterwards.
    let mut world = World::new(3);
    world.put(1, 1, "before");
    world.sync(1).expect("honest");
    revoked(&mut world).expect("honest");
    world.sync(2).expect("honest");
    assert_eq!(world.shown(2).len(), 1);
}

// R: B4 B6
#[test]
fn whoever_has_old_keys_alone_writes_nothing_after_a_rotation() {
    let lie = || {
        let mut world = written();
        world.rotate();
        world.sync(0)?;
        // The server lends a thief the name of a device that is trusted still.
        world.forge(&device(1).id, 8, 1, 1, Some("with the old key"));
        world.pull(1)
    };
    let caught = |breach: &Breach| matches!(breach, Breach::OldKey { found: 1, last: 2, .. });
    attack(&[checks::KEY_EPOCH], caught, lie);
}

// R: B4
#[test]
fn what_must_be_read_first_is_said() {
    let mut world = written();
    let before = world.pinned.clone();
    let keys = world.keys.keyring.clone();
    world.rotate();
    world.sync(0).expect("honest");
    let (pinned, new) =
        (std::mem::replace(&mut world.pinned, before), std::mem::replace(&mut world.keys.keyring, keys));
    assert_eq!(world.pull(1), Err(Breach::NewManifest(pinned.version())));
    world.pinned = pinned;
    assert!(matches!(world.pull(1), Err(Breach::NewKey { epoch: 2, .. })));
    world.keys.keyring = new;
    assert_eq!(world.pull(1), Ok(()));
    world.server.manifest -= 1;
    assert!(matches!(world.pull(1), Err(Breach::Manifest(_))));
}

// R: B4
#[test]
fn what_is_refused_changes_nothing() {
    let mut world = written();
    let mut page = world.server.pull(0, 10);
    page.entries[3].write.sealed.0[20] ^= 1;
    world.put(1, 1, "mine");
    let before = world.shown(1);
    assert_eq!(world.take(1, &page), Err(by_first(4)));
    assert_eq!((world.shown(1), world.phones[1].replica.reader().seq()), (before, 0));
    assert!(world.phones[1].replica.changes().is_empty());
}
