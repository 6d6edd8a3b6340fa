use crate::bpp::BadFrame;
use crate::cert::Role;
use crate::es10::{AuthenticateErrorCode, CancelSessionReason, DownloadErrorCode};
use crate::message::MessageError;
use crate::reason::{Retry, StatusCode, explain};
use crate::rpm::LoadRpmPackageErrorCodeNotSigned;
use crate::version::VersionRefused;

/// Why the eUICC gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CardFailure {
    /// It refused with this status.
    #[error("it refused with status {0:04X}")]
    Status(u16),
    /// It is not reached.
    #[error("{0}")]
    Unreachable(String),
}

impl CardFailure {
    /// Whether the same may succeed later: a card may have been busy or away.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        true
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Status(_) => "Try again; if it stays, this card can't be used.",
            Self::Unreachable(_) => "Put the card in its place, then try again.",
        }
    }
}

impl From<String> for CardFailure {
    fn from(why: String) -> Self {
        Self::Unreachable(why)
    }
}

/// Why there is no profile. [`Failure::retry`] says whether trying again helps, [`Failure::advice`] what the user can
/// do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The server refused.
    #[error("the server refused {function}: {}", in_words(.status))]
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
    /// The server is not the one whose object identifier the activation code names.
    #[error("the server is not the one with the object identifier {asked}")]
    ServerOid {
        /// As the activation code says.
        asked: String,
    },
    /// The server proves itself as another kind of server than the one it was asked as.
    #[error("the server is {}, not {wanted}", kind(*.found))]
    ServerRole {
        /// What it was asked as.
        wanted: &'static str,
        /// What its certificate is for.
        found: Role,
    },
    /// The server signed another challenge than the eUICC's.
    #[error("the server signed another challenge than the eUICC's")]
    Challenge,
    /// A message belongs to another session.
    #[error("the server answered for another session")]
    Session,
    /// The server answered another function than it was asked for.
    #[error("the server answered another request")]
    Function,
    /// The eUICC does not take the server.
    #[error("the eUICC does not trust the server: {0}")]
    Authentication(AuthenticateErrorCode),
    /// The eUICC does not prepare the download.
    #[error("the eUICC does not take the server's offer: {0}")]
    Download(DownloadErrorCode),
    /// The eUICC's rules don't allow the profile's policy rules.
    #[error("the eUICC does not allow the profile's policy rules")]
    PolicyRules,
    /// A confirmation code is needed and none was given.
    #[error("a confirmation code is needed")]
    NoCode,
    /// The user did not agree, or whoever runs the download ended it.
    #[error("the download was {}", said(*.0))]
    NotAgreed(CancelSessionReason),
    /// The package is not the one that the user agreed to.
    #[error("the package is not what the user agreed to")]
    Metadata,
    /// The package is none.
    #[error("the package is malformed: {0}")]
    Package(BadFrame),
    /// A message can't be read.
    #[error("{from} sent what can't be read: {error}")]
    Malformed {
        /// `the server` or `the eUICC`.
        from: &'static str,
        /// What is wrong.
        error: MessageError,
    },
    /// The server, or the version that both sides have, knows no commands.
    #[error("the server does not manage cards from afar at the version that both sides have")]
    NoCommands,
    /// The server's commands can't be read by this version.
    #[error("the server sent commands that can't be read")]
    Commands,
    /// The eUICC carried out none of the commands, and signed nothing.
    #[error("the eUICC did not load the server's commands: {0:?}")]
    CommandsNotLoaded(LoadRpmPackageErrorCodeNotSigned),
    /// The eUICC failed.
    #[error("the eUICC failed: {0}")]
    Card(CardFailure),
    /// The eUICC took the whole package and gave no result.
    #[error("the eUICC took the whole package and gave no result")]
    NoResult,
    /// The eUICC went away while it loaded the package, which is kept.
    #[error("the installation was interrupted: {0}")]
    Interrupted(String),
    /// The server can't be reached. The session is over; the order is not.
    #[error("the server can't be reached: {0}")]
    Unreachable(String),
    /// The package could not be kept.
    #[error("the package could not be kept: {0}")]
    Storage(String),
}

const fn kind(found: Role) -> &'static str {
    match found {
        Role::DpAuth => "an SM-DP+, which gives profiles",
        Role::DsAuth => "an SM-DS, which knows where profiles wait",
        _ => "something else",
    }
}

