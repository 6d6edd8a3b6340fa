use super::{Answer, CardFailure, Config, Consent, Failure, Kept, Outcome, purpose::Purpose};
use crate::apdu::load_bound_profile_package;
use crate::es9::{AuthenticateClientOk, AuthenticateClientOkRpm, Request, Response};
use crate::es10::{
    CancelSessionReason, EuiccInfo1, GetEuiccInfo1Request, OperationType, ProfilePolicyAuthorisationRule,
};
use crate::message::{Message, Raw, TransactionId};
use crate::rpm::SmdpSigned3;
use crate::version::Accepted;

/// What must happen now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Send this ES10 function to the eUICC.
    Card(Vec<u8>),
    /// Send this ES9+ function to the server.
    Server(Vec<u8>),
    /// Ask the user.
    Consent(Box<Consent>),
    /// Ask the user whether these commands may be carried out.
    Commands(Box<SmdpSigned3>),
    /// Keep the package until it is loaded.
    Keep(Box<Kept>),
    /// It is over.
    Done(Box<Outcome>),
}

/// How far a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Card and server prove themselves to each other.
    Authenticating,
    /// The user is asked.
    Asking,
    /// The package is bound and fetched.
    Downloading,
    /// The card takes the package.
    Installing {
        /// Bytes given to it.
        done: usize,
        /// Bytes of the whole.
        total: usize,
    },
    /// The session is being cancelled.
    Cancelling,
    /// Over.
    Done,
}

/// Where a download stands, and what the next answer is an answer to.
pub(super) enum Stage {
    Info,
    Challenge { info: Raw<EuiccInfo1> },
    Initiate { info: Raw<EuiccInfo1>, challenge: [u8; 16] },
    Authenticate,
    Client,
    Rules { offer: Box<AuthenticateClientOk> },
    Others { offer: Box<AuthenticateClientOk>, table: Vec<ProfilePolicyAuthorisationRule> },
    Consent { offer: Box<AuthenticateClientOk> },
    Prepare { offer: Box<AuthenticateClientOk> },
    Package { offer: Box<AuthenticateClientOk> },
    Keep { commands: Vec<Vec<u8>> },
    Allow { offer: Box<AuthenticateClientOkRpm> },
    Command { pending: bool },
    Load { rest: std::vec::IntoIter<Vec<u8>>, done: usize, total: usize },
    CancelCard { failure: Failure, reason: CancelSessionReason },
    CancelServer { failure: Failure, reason: CancelSessionReason },
    Done,
}

/// A download under way. See the module's doc for how to drive it. What is answered without having been asked for
/// changes nothing.
pub struct Session {
    pub(super) config: Config,
    pub(super) operation: OperationType,
    pub(super) purpose: Purpose,
    pub(super) stage: Stage,
    pub(super) next: Next,
    /// There from the server's first answer on.
    pub(super) transaction_id: Option<TransactionId>,
    pub(super) version: Option<Accepted>,
    /// What the user was asked: again, where the server does not take the confirmation code.
    pub(super) asked: Option<Box<Consent>>,
    pub(super) refused_codes: u8,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Session({:?})", self.progress())
    }
}

