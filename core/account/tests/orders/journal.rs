use crate::world::{NOW, World};
use landfall_account::{
    order::{
        Refusal, checks,
        journal::{Entry, Journal, Next, Step},
    },
    receipt,
    signed::{Signed, Signer},
    wire::{Bytes, Order, Outcome, Receipt, Verb},
};
use model::without;

/// A phone: what is durable on it, and a server that keeps receipts.
#[derive(Clone)]
struct Phone {
    journal: Vec<u8>,
    key: bool,
    data: bool,
    locked: bool,
    server: Vec<Signed>,
}

impl Phone {
    fn with(journal: &Journal) -> Self {
        Self { journal: serde_json::to_vec(journal).unwrap(), key: true, data: true, locked: false, server: vec![] }
    }

    fn journal(&self) -> Journal {
        serde_json::from_slice(&self.journal).unwrap()
    }

    /// Does what is next; killed after `writes` durable changes. Answers how many it made.
    fn run(&mut self, world: &World, now: u64, powered: u64, writes: usize) -> usize {
        for made in 0..writes {
            let journal = self.journal();
            // Each turn is two changes: the deed, and that it was done. A kill falls between them, too.
            let Some(next) = journal.next(now, powered) else { return made };
            let mut after = journal.clone();
            match next {
                Next::DestroyKey(entry) => {
                    self.key = false;
                    after.key_destroyed(&entry.digest);
                }
                Next::Erase(entry) => {
                    assert!(!self.key, "the key goes first");
                    self.data = false;
                    after.finished(&entry.digest, Outcome::Erased);
                }
                Next::Perform(entry) => {
                    self.locked = true;
                    after.finished(&entry.digest, Outcome::Locked);
                }
                Next::MakeReceipt(entry) => after.receipt_made(sign(world, &journal, entry, now)),
                Next::HandIn(receipts) => {
                    let missing = receipts.iter().filter(|receipt| !self.server.contains(receipt)).cloned();
                    self.server.extend(missing.collect::<Vec<_>>());
                    after.receipts_accepted(receipts.len());
                }
            }
            if made + 1 < writes {
                self.journal = serde_json::to_vec(&after).unwrap();
            }
        }
        writes
    }
}

fn sign(world: &World, journal: &Journal, entry: &Entry, now: u64) -> Signed {
    receipt::sign(&journal.receipt(entry, now).unwrap(), |message| world.device.sign(message)).unwrap()
}

fn taken(world: &World, journal: &mut Journal, order: Order, signer: Signer) -> Signed {
    let signed = world.give(&order, signer);
    journal.take(&signed, order, 0);
    signed
}

fn outcomes(receipts: &[Signed]) -> Vec<Outcome> {
    receipts.iter().map(|signed| serde_json::from_slice::<Receipt>(&signed.payload.0).unwrap().outcome).collect()
}

// R: F4
// R: F8
#[test]
fn a_wipe_comes_to_the_same_end_from_a_kill_at_any_step() {
    let world = World::new();
    let mut journal = Journal::new(3);
    let wipe = taken(&world, &mut journal, world.order(Verb::Wipe), Signer::Owner);
    let due = NOW + 600;
    for first in 1..=5 {
        for second in 1..=5 {
            let mut phone = Phone::with(&journal);
            phone.run(&world, due, 0, first);
            // Whoever has the phone turns its clock back meanwhile: it goes on with what it began.
            phone.run(&world, if phone.key { due } else { 0 }, 0, second);
            let said_erased = outcomes(&phone.server).contains(&Outcome::Erased);
            assert!(!said_erased || (!phone.key && !phone.data), "nothing is said that was not done");
            assert!(phone.run(&world, due, 0, 99) < 99, "it ends");
            assert_eq!((phone.key, phone.data, outcomes(&phone.server)), (false, false, vec![Outcome::Erased]));
            let (orders, from) = ([wipe.clone()], receipt::Chain::EMPTY);
            receipt::verify(&world.manifest.account, world.row(), &from, &phone.server, &orders).unwrap();
        }
    }
}

// R: F4
#[test]
fn a_lock_acts_at_once_and_an_erasure_after_its_grace() {
    let world = World::new();
    let mut journal = Journal::new(3);
    taken(&world, &mut journal, world.order(Verb::Wipe), Signer::Owner);
    assert_eq!(journal.next(NOW + 599, 599), None);
    let early = without(&[checks::GRACE], || matches!(journal.next(NOW, 0), Some(Next::DestroyKey(_))));
    assert!(early, "it is the check");
    assert!(matches!(journal.next(NOW + 600, 0), Some(Next::DestroyKey(_))), "by the clock");
    assert!(matches!(journal.next(1, 600), Some(Next::DestroyKey(_))), "a clock set back does not put it off");
    let lock = Order { counter: 12, ..world.order(Verb::Lock) };
    let lock = taken(&world, &mut journal, lock, Signer::Lock);
    let Some(Next::Perform(entry)) = journal.next(NOW, 0) else { panic!("the lock doesn't wait") };
    assert_eq!(entry.digest, Bytes::from(lock.digest()));
}

