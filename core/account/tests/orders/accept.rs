use crate::world::{CARD, NOW, OTHER_CARD, World};
use landfall_account::{
    order::{Refusal, checks, may},
    signed::Signer,
    wire::{Bytes, Order, Verb},
};
use model::{Check, without};

// R: F4
#[test]
fn the_password_alone_locks_and_whoever_may_order_everything_does() {
    let world = World::new();
    for signer in World::signers() {
        for verb in Verb::ALL {
            let order = world.order(verb);
            let expected = match (&signer, verb) {
                (Signer::Owner | Signer::Sheet | Signer::Passkey(_), _) | (Signer::Lock, Verb::Lock) => {
                    Ok(order.clone())
                }
                (Signer::Kiosk(_) | Signer::Sub(_), _) => Err(Refusal::Signer),
                (Signer::Lock | Signer::Device(_), _) => Err(Refusal::Power),
            };
            assert_eq!(may(&signer, verb), expected.is_ok(), "{signer:?} {verb:?}");
            let signed = world.give(&order, signer.clone());
            assert_eq!(world.accept(&signed), expected, "{signer:?} {verb:?}");
            if expected == Err(Refusal::Power) {
                assert_eq!(without(&[checks::POWER], || world.accept(&signed)), Ok(order), "it is the check");
            }
        }
    }
}

type Attack = (&'static [Check], Refusal, Verb, fn(&mut Order));

const ATTACKS: [Attack; 16] = [
    (&[checks::ACCOUNT], Refusal::Account, Verb::Wipe, |order| order.account = Bytes::from([0; 16])),
    (&[checks::DEVICE], Refusal::Device, Verb::Wipe, |order| order.device = Bytes::from([0; 16])),
    (&[checks::EPOCH], Refusal::Epoch, Verb::Wipe, |order| order.epoch = 2),
    (&[checks::EPOCH], Refusal::Epoch, Verb::Wipe, |order| order.epoch = 4),
    (&[checks::COUNTER], Refusal::Counter, Verb::Wipe, |order| order.counter = 10),
    (&[checks::COUNTER], Refusal::Counter, Verb::Lock, |order| order.counter = 0),
    (&[checks::DEADLINE], Refusal::Deadline, Verb::Lock, |order| (order.not_before, order.deadline) = (0, NOW)),
    (&[checks::GRACE], Refusal::Grace, Verb::Wipe, |order| order.not_before = order.deadline),
    (&[checks::CARDS], Refusal::Cards, Verb::Wipe, |order| order.cards = vec![CARD.into()]),
    (&[checks::CARDS], Refusal::Cards, Verb::Delete, |order| order.cards = Vec::new()),
    (&[checks::CARDS], Refusal::Cards, Verb::Delete, |order| order.cards = vec![CARD.into(), OTHER_CARD.into()]),
    (&[checks::CARDS], Refusal::Cards, Verb::Delete, |order| order.cards = vec![CARD.into(), CARD.into()]),
    (&[checks::CARDS], Refusal::Cards, Verb::Activate, |order| order.cards = vec![OTHER_CARD.into()]),
    (&[checks::CARDS], Refusal::Cards, Verb::Copy, |order| order.cards = vec![CARD.into()]),
    (&[checks::CARDS], Refusal::Cards, Verb::Overwrite, |order| order.cards.reverse()),
    (&[checks::CARDS], Refusal::Cards, Verb::TakeBack, |order| order.parameters = serde_json::json!({ "order": "AA" })),
];

// R: F4
#[test]
fn an_order_that_differs_in_one_thing_is_refused_by_that_check_alone() {
    let world = World::new();
    for (check, refusal, verb, attack) in ATTACKS {
        let mut order = world.order(verb);
        attack(&mut order);
        for signer in [Signer::Owner, Signer::Sheet, Signer::Passkey(Bytes::from([9; 16]))] {
            let signed = world.give(&order, signer);
            assert_eq!(world.accept(&signed), Err(refusal), "{verb:?}");
            assert_eq!(without(check, || world.accept(&signed)), Ok(order.clone()), "{refusal:?} is the check");
        }
    }
}

// R: F4
#[test]
fn an_order_that_its_signer_did_not_sign_is_refused() {
    let world = World::new();
    let order = world.order(Verb::Wipe);
    let by_lock = world.give(&order, Signer::Lock);
    let called_owners = landfall_account::signed::Signed { signer: Signer::Owner, ..by_lock };
    assert_eq!(world.accept(&called_owners), Err(Refusal::Signature));
    assert_eq!(without(&[checks::SIGNATURE], || world.accept(&called_owners)), Ok(order.clone()), "it is the check");
    let unknown = world.give(&order, Signer::Passkey(Bytes::from([0; 16])));
    assert_eq!(world.accept(&unknown), Err(Refusal::Signer));
    let mut without_device = World::new();
    without_device.manifest.devices[0].revoked = true;
    let signed = without_device.give(&order, Signer::Device(Bytes::from([7; 16])));
    assert_eq!(without_device.accept(&signed), Err(Refusal::Signer), "a device that was taken out signs nothing");
    let signed = without_device.give(&order, Signer::Owner);
    assert_eq!(without_device.accept(&signed), Ok(order), "and is wiped still");
}

// R: F4
#[test]
fn whoever_has_the_password_alone_can_not_outnumber_the_owner() {
    let mut world = World::new();
    let highest = Order { counter: u64::MAX, ..world.order(Verb::Lock) };
    let signed = world.give(&highest, Signer::Lock);
    assert_eq!(world.accept(&signed), Ok(highest));
    world.counters = world.counters.with(&signed.signer, u64::MAX);
    assert_eq!(world.accept(&signed), Err(Refusal::Counter), "once");
    let wipe = world.order(Verb::Wipe);
    assert_eq!(world.accept(&world.give(&wipe, Signer::Owner)), Ok(wipe));
}
