use crate::{
    CardRefusal, Error,
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
        DisableResult::ProfileNotInEnabledState => Err(CardRefusal::NotEnabled.into()),
        DisableResult::DisallowedByPolicy => Err(CardRefusal::StaysEnabled.into()),
        DisableResult::CatBusy => Err(CardRefusal::Busy.into()),
        _ => Err(CardRefusal::NoReason.into()),
    }
}
