use super::{
    book,
    desk::{Desk, Function, Stop},
    stocked,
};
use rsp::{
    es2::{ReleaseProfileRequest, ReleaseProfileResponse},
    json::IccidText,
};
use smdp::es2::release_profile;

impl Function for ReleaseProfileRequest {
    type Response = ReleaseProfileResponse;

    fn carry_out(&self, desk: &Desk<'_>) -> Result<Self::Response, Stop> {
        let IccidText(iccid) = self.iccid;
        let found = stocked::by_iccid(desk, &iccid)?;
        let before = found.as_ref().map(|held| &held.stocked);
        let (after, response, announce) = release_profile(self, &desk.caller.operator, before)?;
        if let Some(sale) = found.as_ref().filter(|held| held.stocked != after).and_then(|held| held.sale.as_ref()) {
            book::release(desk, sale)?;
        }
        if let Some(event) = &announce {
            book::announce(desk, event)?;
        }
        Ok(response)
    }
}
