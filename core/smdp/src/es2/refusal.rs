use crate::order::WrongState;
use rsp::json::{FunctionExecutionStatus, ResponseHeader, StatusCodeData};
use rsp::reason::StatusCode;

/// A check of ES2+ that said no. [`OrderRefused::header`] is what the operator is told; the text is for the server's own log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrderRefused {
    /// Neither a profile nor a type is named.
    #[error("neither an ICCID nor a profile type is given")]
    NothingNamed,
    /// CancelOrder without what it needs.
    #[error("{what} is not given")]
    Missing {
        /// The member's name.
        what: &'static str,
    },
    /// There is no such profile.
    #[error("there is no profile {iccid}")]
    UnknownProfile {
        /// As it was asked for.
        iccid: String,
    },
    /// The profile is another operator's.
    #[error("profile {iccid} is another operator's")]
    OthersProfile {
        /// The profile.
        iccid: String,
    },
    /// The profile is not to be had: ordered, or downloaded, already.
    #[error("profile {iccid} is in use")]
    InUse {
        /// The profile.
        iccid: String,
    },
    /// The order is not where this function begins.
    #[error("profile {iccid}: {why}")]
    Transition {
        /// The profile.
        iccid: String,
        /// Where it is.
        why: WrongState,
    },
    /// There is no such type.
    #[error("there is no profile type {profile_type:?}")]
    UnknownType {
        /// As it was asked for.
        profile_type: String,
    },
    /// The type is another operator's.
    #[error("profile type {profile_type:?} is another operator's")]
    OthersType {
        /// The type.
        profile_type: String,
    },
    /// None of the type is left.
    #[error("no profile of type {profile_type:?} is left")]
    NoneLeft {
        /// The type.
        profile_type: String,
    },
    /// The profile is of another type than was asked for.
    #[error("profile is of type {found:?}, not {profile_type:?}")]
    OtherType {
        /// As it was asked for.
        profile_type: String,
        /// The profile's.
        found: String,
    },
    /// There can be no such eUICC.
    #[error("there is no eUICC {eid}")]
    UnknownEid {
        /// As it was given.
        eid: String,
    },
    /// An eUICC must be named: the order is for one, has no other name, or is to be announced.
    #[error("an EID is needed")]
    EidMissing,
    /// ConfirmOrder names another eUICC than DownloadOrder did.
    #[error("the order is for another eUICC than {eid}")]
    OtherEid {
        /// As it was given.
        eid: String,
    },
    /// CancelOrder names another eUICC than the order's.
    #[error("profile {iccid} is not ordered for that eUICC")]
    NotForEid {
        /// The profile.
        iccid: String,
    },
    /// Another order has this name.
    #[error("the matching id {matching_id:?} is in use")]
    MatchingIdInUse {
        /// As it was given.
        matching_id: String,
    },
    /// No order can have this name.
    #[error("no matching id is written so: {matching_id:?}")]
    MatchingIdForm {
        /// As it was given.
        matching_id: String,
    },
    /// An order that is to be announced needs a name.
    #[error("a matching id is needed where an SM-DS is named")]
    MatchingIdMissing,
    /// The order has another name.
    #[error("the order's matching id is not {matching_id:?}")]
    OtherMatchingId {
        /// As it was given.
        matching_id: String,
    },
    /// The SM-DS can't be reached.
    #[error("the SM-DS {address:?} can't be reached")]
    SmdsInaccessible {
        /// As it was given.
        address: String,
    },
    /// The SM-DS does not take the event, or does not take it back.
    #[error("the SM-DS {address:?} failed")]
    SmdsFailed {
        /// As it was given.
        address: String,
    },
}

