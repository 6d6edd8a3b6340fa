use super::{
    book,
    desk::{Desk, Function, Stop},
    stocked,
};
use crate::Entropy;
use rsp::{
    es2::{ConfirmOrderRequest, ConfirmOrderResponse},
    json::IccidText,
};
use smdp::es2::{Surroundings, confirm_order};
use store::params;

/// The only SM-DS that can be reached is the kiosk's own: the event is one of its database, in the same transaction.
impl Function for ConfirmOrderRequest {
    type Response = ConfirmOrderResponse;

    fn carry_out(&self, desk: &Desk<'_>) -> Result<Self::Response, Stop> {
        let IccidText(iccid) = self.iccid;
        let found = stocked::by_iccid(desk, &iccid)?;
        let own = found.as_ref().and_then(|held| held.sale.as_ref()).map(|sale| sale.id);
        let surroundings = Surroundings {
            smdp_address: &desk.kiosk.settings.smdp_address,
            matching_id_taken: match &self.matching_id {
                Some(name) => is_taken(desk, name, own)?,
                None => false,
            },
            smds_reachable: self.smds_address.as_deref().is_some_and(|address| is_own(desk, address)),
        };
        let before = found.as_ref().map(|held| &held.stocked);
        let confirmed = confirm_order(self, &desk.caller.operator, before, surroundings, &mut Entropy)?;
        let changed = found.as_ref().filter(|held| held.stocked != confirmed.stocked);
        if let Some(sale) = changed.and_then(|held| held.sale.as_ref()) {
            book::confirm(desk, sale, &confirmed.stocked)?;
        }
        if let Some(event) = &confirmed.announce {
            book::announce(desk, event)?;
        }
        Ok(confirmed.response)
    }
}

/// Whether another sale has this name, or commands for a card. What is over has it still, unless it was taken back: a code that was used
/// once leads nowhere else later.
fn is_taken(desk: &Desk<'_>, name: &str, own: Option<i64>) -> Result<bool, Stop> {
    let found = desk.tx.query_optional(
        "SELECT 1 FROM reservation WHERE matching_id = ?1 AND id IS NOT ?2
         UNION ALL SELECT 1 FROM remote_order WHERE matching_id = ?1 LIMIT 1",
        params![name, own],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Whether this is the kiosk's own SM-DS.
fn is_own(desk: &Desk<'_>, address: &str) -> bool {
    desk.kiosk.discovery.as_ref().is_some_and(|own| own.server().goes_by(address))
}
