use super::{OrderRefused, SmdsEvent, Stocked};
use crate::order::State;
use rsp::es2::{CancelOrderRequest, CancelOrderResponse, FinalProfileStatus};
use rsp::json::{IccidText, ResponseHeader};

/// ES2+.CancelOrder (SGP.22 §5.3.3): an order that was not downloaded yet is taken back; its profile goes back to the stock, or
/// is not to be had any more. The event is to be taken back at its SM-DS, if the order was announced there.
///
/// # Errors
/// [`OrderRefused`]: which check said no. Nothing changes then.
pub fn cancel_order(
    request: &CancelOrderRequest,
    operator: &str,
    found: Option<&Stocked>,
) -> Result<(Stocked, CancelOrderResponse, Option<SmdsEvent>), OrderRefused> {
    let IccidText(iccid) = request.iccid.ok_or(OrderRefused::Missing { what: "iccid" })?;
    let becomes = request.final_profile_status_indicator;
    let becomes = becomes.ok_or(OrderRefused::Missing { what: "finalProfileStatusIndicator" })?;
    let found = Stocked::found(found, &iccid, operator)?;
    let order = &found.order;
    if matches!(order.state, State::Downloaded | State::Installed) {
        return Err(OrderRefused::InUse { iccid: iccid.to_string() });
    }
    let cancelled = match becomes {
        FinalProfileStatus::Available => order.clone().give_back(),
        FinalProfileStatus::Unavailable => order.clone().take_back(),
    };
    let cancelled = cancelled.map_err(|why| OrderRefused::Transition { iccid: iccid.to_string(), why })?;
    if let Some(eid) = order.eid {
        let given = request.eid.as_ref().ok_or(OrderRefused::EidMissing)?;
        if given.eid() != Some(eid) {
            return Err(OrderRefused::NotForEid { iccid: iccid.to_string() });
        }
    }
    if let Some(given) = request.matching_id.clone().filter(|given| *given != order.matching_id) {
        return Err(OrderRefused::OtherMatchingId { matching_id: given });
    }
    let event = found.event().filter(|_| order.state == State::Released);
    let stocked = Stocked { smds_address: None, ..found.with(cancelled) };
    Ok((stocked, CancelOrderResponse { header: ResponseHeader::success() }, event))
}
