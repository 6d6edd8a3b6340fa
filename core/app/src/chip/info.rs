use crate::{
    Error,
    card::{Apdu, CardError, Isdr},
};
use model::Eid;
use rsp::{
    Message,
    es10::{
        EuiccConfiguredAddressesRequest, EuiccConfiguredAddressesResponse, EuiccInfo1, EuiccInfo2, GetEuiccDataRequest,
        GetEuiccDataResponse, GetEuiccInfo1Request, GetEuiccInfo2Request,
    },
};

/// What an eUICC says of itself.
#[derive(Debug, Clone)]
pub struct ChipInfo {
    /// Its number.
    pub eid: Eid,
    /// Versions and CI keys, as every server is told. None of a card that says it in no form that can be read.
    pub info1: Option<EuiccInfo1>,
    /// What it can do and has room for.
    pub info2: Option<EuiccInfo2>,
    /// Where it looks for profiles by itself.
    pub addresses: Option<EuiccConfiguredAddressesResponse>,
}

impl ChipInfo {
    /// Bytes free for profiles, if the card tells (extended card resources, tag 82; TS 102 226 §8.2.1.7.2).
    #[must_use]
    pub fn free_memory(&self) -> Option<u64> {
        let resources = &self.info2.as_ref()?.ext_card_resource;
        tlv::Reader::new(resources).find(0x82).ok()??.as_u64().ok()
    }
}

/// Asks an eUICC what it is. An eUICC that has a number is told of even where the rest of what it says can't be read.
///
/// # Errors
/// [`Error::Card`]; status `6A82` if the card is no eUICC.
pub fn info(card: &mut dyn Apdu) -> Result<ChipInfo, Error> {
    let mut isdr = Isdr::open(card)?;
    let GetEuiccDataResponse { eid_value } = isdr.ask(&GetEuiccDataRequest)?;
    Ok(ChipInfo {
        eid: eid_value,
        info1: told(&mut isdr, &GetEuiccInfo1Request)?,
        info2: told(&mut isdr, &GetEuiccInfo2Request)?,
        addresses: told(&mut isdr, &EuiccConfiguredAddressesRequest)?,
    })
}

fn told<A: Message>(isdr: &mut Isdr<'_>, request: &impl Message) -> Result<Option<A>, CardError> {
    match isdr.ask(request) {
        Ok(answer) => Ok(Some(answer)),
        Err(error @ (CardError::Status { .. } | CardError::Malformed(_))) => {
            tracing::warn!(%error, "the eUICC does not say all of itself");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
