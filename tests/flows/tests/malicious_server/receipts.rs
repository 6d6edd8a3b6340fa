//! What an owner is shown as a device's word.

use crate::{
    attack::{Attack, Caught, Strike, attack},
    stage::{Stage, altered, order},
};
use account::{
    receipt::{Chain, ChainError, checks, sign},
    wire::{Bytes, Orders, Outcome, Receipt, Receipts, Verb},
};
use app::{Given, Ordered, Proof};
use landfall_flows::{Key, here};

pub(crate) const ATTACKS: &[Attack] = &[
    attack!("a receipt is forged", forged, [checks::SIGNATURE => Caught::Receipt(ChainError::Forged(1))]),
    attack!("one order's receipt is made another's", moved, [checks::SIGNATURE => Caught::Receipt(ChainError::Forged(1))]),
    attack!("another device's receipt is shown", other_device, [
        checks::SIGNATURE => Caught::Receipt(ChainError::Forged(1)),
        checks::OWN => Caught::Receipt(ChainError::Foreign(1)),
    ]),
    attack!("a gap in the receipts is hidden", gap, [
        checks::NUMBER => Caught::Receipt(ChainError::Missing(1)),
        checks::LINK => Caught::Receipt(ChainError::Branched(1)),
    ]),
    attack!("receipts that were seen are hidden", hidden, [
        app::checks::RECEIPTS_SEEN => Caught::Receipt(ChainError::Missing(2)),
    ]),
    attack!("an order is hidden whose receipt is shown", order_hidden, [
        checks::ORDER => Caught::Receipt(ChainError::UnknownOrder(1)),
    ]),
];

/// What the owner sees at home, the latest first: receipts that don't hold are named.
fn shown(stage: &Stage) -> Result<Vec<Ordered>, Caught> {
    let orders = stage.home.ordered()?;
    let wrong = orders.iter().find_map(|order| match order.proof {
        Proof::Wrong(error) => Some(error),
        _ => None,
    });
    wrong.map_or(Ok(orders), |error| Err(Caught::Receipt(error)))
}

/// The owner takes the last order for done by the device.
fn believed() -> Strike {
    Box::new(|stage| {
        let orders = shown(stage)?;
        let Proof::Receipt(receipt) = &orders[0].proof else { panic!("a receipt: {orders:?}") };
        assert_eq!(receipt.outcome, Outcome::Erased);
        stage.phone.landfall.lease().expect("it is not");
        Ok(())
    })
}

fn receipts(stage: &Stage, lie: impl FnMut(&mut Receipts) + Send + 'static) {
    stage.home.way.answers("GET /v1/receipts", lie);
}

fn forged(stage: &mut Stage) -> Strike {
    let (wipe, key) = (stage.order(Verb::Wipe).order, Key::generate());
    receipts(stage, move |told| {
        let said = order(&wipe);
        let receipt = Chain::EMPTY.next(&said, &Bytes::from(wipe.digest()), Outcome::Erased, said.issued + 60);
        let signed = sign(&receipt, |message| Ok::<_, ()>(key.sign(message).to_vec())).expect("signs");
        told.receipts = vec![signed];
    });
    believed()
}

fn moved(stage: &mut Stage) -> Strike {
    stage.obeyed(Verb::Lock);
    let wipe = stage.order(Verb::Wipe).order;
    receipts(stage, move |told| {
        let receipt: Receipt = serde_json::from_slice(&told.receipts[0].payload.0).expect("a receipt");
        let (order, outcome) = (Bytes::from(wipe.digest()), Outcome::Erased);
        told.receipts[0] = altered(&told.receipts[0], &Receipt { order, outcome, ..receipt });
    });
    believed()
}

fn other_device(stage: &mut Stage) -> Strike {
    drop(stage.third("tablet"));
    let phone = stage.phone.account().device;
    stage.obeyed(Verb::Lock);
    let theirs = stage.home.asks(async |cloud| cloud.receipts(&phone.id, phone.epoch).await);
    stage.give(Given::new(Verb::Lock, "tablet"));
    receipts(stage, move |told| told.receipts.clone_from(&theirs));
    Box::new(|stage| {
        shown(stage)?;
        let giver = stage.home.giver();
        let receipts = here(giver.receipts("tablet"))?;
        assert_eq!(receipts.len(), 1, "the tablet has said nothing");
        Ok(())
    })
}

fn gap(stage: &mut Stage) -> Strike {
    stage.obeyed(Verb::Lock);
    stage.obeyed(Verb::Unlock);
    receipts(stage, |told| drop(told.receipts.remove(0)));
    Box::new(|stage| {
        let orders = shown(stage)?;
        assert_eq!(orders[1].proof, Proof::None, "what was answered seems not to be");
        Ok(())
    })
}

fn hidden(stage: &mut Stage) -> Strike {
    stage.obeyed(Verb::Lock);
    stage.obeyed(Verb::Unlock);
    shown(stage).expect("honest");
    receipts(stage, |told| drop(told.receipts.pop()));
    Box::new(|stage| {
        let orders = shown(stage)?;
        assert_eq!(orders[0].proof, Proof::None, "what was answered seems not to be");
        Ok(())
    })
}

fn order_hidden(stage: &mut Stage) -> Strike {
    stage.obeyed(Verb::Lock);
    stage.obeyed(Verb::Unlock);
    stage.home.way.answers::<Orders>("GET /v1/orders", |told| drop(told.orders.pop()));
    Box::new(|stage| {
        let orders = shown(stage)?;
        assert_eq!(orders.len(), 1, "that it was locked is not to be seen");
        Ok(())
    })
}
