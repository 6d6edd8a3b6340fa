use super::{OrderRefused, SmdsEvent, Stocked};
use crate::order::State;
use rsp::es2::{ReleaseProfileRequest, ReleaseProfileResponse};
use rsp::json::{IccidText, ResponseHeader};

/// ES2+.ReleaseProfile (SGP.22 §5.3.4): Confirmed → Released. Of one that is released already nothing is asked. The event is to
/// be announced at its SM-DS before the answer is sent; if that fails, the order is not to change.
///
/// # Errors
/// [`OrderRefused`]: which check said no. Nothing changes then.
pub fn release_profile(
    request: &ReleaseProfileRequest,
    operator: &str,
    found: Option<&Stocked>,
) -> Result<(Stocked, ReleaseProfileResponse, Option<SmdsEvent>), OrderRefused> {
    let IccidText(iccid) = request.iccid;
    let found = Stocked::found(found, &iccid, operator)?;
    let response = ReleaseProfileResponse { header: ResponseHeader::success() };
    if found.order.state == State::Released {
        return Ok((found.clone(), response, None));
    }
    let order = found.order.clone().release();
    let order = order.map_err(|why| OrderRefused::Transition { iccid: iccid.to_string(), why })?;
    let stocked = found.with(order);
    let announce = stocked.event();
    Ok((stocked, response, announce))
}
