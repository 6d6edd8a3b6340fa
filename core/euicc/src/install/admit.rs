//! Which profiles are taken: by what their metadata say, and by their keys.

use crate::{checks, isdr, state::State};
use rsp::{
    metadata::{PprIds, ProfileClass, StoreMetadataRequest},
    notification::ErrorReason as Reason,
};
use saip::{AkaAlgorithm, ResolvedProfile};

/// The most profiles that one eUICC holds.
const MOST_PROFILES: usize = 1_000;

/// Checks StoreMetadata (SGP.22 §5.5.3).
pub(super) fn metadata(metadata: &StoreMetadataRequest, state: &State) -> Result<(), Reason> {
    if !matches!(metadata.class(), ProfileClass::Operational | ProfileClass::Test) {
        return Err(Reason::UnsupportedProfileClass);
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

/// A test profile must not be able to authenticate to an operator's network (SGP.21 TPRO2): it is taken with the test
/// algorithm of TS 34.108 alone, which no such network uses.
pub(super) fn keys(resolved: &ResolvedProfile, class: ProfileClass) -> Result<(), Reason> {
    let harmless = |algorithm: &AkaAlgorithm| matches!(algorithm, AkaAlgorithm::UsimTest { .. });
    if class == ProfileClass::Test && !resolved.aka.iter().all(|aka| harmless(&aka.algorithm)) {
        return Err(Reason::TestProfileInstallFailedDueToInvalidNaaKey);
    }
    Ok(())
}
