//! A bound profile package becomes a profile (SGP.22 §2.5, §5.5, §5.7.6): opened segment by segment, collected, worked out, and
//! made durable in one step together with its signed result.

mod convert;
mod finish;

pub(crate) use finish::finish;

use crate::{
    isdr,
    state::{Prepared, State},
};
use rsp::{
    bpp::{OpenError, Opener, Part},
    crypto::OneTimeKey,
    message::Raw,
    metadata::StoreMetadataRequest,
    notification::{BppCommandId, ErrorReason},
};
use uicc::Profile;
use zeroize::Zeroizing;

/// The largest profile package that is taken, unprotected, in bytes.
pub(crate) const LARGEST_PACKAGE: u32 = 1 << 20;

/// Why a package was not installed, as its result will say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) command: BppCommandId,
    pub(crate) reason: ErrorReason,
    pub(crate) sima_response: Option<Vec<u8>>,
}

/// What a whole package came to.
pub(crate) struct Opened {
    pub(crate) metadata: Raw<StoreMetadataRequest>,
    pub(crate) profile: Profile,
    pub(crate) sima_response: Vec<u8>,
}

/// A package that is being loaded. A reset or another function forgets it.
pub(crate) struct Installation {
    pub(crate) prepared: Prepared,
    opener: Opener,
    metadata: Option<Raw<StoreMetadataRequest>>,
    elements: Zeroizing<Vec<u8>>,
}

impl Installation {
    /// Begins to load the package that was prepared for.
    pub(crate) fn begin(state: &State) -> Option<Self> {
        let prepared = state.prepared.clone()?;
        let key: &[u8; 32] = prepared.one_time_key.expose().try_into().ok()?;
        let key = OneTimeKey::from_bytes(key).ok()?;
        let opener = Opener::new(prepared.transaction_id.clone(), *state.eid(), prepared.binding_key, key);
        Some(Self { prepared, opener, metadata: None, elements: Zeroizing::default() })
    }

    /// Takes the next piece; the last one gives the profile.
    pub(crate) fn piece(&mut self, data: &[u8], state: &State) -> Result<Option<Opened>, Broken> {
        for part in self.opener.feed(data).map_err(|error| broken(&error))? {
            match part {
                Part::StoreMetadata(metadata) => {
                    check(&metadata, state)?;
                    self.metadata = Some(metadata);
                }
                Part::Profile(plain) => self.collect(&plain)?,
                Part::End => return self.open().map(Some),
                Part::SecureChannel | Part::ConfigureIsdp(_) | Part::SessionKeysReplaced => {}
            }
        }
        Ok(None)
    }

    fn collect(&mut self, plain: &[u8]) -> Result<(), Broken> {
        if self.elements.len() + plain.len() > LARGEST_PACKAGE as usize {
            return Err(in_elements(ErrorReason::InstallFailedDueToInsufficientMemoryForProfile, None));
        }
        self.elements.extend_from_slice(plain);
        Ok(())
    }

    fn open(&mut self) -> Result<Opened, Broken> {
        let unknown = || in_elements(ErrorReason::InstallFailedDueToUnknownError, None);
        let metadata = self.metadata.take().ok_or_else(unknown)?;
        let pe_error = |error: saip::Error| {
            in_elements(ErrorReason::InstallFailedDueToPeProcessingError, Some(error.response().encode()))
        };
        let package = saip::Package::parse(&self.elements).map_err(pe_error)?;
        let resolved = saip::resolve(&package).map_err(pe_error)?;
        if resolved.iccid != metadata.iccid {
            return Err(in_elements(ErrorReason::InstallFailedDueToDataMismatch, None));
        }
        let profile = convert::profile(&resolved).map_err(|error| {
            let status = saip::PeStatus::new(convert::problem(&error), None);
            let response = saip::EuiccResponse { statuses: vec![status], aborted: true };
            in_elements(ErrorReason::InstallFailedDueToPeProcessingError, Some(response.encode()))
        })?;
        Ok(Opened { metadata, profile, sima_response: resolved.response().encode() })
    }
}

fn check(metadata: &StoreMetadataRequest, state: &State) -> Result<(), Broken> {
    let refuse = |reason| Err(Broken { command: BppCommandId::StoreMetadata, reason, sima_response: None });
    if state.profiles.contains_key(&metadata.iccid) {
        return refuse(ErrorReason::InstallFailedDueToIccidAlreadyExistsOnEuicc);
    }
    if !isdr::rules_allow(metadata) {
        return refuse(ErrorReason::PprNotAllowed);
    }
    Ok(())
}

fn broken(error: &OpenError) -> Broken {
    Broken { command: error.command, reason: error.reason(), sima_response: None }
}

const fn in_elements(reason: ErrorReason, sima_response: Option<Vec<u8>>) -> Broken {
    Broken { command: BppCommandId::LoadProfileElements, reason, sima_response }
}
