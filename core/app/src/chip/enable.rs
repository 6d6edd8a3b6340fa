use super::{BUSY, NO_REASON};
use crate::{
    Error,
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
        EnableResult::DisallowedByPolicy => {
            Err(Error::Refused("the operator of the enabled card does not allow to disable it"))
        }
        EnableResult::WrongProfileReenabling => {
            Err(Error::Refused("a test profile is enabled: after it only the card before it can be"))
        }
        EnableResult::CatBusy => Err(Error::Refused(BUSY)),
        _ => Err(Error::Refused(NO_REASON)),
    }
}
