use super::{
    MessageError,
    wire::{clip, number, optional, tag, text},
};
use model::{Criterion, UnixTime};
use tlv::{Reader, Writer};

/// Why a kiosk does not do what a phone asks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No offer meets the selection.
    #[error("no offer matches ({criterion}): {detail}")]
    NoMatch {
        /// The criterion that failed.
        criterion: Criterion,
        /// What would match instead, in words.
        detail: String,
    },
    /// The class has no number left.
    #[error("this product is sold out here")]
    SoldOut,
    /// This phone, or the kiosk, has given out as many free cards as it may for now.
    #[error("the free quota is used up for now")]
    Quota {
        /// Seconds until it may be tried again.
        retry_after: u32,
    },
    /// The product is sold against a voucher only.
    #[error("this product needs a voucher or invitation code")]
    VoucherNeeded,
    /// The voucher is not one, or not for this product.
    #[error("the voucher is not valid for this product")]
    VoucherInvalid,
    /// The voucher was used.
    #[error("the voucher has been used")]
    VoucherUsed,
    /// The voucher's time is over.
    #[error("the voucher has expired")]
    VoucherExpired,
    /// The certificate request does not hold: signature, binding to this session, or attestation.
    #[error("the phone's certificate request is refused: {detail}")]
    CsrRejected {
        /// What is wrong with it.
        detail: String,
    },
    /// The product demands an eUICC of a higher assurance level than this phone's.
    #[error("this product needs a phone with better protected keys (level {needed}, this phone has {offered})")]
    AssuranceTooLow {
        /// The least level that the product takes.
        needed: u8,
        /// The phone's.
        offered: u8,
    },
    /// No driver or management program for this phone, and none is installed.
    #[error("there is no SIM program for this phone's system: {detail}")]
    PackageUnavailable {
        /// Which system.
        detail: String,
    },
    /// The sale is not authorised yet.
    #[error("the sale is not authorised yet")]
    NotAuthorised,
    /// The kiosk holds no such reservation (any more).
    #[error("the reservation has expired or never was")]
    UnknownMatchingId,
    /// The kiosk's or the phone's clock can't be right.
    #[error("a clock is wrong: the kiosk's says {kiosk}")]
    ClockWrong {
        /// The kiosk's clock.
        kiosk: UnixTime,
    },
    /// The kiosk was restored from a backup and sells nothing until it is reconciled.
    #[error("the kiosk is out of service until its operator has checked it")]
    OutOfService,
    /// Too much to do at this moment.
    #[error("the kiosk is busy")]
    Busy,
    /// The kiosk can't read the request, or does not know its kind.
    #[error("the kiosk does not understand the request")]
    NotUnderstood,
    /// Something failed inside the kiosk.
    #[error("the kiosk failed")]
    Internal,
    /// A reason of a newer kiosk.
    #[error("refused for reason {code}: {detail}")]
    Other {
        /// The reason's number.
        code: u32,
        /// The kiosk's words.
        detail: String,
    },
}

/// What to do about a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// The same request may succeed after this many seconds.
    RetryAfter(u32),
    /// Another choice, code or setting may succeed; the same again won't.
    ChangeSomething,
    /// Only the staff can help.
    AskStaff,
}

impl Refusal {
    /// What to do about it.
    #[must_use]
    pub const fn advice(&self) -> Advice {
        match self {
            Self::Busy => Advice::RetryAfter(2),
            Self::NotAuthorised => Advice::RetryAfter(5),
            Self::Quota { retry_after } => Advice::RetryAfter(*retry_after),
            Self::NoMatch { .. }
            | Self::SoldOut
            | Self::VoucherNeeded
            | Self::VoucherInvalid
            | Self::VoucherUsed
            | Self::VoucherExpired
            | Self::AssuranceTooLow { .. }
            | Self::PackageUnavailable { .. }
            | Self::CsrRejected { .. }
            | Self::UnknownMatchingId => Advice::ChangeSomething,
            Self::ClockWrong { .. }
            | Self::OutOfService
            | Self::NotUnderstood
            | Self::Internal
            | Self::Other { .. } => Advice::AskStaff,
        }
    }

