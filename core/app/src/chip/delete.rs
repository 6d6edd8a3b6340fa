use crate::{
    CardRefusal, Error,
    card::{Apdu, Isdr},
};
use model::Iccid;
use rsp::es10::{DeleteProfileRequest, DeleteProfileResponse, DeleteResult, ProfileIdentifier};

/// Deletes a profile for good; an enabled one must be disabled first. The eUICC keeps a notification of it for its operator.
///
/// # Errors
/// [`Error::Refused`] says why the eUICC refuses.
pub fn delete(card: &mut dyn Apdu, iccid: &Iccid) -> Result<(), Error> {
    let request = DeleteProfileRequest { profile_identifier: ProfileIdentifier::Iccid(*iccid) };
    let response: DeleteProfileResponse = Isdr::open(card)?.ask(&request)?;
    match response.result {
        DeleteResult::Ok => Ok(()),
        DeleteResult::IccidOrAidNotFound => Err(Error::NoSuchCard(*iccid)),
        DeleteResult::ProfileNotInDisabledState => Err(CardRefusal::Enabled.into()),
        DeleteResult::DisallowedByPolicy => Err(CardRefusal::StaysInstalled.into()),
        _ => Err(CardRefusal::NoReason.into()),
    }
}
