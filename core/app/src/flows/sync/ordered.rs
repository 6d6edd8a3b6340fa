//! What came of an order at an agency, for all devices of the account to see.

use super::{SyncError, happened};
use crate::Landfall;
use account::{
    log::View,
    record::{Activity, Happened, Kind},
    wire::Bytes,
};
use model::Iccid;
use serde_json::json;

impl Landfall {
    /// Writes that a card came that was ordered, once an order.
    pub(in crate::flows) fn note_ordered(
        &self,
        card: &Iccid,
        agency: &str,
        product: &str,
        order: &Bytes,
    ) -> Result<(), SyncError> {
        let now = self.ports.clock.now().0;
        let detail = json!({ "agency": agency, "product": product, "order": order });
        self.edit(|state, replica| {
            let written = |view: View| view.content.read::<Activity>();
            let is_this = |one: Activity| one.what == Happened::CardOrdered && one.detail == detail;
            let known = replica.views().filter(|view| view.kind == Activity::KIND).filter_map(written).any(is_this);
            if !known {
                let iccid = card.to_string();
                happened::one(replica, Happened::CardOrdered, Some(&iccid), &state.device.id, now, detail.clone());
            }
            Ok(())
        })
    }
}