    /// Whether the same request may succeed later, nothing else being changed.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self.advice(), Advice::RetryAfter(_))
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NoMatch { .. } => "Relax that criterion and search again.",
            Self::SoldOut => "Choose another product.",
            Self::Quota { .. } => "Wait, or choose a product that is paid for.",
            Self::VoucherNeeded => "Enter a voucher, or choose another product.",
            Self::VoucherInvalid => "Check the code for typing errors, or use another one.",
            Self::VoucherUsed | Self::VoucherExpired => "Use another voucher, or choose another product.",
            Self::CsrRejected { .. } => "Start again; if it stays, update the program on the phone.",
            Self::AssuranceTooLow { .. } => "Choose another product, or use a phone with a secure element.",
            Self::PackageUnavailable { .. } => "Install the program from its store, then try again.",
            Self::NotAuthorised => "Wait until the sale is authorised.",
            Self::UnknownMatchingId => "Reserve again.",
            Self::ClockWrong { .. } => "Compare the phone's clock with a clock; if it is right, tell the staff.",
            Self::OutOfService | Self::Internal | Self::Other { .. } => "Tell the staff.",
            Self::Busy => "Wait a moment.",
            Self::NotUnderstood => "Update the program on the phone, or tell the staff.",
        }
    }

    /// The reason's number on the wire; never given to another reason.
    #[must_use]
    pub const fn code(&self) -> u32 {
        match self {
            Self::NoMatch { .. } => 1,
            Self::SoldOut => 2,
            Self::Quota { .. } => 3,
            Self::VoucherNeeded => 4,
            Self::VoucherInvalid => 5,
            Self::VoucherUsed => 6,
            Self::VoucherExpired => 7,
            Self::CsrRejected { .. } => 8,
            Self::AssuranceTooLow { .. } => 9,
            Self::PackageUnavailable { .. } => 10,
            Self::NotAuthorised => 11,
            Self::UnknownMatchingId => 12,
            Self::ClockWrong { .. } => 13,
            Self::OutOfService => 14,
            Self::Busy => 15,
            Self::NotUnderstood => 16,
            Self::Internal => 17,
            Self::Other { code, .. } => *code,
        }
    }

    pub(super) fn write(&self, w: &mut Writer) {
        w.uint(tag(0), self.code().into());
        match self {
            Self::NoMatch { criterion, detail } => {
                w.text(tag(1), clip(detail));
                w.text(tag(2), criterion.as_str());
            }
            Self::CsrRejected { detail } | Self::PackageUnavailable { detail } | Self::Other { detail, .. } => {
                w.text(tag(1), clip(detail));
            }
            Self::Quota { retry_after } => w.uint(tag(3), (*retry_after).into()),
            Self::AssuranceTooLow { needed, offered } => w.put(tag(4), &[*needed, *offered]),
            Self::ClockWrong { kiosk } => w.uint(tag(5), kiosk.0),
            _ => {}
        }
    }

    pub(super) fn read(fields: &Reader<'_>) -> Result<Self, MessageError> {
        let code = number(&fields.require(tag(0))?)?;
        let detail = optional(fields, tag(1), text)?.unwrap_or_default();
        Ok(match code {
            1 => {
                // A criterion of a newer kiosk has no name here; its words say it all the same.
                let name = fields.find(tag(2))?.map(|t| t.value);
                match Criterion::ALL.into_iter().find(|c| Some(c.as_str().as_bytes()) == name) {
                    Some(criterion) => Self::NoMatch { criterion, detail },
                    None => Self::Other { code, detail },
                }
            }
            2 => Self::SoldOut,
            3 => Self::Quota { retry_after: number(&fields.require(tag(3))?)? },
            4 => Self::VoucherNeeded,
            5 => Self::VoucherInvalid,
            6 => Self::VoucherUsed,
            7 => Self::VoucherExpired,
            8 => Self::CsrRejected { detail },
            9 => {
                let [needed, offered] = fields.require(tag(4))?.as_array()?;
                Self::AssuranceTooLow { needed, offered }
            }
            10 => Self::PackageUnavailable { detail },
            11 => Self::NotAuthorised,
            12 => Self::UnknownMatchingId,
            13 => Self::ClockWrong { kiosk: UnixTime(fields.require(tag(5))?.as_u64()?) },
            14 => Self::OutOfService,
            15 => Self::Busy,
            16 => Self::NotUnderstood,
            17 => Self::Internal,
            _ => Self::Other { code, detail },
        })
    }
}
