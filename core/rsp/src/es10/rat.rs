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
    /// The operators that it allows them to; `EEEEEE` in the MCC/MNC is any.
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
    /// Whether this row is about `owner`: each nibble `E` of the row stands for any digit, an absent GID for any.
    #[must_use]
    pub fn fits(&self, owner: &OperatorId) -> bool {
        let digit = |rule: u8, value: u8| rule == 0xE || rule == value;
        self.allowed_operators.iter().any(|allowed| {
            let number = allowed.mcc_mnc.iter().zip(&owner.mcc_mnc);
            number.into_iter().all(|(r, v)| digit(r >> 4, v >> 4) && digit(r & 15, v & 15))
                && allowed.gid1.as_ref().is_none_or(|gid| owner.gid1.as_ref() == Some(gid))
                && allowed.gid2.as_ref().is_none_or(|gid| owner.gid2.as_ref() == Some(gid))
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
