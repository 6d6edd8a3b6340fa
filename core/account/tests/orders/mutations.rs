//! Orders that nobody may obey, most of them signed by a key that could: none is taken, and every check is reached.

use crate::world::{CARD, HONEST, NOW, OTHER_CARD, Said, World};
use landfall_account::{
    order::{BadAssertion, Counters, Refusal},
    signed::{Signed, Signer},
    wire::{Bytes, Order, Verb},
};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::SliceRandom};
use std::collections::BTreeMap;

const OWNERS: [fn() -> Signer; 3] = [|| Signer::Owner, || Signer::Sheet, || Signer::Passkey(Bytes(vec![9; 16]))];
const ABOUT_CARDS: [Verb; 7] =
    [Verb::Delete, Verb::Prepare, Verb::Send, Verb::Copy, Verb::Overwrite, Verb::Activate, Verb::Deactivate];

fn other_bytes(random: &mut StdRng, good: &Bytes) -> Bytes {
    let mut bytes = good.0.clone();
    let at = random.gen_range(0..bytes.len());
    bytes[at] ^= random.gen_range(1..=255);
    Bytes(bytes)
}

/// An order with one thing wrong, signed as well as it can be.
fn forged(world: &World, random: &mut StdRng) -> Signed {
    let mut order = world.order(*Verb::ALL.choose(random).unwrap());
    let mut signer = OWNERS.choose(random).unwrap()();
    match random.gen_range(0..14) {
        0 => order.account = other_bytes(random, &order.account),
        1 => order.device = other_bytes(random, &order.device),
        2 => order.epoch = random.gen_range(0..3),
        3 => order.epoch = random.gen_range(4..=u64::MAX),
        4 => order.counter = random.gen_range(0..=10),
        5 => order.deadline = random.gen_range(0..=NOW),
        6 => order.not_before = random.gen_range(order.deadline..=u64::MAX),
        7 => wrong_cards(&mut order, world, random),
        8 => return weak_passkey(world, random),
        9 => {
            signer = [Signer::Lock, Signer::Device(Bytes(vec![7; 16]))].choose(random).unwrap().clone();
            order = world.order(*Verb::ALL[1..].choose(random).unwrap());
        }
        10 => return changed_bytes(world.give(&order, Signer::Owner), random),
        11 => signer = Signer::Kiosk(Bytes(vec![7; 16])),
        12 => {
            let mut signed = world.give(&order, Signer::Lock);
            signed.signer = [Signer::Owner, Signer::Sheet].choose(random).unwrap().clone();
            return signed;
        }
        _ => return unreadable(world, &order, random),
    }
    world.give(&order, signer)
}

fn wrong_cards(order: &mut Order, world: &World, random: &mut StdRng) {
    if random.gen_bool(0.5) {
        *order = world.order(*ABOUT_CARDS.choose(random).unwrap());
        order.cards = vec![];
    } else {
        *order = world.order(Verb::Delete);
        let extra = format!("89999{:014}", random.gen_range(2..1_000_000_000_u64));
        order.cards.push([CARD, OTHER_CARD, &extra].choose(random).unwrap().to_string());
    }
}

fn weak_passkey(world: &World, random: &mut StdRng) -> Signed {
    let order = world.order(*Verb::ALL.choose(random).unwrap());
    let said = match random.gen_range(0..5) {
        0 => Said { kind: "webauthn.create", ..HONEST },
        1 => Said { about: Some(b"something else"), ..HONEST },
        2 => Said { origin: "https://evilcloud.example", ..HONEST },
        3 => Said { party: "evil.example", ..HONEST },
        _ => Said { flags: random.gen_range(0..=255_u8) & !4, ..HONEST },
    };
    let key = if random.gen_bool(0.15) { &world.stranger } else { &world.passkey };
    world.give_by_passkey(&order, Signer::Passkey(Bytes(vec![9; 16])), key, &said)
}

fn changed_bytes(mut signed: Signed, random: &mut StdRng) -> Signed {
    let part = if random.gen_bool(0.5) { &mut signed.payload } else { &mut signed.signature };
    *part = other_bytes(random, part);
    signed
}

fn unreadable(world: &World, order: &Order, random: &mut StdRng) -> Signed {
    let mut json = serde_json::to_value(order).unwrap();
    let members =
        ["account", "order", "verb", "device", "epoch", "counter", "issued", "deadline", "not_before", "manifest"];
    json[*members.choose(random).unwrap()] = serde_json::json!("!");
    let payload = Bytes(serde_json::to_vec(&json).unwrap());
    let message = landfall_account::signed::message(landfall_account::signed::Kind::Order, &payload.0);
    Signed { payload, signer: Signer::Owner, signature: Bytes(world.owner.sign(&message).unwrap()) }
}

// R: F4
#[test]
fn no_forged_replayed_or_changed_order_is_obeyed_and_every_check_is_reached() {
    let count = std::env::var("LANDFALL_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000_u32);
    let mut world = World::new();
    let mut random = StdRng::seed_from_u64(5);
    let mut refused: BTreeMap<Refusal, u32> = BTreeMap::new();
    for _ in 0..count {
        let signed = forged(&world, &mut random);
        let refusal = world.accept(&signed).expect_err("an order that nobody may obey");
        *refused.entry(refusal).or_default() += 1;
    }
    for signer in OWNERS {
        let order = world.order(Verb::Wipe);
        let signed = world.give(&order, signer());
        assert_eq!(world.accept(&signed), Ok(order), "what is right is obeyed");
        world.counters = world.counters.with(&signed.signer, 11);
        assert_eq!(world.accept(&signed), Err(Refusal::Counter), "and not twice");
        world.counters = Counters { owner: 10, lock: 10, by_right: 0 };
    }
    let passkeys = [
        BadAssertion::Type,
        BadAssertion::Challenge,
        BadAssertion::Origin,
        BadAssertion::Party,
        BadAssertion::User,
        BadAssertion::Signature,
    ];
    let reached = passkeys.map(Refusal::Passkey).into_iter().chain([
        Refusal::Signer,
        Refusal::Signature,
        Refusal::Unreadable,
        Refusal::Power,
        Refusal::Account,
        Refusal::Device,
        Refusal::Epoch,
        Refusal::Counter,
        Refusal::Deadline,
        Refusal::Grace,
        Refusal::Cards,
    ]);
    for refusal in reached {
        let times = refused.get(&refusal).copied().unwrap_or(0);
        assert!(times >= count / 1_000, "{refusal:?} was reached {times} times: {refused:?}");
    }
}
