use super::{OrderRefused, SmdsEvent, Stocked, stocked};
use crate::order::{ConfirmationCode, State};
use model::{Eid, Random};
use rsp::es2::{ConfirmOrderRequest, ConfirmOrderResponse};
use rsp::json::{IccidText, ResponseHeader};

/// What the caller knows beside the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Surroundings<'a> {
    /// Where clients ask for orders, for the answer.
    pub smdp_address: &'a str,
    /// Whether another order that is not over has the matching id that is given.
    pub matching_id_taken: bool,
    /// Whether the SM-DS that is given can be reached.
    pub smds_reachable: bool,
}

/// A confirmed order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "the order must be made durable before the answer is sent"]
pub struct Confirmed {
    /// As it is now.
    pub stocked: Stocked,
    /// The answer.
    pub response: ConfirmOrderResponse,
    /// To be announced before the answer is sent, for a released order with an SM-DS; if that fails, the order is not to change
    /// ([`OrderRefused::SmdsFailed`]).
    pub announce: Option<SmdsEvent>,
}

/// ES2+.ConfirmOrder (SGP.22 §5.3.2): Allocated or Linked → Confirmed, and on to Released if the operator says so. The
/// matching id is the one given, or one of `random`'s making; an empty one leaves it to the eUICC to name the order.
///
/// # Errors
/// [`OrderRefused`]: which check said no. Nothing changes then.
pub fn confirm_order(
    request: &ConfirmOrderRequest,
    operator: &str,
    found: Option<&Stocked>,
    surroundings: Surroundings<'_>,
    random: &mut dyn Random,
) -> Result<Confirmed, OrderRefused> {
    let IccidText(iccid) = request.iccid;
    let found = Stocked::found(found, &iccid, operator)?;
    let code = request.confirmation_code.as_ref().map(|code| code.0.expose()).filter(|code| !code.is_empty());
    let code = code.map(ConfirmationCode::of);
    if is_same(request, found, code.as_ref()) {
        return Ok(confirmed(found.clone(), surroundings, None));
    }
    if !matches!(found.order.state, State::Allocated | State::Linked) {
        let why = found.order.wrong_for("confirmed");
        return Err(OrderRefused::Transition { iccid: iccid.to_string(), why });
    }
    let eid = agreed_eid(request, found)?;
    let matching_id = matching_id(request, eid, surroundings, random)?;
    if let Some(address) = request.smds_address.clone() {
        if eid.is_none() {
            return Err(OrderRefused::EidMissing);
        }
        if !surroundings.smds_reachable {
            return Err(OrderRefused::SmdsInaccessible { address });
        }
    }
    let wrong = |why| OrderRefused::Transition { iccid: iccid.to_string(), why };
    let mut order = found.order.clone();
    if let Some(eid) = eid {
        order = order.link(eid).map_err(wrong)?;
    }
    order = order.confirm(&matching_id, code).map_err(wrong)?;
    if request.release_flag {
        order = order.release().map_err(wrong)?;
    }
    let stocked = Stocked { smds_address: request.smds_address.clone(), ..found.with(order) };
    let announce = stocked.event().filter(|_| request.release_flag);
    Ok(confirmed(stocked, surroundings, announce))
}

fn confirmed(stocked: Stocked, surroundings: Surroundings<'_>, announce: Option<SmdsEvent>) -> Confirmed {
    let response = ConfirmOrderResponse {
        header: ResponseHeader::success(),
        eid: stocked.order.eid.map(Into::into),
        matching_id: Some(stocked.order.matching_id.clone()),
        smdp_address: Some(surroundings.smdp_address.to_owned()),
    };
    Confirmed { stocked, response, announce }
}

/// Whether the order was confirmed in just these words, so that it is the same call once more.
fn is_same(request: &ConfirmOrderRequest, found: &Stocked, code: Option<&ConfirmationCode>) -> bool {
    let order = &found.order;
    let state = if request.release_flag { State::Released } else { State::Confirmed };
    let eid = request.eid.as_ref().is_none_or(|eid| eid.eid().is_some() && eid.eid() == order.eid);
    let named = request.matching_id.as_deref().is_some_and(|id| id == order.matching_id);
    order.state == state && named && eid && order.code.as_ref() == code && request.smds_address == found.smds_address
}

/// The eUICC of both orders.
fn agreed_eid(request: &ConfirmOrderRequest, found: &Stocked) -> Result<Option<Eid>, OrderRefused> {
    let Some(text) = &request.eid else { return Ok(found.order.eid) };
    if found.order.eid.is_some_and(|linked| text.eid() != Some(linked)) {
        return Err(OrderRefused::OtherEid { eid: text.to_string() });
    }
    stocked::eid(Some(text))
}

/// As much as an activation code has room for.
const LONGEST: usize = 128;

fn matching_id(
    request: &ConfirmOrderRequest,
    eid: Option<Eid>,
    surroundings: Surroundings<'_>,
    random: &mut dyn Random,
) -> Result<String, OrderRefused> {
    let Some(given) = request.matching_id.clone() else { return Ok(made(random)) };
    if given.is_empty() {
        return match (eid, &request.smds_address) {
            (None, _) => Err(OrderRefused::EidMissing),
            (Some(_), Some(_)) => Err(OrderRefused::MatchingIdMissing),
            (Some(_), None) => Ok(given),
        };
    }
    // It stands between dollar signs in an activation code.
    if given.len() > LONGEST || !given.bytes().all(|b| b.is_ascii_graphic() && b != b'$') {
        return Err(OrderRefused::MatchingIdForm { matching_id: given });
    }
    if surroundings.matching_id_taken {
        return Err(OrderRefused::MatchingIdInUse { matching_id: given });
    }
    Ok(given)
}

/// A name of 100 random bits, in letters and digits that are not taken for one another, as `ABCDE-FGHJK-MNPQR-STVWX`.
fn made(random: &mut dyn Random) -> String {
    const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut bytes = [0; 20];
    random.fill(&mut bytes);
    let mut name = String::with_capacity(23);
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 && at % 5 == 0 {
            name.push('-');
        }
        name.push(char::from(SYMBOLS[usize::from(byte % 32)]));
    }
    name
}