fn in_words(status: &StatusCode) -> String {
    match explain(status) {
        Some(row) => format!("{} ({status})", row.text),
        None => format!("status {status}"),
    }
}

const fn said(reason: CancelSessionReason) -> &'static str {
    match reason {
        CancelSessionReason::EndUserRejection => "rejected",
        CancelSessionReason::Postponed => "postponed",
        CancelSessionReason::Timeout => "not answered",
        CancelSessionReason::PprNotAllowed => "refused because of its policy rules",
        _ => "ended",
    }
}

impl Failure {
    /// Whether the same download may succeed later.
    #[must_use]
    pub fn retrying_helps(&self) -> bool {
        self.retry() != Retry::Never
    }

    /// Whether trying again helps, and how.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Interrupted(_) | Self::Unreachable(_) => Retry::Later,
            Self::Card(_)
            | Self::NoResult
            | Self::Session
            | Self::Challenge
            | Self::Function
            | Self::Package(_)
            | Self::Malformed { .. }
            | Self::CommandsNotLoaded(_)
            | Self::Authentication(
                AuthenticateErrorCode::NoSessionContext | AuthenticateErrorCode::EuiccChallengeMismatch,
            )
            | Self::Download(DownloadErrorCode::NoSessionContext | DownloadErrorCode::InvalidTransactionId) => {
                Retry::NewSession
            }
            Self::NotAgreed(CancelSessionReason::Postponed | CancelSessionReason::Timeout) => Retry::NewSession,
            Self::NoCode
            | Self::Storage(_)
            | Self::ServerAddress { .. }
            | Self::ServerOid { .. }
            | Self::ServerRole { .. } => Retry::AfterCorrection,
            Self::Refused { status, .. } => explain(status).map_or(Retry::Never, |row| row.retry),
            Self::Version(_)
            | Self::Authentication(_)
            | Self::Download(_)
            | Self::Metadata
            | Self::Commands
            | Self::NoCommands
            | Self::PolicyRules
            | Self::NotAgreed(_) => Retry::Never,
        }
    }

    /// What the user can do.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Refused { status, .. } => {
                explain(status).map_or("tell the operator the two numbers", |row| row.advice)
            }
            Self::Version(_) => "update this program, or try another server",
            Self::ServerAddress { .. } | Self::ServerOid { .. } => {
                "check the address in the activation code, or scan the code again"
            }
            Self::ServerRole { .. } => "check the address: profiles are fetched from an SM-DP+, looked for at an SM-DS",
            Self::Session | Self::Challenge | Self::Function => {
                "try again; if it stays, what the server sends is changed on its way"
            }
            Self::Malformed { .. } | Self::Package(_) => "try again; if it stays, tell the operator",
            Self::Authentication(_) => "use a card that trusts this operator's root, or another server",
            Self::Download(_) => "try again; if it stays, tell the operator",
            Self::PolicyRules => "delete the profiles in the card, or ask the operator for one without such rules",
            Self::NoCode => "ask the operator for the confirmation code, and start again",
            Self::NotAgreed(CancelSessionReason::Postponed | CancelSessionReason::Timeout) => {
                "start again when it suits you: the order stays"
            }
            Self::NotAgreed(_) => "order again if you change your mind",
            Self::Commands => "update this program, or tell the operator",
            Self::NoCommands => "ask another server: this one has nothing to say to cards that it gave out",
            Self::CommandsNotLoaded(_) => "try again; if it stays, tell the operator",
            Self::Metadata => "do not try again: tell the operator",
            Self::Card(_) | Self::NoResult => "try again; if it stays, this card can't be used",
            Self::Interrupted(_) => "try again: the package is kept",
            Self::Unreachable(_) => "check the link to the server and try again: the order stays",
            Self::Storage(_) => "make room on this device and try again: the order stays",
        }
    }

    /// The reason that a cancellation gives for it (SGP.22 §5.7.14).
    pub(super) const fn reason(&self) -> CancelSessionReason {
        match self {
            Self::NotAgreed(reason) => *reason,
            Self::NoCode | Self::Storage(_) => CancelSessionReason::Postponed,
            Self::PolicyRules => CancelSessionReason::PprNotAllowed,
            Self::Metadata => CancelSessionReason::MetadataMismatch,
            Self::Commands => CancelSessionReason::InvalidRpmPackage,
            Self::CommandsNotLoaded(_) => CancelSessionReason::LoadRpmPackageError,
            _ => CancelSessionReason::UndefinedReason,
        }
    }
}
