use crate::world::{NOW, World};
use landfall_account::{
    receipt::{Chain, ChainError, checks, sign, verify},
    signed::{Signed, Signer},
    wire::{Bytes, Order, Outcome, Receipt, Verb},
};
use model::{Check, without};

struct Told {
    world: World,
    orders: Vec<Signed>,
    receipts: Vec<Signed>,
}

fn told() -> Told {
    let world = World::new();
    let (mut orders, mut receipts, mut chain) = (vec![], vec![], Chain::EMPTY);
    let done = [(Verb::Lock, Outcome::Locked), (Verb::Unlock, Outcome::Unlocked), (Verb::Delete, Outcome::Erased)];
    for (counter, (verb, outcome)) in (11..).zip(done) {
        let order = Order { counter, ..world.order(verb) };
        let signed = world.give(&order, Signer::Owner);
        let receipt = chain.next(&order, &Bytes::from(signed.digest()), outcome, NOW);
        let receipt = sign(&receipt, |message| world.device.sign(message)).unwrap();
        chain = chain.after(&receipt);
        orders.push(signed);
        receipts.push(receipt);
    }
    Told { world, orders, receipts }
}

impl Told {
    fn verify(&self) -> Result<usize, ChainError> {
        let row = self.world.row();
        let (receipts, chain) = verify(&self.world.manifest.account, row, &Chain::EMPTY, &self.receipts, &self.orders)?;
        assert_eq!(chain.number() as usize, receipts.len());
        Ok(receipts.len())
    }

    /// The receipt at `at`, changed and signed again by the device.
    fn change(&mut self, at: usize, change: impl FnOnce(&mut Receipt)) {
        let mut receipt: Receipt = serde_json::from_slice(&self.receipts[at].payload.0).unwrap();
        change(&mut receipt);
        let signed = sign(&receipt, |message| self.world.device.sign(message)).unwrap();
        self.receipts[at] = Signed { signer: self.receipts[at].signer.clone(), ..signed };
    }
}

type Lie = (&'static [Check], ChainError, fn(&mut Told));

const LIES: [Lie; 12] = [
    (&[checks::SIGNATURE], ChainError::Forged(3), |told| {
        let receipt: Receipt = serde_json::from_slice(&told.receipts[2].payload.0).unwrap();
        told.receipts[2] = sign(&receipt, |message| told.world.stranger.sign(message)).unwrap();
    }),
    (&[checks::SIGNATURE], ChainError::Forged(3), |told| told.receipts[2].signer = Signer::Owner),
    (&[checks::OWN], ChainError::Foreign(3), |told| told.change(2, |receipt| receipt.account = Bytes::from([0; 16]))),
    (&[checks::OWN, checks::ORDER], ChainError::Foreign(3), |told| told.change(2, |receipt| receipt.epoch = 2)),
    (&[checks::NUMBER, checks::LINK], ChainError::Missing(2), |told| drop(told.receipts.remove(1))),
    (&[checks::NUMBER, checks::LINK], ChainError::Missing(1), |told| drop(told.receipts.remove(0))),
    (&[checks::NUMBER, checks::LINK], ChainError::Reordered(2), |told| told.receipts.swap(1, 2)),
    (&[checks::NUMBER, checks::LINK], ChainError::Reordered(3), |told| told.receipts[2] = told.receipts[1].clone()),
    (&[checks::LINK], ChainError::Branched(3), |told| {
        told.change(2, |receipt| receipt.previous = Bytes::from([0; 32]))
    }),
    (&[checks::ORDER], ChainError::UnknownOrder(3), |told| drop(told.orders.pop())),
    (&[checks::OUTCOME], ChainError::Outcome(3), |told| told.change(2, |receipt| receipt.outcome = Outcome::Locked)),
    (&[checks::OUTCOME], ChainError::Outcome(3), |told| told.change(2, |receipt| receipt.cards = vec![])),
];

// R: F4
#[test]
fn a_forged_missing_or_moved_receipt_is_named() {
    assert_eq!(told().verify(), Ok(3));
    for (check, error, lie) in LIES {
        let mut told = told();
        lie(&mut told);
        assert_eq!(told.verify(), Err(error));
        assert!(without(check, || told.verify()).is_ok(), "{error:?} is the check");
    }
}

// R: F4
#[test]
fn receipts_are_verified_in_parts_as_they_come() {
    let told = told();
    let (account, row) = (&told.world.manifest.account, told.world.row());
    let (_, chain) = verify(account, row, &Chain::EMPTY, &told.receipts[..1], &told.orders).unwrap();
    let (rest, _) = verify(account, row, &chain, &told.receipts[1..], &told.orders).unwrap();
    assert_eq!(rest.len(), 2);
    assert_eq!(verify(account, row, &chain, &told.receipts[2..], &told.orders), Err(ChainError::Missing(2)));
}
