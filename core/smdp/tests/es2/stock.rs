//! A profile in stock, and requests for it.

use crate::names::{eid, iccid};
use landfall_smdp::Order;
use landfall_smdp::es2::{Confirmed, OrderRefused, Stocked, Surroundings, confirm_order};
use landfall_smdp::order::{State, Terms};
use model::SecretBytes;
use rsp::es2::{CancelOrderRequest, ConfirmOrderRequest, DownloadOrderRequest, FinalProfileStatus};
use rsp::json::{EidText, IccidText, RequestHeader, SecretText};
use rsp::metadata::StoreMetadataRequest;

pub(crate) const OPERATOR: &str = "harbour-mobile";
pub(crate) const ADDRESS: &str = "dp.example";
/// 32 digits that are no eUICC's.
pub(crate) fn no_eid() -> EidText {
    EidText::try_from("89049032123451234512345678901236".to_owned()).expect("32 digits")
}

pub(crate) fn in_stock() -> Stocked {
    let order = Order::new(StoreMetadataRequest::new(iccid(), "Harbour", "Week"), Terms::default());
    Stocked { order, profile_type: "roam-week".into(), owner: OPERATOR.into(), smds_address: None }
}

pub(crate) fn at(state: State) -> Stocked {
    let stocked = in_stock();
    Stocked { order: Order { state, ..stocked.order }, ..stocked }
}

pub(crate) fn linked() -> Stocked {
    let stocked = at(State::Linked);
    Stocked { order: Order { eid: Some(eid()), ..stocked.order }, ..stocked }
}

pub(crate) fn others(stocked: Stocked) -> Stocked {
    Stocked { owner: "another".into(), ..stocked }
}

pub(crate) fn header() -> RequestHeader {
    RequestHeader { function_requester_identifier: "2.999.10".into(), function_call_identifier: "TX-1".into() }
}

pub(crate) fn download() -> DownloadOrderRequest {
    DownloadOrderRequest { header: header(), eid: None, iccid: Some(IccidText(iccid())), profile_type: None }
}

pub(crate) fn confirm() -> ConfirmOrderRequest {
    ConfirmOrderRequest {
        header: header(),
        iccid: IccidText(iccid()),
        eid: None,
        matching_id: None,
        confirmation_code: None,
        smds_address: None,
        release_flag: true,
    }
}

pub(crate) fn cancel(becomes: FinalProfileStatus) -> CancelOrderRequest {
    CancelOrderRequest {
        header: header(),
        iccid: Some(IccidText(iccid())),
        eid: None,
        matching_id: None,
        final_profile_status_indicator: Some(becomes),
    }
}

pub(crate) fn code(text: &str) -> Option<SecretText> {
    Some(SecretText(SecretBytes::from(text.as_bytes())))
}

pub(crate) fn surroundings() -> Surroundings<'static> {
    Surroundings { smdp_address: ADDRESS, ..Surroundings::default() }
}

pub(crate) fn fixed(out: &mut [u8]) {
    for (at, byte) in out.iter_mut().enumerate() {
        *byte = at as u8;
    }
}

pub(crate) fn confirmed(request: &ConfirmOrderRequest, found: &Stocked) -> Result<Confirmed, OrderRefused> {
    confirm_order(request, OPERATOR, Some(found), surroundings(), &mut fixed)
}

/// Subject and reason, once as they are and once as the answer has them.
pub(crate) fn code_of(refused: &OrderRefused) -> String {
    let status = refused.status();
    assert!(!refused.to_string().is_empty());
    let data = refused.header().function_execution_status.status_code_data.expect("says why");
    assert_eq!(data.status(), Some(status.clone()));
    status.to_string()
}