#[test]
fn an_erasure_is_taken_back_until_it_begins() {
    let world = World::new();
    let mut journal = Journal::new(3);
    let wipe = taken(&world, &mut journal, world.order(Verb::Wipe), Signer::Owner);
    let digest = Bytes::from(wipe.digest());
    let parameters = serde_json::json!({ "order": digest });
    let back = Order { counter: 12, parameters, ..world.order(Verb::TakeBack) };
    let mut late = journal.clone();
    let signed = taken(&world, &mut journal, back.clone(), Signer::Sheet);
    let mut phone = Phone::with(&journal);
    phone.run(&world, NOW + 9_999, 9_999, 99);
    assert!(phone.key && phone.data);
    assert_eq!(outcomes(&phone.server), [Outcome::TakenBack, Outcome::TakenBack]);
    let from = receipt::Chain::EMPTY;
    receipt::verify(&world.manifest.account, world.row(), &from, &phone.server, &[wipe, signed]).unwrap();
    late.key_destroyed(&digest);
    taken(&world, &mut late, back, Signer::Sheet);
    let mut phone = Phone { key: false, ..Phone::with(&late) };
    phone.run(&world, NOW, 0, 99);
    assert_eq!(outcomes(&phone.server), [Outcome::Refused("too late".into()), Outcome::Erased], "it had begun");
}

// R: F4
// R: F8
#[test]
fn a_device_that_was_enrolled_again_is_untouched_by_an_old_order_and_owes_its_receipts() {
    let mut world = World::new();
    let mut journal = Journal::new(3);
    let wipe = taken(&world, &mut journal, world.order(Verb::Wipe), Signer::Owner);
    let lock = Order { counter: 12, ..world.order(Verb::Lock) };
    let lock = taken(&world, &mut journal, lock, Signer::Owner);
    journal.finished(&Bytes::from(lock.digest()), Outcome::Locked);
    let signed = sign(&world, &journal, &journal.under_way()[1].clone(), NOW);
    journal.receipt_made(signed.clone());
    journal.enrolled(4);
    assert_eq!(journal.next(NOW + 9_999, 9_999), Some(Next::HandIn(std::slice::from_ref(&signed))));
    assert_eq!((journal.epoch(), journal.under_way().len(), journal.counters().owner), (4, 0, 0));
    world.counters = journal.counters();
    world.manifest.devices[0].epoch = 4;
    let device = world.row().id.clone();
    let held = |epoch| landfall_account::order::Held {
        device: &device,
        epoch,
        counters: journal.counters(),
        manifest: &world.manifest,
        cards: &world.cards,
        now: NOW,
    };
    assert_eq!(landfall_account::order::accept(&held(4), &wipe), Err(Refusal::Epoch));
    assert!(landfall_account::order::accept(&held(3), &wipe).is_ok(), "it was a good one");
    let order = serde_json::from_slice(&wipe.payload.0).unwrap();
    journal.take(&wipe, order, 0);
    journal.receipts_accepted(1);
    assert_eq!(journal.next(NOW + 9_999, 9_999), None, "nor does the journal begin it");
    assert!(without(&[checks::EPOCH], || journal.next(NOW + 9_999, 9_999).is_some()), "it is the check");
}

// R: F4
#[test]
fn steps_are_not_skipped_and_a_refused_order_stays_refused() {
    let world = World::new();
    let mut journal = Journal::new(3);
    let wipe = taken(&world, &mut journal, world.order(Verb::Wipe), Signer::Owner);
    journal.finished(&Bytes::from(wipe.digest()), Outcome::Erased);
    assert_eq!(journal.under_way()[0].step, Step::Accepted, "the key was not destroyed");
    let late = Order { counter: 12, deadline: NOW, ..world.order(Verb::Lock) };
    let signed = world.give(&late, Signer::Owner);
    let refusal = world.accept(&signed).unwrap_err();
    assert!(refusal.is_answered());
    journal.refuse(&signed, late, refusal, 0);
    assert_eq!(journal.counters().owner, 12);
    let Some(Next::MakeReceipt(entry)) = journal.next(NOW, 0) else { panic!("a receipt") };
    assert_eq!(journal.receipt(entry, NOW).unwrap().outcome, Outcome::Refused("deadline".into()));
}
