//! What devices signed, against a server that shows each of them something else.

use super::world::World;
use crate::{
    log::{Breach, chain::History, checks},
    signed::Signed,
    testing::device,
    wire::Bytes,
};
use model::{Check, without};

fn attack(checks: &'static [Check], caught: impl Fn(&Breach) -> bool, attack: impl Fn() -> Result<(), Breach>) {
    let breach = attack().expect_err("it is caught");
    assert!(caught(&breach), "{breach:?}");
    assert_eq!(without(checks, &attack), Ok(()), "without {checks:?} it succeeds");
}

/// Both phones have read the same.
fn together() -> World {
    let mut world = World::new(2);
    world.put(0, 1, "one");
    for phone in [0, 1, 0] {
        world.sync(phone).expect("honest");
    }
    world
}

// R: B4
#[test]
fn a_fork_is_noticed_whoever_is_ahead() {
    // The server shows each phone its own write alone, and then what the other signed.
    let forked = |ahead: bool| {
        move || {
            let mut world = together();
            let mut other = world.server.clone();
            world.put(0, 2, "by 0");
            world.sync(0)?;
            std::mem::swap(&mut world.server, &mut other);
            world.put(1, 3, "by 1");
            world.sync(1)?;
            let head = world.server.heads[&device(2).id].clone();
            std::mem::swap(&mut world.server, &mut other);
            if ahead {
                // The other one's head comes before the entry that it is about.
                world.put(0, 4, "by 0 too");
                world.pull(0)?;
                world.push(0);
                world.kill(0);
                world.phones[0].replica =
                    crate::log::Replica::new(world.keys.account, device(1).id, crate::log::Namer::of(&world.keys));
                world.page = 1;
            }
            world.server.heads.insert(device(2).id, head);
            world.pull(0)
        }
    };
    let caught = |breach: &Breach| matches!(breach, Breach::Fork { seq: 2, device } if device == "phone 2");
    attack(&[checks::FORK], caught, forked(false));
    attack(&[checks::FORK], caught, forked(true));
}

// R: B4
#[test]
fn what_another_device_has_seen_is_not_withheld() {
    let lie = || {
        let mut world = together();
        let before = world.server.clone();
        world.put(1, 2, "by 1");
        world.sync(1)?;
        let heads = world.server.heads.clone();
        world.server = crate::log::model_server::ModelServer { heads, ..before };
        world.pull(0)
    };
    let caught = |breach: &Breach| matches!(breach, Breach::Withheld { signed: 2, found: 1, .. });
    attack(&[checks::WITHHELD], caught, lie);
}

// R: B4
#[test]
fn a_head_never_sinks_nor_vanishes_nor_is_forged() {
    let lie = |change: fn(&mut World, Signed)| {
        move || {
            let mut world = together();
            let old = world.server.heads[&device(2).id].clone();
            world.put(1, 2, "by 1");
            world.sync(1)?;
            world.pull(0)?;
            change(&mut world, old);
            world.pull(0)
        }
    };
    let id = || device(2).id;
    let sank = |breach: &Breach| matches!(breach, Breach::HeadSank { found: 1, seen: 2, .. });
    attack(&[checks::HEAD_SANK], sank, lie(|world, old| drop(world.server.heads.insert(device(2).id, old))));
    let dropped = |breach: &Breach| *breach == Breach::HeadDropped("phone 2".to_owned());
    attack(&[checks::HEAD_DROPPED], dropped, lie(|world, _| drop(world.server.heads.remove(&device(2).id))));
    let forged = |breach: &Breach| *breach == Breach::HeadForged("phone 2".to_owned());
    let forge = |world: &mut World, _: Signed| {
        let mut head = world.phones[1].head().0;
        head.time += 1;
        let signed = world.phones[0].sign(&head);
        let signer = world.server.heads[&device(2).id].signer.clone();
        world.server.heads.insert(device(2).id, Signed { signer, ..signed });
    };
    attack(&[checks::HEAD_SIGNED], forged, lie(forge));
    let of_another_account = |world: &mut World, _: Signed| {
        let mut head = world.phones[1].head().0;
        head.account = Bytes::from([9; 16]);
        let signed = world.phones[1].sign(&head);
        world.server.heads.insert(device(2).id, signed);
    };
    attack(&[checks::HEAD_SIGNED], forged, lie(of_another_account));
    assert_eq!(lie(|_, _| ())(), Ok(()), "honest: {:?}", id());
}

// R: B4
#[test]
fn a_device_holds_the_server_to_what_it_signed_itself() {
    let mut world = World::new(1);
    world.put(0, 1, "one");
    world.sync(0).expect("honest");
    world.kill(0);
    world.server.heads.clear();
    assert_eq!(world.pull(0), Err(Breach::HeadDropped("phone 1".to_owned())));
}

// R: B4 F4
#[test]
fn a_device_that_is_enrolled_anew_starts_anew() {
    let mut world = together();
    world.manifest(|next| assert!(next.revoke(&device(2).id)));
    let key = world.pinned.manifest().expect("there is one").devices[1].key.clone();
    world.pull(0).expect("what a revoked device signed is no longer served, nor missed");
    world.manifest(|next| assert_eq!(next.enrol(crate::wire::Device { key, ..device(2) }), 3));
    world.server.heads.remove(&device(2).id);
    world.phones[1].replica =
        crate::log::Replica::new(world.keys.account, device(2).id, crate::log::Namer::of(&world.keys));
    world.put(1, 2, "again");
    world.sync(1).expect("honest");
    world.pull(0).expect("it writes as the device that it is now");
    assert_eq!(world.shown(0).len(), 2);
}

// R: B4
#[test]
fn what_is_remembered_of_the_chain_is_bounded() {
    let mut history = History::default();
    for seq in 0..100_000 {
        history.push(seq, &[1; 32]);
    }
    assert!(history.len() < 400, "{}", history.len());
    for seq in [99_999, 99_744, 99_328, 83_712] {
        assert!(history.at(seq).is_some(), "{seq}");
    }
    assert!(history.at(99_743).is_none() && history.at(80_128).is_none());
}
