//! An order of ES2+, downloaded over ES9+.

use crate::desk::{ADDRESS, Desk, UPP, random};
use crate::names::iccid;
use landfall_smdp::Order;
use landfall_smdp::es2::{Sought, Stocked, Surroundings, confirm_order, download_order};
use landfall_smdp::order::{State, Terms};
use rsp::es2::{ConfirmOrderRequest, DownloadOrderRequest};
use rsp::json::{EidText, IccidText, RequestHeader, SecretText};
use rsp::metadata::StoreMetadataRequest;

/// Downloaded and confirmed by an operator, for this card or any.
fn ordered(eid: Option<EidText>, matching_id: Option<&str>, code: Option<&str>) -> Order {
    let order = Order::new(StoreMetadataRequest::new(iccid(), "Harbour", "Week"), Terms::default());
    let stocked = Stocked { order, profile_type: "week".into(), owner: "harbour".into(), smds_address: None };
    let header =
        RequestHeader { function_requester_identifier: "2.999.10".into(), function_call_identifier: "TX-1".into() };
    let iccid = IccidText(iccid());
    let request = DownloadOrderRequest { header: header.clone(), eid, iccid: Some(iccid), profile_type: None };
    let (stocked, _) = download_order(&request, "harbour", &Sought::Profile(Some(&stocked))).expect("available");
    let request = ConfirmOrderRequest {
        header,
        iccid,
        eid: None,
        matching_id: matching_id.map(str::to_owned),
        confirmation_code: code.map(|code| SecretText(code.as_bytes().into())),
        smds_address: None,
        release_flag: true,
    };
    let surroundings = Surroundings { smdp_address: ADDRESS, ..Surroundings::default() };
    let done = confirm_order(&request, "harbour", Some(&stocked), surroundings, &mut random).expect("allocated");
    assert_eq!(done.response.matching_id.as_ref(), Some(&done.stocked.order.matching_id));
    done.stocked.order
}

// R: E7
#[test]
fn under_the_name_that_the_server_made_with_the_code_that_was_given() {
    let mut desk = Desk::new();
    desk.order = ordered(None, None, Some("4321"));
    let card = desk.card();
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    let offer = desk.authenticate(&card.authenticate(&ok, Some(&desk.order.matching_id))).expect("offered");
    assert!(offer.smdp_signed2.cc_required_flag);
    desk.package(&card.prepare(&offer, Some(b"1234"))).expect_err("another code");
    let package = desk.package(&card.prepare(&offer, Some(b"4321"))).expect("the code that was given");
    assert_eq!(card.open(&offer, &package).as_deref(), Some(UPP));
    assert_eq!(desk.order.state, State::Downloaded);
}

// R: E7
#[test]
fn by_the_card_alone_at_its_default_server() {
    let mut desk = Desk::new();
    let card = desk.card();
    desk.order = ordered(Some(card.eid.into()), Some(""), None);
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    let request = card.authenticate(&ok, None);
    let checked = desk.server.authenticate_client(&mut desk.sessions, &request, desk.now).expect("proven");
    let found = Some(&desk.order).filter(|order| order.eid.as_ref() == Some(checked.eid()));
    checked.with_order(&desk.server, &mut desk.sessions, found, desk.now).map(drop).expect("offered");
}
