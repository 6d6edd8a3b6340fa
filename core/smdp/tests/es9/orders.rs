use crate::names::{eid, iccid};
use landfall_smdp::Order;
use landfall_smdp::order::{State, Terms, WrongState};
use rsp::metadata::StoreMetadataRequest;

fn in_state(state: State) -> Order {
    let order = Order::new(StoreMetadataRequest::new(iccid(), "Harbour", "Week"), Terms::default());
    Order { state, ..order }
}

/// A step from every state: where it leads, or that it is refused.
fn table(step: &str, walk: impl Fn(Order) -> Result<Order, WrongState>, allowed: &[(State, State)]) {
    for state in State::ALL {
        let reached = walk(in_state(state)).map(|order| order.state);
        match allowed.iter().find(|(from, _)| *from == state) {
            Some((_, to)) => assert_eq!(reached, Ok(*to), "{step} from {state:?}"),
            None => assert_eq!(reached.err().map(|e| e.state), Some(state), "{step} from {state:?}"),
        }
    }
}

// R: A7
#[test]
fn every_step_from_every_state() {
    use State::*;
    let eid = eid();
    table("allocate", Order::allocate, &[(Available, Allocated)]);
    table("link", |order| order.link(eid), &[(Allocated, Linked), (Linked, Linked)]);
    table("confirm", |order| order.confirm("M", None), &[(Allocated, Confirmed), (Linked, Confirmed)]);
    table("release", Order::release, &[(Confirmed, Released)]);
    let ordered = [Allocated, Linked, Confirmed, Released];
    table("take back", Order::take_back, &ordered.map(|from| (from, Unavailable)));
    table("give back", Order::give_back, &ordered.map(|from| (from, Available)));
    let refused = in_state(Installed).take_back().expect_err("too late");
    assert_eq!(refused.to_string(), "an order that is installed can't be taken back");
}

#[test]
fn what_is_told_is_kept() {
    let eid = eid();
    let order = in_state(State::Allocated).link(eid).expect("allocated");
    let order = order.confirm("M-1", None).expect("linked");
    assert_eq!((order.eid, order.matching_id.as_str(), order.iccid), (Some(eid), "M-1", iccid()));
}