impl OrderRefused {
    /// Subject and reason (SGP.22 §5.2.6, tables of §5.3).
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        let (subject, reason) = match self {
            Self::NothingNamed => ("8.2.1", "2.3"),
            Self::Missing { .. } => ("8.2.1", "2.2"),
            Self::UnknownProfile { .. } => ("8.2.1", "3.9"),
            Self::OthersProfile { .. } => ("8.2.1", "1.2"),
            Self::InUse { .. } => ("8.2.1", "3.3"),
            Self::Transition { .. } => ("8.2.1", "3.5"),
            Self::NotForEid { .. } => ("8.2.1", "3.10"),
            Self::UnknownType { .. } => ("8.2.5", "3.9"),
            Self::OthersType { .. } => ("8.2.5", "1.2"),
            Self::NoneLeft { .. } => ("8.2.5", "3.7"),
            Self::OtherType { .. } => ("8.2.5", "3.8"),
            Self::UnknownEid { .. } => ("8.1.1", "3.9"),
            Self::EidMissing => ("8.1.1", "2.2"),
            Self::OtherEid { .. } => ("8.1.1", "3.10"),
            Self::MatchingIdInUse { .. } => ("8.2.6", "3.3"),
            Self::MatchingIdForm { .. } => ("8.2.6", "2.1"),
            Self::MatchingIdMissing => ("8.2.6", "2.2"),
            Self::OtherMatchingId { .. } => ("8.2.6", "3.10"),
            Self::SmdsInaccessible { .. } => ("8.9", "5.1"),
            Self::SmdsFailed { .. } => ("8.9", "4.2"),
        };
        StatusCode::new(subject, reason)
    }

    /// Whether the same call may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::NoneLeft { .. } | Self::SmdsInaccessible { .. } | Self::SmdsFailed { .. })
    }

    /// What the operator can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NothingNamed | Self::Missing { .. } | Self::EidMissing | Self::MatchingIdMissing => {
                "Name it in the call."
            }
            Self::UnknownProfile { .. }
            | Self::UnknownType { .. }
            | Self::UnknownEid { .. }
            | Self::OtherType { .. } => "Compare the call with the stock and with what the card says.",
            Self::OthersProfile { .. } | Self::OthersType { .. } => "Order from your own stock.",
            Self::InUse { .. } | Self::Transition { .. } => "Look where the order stands; order another profile.",
            Self::OtherEid { .. } | Self::NotForEid { .. } | Self::OtherMatchingId { .. } => {
                "Call with what the order was made with, or cancel it and order anew."
            }
            Self::MatchingIdInUse { .. } | Self::MatchingIdForm { .. } => {
                "Choose another matching id of letters, digits and hyphens, or let the server make one."
            }
            Self::NoneLeft { .. } => "Put more of this type into the stock.",
            Self::SmdsInaccessible { .. } | Self::SmdsFailed { .. } => "Try again once the SM-DS answers.",
        }
    }

    /// What it is about, as the operator named it.
    fn subject_identifier(&self) -> Option<&str> {
        match self {
            Self::UnknownProfile { iccid }
            | Self::OthersProfile { iccid }
            | Self::InUse { iccid }
            | Self::Transition { iccid, .. }
            | Self::NotForEid { iccid } => Some(iccid),
            Self::UnknownType { profile_type }
            | Self::OthersType { profile_type }
            | Self::NoneLeft { profile_type }
            | Self::OtherType { profile_type, .. } => Some(profile_type),
            Self::UnknownEid { eid } | Self::OtherEid { eid } => Some(eid),
            Self::MatchingIdInUse { matching_id }
            | Self::MatchingIdForm { matching_id }
            | Self::OtherMatchingId { matching_id } => Some(matching_id),
            Self::SmdsInaccessible { address } | Self::SmdsFailed { address } => Some(address),
            Self::NothingNamed | Self::Missing { .. } | Self::EidMissing | Self::MatchingIdMissing => None,
        }
    }

    /// The header of the answer.
    #[must_use]
    pub fn header(&self) -> ResponseHeader {
        let status = self.status();
        let data = StatusCodeData {
            subject_code: status.subject.into_owned(),
            reason_code: status.reason.into_owned(),
            subject_identifier: self.subject_identifier().map(str::to_owned),
            message: Some(self.to_string()),
        };
        ResponseHeader { function_execution_status: FunctionExecutionStatus::failed(data) }
    }
}
