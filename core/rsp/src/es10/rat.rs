use super::empty_request::empty_request;
use crate::message::{Message, MessageError, named_bits};
use crate::metadata::{OperatorId, PprIds};
use tlv::{Reader, Tag, Writer};

empty_request! {
    /// ES10b.GetRAT, BF43 (SGP.22 §5.7.22).
    GetRatRequest = 0xBF43
}

named_bits! {
    /// What else a rule asks for.
    pub struct PprFlags {
        /// The user must agree.
        CONSENT_REQUIRED = 0,
    }
}

/// One row of the rules authorisation table (SGP.22 §2.9.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfilePolicyAuthorisationRule {
    /// The policy rules that it allows.
    pub ppr_ids: PprIds,
    /// The operators that it allows them to; `EEEEEE` in the MCC/MNC is any, and so is an empty GID.
    pub allowed_operators: Vec<OperatorId>,
    /// Conditions.
    pub ppr_flags: PprFlags,
}

/// The rules authorisation table, BF43.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GetRatResponse {
    /// In order: the first row that fits decides.
    pub rat: Vec<ProfilePolicyAuthorisationRule>,
}

impl ProfilePolicyAuthorisationRule {
    /// Whether this row is about `owner` (SGP.22 §2.9.2): each nibble `E` of the row stands for any digit, an empty GID for
    /// any or none; a GID that the row leaves out is one that the owner must not have either.
    #[must_use]
    pub fn fits(&self, owner: &OperatorId) -> bool {
        let digit = |rule: u8, value: u8| rule == 0xE || rule == value;
        let gid = |rule: &Option<Vec<u8>>, value: &Option<Vec<u8>>| match rule {
            Some(any) if any.is_empty() => true,
            exact => exact == value,
        };
        self.allowed_operators.iter().any(|allowed| {
            let number = allowed.mcc_mnc.iter().zip(&owner.mcc_mnc);
            number.into_iter().all(|(r, v)| digit(r >> 4, v >> 4) && digit(r & 15, v & 15))
                && gid(&allowed.gid1, &owner.gid1)
                && gid(&allowed.gid2, &owner.gid2)
        })
    }
}

impl Message for GetRatResponse {
    const TAG: u32 = 0xBF43;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let mut rows = body.require(0xA0)?.children();
        let mut rat = Vec::new();
        while let Some(row) = rows.next()? {
            let fields = row.expect_tag(Tag::SEQUENCE)?.children();
            let mut operators = fields.require(0xA1)?.children();
            let mut allowed_operators = Vec::new();
            while let Some(operator) = operators.next()? {
                allowed_operators.push(OperatorId::read(&operator.expect_tag(Tag::SEQUENCE)?)?);
            }
            rat.push(ProfilePolicyAuthorisationRule {
                ppr_ids: PprIds::read(&fields.require(0x80)?)?,
                allowed_operators,
                ppr_flags: PprFlags::read(&fields.require(0x82)?)?,
            });
        }
        Ok(Self { rat })
    }

    fn write(&self, w: &mut Writer) {
        w.nest(0xA0u32, |w| {
            for row in &self.rat {
                w.nest(Tag::SEQUENCE, |w| {
                    row.ppr_ids.put(w, 0x80u32);
                    w.nest(0xA1u32, |w| row.allowed_operators.iter().for_each(|o| o.put(w, Tag::SEQUENCE.0)));
                    row.ppr_flags.put(w, 0x82u32);
                });
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: E5
    #[test]
    fn an_empty_gid_stands_for_any_and_an_absent_one_for_none() {
        let operator = |mcc_mnc, gid1: Option<&[u8]>, gid2: Option<&[u8]>| OperatorId {
            mcc_mnc,
            gid1: gid1.map(<[u8]>::to_vec),
            gid2: gid2.map(<[u8]>::to_vec),
        };
        let (own, any) = ([0x00, 0xF1, 0x10], [0xEE; 3]);
        let (none, empty, one, two) = (None, Some(&[][..]), Some(&[1][..]), Some(&[2][..]));
        let cases = [
            // The row's number, GID1 and GID2; the owner's; whether they fit.
            ((own, none, none), (own, none, none), true),
            ((own, none, none), ([0x99, 0xF9, 0x10], none, none), false),
            ((own, none, none), (own, one, none), false),
            ((own, none, none), (own, none, one), false),
            ((own, none, none), (own, empty, none), false),
            ((own, empty, empty), (own, none, none), true),
            ((own, empty, empty), (own, one, two), true),
            ((own, empty, none), (own, one, none), true),
            ((own, empty, none), (own, one, two), false),
            ((own, none, empty), (own, none, two), true),
            ((own, one, empty), (own, one, two), true),
            ((own, one, empty), (own, two, two), false),
            ((own, one, empty), (own, none, two), false),
            ((own, one, two), (own, one, two), true),
            ((any, empty, empty), ([0x99, 0xF9, 0x10], one, none), true),
            ((any, none, none), ([0x99, 0xF9, 0x10], one, none), false),
            (([0xE0, 0xF1, 0x1E], none, none), ([0x90, 0xF1, 0x14], none, none), true),
            (([0xE0, 0xF1, 0x1E], none, none), ([0x91, 0xF1, 0x14], none, none), false),
        ];
        for (row, owner, fits) in cases {
            let rule = ProfilePolicyAuthorisationRule {
                ppr_ids: PprIds::PPR1,
                allowed_operators: vec![operator(row.0, row.1, row.2)],
                ppr_flags: PprFlags::default(),
            };
            assert_eq!(rule.fits(&operator(owner.0, owner.1, owner.2)), fits, "{row:02X?} and {owner:02X?}");
        }
    }
}
