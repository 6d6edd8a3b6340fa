use crate::{
    MessageError,
    es10::{AuthenticateErrorCode, CancelSessionReason, DownloadErrorCode},
    notification::{PendingNotification, ProfileInstallationResult},
    reason::StatusCode,
    version::VersionRefused,
};

/// Why there is no profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The server refused.
    #[error("the server refused {function}: {status}")]
    Refused {
        /// The ES9+ function.
        function: &'static str,
        /// Subject and reason.
        status: StatusCode,
    },
    /// Phone and server have no version in common (E3). Another server may fit.
    #[error(transparent)]
    Version(VersionRefused),
    /// The server signed another address than it was asked at: somebody may stand in the middle.
    #[error("the server says that it is {found}, not {asked}")]
    ServerAddress {
        /// Where it was asked.
        asked: String,
        /// What it signed.
        found: String,
    },
    /// A message belongs to another session.
    #[error("the server answered for another session")]
    Session,
    /// The eUICC does not take the server.
    #[error("the eUICC does not trust the server: {0:?}")]
    Authentication(AuthenticateErrorCode),
    /// The eUICC does not prepare the download.
    #[error("the eUICC does not take the server's offer: {0:?}")]
    Download(DownloadErrorCode),
    /// A confirmation code is needed and none was given.
    #[error("a confirmation code is needed")]
    NoCode,
    /// The user did not agree.
    #[error("the download was {0}")]
    NotAgreed(&'static str),
    /// The package is not the one that the user agreed to.
    #[error("the package is not what the user agreed to")]
    Metadata,
    /// A message can't be read.
    #[error("{from} sent what can't be read: {error}")]
    Malformed {
        /// `the server` or `the eUICC`.
        from: &'static str,
        /// What is wrong.
        error: MessageError,
    },
    /// The eUICC failed.
    #[error("the eUICC failed: {0}")]
    Card(String),
    /// The server can't be reached. The session is over; the order is not.
    #[error("the server can't be reached: {0}")]
    Unreachable(String),
    /// The package could not be kept.
    #[error("the package could not be kept: {0}")]
    Storage(String),
}

impl Failure {
    /// Whether the same download may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(
            self,
            Self::NoCode
                | Self::Card(_)
                | Self::Unreachable(_)
                | Self::Storage(_)
                | Self::Session
                | Self::Malformed { .. }
        )
    }

    /// The reason that a cancellation gives for it (SGP.22 §5.7.14).
    pub(super) fn reason(&self) -> CancelSessionReason {
        match self {
            Self::NotAgreed("rejected") => CancelSessionReason::EndUserRejection,
            Self::NotAgreed("postponed") => CancelSessionReason::Postponed,
            Self::NotAgreed("not answered") => CancelSessionReason::Timeout,
            Self::NotAgreed(_) => CancelSessionReason::PprNotAllowed,
            Self::NoCode => CancelSessionReason::Postponed,
            Self::Metadata => CancelSessionReason::MetadataMismatch,
            _ => CancelSessionReason::UndefinedReason,
        }
    }
}

/// How a download ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The eUICC has loaded the package; its signed result says how that went, and is the server's to hear.
    Loaded {
        /// The result.
        result: Box<ProfileInstallationResult>,
        /// The same as a notification, to be delivered.
        notification: Box<PendingNotification>,
    },
    /// There is no profile.
    Failed {
        /// Why.
        failure: Failure,
        /// The reason under which the session was cancelled, if the server heard of it.
        cancelled: Option<CancelSessionReason>,
    },
}
