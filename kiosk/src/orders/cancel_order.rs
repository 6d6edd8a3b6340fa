use super::{
    book,
    desk::{Desk, Function, Stop},
    stocked,
};
use rsp::{
    es2::{CancelOrderRequest, CancelOrderResponse},
    json::IccidText,
};
use smdp::es2::cancel_order;

impl Function for CancelOrderRequest {
    type Response = CancelOrderResponse;

    fn carry_out(&self, desk: &Desk<'_>) -> Result<Self::Response, Stop> {
        let found = match &self.iccid {
            Some(IccidText(iccid)) => stocked::by_iccid(desk, iccid)?,
            None => None,
        };
        let before = found.as_ref().map(|held| &held.stocked);
        let (after, response, _) = cancel_order(self, &desk.caller.operator, before)?;
        if let Some(sale) = found.as_ref().and_then(|held| held.sale.as_ref()) {
            book::cancel(desk, sale, &after.order)?;
        }
        Ok(response)
    }
}
