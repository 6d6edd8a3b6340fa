use crate::world::{NOW, World};
use landfall_account::{
    receipt::Chain,
    states::{Event, Progress},
    wire::{Bytes, OrderState, Outcome, Receipt, Verb},
};

fn receipt(world: &World, outcome: Outcome) -> Receipt {
    Chain::EMPTY.next(&world.order(Verb::Wipe), &Bytes::from([1; 32]), outcome, NOW)
}

// R: F4
#[test]
fn an_order_goes_through_its_states_each_with_its_time() {
    let world = World::new();
    let order = world.order(Verb::Wipe);
    let mut progress = Progress::stored(&order, NOW);
    assert_eq!(progress.on(Event::Clock, NOW + 1), None);
    assert_eq!(progress.on(Event::Sent, NOW + 2), Some(OrderState::Sent));
    assert_eq!(progress.on(Event::Fetched, NOW + 3), Some(OrderState::Received));
    assert_eq!(progress.on(Event::Sent, NOW + 4), None, "not backwards");
    assert_eq!(progress.on(Event::Clock, order.deadline), Some(OrderState::Overdue));
    assert_eq!(progress.on(Event::Clock, order.deadline + 1), None, "once");
    let erased = receipt(&world, Outcome::Erased);
    assert_eq!(
        progress.on(Event::Receipt(&erased), order.deadline + 9),
        Some(OrderState::Erased),
        "late is true still"
    );
    let states = [
        (OrderState::Stored, NOW),
        (OrderState::Sent, NOW + 2),
        (OrderState::Received, NOW + 3),
        (OrderState::Overdue, order.deadline),
        (OrderState::Erased, order.deadline + 9),
    ];
    assert_eq!(progress.states(), states);
    assert_eq!(Progress::kept(&order, states.to_vec()), progress);
    assert!(progress.is_final());
}

// R: F4
#[test]
fn nothing_ever_goes_backwards_whatever_happens_in_whichever_order() {
    let world = World::new();
    let order = world.order(Verb::Wipe);
    let receipts =
        [Outcome::Erased, Outcome::Locked, Outcome::Unlocked, Outcome::TakenBack, Outcome::Refused("cards".into())]
            .map(|outcome| receipt(&world, outcome));
    let late = order.deadline + 1;
    let mut events = vec![(Event::Sent, NOW), (Event::Fetched, NOW), (Event::Clock, late), (Event::TakenBack, NOW)];
    events.extend(receipts.iter().map(|receipt| (Event::Receipt(receipt), NOW)));
    let count = events.len();
    for round in 0..count.pow(4) {
        let mut progress = Progress::stored(&order, NOW);
        let mut final_state = None;
        for place in 0..4 {
            let (event, now) = events[round / count.pow(place) % count];
            progress.on(event, now);
            if let Some(before) = final_state {
                assert_eq!(progress.state(), before, "what a receipt said stays");
            }
            final_state = progress.is_final().then(|| progress.state());
        }
        let ranks: Vec<_> = progress.states().iter().map(|(state, _)| *state).collect();
        let order =
            [OrderState::Stored, OrderState::Sent, OrderState::Received, OrderState::Overdue, OrderState::TakenBack];
        let place = |state: &OrderState| order.iter().position(|one| one == state).unwrap_or(order.len());
        assert!(ranks.windows(2).all(|pair| place(&pair[0]) < place(&pair[1])), "{ranks:?}");
    }
}
