use super::{BUSY, NO_REASON};
use crate::{
    Error,
    card::{Apdu, Isdr},
};
use model::Iccid;
use rsp::es10::{DisableProfileRequest, DisableProfileResponse, DisableResult, ProfileIdentifier};

/// Disables a profile.
///
/// # Errors
/// [`Error::Refused`] says why the eUICC refuses.
pub fn disable(card: &mut dyn Apdu, iccid: &Iccid) -> Result<(), Error> {
    let request = DisableProfileRequest { profile_identifier: ProfileIdentifier::Iccid(*iccid), refresh_flag: false };
    let response: DisableProfileResponse = Isdr::open(card)?.ask(&request)?;
    match response.result {
        DisableResult::Ok => Ok(()),
        DisableResult::IccidOrAidNotFound => Err(Error::NoSuchCard(*iccid)),
        DisableResult::ProfileNotInEnabledState => Err(Error::Refused("the card is not enabled")),
        DisableResult::DisallowedByPolicy => Err(Error::Refused("its operator does not allow to disable this card")),
        DisableResult::CatBusy => Err(Error::Refused(BUSY)),
        _ => Err(Error::Refused(NO_REASON)),
    }
}