impl Session {
    /// Begins a download.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self::for_operation(config, OperationType::PROFILE_DOWNLOAD)
    }

    /// Begins a session for `operation`, which the server is told at a version that has it (E5).
    #[must_use]
    pub fn for_operation(config: Config, operation: OperationType) -> Self {
        Self::begin(config, operation, Purpose::Profile)
    }

    /// Begins to ask an SM-DS for the eUICC's events (SGP.22 §3.6.2); with a matching id, for that event alone.
    #[must_use]
    pub fn discover(config: Config) -> Self {
        Self::begin(config, OperationType::PROFILE_DOWNLOAD, Purpose::Events)
    }

    fn begin(config: Config, operation: OperationType, purpose: Purpose) -> Self {
        Self {
            config,
            operation,
            purpose,
            stage: Stage::Info,
            next: Next::Card(GetEuiccInfo1Request.encode()),
            transaction_id: None,
            version: None,
            asked: None,
            refused_codes: 0,
        }
    }

    /// Goes on with a package that was kept: it is loaded without the server. The eUICC must still be in the session
    /// that it was bound in; if it is not, its result says so, and a new session is needed.
    #[must_use]
    pub fn resume(config: Config, kept: Kept) -> Self {
        let mut session = Self::new(config);
        session.transaction_id = Some(kept.transaction_id);
        match load_bound_profile_package(&kept.bound_profile_package) {
            Ok(commands) => session.load(commands),
            Err(error) => session.fail(Failure::Package(error)),
        }
        session
    }

    /// What must happen now. It stays until it is answered, so a driver may repeat a request whose answer was lost.
    #[must_use]
    pub const fn next(&self) -> &Next {
        &self.next
    }

    /// The version that both sides accepted (E9), once they have; none when a kept package is loaded.
    #[must_use]
    pub const fn version(&self) -> Option<&Accepted> {
        self.version.as_ref()
    }

    /// The server that it is held with.
    #[must_use]
    pub fn server_address(&self) -> &str {
        &self.config.server_address
    }

    /// Names what it is about; `None` lets the server find it by the eUICC.
    #[must_use]
    pub fn matching_id(&self) -> Option<&str> {
        self.config.matching_id.as_deref()
    }

    /// How far it is.
    #[must_use]
    pub const fn progress(&self) -> Progress {
        match self.stage {
            Stage::Info
            | Stage::Challenge { .. }
            | Stage::Initiate { .. }
            | Stage::Authenticate
            | Stage::Client
            | Stage::Rules { .. }
            | Stage::Others { .. } => Progress::Authenticating,
            Stage::Consent { .. } | Stage::Allow { .. } => Progress::Asking,
            Stage::Prepare { .. } | Stage::Package { .. } | Stage::Keep { .. } => Progress::Downloading,
            Stage::Load { done, total, .. } => Progress::Installing { done, total },
            Stage::Command { .. } => Progress::Installing { done: 0, total: 1 },
            Stage::CancelCard { .. } | Stage::CancelServer { .. } => Progress::Cancelling,
            Stage::Done => Progress::Done,
        }
    }

    /// The eUICC's answer to [`Next::Card`], without its status word, or why there is none.
    pub fn card<E: Into<CardFailure>>(&mut self, answer: Result<&[u8], E>) {
        if !matches!(self.next, Next::Card(_)) {
            return;
        }
        let stage = std::mem::replace(&mut self.stage, Stage::Done);
        let result = match (stage, answer) {
            (Stage::CancelCard { failure, reason }, answer) => {
                self.cancelled_by_card(failure, reason, answer.ok());
                Ok(())
            }
            (stage, Err(why)) => {
                self.card_failed(&stage, why.into());
                Ok(())
            }
            (Stage::Info, Ok(data)) => self.info(data),
            (Stage::Challenge { info }, Ok(data)) => self.challenge(info, data),
            (Stage::Authenticate, Ok(data)) => self.authenticated(data),
            (Stage::Rules { offer }, Ok(data)) => self.rules(offer, data),
            (Stage::Others { offer, table }, Ok(data)) => self.others(offer, &table, data),
            (Stage::Prepare { offer }, Ok(data)) => self.prepared(offer, data),
            (Stage::Command { pending }, Ok(data)) => {
                self.carried_out(pending, data);
                Ok(())
            }
            (Stage::Load { rest, done, total }, Ok(data)) => {
                self.loaded(rest, done, total, data);
                Ok(())
            }
            // No other stage asks the eUICC.
            (stage, Ok(_)) => {
                self.stage = stage;
                Ok(())
            }
        };
        if let Err(failure) = result {
            self.fail(failure);
        }
    }

    /// The server's answer to [`Next::Server`], or why there is none and the driver gives up.
    pub fn server(&mut self, answer: Result<&[u8], String>) {
        if !matches!(self.next, Next::Server(_)) {
            return;
        }
        let stage = std::mem::replace(&mut self.stage, Stage::Done);
        if let Stage::CancelServer { failure, reason } = stage {
            // A server that refuses the cancellation forgets the session by itself; no harm is done.
            let heard = answer.is_ok_and(|data| Response::decode(data).is_ok_and(|r| r.refusal().is_none()));
            return self.end(Outcome::Failed { failure, cancelled: heard.then_some(reason) });
        }
        let response = match answer {
            // Without the server it can't be cancelled there either.
            Err(why) => return self.end(Outcome::Failed { failure: Failure::Unreachable(why), cancelled: None }),
            Ok(data) => Response::decode(data).map_err(|error| Failure::Malformed { from: "the server", error }),
        };
        let result = response.and_then(|response| match (stage, response) {
            (Stage::Initiate { info, challenge }, Response::InitiateAuthentication(response)) => {
                self.initiated(&info, challenge, response)
            }
            (Stage::Client, Response::AuthenticateClient(response)) => self.offered(response),
            (Stage::Client, Response::AuthenticateClientEs11(response)) => self.found(response),
            (Stage::Package { offer }, Response::GetBoundProfilePackage(response)) => self.fetched(offer, response),
            _ => Err(Failure::Function),
        });
        if let Err(failure) = result {
            self.fail(failure);
        }
    }

    /// The user's answer to [`Next::Consent`] or [`Next::Commands`].
    pub fn consent(&mut self, answer: Answer) {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Allow { offer } => match answer.no() {
                None => self.allowed(&offer),
                Some(reason) => self.fail(Failure::NotAgreed(reason)),
            },
            Stage::Consent { offer } => match (answer.no(), answer) {
                (None, Answer::Agreed { code }) => self.agreed(offer, code.as_ref()),
                (reason, _) => {
                    self.fail(Failure::NotAgreed(reason.unwrap_or(CancelSessionReason::EndUserRejection)));
                }
            },
            stage => self.stage = stage,
        }
    }

    /// The package of [`Next::Keep`] is kept, or why it is not.
    pub fn kept(&mut self, result: Result<(), String>) {
        match (std::mem::replace(&mut self.stage, Stage::Done), result) {
            (Stage::Keep { commands }, Ok(())) => self.load(commands),
            (Stage::Keep { .. }, Err(why)) => self.fail(Failure::Storage(why)),
            (stage, _) => self.stage = stage,
        }
    }

    pub(super) fn ask_card(&mut self, stage: Stage, function: &impl Message) {
        self.stage = stage;
        self.next = Next::Card(function.encode());
    }

    pub(super) fn ask_server(&mut self, stage: Stage, function: &Request) {
        self.stage = stage;
        self.next = Next::Server(function.encode());
    }

    pub(super) fn end(&mut self, outcome: Outcome) {
        self.stage = Stage::Done;
        self.next = Next::Done(Box::new(outcome));
    }
}

/// Reads the eUICC's answer.
pub(super) fn read<M: Message>(answer: &[u8]) -> Result<Raw<M>, Failure> {
    Raw::decode(answer).map_err(|error| Failure::Malformed { from: "the eUICC", error })
}
