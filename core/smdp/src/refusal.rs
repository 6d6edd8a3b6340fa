use crate::{Asked, Order};
use model::VersionSpec;
use rsp::cert::{Assurance, ChainError};
use rsp::es9::{
    AuthenticateClientError, AuthenticateClientResponse, CancelSessionResponseEs9, Function,
    GetBoundProfilePackageResponse, InitiateAuthenticationError, InitiateAuthenticationResponse, Refused, Response,
};
use rsp::reason::StatusCode;
use rsp::version::Downgraded;

/// A check that said no. [`Refusal::told`] is what the client is told; the text is for the server's own log.
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
    /// The eUICC signed other capabilities than were told of it at the beginning.
    #[error("the card signed other capabilities than were told of it at the beginning")]
    EuiccCapability,
    /// The eUICC signed other capabilities of the LPA than were told at the beginning.
    #[error("the card signed other capabilities of its LPA than were told at the beginning")]
    LpaCapability,
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
    /// An SM-DS has no such event for this eUICC.
    #[error("there is no such event for this card")]
    Event,
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
    /// Subject and reason of the check itself (SGP.22 §5.2.6, tables of §5.6).
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
            Self::Signature | Self::SignedOther { .. } => ("8.1", "6.1"),
            Self::Downgraded(_) | Self::EuiccCapability | Self::LpaCapability => ("8.1", "6.1"),
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
            Self::Event => ("8.9.5", "3.9"),
        };
        StatusCode::new(subject, reason)
    }

    /// Subject and reason that the client of this function is told. The table of GetBoundProfilePackage (SGP.22 §5.6.2) has no
    /// rows of its own for an order that changed since it was offered: the profile is not available any more.
    #[must_use]
    pub fn told(&self, function: Function) -> StatusCode {
        match (function, self) {
            (
                Function::GetBoundProfilePackage,
                Self::MatchingId | Self::OrderOver | Self::Eid | Self::NotReleased | Self::Attempts,
            ) => Self::Rebinding.status(),
            _ => self.status(),
        }
    }

    /// What a client that knows ES9+ alone is answered, as over HTTPS: the refusal, but a notification is acknowledged all the
    /// same (SGP.22 §5.6.4). The server stops there and nothing changes; a client could do nothing but send it for ever. The
    /// server's own log has the reason.
    #[must_use]
    pub fn es9_response(&self, asked: Asked) -> Response {
        self.response(asked).unwrap_or(Response::NotificationAccepted)
    }

    /// The refusal in ES9+'s own words; `None` for a notification, which has none: a link that can say more than ES9+ tells it
    /// in its own, so that the notification stays with its eUICC, else see [`Self::es9_response`].
    #[must_use]
    pub fn response(&self, asked: Asked) -> Option<Response> {
        let status = self.told(asked.function);
        Some(match asked.function {
            Function::InitiateAuthentication => {
                let refused = match self.initiate_authentication_code(asked) {
                    Some(code) => Refused::with_code(code, status),
                    None => Refused::from_status(status),
                };
                Response::InitiateAuthentication(InitiateAuthenticationResponse::Error(refused))
            }
            Function::AuthenticateClient => {
                let refused = match self.authenticate_client_code(asked) {
                    Some(code) => Refused::with_code(code, status),
                    None => Refused::from_status(status),
                };
                Response::AuthenticateClient(AuthenticateClientResponse::Error(refused))
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

    /// The number of a newer version, if there is one for this and the client knows it.
    fn initiate_authentication_code(&self, asked: Asked) -> Option<InitiateAuthenticationError> {
        (matches!(self, Self::Busy) && asked.knows_v3()).then_some(InitiateAuthenticationError::FunctionProviderBusy)
    }

    /// The number of a newer version, if there is one for this and the client knows it.
    fn authenticate_client_code(&self, asked: Asked) -> Option<AuthenticateClientError> {
        use AuthenticateClientError as E;
        match self {
            Self::OtherRoot => asked.knows_v3().then_some(E::CiPkMismatch),
            Self::Downgraded(_) | Self::EuiccCapability => asked.knows_v3().then_some(E::EuiccRspCapabilityHasChanged),
            Self::LpaCapability => asked.knows_v3().then_some(E::LpaRspCapabilityHasChanged),
            Self::OrderExpired => asked.knows_expired_order().then_some(E::DownloadOrderExpired),
            _ => None,
        }
    }
}

/// 6.3 (expired) where a certificate has expired, else 6.1 (verification failed).
const fn validity(error: &ChainError) -> &'static str {
    match error {
        ChainError::Expired { .. } => "6.3",
        _ => "6.1",
    }
}
