use super::Failure;
use crate::es10::CancelSessionReason;
use crate::es11::EventEntry;
use crate::notification::{PendingNotification, ProfileInstallationResult};
use crate::rpm::LoadRpmPackageResultSigned;

/// How a session ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The eUICC has loaded the package; its signed result says how that went, and is the server's to hear.
    Loaded {
        /// The result.
        result: Box<ProfileInstallationResult>,
        /// The same as a notification, to be delivered.
        notification: Box<PendingNotification>,
    },
    /// The eUICC has carried out commands, or says why not; its signed result is the server's to hear.
    Commanded {
        /// The result.
        result: Box<LoadRpmPackageResultSigned>,
        /// The same as a notification, to be delivered.
        notification: Box<PendingNotification>,
        /// Whether the server has more commands: to be asked for in another session.
        pending: bool,
    },
    /// The server is an SM-DS, and these are the events that wait for the eUICC.
    Discovered {
        /// In the server's order.
        events: Vec<EventEntry>,
    },
    /// There is no profile.
    Failed {
        /// Why.
        failure: Failure,
        /// The reason under which the session was cancelled, if the server heard of it.
        cancelled: Option<CancelSessionReason>,
    },
}

impl Outcome {
    /// Whether a kept package is still of use ([`super::Session::resume`]): the card went away while it was loaded.
    #[must_use]
    pub const fn keeps_package(&self) -> bool {
        matches!(self, Self::Failed { failure: Failure::Interrupted(_), .. })
    }
}
