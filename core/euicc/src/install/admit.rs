//! Which profiles are taken: by what their metadata say, and by their keys.

use crate::{checks, isdr, state::State};
use rsp::{
    metadata::{PprIds, ProfileClass, StoreMetadataRequest},
    notification::ErrorReason as Reason,
};
use saip::ResolvedProfile;

/// The most profiles that one eUICC holds.
pub(crate) const MOST_PROFILES: usize = 1_000;

/// Checks StoreMetadata (SGP.22 §5.5.3).
pub(super) fn metadata(metadata: &StoreMetadataRequest, state: &State) -> Result<(), Reason> {
    if !matches!(metadata.class(), ProfileClass::Operational | ProfileClass::Test) {
        return Err(Reason::UnsupportedProfileClass);
    }
    if metadata.icon.is_some() && metadata.icon_type.is_none() {
        return Err(Reason::IncorrectInputValues);
    }
    if state.profiles.contains_key(&metadata.iccid) && checks::ICCID.on() {
        return Err(Reason::InstallFailedDueToIccidAlreadyExistsOnEuicc);
    }
    // A profile that can't be disabled would lock out those that are there.
    let others = state.profiles.values().any(|entry| !entry.is_test());
    if !isdr::rules_allow(metadata) || others && metadata.rules().contains(PprIds::PPR1) {
        return Err(Reason::PprNotAllowed);
    }
    if state.profiles.len() >= MOST_PROFILES {
        return Err(Reason::InstallFailedDueToInsufficientMemoryForProfile);
    }
    Ok(())
}

/// K of the test USIM (TS 34.108 §8.1.2).
const TEST_K: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/// A test profile must not be able to authenticate to an operator's network (SGP.21 TPRO2): its keys are all zeros, or that
/// of the test USIM (SGP.22 §2.4.5.3), whatever the algorithm.
pub(super) fn keys(resolved: &ResolvedProfile, class: ProfileClass) -> Result<(), Reason> {
    let harmless = |ki: &[u8]| ki.iter().all(|byte| *byte == 0) || ki == TEST_K;
    if class == ProfileClass::Test && !resolved.aka.iter().all(|aka| harmless(aka.ki.expose())) {
        return Err(Reason::TestProfileInstallFailedDueToInvalidNaaKey);
    }
    Ok(())
}
