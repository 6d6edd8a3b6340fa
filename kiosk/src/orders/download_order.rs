use super::{
    book,
    desk::{Desk, Function, Stop},
    stocked,
};
use crate::stock::Product;
use rsp::{
    es2::{DownloadOrderRequest, DownloadOrderResponse},
    json::IccidText,
};
use smdp::{
    es2::{Sought, download_order},
    order::State,
};
use store::params;

/// A profile type is a product's id.
impl Function for DownloadOrderRequest {
    type Response = DownloadOrderResponse;

    fn carry_out(&self, desk: &Desk<'_>) -> Result<Self::Response, Stop> {
        let operator = &desk.caller.operator;
        let (found, known) = match (&self.iccid, &self.profile_type) {
            (Some(IccidText(iccid)), _) => (stocked::by_iccid(desk, iccid)?, None),
            (None, Some(class_id)) => match product(desk, class_id)? {
                Some((id, owner)) if owner == *operator => (stocked::next_of(desk, id)?, Some(true)),
                Some(_) => (None, Some(false)),
                None => (None, None),
            },
            (None, None) => (None, None),
        };
        let stocked = found.as_ref().map(|held| &held.stocked);
        let sought = match self.iccid {
            Some(_) => Sought::Profile(stocked),
            None => Sought::Type { known: known.is_some(), own: known == Some(true), available: stocked },
        };
        let (after, response) = download_order(self, operator, &sought)?;
        if let Some(held) = found.filter(|held| held.stocked.order.state == State::Available) {
            book::set_aside(desk, &held, &after.order)?;
        }
        Ok(response)
    }
}

/// The product of this id, and whose it is.
fn product(desk: &Desk<'_>, class_id: &str) -> Result<Option<(i64, String)>, Stop> {
    let found =
        desk.tx.query_optional("SELECT id, body FROM product WHERE class_id = ?1", params![class_id], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
    let Some((id, body)) = found else { return Ok(None) };
    let product: Product = serde_json::from_str(&body).map_err(|error| store::Error::Corrupt(error.to_string()))?;
    Ok(Some((id, product.offer.operator)))
}
