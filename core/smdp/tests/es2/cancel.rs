use crate::names::{eid, other_eid};
use crate::stock::{OPERATOR, at, cancel, code, code_of, confirm, confirmed, linked, no_eid, others, surroundings};
use landfall_smdp::es2::{SmdsEvent, Stocked, Surroundings, cancel_order, confirm_order};
use landfall_smdp::order::State;
use rsp::es2::FinalProfileStatus::{Available, Unavailable};
use rsp::es2::{CancelOrderRequest, ConfirmOrderRequest};
use rsp::json::ResponseHeader;

fn refused(request: &CancelOrderRequest, found: Option<&Stocked>) -> String {
    code_of(&cancel_order(request, OPERATOR, found).expect_err("refused"))
}

// R: E7
#[test]
fn the_profile_goes_back_to_the_stock_or_out_of_it() {
    let request =
        ConfirmOrderRequest { confirmation_code: code("4321"), matching_id: Some("SALE-1".into()), ..confirm() };
    let released = confirmed(&request, &linked()).expect("linked").stocked;
    assert_eq!(released.order.state, State::Released);
    for (becomes, state) in [(Available, State::Available), (Unavailable, State::Unavailable)] {
        let own = CancelOrderRequest { eid: Some(eid().into()), matching_id: Some("SALE-1".into()), ..cancel(becomes) };
        let (stocked, response, event) = cancel_order(&own, OPERATOR, Some(&released)).expect("released");
        assert_eq!((stocked.order.state, response.header, event), (state, ResponseHeader::success(), None));
        if becomes == Available {
            assert_eq!(stocked, at(State::Available), "nothing of the order stays");
        }
    }
    // Whatever was reached, without a name too.
    for state in [State::Allocated, State::Confirmed, State::Released] {
        let (stocked, ..) = cancel_order(&cancel(Available), OPERATOR, Some(&at(state))).expect("ordered");
        assert_eq!(stocked.order.state, State::Available);
    }
}

// R: E7
#[test]
fn orders_that_can_not_be_cancelled() {
    assert_eq!(refused(&cancel(Available), None), "8.2.1/3.9");
    assert_eq!(refused(&cancel(Available), Some(&others(at(State::Allocated)))), "8.2.1/1.2");
    for (state, expected) in [
        (State::Available, "8.2.1/3.5"),
        (State::Error, "8.2.1/3.5"),
        (State::Unavailable, "8.2.1/3.5"),
        (State::Downloaded, "8.2.1/3.3"),
        (State::Installed, "8.2.1/3.3"),
    ] {
        for becomes in [Available, Unavailable] {
            assert_eq!(refused(&cancel(becomes), Some(&at(state))), expected, "{state:?}");
        }
    }
    let nothing = [
        CancelOrderRequest { iccid: None, ..cancel(Available) },
        CancelOrderRequest { final_profile_status_indicator: None, ..cancel(Available) },
    ];
    for request in nothing {
        assert_eq!(refused(&request, Some(&at(State::Allocated))), "8.2.1/2.2");
    }
}

// R: E7
#[test]
fn the_order_must_be_named_rightly() {
    let found = confirmed(&ConfirmOrderRequest { matching_id: Some("SALE-1".into()), ..confirm() }, &linked());
    let found = found.expect("linked").stocked;
    let for_card = |eid| CancelOrderRequest { eid: Some(eid), ..cancel(Available) };
    assert_eq!(refused(&cancel(Available), Some(&found)), "8.1.1/2.2");
    assert_eq!(refused(&for_card(other_eid().into()), Some(&found)), "8.2.1/3.10");
    assert_eq!(refused(&for_card(no_eid()), Some(&found)), "8.2.1/3.10");
    let named = CancelOrderRequest { matching_id: Some("SALE-2".into()), ..for_card(eid().into()) };
    assert_eq!(refused(&named, Some(&found)), "8.2.6/3.10");
}

// R: E7
#[test]
fn what_was_announced_is_taken_back() {
    let request = ConfirmOrderRequest {
        smds_address: Some("smds.example".into()),
        matching_id: Some("SALE-1".into()),
        ..confirm()
    };
    let reachable = Surroundings { smds_reachable: true, ..surroundings() };
    let mut random = crate::stock::fixed;
    for (release_flag, announced) in [(true, true), (false, false)] {
        let request = ConfirmOrderRequest { release_flag, ..request.clone() };
        let found = confirm_order(&request, OPERATOR, Some(&linked()), reachable, &mut random).expect("linked").stocked;
        let own = CancelOrderRequest { eid: Some(eid().into()), ..cancel(Available) };
        let (stocked, _, event) = cancel_order(&own, OPERATOR, Some(&found)).expect("its own");
        let expected = SmdsEvent { address: "smds.example".into(), eid: eid(), matching_id: "SALE-1".into() };
        assert_eq!((event, stocked.smds_address), (announced.then_some(expected), None));
    }
}
