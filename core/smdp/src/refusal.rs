use crate::Order;
use model::VersionSpec;
use rsp::cert::{Assurance, ChainError};
use rsp::es9::{
    AuthenticateClientResponse, CancelSessionResponseEs9, Function, GetBoundProfilePackageResponse,
    InitiateAuthenticationResponse, Refused, Response,
};
use rsp::reason::StatusCode;
use rsp::version::Downgraded;

/// A check that said no. [`Refusal::status`] is what the client is told; the text is for the server's own log.
/// [`rsp::reason::explain`] says whether trying again helps.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The client asked for another server.
    #[error("asked for {asked:?}, which is not this server's address")]
    Address {
        /// What it asked for.
        asked: String,
    },
    /// None of the eUICC's versions.
    #[error("none of the card's versions ({minimum} to {maximum}) is supported")]
    Version {
        /// What was offered.
        minimum: VersionSpec,
        /// What was offered.
        maximum: VersionSpec,
    },
    /// None of the CIs under which the eUICC can sign is installed here.
    #[error("the card can sign under no root that is installed here")]
    NoSharedRoot,
    /// None of the CIs that the eUICC trusts has certified this server.
    #[error("the card trusts no root that certified this server")]
    NoCertificate,
    /// This server's own certificate is out of its time, or its clock is wrong.
    #[error("this server's own certificate: {0}")]
    OwnCertificate(ChainError),
    /// All sessions are taken by authenticated clients.
    #[error("too many sessions are under way")]
    Busy,
    /// There is no session of this transaction id, it is over, or it is not at this step.
    #[error("there is no session of this transaction id at this step")]
    Session,
    /// The eUICC answered with an error.
    #[error("the card refused with error {code}")]
    Euicc {
        /// Its code.
        code: u64,
    },
    /// The EUM's certificate.
    #[error("EUM certificate: {0}")]
    EumCertificate(ChainError),
    /// The eUICC's certificate.
    #[error("eUICC certificate: {0}")]
    EuiccCertificate(ChainError),
    /// The eUICC's certificate is not under the CI that it was asked to use.
    #[error("the card answered under another root than it was asked to")]
    OtherRoot,
    /// The eUICC's signature.
    #[error("the card's signature is wrong")]
    Signature,
    /// The eUICC signed another session's transaction id.
    #[error("the card signed another session's transaction id")]
    OtherTransaction,
    /// The eUICC signed something that is not of this session.
    #[error("the card signed another {what} than this session's")]
    SignedOther {
        /// What differs.
        what: &'static str,
    },
    /// Somebody in the middle changed the versions offered (E8).
    #[error(transparent)]
    Downgraded(#[from] Downgraded),
    /// A context that is not a download.
    #[error("the client asks for something else than a download")]
    Operation,
    /// No order by this matching id.
    #[error("there is no order for this matching id")]
    MatchingId,
    /// The client named no order, and there is none for its eUICC.
    #[error("there is no order for this card")]
    NoOrderForCard,
    /// The order is another eUICC's.
    #[error("the order is for another card")]
    Eid,
    /// The order demands better proof of where the eUICC's key is.
    #[error("the order demands the assurance {needed}, the card has {found}")]
    Assurance {
        /// The least that the order takes.
        needed: Assurance,
        /// The eUICC's.
        found: Assurance,
    },
    /// The eUICC forbids policy rules that the profile has.
    #[error("the card forbids policy rules that the profile has")]
    PolicyRules,
    /// The eUICC has no room.
    #[error("the card has {free} bytes left, the profile needs {needed}")]
    Memory {
        /// What it has.
        free: u64,
        /// What is needed.
        needed: u64,
    },
    /// The sale is not confirmed yet.
    #[error("the order is not released yet")]
    NotReleased,
    /// The order is over: installed, cancelled or failed.
    #[error("the order is over")]
    OrderOver,
    /// The order's time is over.
    #[error("the order has expired")]
    OrderExpired,
    /// It was tried too often.
    #[error("the order has been tried too often")]
    Attempts,
    /// A confirmation code is required.
    #[error("a confirmation code is needed")]
    CodeMissing,
    /// It is wrong.
    #[error("the confirmation code is wrong")]
    CodeWrong,
    /// It was wrong too often: the order is over.
    #[error("the confirmation code was wrong too often")]
    CodeAttempts,
    /// The profile is bound to another one-time key, and may not be bound again.
    #[error("the profile is bound to another one-time key already")]
    Rebinding,
    /// The profile can't be bound.
    #[error("the package can't be bound: {why}")]
    Binding {
        /// Why.
        why: rsp::bpp::BindError,
    },
    /// The cancelled session, or the notification, is another server's.
    #[error("it is about another server")]
    OtherServer,
}

