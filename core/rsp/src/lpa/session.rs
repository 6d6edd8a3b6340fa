use super::{Answer, Consent, Failure, Kept, Outcome, version};
use crate::{
    Message, MessageError, Raw, TransactionId,
    apdu::load_bound_profile_package,
    bpp::BadFrame,
    crypto::hash_confirmation_code,
    es9::{
        AuthenticateClientOk, AuthenticateClientRequest, AuthenticateClientResponse, CancelSessionRequestEs9,
        GetBoundProfilePackageRequest, GetBoundProfilePackageResponse, InitiateAuthenticationError,
        InitiateAuthenticationOk, InitiateAuthenticationRequest, InitiateAuthenticationResponse, Refused, Request,
        Response,
    },
    es10::{
        AuthenticateServerRequest, AuthenticateServerResponse, CancelSessionReason, CancelSessionRequest,
        CancelSessionResponse, CtxParamsForCommonAuthentication, DeviceInfo, EuiccInfo1, GetEuiccChallengeRequest,
        GetEuiccChallengeResponse, GetEuiccInfo1Request, LpaRspCapability, OperationType, PrepareDownloadResponse,
    },
    notification::{PendingNotification, ProfileInstallationResult},
    version::Accepted,
};

/// What a download needs to know beforehand.
#[derive(Debug, Clone)]
pub struct Config {
    /// The server's address: what it must sign as its own.
    pub server_address: String,
    /// Names the order.
    pub matching_id: Option<String>,
    /// The device.
    pub device_info: DeviceInfo,
    /// What this LPA can, for servers of version 3.
    pub lpa_rsp_capability: Option<LpaRspCapability>,
}

/// What must happen now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Send this ES10 function to the eUICC.
    Card(Vec<u8>),
    /// Send this ES9+ function to the server.
    Server(Vec<u8>),
    /// Ask the user.
    Consent(Box<Consent>),
    /// Keep the package until it is loaded.
    Keep(Box<Kept>),
    /// It is over.
    Done(Box<Outcome>),
}

/// Where a download stands, and what the next answer is an answer to.
enum Stage {
    Info,
    Challenge { info: Raw<EuiccInfo1> },
    Initiate { info: Raw<EuiccInfo1> },
    Authenticate,
    Client,
    Consent { offer: Box<AuthenticateClientOk> },
    Prepare,
    Package,
    Keep { kept: Box<Kept> },
    Load { rest: Vec<Vec<u8>> },
    CancelCard { failure: Failure },
    CancelServer { failure: Failure, reason: CancelSessionReason },
    Done,
}

/// A download under way. See the module's doc for how to drive it.
pub struct Session {
    config: Config,
    stage: Stage,
    next: Next,
    transaction_id: Option<TransactionId>,
    version: Option<Accepted>,
    metadata: Option<Vec<u8>>,
}

