use crate::names::{eid, iccid};
use crate::stock::{OPERATOR, at, code_of, header, linked, others};
use landfall_smdp::Order;
use landfall_smdp::es2::{SmdsEvent, Stocked, release_profile};
use landfall_smdp::order::State;
use rsp::es2::ReleaseProfileRequest;
use rsp::json::{IccidText, ResponseHeader};

fn request() -> ReleaseProfileRequest {
    ReleaseProfileRequest { header: header(), iccid: IccidText(iccid()) }
}

// R: E7
#[test]
fn a_confirmed_order_is_released_once() {
    let (released, response, event) =
        release_profile(&request(), OPERATOR, Some(&at(State::Confirmed))).expect("confirmed");
    assert_eq!((released.order.state, response.header, event), (State::Released, ResponseHeader::success(), None));
    let (again, _, event) = release_profile(&request(), OPERATOR, Some(&released)).expect("released");
    assert_eq!((again, event), (released, None));
}

// R: E7
#[test]
fn orders_that_can_not_be_released() {
    let refused =
        |found: Option<&Stocked>| code_of(&release_profile(&request(), OPERATOR, found).expect_err("refused"));
    assert_eq!(refused(None), "8.2.1/3.9");
    assert_eq!(refused(Some(&others(at(State::Confirmed)))), "8.2.1/1.2");
    for state in State::ALL.into_iter().filter(|state| !matches!(state, State::Confirmed | State::Released)) {
        assert_eq!(refused(Some(&at(state))), "8.2.1/3.5", "{state:?}");
    }
}

// R: E7
#[test]
fn it_is_announced_where_the_order_said() {
    let linked = linked();
    let order = Order { state: State::Confirmed, matching_id: "SALE-1".into(), ..linked.order };
    let found = Stocked { order, smds_address: Some("smds.example".into()), ..at(State::Confirmed) };
    let (_, _, event) = release_profile(&request(), OPERATOR, Some(&found)).expect("confirmed");
    let expected = SmdsEvent { address: "smds.example".into(), eid: eid(), matching_id: "SALE-1".into() };
    assert_eq!(event, Some(expected));
}
