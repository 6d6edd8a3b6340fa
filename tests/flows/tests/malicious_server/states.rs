//! What an owner is told of orders by the server's word.

use crate::{
    attack::{Attack, Caught, Strike, attack},
    stage::{DAY, Stage, altered, order},
};
use account::{
    order::{Refusal, checks},
    wire::{Bytes, Order, OrderState, OrderView, Orders, Verb},
};
use app::{AwayError, Error, Given};
use landfall_flows::here;

pub(crate) const ATTACKS: &[Attack] = &[
    attack!("'erased' is claimed without a receipt", erased, [
        app::checks::PROVED => Caught::Shown(OrderState::Stored),
    ]),
    attack!("an order is kept back and 'received' is claimed for ever", received, [
        app::checks::OVERDUE => Caught::Shown(OrderState::Overdue),
    ]),
    attack!("'taken back' is claimed of an order that nobody took back", taken_back, [
        app::checks::TAKEN_BACK => Caught::Shown(OrderState::Stored),
    ]),
    attack!("another order is kept than was given", altered_order, [
        app::checks::AS_GIVEN => Caught::App(Error::Away(AwayError::Altered)),
    ]),
    attack!("an order is shown that its owner never gave", made_up, [
        checks::SIGNATURE => Caught::Order(Refusal::Signature),
    ]),
    attack!("a made-up order uses up the numbers", numbers, [checks::SIGNATURE => Caught::Shown(OrderState::Stored)]),
];

/// The owner is shown just this of the last order.
fn shown(claimed: OrderState) -> Strike {
    Box::new(move |stage| {
        let state = stage.home.ordered()?[0].state();
        if state == claimed { Ok(()) } else { Err(Caught::Shown(state)) }
    })
}

fn erased(stage: &mut Stage) -> Strike {
    stage.order(Verb::Wipe);
    let other = stage.server.copy();
    other.edit(&["UPDATE orders SET states = '[[\"stored\",1800000010],[\"erased\",1800000020]]'"]);
    stage.home.way.leads_to(&other);
    shown(OrderState::Erased)
}

fn received(stage: &mut Stage) -> Strike {
    stage.give(Given { good_for: Some(DAY), ..Given::new(Verb::Wipe, "phone") });
    stage.later(2 * DAY);
    stage.home.way.answers::<Orders>("GET /v1/orders", |told| {
        told.orders.iter_mut().for_each(|view| {
            view.states.retain(|(state, _)| *state == OrderState::Stored);
            view.states.push((OrderState::Received, order(&view.order).issued + 1));
        });
    });
    shown(OrderState::Received)
}

fn taken_back(stage: &mut Stage) -> Strike {
    stage.order(Verb::Wipe);
    stage.home.way.answers::<Orders>("GET /v1/orders", |told| {
        let last = told.orders.first_mut().expect("it is listed");
        last.states.push((OrderState::TakenBack, order(&last.order).issued + 1));
    });
    shown(OrderState::TakenBack)
}

fn altered_order(stage: &mut Stage) -> Strike {
    stage.home.way.answers::<OrderView>("POST /v1/orders", |view| {
        let said = order(&view.order);
        view.order = altered(&view.order, &Order { verb: Verb::Unlock, ..said });
    });
    Box::new(|stage| {
        stage.later(10);
        let view = here(stage.home.giver().give(Given::new(Verb::Lock, "phone")))?;
        assert_eq!(order(&view.order).verb, Verb::Unlock, "it is not what was given");
        Ok(())
    })
}

/// The server shows a further order: what was given last, under another number.
fn further(stage: &Stage, counter: u64) {
    stage.order(Verb::Lock);
    stage.home.way.answers::<Orders>("GET /v1/orders", move |told| {
        let last = told.orders.first().expect("it is listed").clone();
        let other = Order { verb: Verb::Wipe, counter, order: Bytes::from([9; 16]), ..order(&last.order) };
        told.orders.insert(0, OrderView { order: altered(&last.order, &other), ..last });
    });
}

fn made_up(stage: &mut Stage) -> Strike {
    further(stage, 7);
    Box::new(|stage| {
        let orders = stage.home.ordered()?;
        assert_eq!((orders.len(), orders[0].order.verb), (2, Verb::Wipe));
        orders[0].unvouched.map_or(Ok(()), |refusal| Err(Caught::Order(refusal)))
    })
}

fn numbers(stage: &mut Stage) -> Strike {
    further(stage, u64::MAX);
    Box::new(|stage| {
        stage.later(10);
        match here(stage.home.giver().give(Given::new(Verb::Lock, "phone"))) {
            // It is given, and waits.
            Ok(view) => Err(Caught::Shown(view.states.last().expect("it is stored").0)),
            Err(Error::Away(AwayError::NoNumberLeft)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    })
}
