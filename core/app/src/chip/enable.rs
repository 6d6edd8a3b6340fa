use crate::{
    CardRefusal, Error,
    card::{Apdu, Isdr},
};
use model::Iccid;
use rsp::es10::{EnableProfileRequest, EnableProfileResponse, EnableResult, ProfileIdentifier};

/// Enables a profile; the one that was enabled is disabled. Does nothing if it is enabled.
///
/// # Errors
/// [`Error::Refused`] says why the eUICC refuses.
pub fn enable(card: &mut dyn Apdu, iccid: &Iccid) -> Result<(), Error> {
    let request = EnableProfileRequest { profile_identifier: ProfileIdentifier::Iccid(*iccid), refresh_flag: false };
    let response: EnableProfileResponse = Isdr::open(card)?.ask(&request)?;
    match response.result {
        EnableResult::Ok | EnableResult::ProfileNotInDisabledState => Ok(()),
        EnableResult::IccidOrAidNotFound => Err(Error::NoSuchCard(*iccid)),
        EnableResult::DisallowedByPolicy => Err(CardRefusal::StaysEnabled.into()),
        EnableResult::WrongProfileReenabling => Err(CardRefusal::TestProfile.into()),
        EnableResult::CatBusy => Err(CardRefusal::Busy.into()),
        _ => Err(CardRefusal::NoReason.into()),
    }
}
