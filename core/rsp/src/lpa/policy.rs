use crate::es10::{PprFlags, ProfilePolicyAuthorisationRule};
use crate::metadata::{PprIds, StoreMetadataRequest};

/// What the card's rules authorisation table says of a profile (SGP.22 §2.9.2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Its policy rules are allowed; the user must agree to these.
    Allowed(PprIds),
    /// They are not.
    Forbidden,
}

/// `others`: whether an operational profile is installed already, which PPR1 does not bear beside it.
pub(super) fn judge(
    metadata: &StoreMetadataRequest,
    table: &[ProfilePolicyAuthorisationRule],
    others: bool,
) -> Verdict {
    let rules = metadata.rules();
    let mut to_agree = PprIds::NONE;
    for rule in [PprIds::PPR1, PprIds::PPR2] {
        if !rules.contains(rule) {
            continue;
        }
        if rule == PprIds::PPR1 && others {
            return Verdict::Forbidden;
        }
        let Some(owner) = &metadata.profile_owner else { return Verdict::Forbidden };
        // The first row that is about the rule and the operator decides.
        let Some(row) = table.iter().find(|row| row.ppr_ids.contains(rule) && row.fits(owner)) else {
            return Verdict::Forbidden;
        };
        if row.ppr_flags.contains(PprFlags::CONSENT_REQUIRED) {
            to_agree = to_agree | rule;
        }
    }
    Verdict::Allowed(to_agree)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::OperatorId;

    fn operator(mcc_mnc: [u8; 3]) -> OperatorId {
        OperatorId { mcc_mnc, gid1: None, gid2: None }
    }

    fn profile(rules: PprIds) -> StoreMetadataRequest {
        let iccid = "8900112233445566778".parse().expect("19 digits");
        let mut metadata = StoreMetadataRequest::new(iccid, "Operator", "Profile");
        metadata.profile_policy_rules = Some(rules);
        metadata.profile_owner = Some(operator([0x00, 0xF1, 0x10]));
        metadata
    }

    fn row(rules: PprIds, allowed: [u8; 3], flags: PprFlags) -> ProfilePolicyAuthorisationRule {
        ProfilePolicyAuthorisationRule { ppr_ids: rules, allowed_operators: vec![operator(allowed)], ppr_flags: flags }
    }

    #[test]
    fn the_first_row_that_fits_decides() {
        let any = [0xEE, 0xEE, 0xEE];
        let table = [
            row(PprIds::PPR1, [0x99, 0xF9, 0x10], PprFlags::NONE),
            row(PprIds::PPR1 | PprIds::PPR2, [0x00, 0xF1, 0x10], PprFlags::CONSENT_REQUIRED),
            row(PprIds::PPR2, any, PprFlags::NONE),
        ];
        assert_eq!(judge(&profile(PprIds::PPR1), &table, false), Verdict::Allowed(PprIds::PPR1));
        assert_eq!(judge(&profile(PprIds::PPR2), &table[2..], false), Verdict::Allowed(PprIds::NONE));
        assert_eq!(judge(&profile(PprIds::PPR1), &table[2..], false), Verdict::Forbidden);
        assert_eq!(judge(&profile(PprIds::PPR2), &[], false), Verdict::Forbidden);
    }

    #[test]
    fn ppr1_bears_no_other_profile_and_rules_need_an_owner() {
        let table = [row(PprIds::PPR1 | PprIds::PPR2, [0xEE, 0xEE, 0xEE], PprFlags::NONE)];
        assert_eq!(judge(&profile(PprIds::PPR1), &table, true), Verdict::Forbidden);
        assert_eq!(judge(&profile(PprIds::PPR2), &table, true), Verdict::Allowed(PprIds::NONE));
        let mut nobodys = profile(PprIds::PPR2);
        nobodys.profile_owner = None;
        assert_eq!(judge(&nobodys, &table, false), Verdict::Forbidden);
        assert_eq!(judge(&profile(PprIds::NONE), &[], true), Verdict::Allowed(PprIds::NONE));
    }
}