impl Session {
    /// Begins a download.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self {
            config,
            stage: Stage::Info,
            next: Next::Card(GetEuiccInfo1Request.encode()),
            transaction_id: None,
            version: None,
            metadata: None,
        }
    }

    /// Goes on with a package that was kept: it is loaded without the server.
    #[must_use]
    pub fn resume(config: Config, kept: Kept) -> Self {
        let mut session = Self::new(config);
        session.transaction_id = Some(kept.transaction_id.clone());
        session.load(&kept);
        session
    }

    /// What must happen now.
    #[must_use]
    pub const fn next(&self) -> &Next {
        &self.next
    }

    /// The version that both sides accepted (E9), once they have; none when a kept package is loaded.
    #[must_use]
    pub const fn version(&self) -> Option<&Accepted> {
        self.version.as_ref()
    }

    /// The eUICC's answer to [`Next::Card`], or why there is none.
    pub fn card(&mut self, answer: Result<&[u8], String>) {
        let stage = std::mem::replace(&mut self.stage, Stage::Done);
        let data = match answer {
            Ok(data) => data,
            Err(why) => return self.card_failed(stage, why),
        };
        let read = |error| Failure::Malformed { from: "the eUICC", error };
        let result = match stage {
            Stage::Info => Raw::decode(data).map_err(read).map(|info| {
                self.stage = Stage::Challenge { info };
                self.next = Next::Card(GetEuiccChallengeRequest.encode());
            }),
            Stage::Challenge { info } => {
                GetEuiccChallengeResponse::decode(data).map_err(read).map(|r| self.initiate(info, r.euicc_challenge))
            }
            Stage::Authenticate => Raw::decode(data).map_err(read).and_then(|response| self.authenticated(response)),
            Stage::Prepare => Raw::decode(data).map_err(read).and_then(|response| self.prepared(response)),
            Stage::Load { rest } => self.loaded(data, rest),
            Stage::CancelCard { failure } => {
                self.cancelled_by_card(failure, data);
                Ok(())
            }
            _ => Err(Failure::Card("it answered what was not asked".to_owned())),
        };
        if let Err(failure) = result {
            self.fail(failure);
        }
    }

    /// The server's answer to [`Next::Server`], or why there is none.
    pub fn server(&mut self, answer: Result<&[u8], String>) {
        let stage = std::mem::replace(&mut self.stage, Stage::Done);
        if let Stage::CancelServer { failure, reason } = stage {
            // A server that refuses the cancellation forgets the session by itself; no harm is done.
            let heard = answer.is_ok_and(|data| Response::decode(data).is_ok_and(|r| r.refusal().is_none()));
            return self.end(Outcome::Failed { failure, cancelled: heard.then_some(reason) });
        }
        let response = match answer {
            // Without the server it can't be cancelled there either.
            Err(why) => {
                return self.end(Outcome::Failed { failure: Failure::Unreachable(why), cancelled: None });
            }
            Ok(data) => Response::decode(data),
        };
        let read = |error| Failure::Malformed { from: "the server", error };
        let result = response.map_err(read).and_then(|response| match (stage, response) {
            (Stage::Initiate { info }, Response::InitiateAuthentication(response)) => self.initiated(&info, response),
            (Stage::Client, Response::AuthenticateClient(response)) => self.offered(response),
            (Stage::Package, Response::GetBoundProfilePackage(response)) => self.fetched(response),
            _ => Err(read(MessageError::Value { what: "the answered function" })),
        });
        if let Err(failure) = result {
            self.fail(failure);
        }
    }

    /// The user's answer to [`Next::Consent`].
    pub fn consent(&mut self, answer: Answer) {
        let Stage::Consent { offer } = std::mem::replace(&mut self.stage, Stage::Done) else { return };
        let needs_code = offer.smdp_signed2.cc_required_flag;
        let code = match answer {
            Answer::Agreed { code: None } if needs_code => return self.fail(Failure::NoCode),
            Answer::Agreed { code } => code.filter(|_| needs_code),
            Answer::Rejected => return self.fail(Failure::NotAgreed("rejected")),
            Answer::Postponed => return self.fail(Failure::NotAgreed("postponed")),
            Answer::TimedOut => return self.fail(Failure::NotAgreed("not answered")),
            Answer::RulesNotAllowed => return self.fail(Failure::NotAgreed("refused because of its policy rules")),
        };
        let hash = code.map(|code| hash_confirmation_code(code.expose(), &offer.transaction_id));
        self.stage = Stage::Prepare;
        self.next = Next::Card(offer.prepare_download(hash).encode());
    }

    /// The package of [`Next::Keep`] is kept, or why it is not.
    pub fn kept(&mut self, result: Result<(), String>) {
        let Stage::Keep { kept } = std::mem::replace(&mut self.stage, Stage::Done) else { return };
        match result {
            Ok(()) => self.load(&kept),
            Err(why) => self.fail(Failure::Storage(why)),
        }
    }

    /// Whoever drives the session wants it to end.
    pub fn cancel(&mut self, answer: &Answer) {
        self.fail(match answer {
            Answer::Postponed => Failure::NotAgreed("postponed"),
            Answer::TimedOut => Failure::NotAgreed("not answered"),
            _ => Failure::NotAgreed("rejected"),
        });
    }

    fn initiate(&mut self, info: Raw<EuiccInfo1>, euicc_challenge: [u8; 16]) {
        self.next = Next::Server(
            Request::InitiateAuthentication(InitiateAuthenticationRequest {
                euicc_challenge,
                smdp_address: self.config.server_address.clone(),
                euicc_info1: info.clone(),
                lpa_rsp_capability: self.config.lpa_rsp_capability,
            })
            .encode(),
        );
        self.stage = Stage::Initiate { info };
    }

    fn initiated(&mut self, info: &EuiccInfo1, response: InitiateAuthenticationResponse) -> Result<(), Failure> {
        let ok: InitiateAuthenticationOk = match response {
            InitiateAuthenticationResponse::Ok(ok) => *ok,
            InitiateAuthenticationResponse::Error(refused)
                if refused.code == InitiateAuthenticationError::EuiccVersionNotSupportedByDp =>
            {
                return Err(version::refused(info).map_or(Failure::Session, Failure::Version));
            }
            InitiateAuthenticationResponse::Error(refused) => return Err(refusal("InitiateAuthentication", refused)),
        };
        let signed = &ok.server_signed1;
        if ok.transaction_id != signed.transaction_id {
            return Err(Failure::Session);
        }
        if signed.server_address != self.config.server_address {
            let (asked, found) = (self.config.server_address.clone(), signed.server_address.clone());
            return Err(Failure::ServerAddress { asked, found });
        }
        let version = version::accepted(info, signed).map_err(Failure::Version)?;
        self.transaction_id = Some(ok.transaction_id);
        // E3: without a server version the session is held at the minimum, and no operation type is sent.
        let operation_type = version.has_operation_type().then_some(OperationType::PROFILE_DOWNLOAD);
        self.version = Some(version);
        let context = CtxParamsForCommonAuthentication {
            matching_id: self.config.matching_id.clone(),
            device_info: self.config.device_info.clone(),
            operation_type,
            iccid: None,
        };
        self.stage = Stage::Authenticate;
        self.next = Next::Card(
            AuthenticateServerRequest {
                server_signed1: ok.server_signed1,
                server_signature1: ok.server_signature1,
                euicc_ci_pk_id_to_be_used: ok.euicc_ci_pk_id_to_be_used,
                server_certificate: ok.server_certificate,
                ctx_params1: context.into_ctx_params1(),
            }
            .encode(),
        );
        Ok(())
    }

    fn authenticated(&mut self, response: Raw<AuthenticateServerResponse>) -> Result<(), Failure> {
        if let AuthenticateServerResponse::Error(error) = &*response {
            return Err(Failure::Authentication(error.authenticate_error_code));
        }
        let transaction_id = self.transaction_id.clone().ok_or(Failure::Session)?;
        self.stage = Stage::Client;
        self.next = Next::Server(
            Request::AuthenticateClient(AuthenticateClientRequest {
                transaction_id,
                authenticate_server_response: response,
            })
            .encode(),
        );
        Ok(())
    }

    fn offered(&mut self, response: AuthenticateClientResponse) -> Result<(), Failure> {
        let offer = match response {
            AuthenticateClientResponse::Ok(offer) => offer,
            AuthenticateClientResponse::Error(refused) => return Err(refusal("AuthenticateClient", refused)),
        };
        let own = self.transaction_id.as_ref();
        if own != Some(&offer.transaction_id) || own != Some(&offer.smdp_signed2.transaction_id) {
            return Err(Failure::Session);
        }
        self.metadata = Some(offer.profile_metadata.raw().to_vec());
        self.next = Next::Consent(Box::new(Consent {
            metadata: (*offer.profile_metadata).clone(),
            needs_code: offer.smdp_signed2.cc_required_flag,
        }));
        self.stage = Stage::Consent { offer };
        Ok(())
    }

    fn prepared(&mut self, response: Raw<PrepareDownloadResponse>) -> Result<(), Failure> {
        if let PrepareDownloadResponse::Error(error) = &*response {
            return Err(Failure::Download(error.download_error_code));
        }
        let transaction_id = self.transaction_id.clone().ok_or(Failure::Session)?;
        self.stage = Stage::Package;
        self.next = Next::Server(
            Request::GetBoundProfilePackage(GetBoundProfilePackageRequest {
                transaction_id,
                prepare_download_response: response,
            })
            .encode(),
        );
        Ok(())
    }

    fn fetched(&mut self, response: GetBoundProfilePackageResponse) -> Result<(), Failure> {
        let ok = match response {
            GetBoundProfilePackageResponse::Ok(ok) => ok,
            GetBoundProfilePackageResponse::Error(refused) => return Err(refusal("GetBoundProfilePackage", refused)),
        };
        if self.transaction_id.as_ref() != Some(&ok.transaction_id) {
            return Err(Failure::Session);
        }
        let kept = Kept { transaction_id: ok.transaction_id, bound_profile_package: ok.bound_profile_package };
        let parts = load_bound_profile_package(&kept.bound_profile_package).map_err(bad_package)?;
        // StoreMetadata is protected by a MAC, not encrypted: what the user agreed to must be what is loaded.
        if !carries(&parts, self.metadata.as_deref()) {
            return Err(Failure::Metadata);
        }
        self.next = Next::Keep(Box::new(kept.clone()));
        self.stage = Stage::Keep { kept: Box::new(kept) };
        Ok(())
    }

    fn load(&mut self, kept: &Kept) {
        match load_bound_profile_package(&kept.bound_profile_package) {
            Ok(mut parts) => {
                parts.reverse();
                self.load_next(parts);
            }
            Err(error) => {
                self.fail(bad_package(error));
            }
        }
    }

    fn load_next(&mut self, mut rest: Vec<Vec<u8>>) {
        match rest.pop() {
            Some(piece) => {
                self.next = Next::Card(piece);
                self.stage = Stage::Load { rest };
            }
            None => self.fail(Failure::Card("it took the whole package and gave no result".to_owned())),
        }
    }

    fn loaded(&mut self, data: &[u8], rest: Vec<Vec<u8>>) -> Result<(), Failure> {
        if data.is_empty() {
            self.load_next(rest);
            return Ok(());
        }
        let read = |error| Failure::Malformed { from: "the eUICC", error };
        let result = ProfileInstallationResult::decode(data).map_err(read)?;
        let notification = PendingNotification::decode(data).map_err(read)?;
        self.end(Outcome::Loaded { result: Box::new(result), notification: Box::new(notification) });
        Ok(())
    }

    fn card_failed(&mut self, stage: Stage, why: String) {
        match stage {
            Stage::CancelCard { failure } => self.end(Outcome::Failed { failure, cancelled: None }),
            // The package is kept: loading it again needs no server, so the session is not cancelled.
            Stage::Load { .. } => self.end(Outcome::Failed { failure: Failure::Card(why), cancelled: None }),
            _ => self.fail(Failure::Card(why)),
        }
    }

    /// Ends the session; a server that knows of it is told why.
    fn fail(&mut self, failure: Failure) {
        match self.transaction_id.clone() {
            Some(transaction_id) if !matches!(failure, Failure::Refused { .. }) => {
                let reason = failure.reason();
                self.stage = Stage::CancelCard { failure };
                self.next = Next::Card(CancelSessionRequest { transaction_id, reason }.encode());
            }
            _ => self.end(Outcome::Failed { failure, cancelled: None }),
        }
    }

    fn cancelled_by_card(&mut self, failure: Failure, data: &[u8]) {
        let response = Raw::<CancelSessionResponse>::decode(data);
        match (response, self.transaction_id.clone()) {
            (Ok(response), Some(transaction_id)) if matches!(*response, CancelSessionResponse::Ok(_)) => {
                let reason = failure.reason();
                self.next = Next::Server(
                    Request::CancelSession(CancelSessionRequestEs9 {
                        transaction_id,
                        cancel_session_response: response,
                    })
                    .encode(),
                );
                self.stage = Stage::CancelServer { failure, reason };
            }
            _ => self.end(Outcome::Failed { failure, cancelled: None }),
        }
    }

    fn end(&mut self, outcome: Outcome) {
        self.stage = Stage::Done;
        self.next = Next::Done(Box::new(outcome));
    }
}

fn refusal<C>(function: &'static str, refused: Refused<C>) -> Failure {
    Failure::Refused { function, status: refused.status }
}

fn bad_package(_: BadFrame) -> Failure {
    Failure::Malformed { from: "the server", error: MessageError::Value { what: "boundProfilePackage" } }
}

/// Whether the package's StoreMetadata is `metadata`: its segments' contents, MACs cut off, put together.
fn carries(parts: &[Vec<u8>], metadata: Option<&[u8]>) -> bool {
    const MAC: usize = 8;
    let mut found = Vec::new();
    for part in parts.iter().filter(|part| part.first() == Some(&0x88)) {
        if let Ok(segment) = tlv::parse_one(part, 0x88) {
            found.extend_from_slice(&segment.value[..segment.value.len().saturating_sub(MAC)]);
        }
    }
    metadata.is_none_or(|metadata| metadata == found)
}
