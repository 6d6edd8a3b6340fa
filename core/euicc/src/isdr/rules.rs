//! The rules authorisation table (SGP.22 §2.9.2, §5.7.22): which policy rules a profile may bring.

use rsp::{
    es10::{GetRatResponse, PprFlags, ProfilePolicyAuthorisationRule},
    metadata::{OperatorId, PprIds, StoreMetadataRequest},
};

/// Any operator may forbid deletion and disabling of its profile, if the user agrees.
pub(super) fn table() -> GetRatResponse {
    GetRatResponse {
        rat: vec![ProfilePolicyAuthorisationRule {
            ppr_ids: PprIds::PPR1 | PprIds::PPR2,
            // Any digits, and any GID or none.
            allowed_operators: vec![OperatorId {
                mcc_mnc: [0xEE, 0xEE, 0xEE],
                gid1: Some(Vec::new()),
                gid2: Some(Vec::new()),
            }],
            ppr_flags: PprFlags::CONSENT_REQUIRED,
        }],
    }
}

/// Whether the table allows the rules that `metadata` brings. Rules without an owner are allowed to nobody.
pub(crate) fn allowed(metadata: &StoreMetadataRequest) -> bool {
    let rules = metadata.rules();
    if !rules.intersects(PprIds::PPR1 | PprIds::PPR2) {
        return true;
    }
    let Some(owner) = &metadata.profile_owner else { return false };
    [PprIds::PPR1, PprIds::PPR2]
        .into_iter()
        .filter(|rule| rules.contains(*rule))
        .all(|rule| table().rat.iter().any(|row| row.ppr_ids.contains(rule) && row.fits(owner)))
}
