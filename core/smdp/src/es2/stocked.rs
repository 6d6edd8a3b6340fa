use super::OrderRefused;
use crate::{Order, checks};
use model::{Eid, Iccid};
use rsp::json::EidText;

/// A profile as ES2+ sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stocked {
    /// Its order.
    pub order: Order,
    /// What operators call its kind.
    pub profile_type: String,
    /// The operator that it belongs to, by the name under which it is authenticated.
    pub owner: String,
    /// Where the order is to be announced, or was.
    pub smds_address: Option<String>,
}

/// An order that is to be announced at an SM-DS, or not any more (SGP.22 §3.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmdsEvent {
    /// The SM-DS.
    pub address: String,
    /// Who shall hear of it.
    pub eid: Eid,
    /// The event's name: the order's matching id.
    pub matching_id: String,
}

impl Stocked {
    /// The profile that was looked up, if it is this operator's.
    pub(super) fn found<'a>(found: Option<&'a Self>, iccid: &Iccid, operator: &str) -> Result<&'a Self, OrderRefused> {
        let found = found.filter(|stocked| stocked.order.iccid == *iccid);
        let found = found.ok_or_else(|| OrderRefused::UnknownProfile { iccid: iccid.to_string() })?;
        if found.owner != operator && checks::OWN_STOCK.on() {
            return Err(OrderRefused::OthersProfile { iccid: iccid.to_string() });
        }
        Ok(found)
    }

    /// With another order.
    pub(super) fn with(&self, order: Order) -> Self {
        Self { order, ..self.clone() }
    }

    /// The event that announces the order, if it is to be announced.
    pub(super) fn event(&self) -> Option<SmdsEvent> {
        let (address, eid) = (self.smds_address.clone()?, self.order.eid?);
        Some(SmdsEvent { address, eid, matching_id: self.order.matching_id.clone() })
    }
}

/// The eUICC of this text, if there can be one.
pub(super) fn eid(text: Option<&EidText>) -> Result<Option<Eid>, OrderRefused> {
    let known = |text: &EidText| text.eid().ok_or_else(|| OrderRefused::UnknownEid { eid: text.to_string() });
    text.map(known).transpose()
}
