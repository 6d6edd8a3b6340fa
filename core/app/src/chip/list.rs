use crate::{
    CardRefusal, Error,
    card::{Apdu, Isdr},
};
use rsp::{
    es10::{ProfileInfoListRequest, ProfileInfoListResponse},
    metadata::ProfileInfo,
};

/// Every profile of the eUICC that its user may see.
///
/// # Errors
/// [`Error::Card`].
pub fn list(card: &mut dyn Apdu) -> Result<Vec<ProfileInfo>, Error> {
    match Isdr::open(card)?.ask(&ProfileInfoListRequest::default())? {
        ProfileInfoListResponse::Ok(profiles) => Ok(profiles),
        ProfileInfoListResponse::Error(_) => Err(CardRefusal::Unlisted.into()),
    }
}