/// A refusal that may have changed the order: a changed order must be made durable before the refusal is sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{refusal}")]
pub struct OrderRefusal {
    /// The check that said no.
    pub refusal: Refusal,
    /// The order as it is now, if it changed.
    pub order: Option<Box<Order>>,
}

impl From<Refusal> for OrderRefusal {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, order: None }
    }
}

impl Refusal {
    /// Subject and reason (SGP.22 §5.2.6, tables of §5.6).
    #[must_use]
    pub fn status(&self) -> StatusCode {
        let (subject, reason) = match self {
            Self::Address { .. } => ("8.8.1", "3.8"),
            Self::Version { .. } => ("8.8.3", "3.1"),
            Self::NoSharedRoot => ("8.8.2", "3.1"),
            Self::NoCertificate | Self::OwnCertificate(_) => ("8.8.4", "3.7"),
            Self::Busy | Self::Binding { .. } => ("8.8", "4.2"),
            Self::Session | Self::OtherTransaction => ("8.10.1", "3.9"),
            Self::Euicc { .. } => ("8.1", "4.2"),
            Self::EumCertificate(ChainError::UnknownRoot { .. }) | Self::OtherRoot => ("8.11.1", "3.9"),
            Self::EumCertificate(error) => ("8.1.2", validity(error)),
            Self::EuiccCertificate(error) => ("8.1.3", validity(error)),
            Self::Signature | Self::SignedOther { .. } | Self::Downgraded(_) => ("8.1", "6.1"),
            Self::MatchingId | Self::OrderOver => ("8.2.6", "3.8"),
            Self::NoOrderForCard | Self::Eid => ("8.1.1", "3.8"),
            Self::Assurance { .. } | Self::PolicyRules | Self::Operation => ("8.2.5", "4.3"),
            Self::Memory { .. } => ("8.1", "4.8"),
            Self::NotReleased => ("8.2", "1.2"),
            Self::OrderExpired => ("8.8.5", "4.10"),
            Self::Attempts => ("8.8.5", "6.4"),
            Self::CodeMissing => ("8.2.7", "2.2"),
            Self::CodeWrong => ("8.2.7", "3.8"),
            Self::CodeAttempts => ("8.2.7", "6.4"),
            Self::Rebinding => ("8.2", "3.7"),
            Self::OtherServer => ("8.8", "3.10"),
        };
        StatusCode::new(subject, reason)
    }

    /// What a client that knows ES9+ alone is answered, as over HTTPS: the refusal, but a notification is acknowledged all the
    /// same (SGP.22 §5.6.4). The server stops there and nothing changes; a client could do nothing but send it for ever. The
    /// server's own log has the reason.
    #[must_use]
    pub fn es9_response(&self, function: Function) -> Response {
        self.response(function).unwrap_or(Response::NotificationAccepted)
    }

    /// The refusal in ES9+'s own words; `None` for a notification, which has none: a link that can say more than ES9+ tells it
    /// in its own, so that the notification stays with its eUICC, else see [`Self::es9_response`].
    #[must_use]
    pub fn response(&self, function: Function) -> Option<Response> {
        let status = self.status();
        Some(match function {
            Function::InitiateAuthentication => {
                Response::InitiateAuthentication(InitiateAuthenticationResponse::Error(Refused::from_status(status)))
            }
            Function::AuthenticateClient => {
                Response::AuthenticateClient(AuthenticateClientResponse::Error(Refused::from_status(status)))
            }
            Function::GetBoundProfilePackage => {
                Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Error(Refused::from_status(status)))
            }
            Function::CancelSession => {
                Response::CancelSession(CancelSessionResponseEs9::Error(Refused::from_status(status)))
            }
            Function::HandleNotification => return None,
        })
    }
}

/// 6.3 (expired) where a certificate is outside of its time, else 6.1 (verification failed).
const fn validity(error: &ChainError) -> &'static str {
    match error {
        ChainError::NotYetValid { .. } | ChainError::Expired { .. } => "6.3",
        _ => "6.1",
    }
}
