use super::{OrderRefused, Stocked, stocked};
use crate::order::State;
use rsp::es2::{DownloadOrderRequest, DownloadOrderResponse};
use rsp::json::{IccidText, ResponseHeader};

/// What the caller found for a DownloadOrder.
#[derive(Debug, Clone)]
pub enum Sought<'a> {
    /// By the ICCID that is given.
    Profile(Option<&'a Stocked>),
    /// By the type, where no ICCID is given.
    Type {
        /// Whether there is such a type at all.
        known: bool,
        /// Whether it is this operator's.
        own: bool,
        /// One that is available.
        available: Option<&'a Stocked>,
    },
}

/// ES2+.DownloadOrder (SGP.22 §5.3.1): sets a profile aside: Available → Allocated, and on to Linked if an EID is given.
/// Asked again for the same eUICC it stays as it is.
///
/// # Errors
/// [`OrderRefused`]: which check said no. Nothing changes then.
pub fn download_order(
    request: &DownloadOrderRequest,
    operator: &str,
    sought: &Sought<'_>,
) -> Result<(Stocked, DownloadOrderResponse), OrderRefused> {
    let found = match (request.iccid, sought) {
        (Some(IccidText(iccid)), Sought::Profile(found)) => Stocked::found(*found, &iccid, operator)?,
        (Some(IccidText(iccid)), Sought::Type { .. }) => Stocked::found(None, &iccid, operator)?,
        (None, sought) => {
            let profile_type = request.profile_type.clone().ok_or(OrderRefused::NothingNamed)?;
            match sought {
                Sought::Type { known: true, own: true, available } => available
                    .filter(|stocked| stocked.owner == operator && stocked.order.state == State::Available)
                    .ok_or(OrderRefused::NoneLeft { profile_type })?,
                Sought::Type { known: true, own: false, .. } => return Err(OrderRefused::OthersType { profile_type }),
                Sought::Type { known: false, .. } | Sought::Profile(_) => {
                    return Err(OrderRefused::UnknownType { profile_type });
                }
            }
        }
    };
    let iccid = found.order.iccid;
    if let Some(profile_type) = request.profile_type.clone().filter(|asked| *asked != found.profile_type) {
        return Err(OrderRefused::OtherType { profile_type, found: found.profile_type.clone() });
    }
    let eid = stocked::eid(request.eid.as_ref())?;
    let response = DownloadOrderResponse { header: ResponseHeader::success(), iccid: Some(IccidText(iccid)) };
    // One who asks again for the same eUICC did not hear the answer; without an eUICC it may be another sale.
    if found.order.state == State::Linked && eid.is_some() && found.order.eid == eid {
        return Ok((found.clone(), response));
    }
    let in_use = |_| OrderRefused::InUse { iccid: iccid.to_string() };
    let mut order = found.order.clone().allocate().map_err(in_use)?;
    if let Some(eid) = eid {
        order = order.link(eid).map_err(in_use)?;
    }
    Ok((found.with(order), response))
}
