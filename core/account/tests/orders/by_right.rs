//! Orders of other accounts, by rights to this one's cards.

use crate::world::{CARD, Key, NOW, OTHER_CARD, World};
use landfall_account::{
    order::{self, Held, Linked, Refusal, accept_by_right, acts, checks, may},
    rights::{Act, Capability, Cards, Denied, Link, Role, sign},
    signed::{Signed, Signer},
    wire::{Bytes, Order, Verb},
};
use model::{Check, without};
use std::collections::BTreeMap;

struct Other {
    world: World,
    key: Key,
    links: BTreeMap<Bytes, Link>,
    counters: BTreeMap<Bytes, u64>,
}

impl Other {
    fn new() -> Self {
        let (world, key) = (World::new(), Key::new());
        let links = BTreeMap::from([(key.public(), Link::Linked)]);
        let counters = BTreeMap::from([(key.public(), 10)]);
        Self { world, key, links, counters }
    }

    fn rights(&self, role: Role, acts: &[Act]) -> Vec<Signed> {
        let capability = Capability {
            account: self.world.manifest.account.clone(),
            parent: Bytes::default(),
            holder: self.key.public(),
            role,
            acts: acts.to_vec(),
            cards: Cards::Only(vec![CARD.into(), OTHER_CARD.into()]),
            expires: NOW + 60,
            depth: 0,
            revocation_epoch: 2,
        };
        vec![sign(&capability, |message| self.world.owner.sign(message)).unwrap()]
    }

    fn order(&self, verb: Verb, rights: &[Signed]) -> Order {
        let order = self.world.order(verb);
        Order { parameters: serde_json::json!({ "rights": rights, "for": CARD }), ..order }
    }

    fn give(&self, order: &Order) -> Signed {
        order::give(order, Signer::Sub(self.key.public()), |message| self.key.sign(message)).unwrap()
    }

    fn accept(&self, signed: &Signed) -> Result<Order, Refusal> {
        let World { manifest, cards, counters, now, .. } = &self.world;
        let held = Held { device: &self.world.row().id, epoch: 3, counters: *counters, manifest, cards, now: *now };
        accept_by_right(&held, &Linked { links: &self.links, counters: &self.counters }, signed)
    }
}

// R: B7 F6
#[test]
fn another_accounts_order_is_obeyed_as_far_as_role_state_and_rights_go() {
    let mut other = Other::new();
    let mut asked = 0;
    for role in Role::ALL {
        for link in Link::ALL {
            other.links.insert(other.key.public(), link);
            for verb in Verb::ALL {
                let order = other.order(verb, &other.rights(role, &Act::ALL));
                let needed = acts(&order);
                let allowed = may(&Signer::Sub(Bytes::default()), verb)
                    && needed.iter().all(|(act, _)| landfall_account::rights::may(role, link, *act));
                let expected = match (may(&Signer::Sub(Bytes::default()), verb), allowed) {
                    (false, _) => Err(Refusal::Power),
                    (true, false) => Err(Refusal::Rights(Denied::Role)),
                    (true, true) => Ok(order.clone()),
                };
                assert_eq!(other.accept(&other.give(&order)), expected, "{role:?} {link:?} {verb:?}");
                // Each right that is missing is missed.
                for (missing, _) in needed.iter().filter(|_| allowed) {
                    let less: Vec<Act> = Act::ALL.into_iter().filter(|act| act != missing).collect();
                    let order = other.order(verb, &other.rights(role, &less));
                    let refused = Err(Refusal::Rights(Denied::NotGiven));
                    assert_eq!(other.accept(&other.give(&order)), refused, "{role:?} {verb:?} without {missing:?}");
                }
                asked += 1;
            }
        }
    }
    assert_eq!(asked, 99);
}

type Attack = (&'static [Check], Refusal, Verb, fn(&mut Order));

const ATTACKS: [Attack; 6] = [
    (&[checks::ACCOUNT], Refusal::Account, Verb::Delete, |order| order.account = Bytes::from([0; 16])),
    (&[checks::DEVICE], Refusal::Device, Verb::Delete, |order| order.device = Bytes::from([0; 16])),
    (&[checks::EPOCH], Refusal::Epoch, Verb::Lock, |order| order.epoch = 2),
    (&[checks::COUNTER], Refusal::Counter, Verb::Lock, |order| order.counter = 10),
    (&[checks::DEADLINE], Refusal::Deadline, Verb::Lock, |order| (order.not_before, order.deadline) = (0, NOW)),
    (&[checks::CARDS], Refusal::Cards, Verb::Delete, |order| order.cards = vec![CARD.into(), OTHER_CARD.into()]),
];

// R: B7 F6
#[test]
fn another_accounts_order_passes_every_check_that_an_owners_does() {
    let other = Other::new();
    let rights = other.rights(Role::Manager, &Act::ALL);
    for (check, refusal, verb, attack) in ATTACKS {
        let mut order = other.order(verb, &rights);
        attack(&mut order);
        let signed = other.give(&order);
        assert_eq!(other.accept(&signed), Err(refusal));
        assert_eq!(without(check, || other.accept(&signed)), Ok(order), "{refusal:?} is the check");
    }
    let signed = other.give(&other.order(Verb::Delete, &rights));
    let forged = Signed { signer: Signer::Sub(Key::new().public()), ..signed.clone() };
    assert_eq!(other.accept(&forged), Err(Refusal::Signature));
    assert_eq!(other.world.accept(&signed), Err(Refusal::Signer), "it is no order of the account's own");
    let mut stranger = Other::new();
    stranger.links.clear();
    let signed = stranger.give(&stranger.order(Verb::Delete, &stranger.rights(Role::Manager, &Act::ALL)));
    assert_eq!(stranger.accept(&signed), Err(Refusal::Rights(Denied::Role)), "whoever is not named is not linked");
}

// R: B7 F6
#[test]
fn a_lock_is_for_a_card_that_is_here_and_that_the_right_is_about() {
    let other = Other::new();
    let rights = other.rights(Role::Member, &[Act::Lock]);
    let lock = |about: serde_json::Value| {
        let order = other.order(Verb::Lock, &rights);
        other.accept(&other.give(&Order { parameters: serde_json::json!({"rights": rights, "for": about}), ..order }))
    };
    assert!(lock(CARD.into()).is_ok());
    assert_eq!(lock(OTHER_CARD.into()), Err(Refusal::Cards), "it lies elsewhere");
    assert_eq!(lock("8999900000000000009".into()), Err(Refusal::Rights(Denied::NotGiven)));
    assert_eq!(lock(serde_json::Value::Null), Err(Refusal::Rights(Denied::Nothing)));
}

// R: B7 F6
#[test]
fn no_other_account_uses_up_the_numbers_of_the_owner_or_of_a_third() {
    let mut other = Other::new();
    let mut journal = order::journal::Journal::new(3);
    let order = Order { counter: u64::MAX, ..other.order(Verb::Lock, &other.rights(Role::Member, &[Act::Lock])) };
    let signed = other.give(&order);
    journal.take(&signed, other.accept(&signed).unwrap(), 0);
    assert_eq!((journal.counters().owner, journal.counters().lock, journal.counters().by_right), (0, 0, 1));
    other.counters = journal.by_right().clone();
    assert_eq!(other.accept(&signed), Err(Refusal::Counter), "it is not obeyed twice");
    let third = Other { key: Key::new(), ..Other::new() };
    assert_eq!(journal.by_right().get(&third.key.public()), None);
}
