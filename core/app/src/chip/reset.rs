use crate::{
    CardRefusal, Error,
    card::{Apdu, Isdr},
};
use rsp::es10::{EuiccMemoryResetRequest, EuiccMemoryResetResponse, ResetOptions, ResetResult};

/// eUICCMemoryReset: takes away what `options` name, whatever policy rules say. Says whether there was anything of the kind.
///
/// # Errors
/// [`Error::Refused`] says why the eUICC refuses.
pub fn reset(card: &mut dyn Apdu, options: ResetOptions) -> Result<bool, Error> {
    let response: EuiccMemoryResetResponse =
        Isdr::open(card)?.ask(&EuiccMemoryResetRequest { reset_options: options })?;
    match response.result {
        ResetResult::Ok => Ok(true),
        ResetResult::NothingToDelete => Ok(false),
        ResetResult::CatBusy => Err(CardRefusal::Busy.into()),
        _ => Err(CardRefusal::NoReason.into()),
    }
}
