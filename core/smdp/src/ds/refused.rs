use rsp::json::{FunctionExecutionStatus, ResponseHeader, StatusCodeData};
use rsp::reason::StatusCode;

/// A check of ES12 that said no. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventRefused {
    /// There can be no such eUICC.
    #[error("there is no eUICC {eid}")]
    UnknownEid {
        /// As it was given.
        eid: String,
    },
    /// A member is empty, too long, or no text to show.
    #[error("{what} is empty, too long or malformed")]
    Malformed {
        /// The member.
        what: &'static str,
    },
    /// It is registered already.
    #[error("event {event_id} is registered already")]
    Exists {
        /// As it was given.
        event_id: String,
    },
    /// There is no such event for this eUICC.
    #[error("there is no event {event_id} for this eUICC")]
    Unknown {
        /// As it was given.
        event_id: String,
    },
}

impl EventRefused {
    /// Subject and reason (SGP.22 §5.2.6, tables of §5.9). Of an EID that can't be, and of a malformed member, no table says a pair: those of
    /// other functions are taken.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        let (subject, reason) = match self {
            Self::UnknownEid { .. } => ("8.1.1", "3.9"),
            Self::Malformed { .. } => ("1.6", "2.1"),
            Self::Exists { .. } => ("8.9.5", "3.3"),
            Self::Unknown { .. } => ("8.9.5", "3.9"),
        };
        StatusCode::new(subject, reason)
    }

    /// Whether the same call may succeed later: not by itself.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What whoever runs the SM-DP+ can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::UnknownEid { .. } => "Compare the EID with what the card says.",
            Self::Malformed { .. } => "Name the event and the server, as LPAs are to read them.",
            Self::Exists { .. } => "Nothing; or choose another id for another event.",
            Self::Unknown { .. } => "Nothing: it is not announced any more.",
        }
    }

    /// The header of the answer.
    #[must_use]
    pub fn header(&self) -> ResponseHeader {
        let status = self.status();
        let data = StatusCodeData {
            subject_code: status.subject.into_owned(),
            reason_code: status.reason.into_owned(),
            subject_identifier: match self {
                Self::UnknownEid { eid } => Some(eid.clone()),
                Self::Exists { event_id } | Self::Unknown { event_id } => Some(event_id.clone()),
                Self::Malformed { .. } => None,
            },
            message: Some(self.to_string()),
        };
        ResponseHeader { function_execution_status: FunctionExecutionStatus::failed(data) }
    }
}
