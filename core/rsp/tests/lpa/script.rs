//! A card and a server that answer by the book, with dummy signatures: an LPA verifies none.

use landfall_rsp::bpp::{Binder, Payload};
use landfall_rsp::crypto::OneTimeKey;
use landfall_rsp::es9::{
    AuthenticateClientOk, AuthenticateClientOkRpm, AuthenticateClientResponse, CancelSessionResponseEs9,
    GetBoundProfilePackageOk, GetBoundProfilePackageResponse, InitiateAuthenticationOk, InitiateAuthenticationResponse,
    Refused, Request, Response,
};
use landfall_rsp::es10::*;
use landfall_rsp::es11::{self, EventEntry};
use landfall_rsp::lpa::{Answer, Config, Next, Outcome, Session};
use landfall_rsp::metadata::{ConfigureIsdpRequest, NotificationEvent, StoreMetadataRequest};
use landfall_rsp::notification::{
    FinalResult, NotificationMetadata, ProfileInstallationResult, ProfileInstallationResultData,
};
use landfall_rsp::reason::StatusCode;
use landfall_rsp::rpm::{
    LoadRpmPackageErrorCodeNotSigned, LoadRpmPackageResult, LoadRpmPackageResultDataSigned,
    LoadRpmPackageResultNotSigned, LoadRpmPackageResultSigned, RpmFinalResult, SmdpSigned3,
};
use landfall_rsp::{Message, Raw, TransactionId, VersionType};

pub(crate) const ADDRESS: &str = "kiosk.example:4433";

/// What card and server do; a test changes what it is about.
pub(crate) struct Script {
    pub(crate) info: EuiccInfo1,
    pub(crate) challenge: [u8; 16],
    pub(crate) transaction_id: TransactionId,
    pub(crate) server_signed1: ServerSigned1,
    pub(crate) metadata: StoreMetadataRequest,
    pub(crate) metadata_in_package: StoreMetadataRequest,
    pub(crate) cc_required: bool,
    /// What the server says to the next requests for a package, before it gives one.
    pub(crate) package_refused: Vec<StatusCode>,
    pub(crate) rat: GetRatResponse,
    pub(crate) operational_profiles: usize,
    /// What was sent, by tag, to card and server in order.
    pub(crate) sent: Vec<String>,
    /// The cancellation that card and server were asked for.
    pub(crate) cancelled: Option<CancelSessionReason>,
    pub(crate) ctx_params1: Option<CtxParamsForCommonAuthentication>,
    pub(crate) hash_cc: Option<Option<[u8; 32]>>,
    pub(crate) loaded: Vec<Vec<u8>>,
    /// What the server sends in place of a profile.
    pub(crate) commands: Option<SmdpSigned3>,
    /// The certificate that the server shows.
    pub(crate) certificate: Vec<u8>,
    /// What the server knows in place of a profile.
    pub(crate) events: Option<Vec<EventEntry>>,
    /// Whether the card signs a result of them.
    pub(crate) signs_result: bool,
    package: std::cell::OnceCell<Vec<u8>>,
}

pub(crate) fn metadata() -> StoreMetadataRequest {
    StoreMetadataRequest::new("8900112233445566778".parse().expect("19 digits"), "Operator", "Profile")
}

pub(crate) fn config() -> Config {
    Config {
        server_oid: None,
        server_address: ADDRESS.to_owned(),
        matching_id: Some("ORDER-1".to_owned()),
        device_info: DeviceInfo { preferred_languages: vec!["ja".to_owned()], ..DeviceInfo::default() },
        lpa_rsp_capability: Some(LpaRspCapability::CERT_CHAIN_V3_SUPPORT),
        iccid: None,
        written_versions: None,
    }
}

pub(crate) fn one_time_key(seed: u8) -> OneTimeKey {
    OneTimeKey::from_bytes(&[seed; 32]).expect("in range")
}

impl Script {
    pub(crate) fn new() -> Self {
        let transaction_id = TransactionId::from([7; 16]);
        Self {
            info: EuiccInfo1 { lowest_svn: VersionType::new(2, 2, 2), ..EuiccInfo1::default() },
            challenge: [1; 16],
            server_signed1: ServerSigned1 {
                transaction_id: transaction_id.clone(),
                euicc_challenge: [1; 16],
                server_address: ADDRESS.to_owned(),
                server_challenge: [2; 16],
                session_context: None,
                server_rsp_capability: None,
                written_version: None,
            },
            transaction_id,
            metadata: metadata(),
            metadata_in_package: metadata(),
            cc_required: false,
            package_refused: Vec::new(),
            rat: GetRatResponse::default(),
            operational_profiles: 0,
            sent: Vec::new(),
            cancelled: None,
            ctx_params1: None,
            hash_cc: None,
            commands: None,
            certificate: vec![0x30, 0],
            events: None,
            signs_result: true,
            loaded: Vec::new(),
            package: std::cell::OnceCell::new(),
        }
    }

    pub(crate) fn package(&self) -> Vec<u8> {
        self.package.get_or_init(|| self.bind()).clone()
    }

    fn bind(&self) -> Vec<u8> {
        Binder {
            transaction_id: &self.transaction_id,
            host_id: b"kiosk",
            eid: &"89049032123451234512345678901235".parse().expect("the test EID"),
            one_time_key: &one_time_key(3),
            euicc_otpk: &one_time_key(4).public_key(),
            configure_isdp: &ConfigureIsdpRequest::default(),
            store_metadata: &Raw::new(self.metadata_in_package.clone()),
            payload: Payload::Unprotected(&[5; 3000]),
        }
        .bind()
        .expect("good inputs")
        .signed([0; 64])
    }

    pub(crate) fn result(&self) -> Vec<u8> {
        ProfileInstallationResult::unsigned(ProfileInstallationResultData {
            transaction_id: self.transaction_id.clone(),
            notification_metadata: NotificationMetadata {
                seq_number: 1,
                profile_management_operation: NotificationEvent::INSTALL,
                notification_address: ADDRESS.to_owned(),
                iccid: Some(self.metadata.iccid),
            },
            smdp_oid: None,
            final_result: FinalResult::Success { aid: vec![0xA0; 16], sima_response: vec![0x30, 0] },
        })
        .signed([9; 64])
        .encode()
    }

    fn carried_out(&self) -> LoadRpmPackageResult {
        let transaction_id = self.transaction_id.clone();
        if !self.signs_result {
            let error = LoadRpmPackageErrorCodeNotSigned::NoSession;
            return LoadRpmPackageResult::NotSigned(LoadRpmPackageResultNotSigned { transaction_id, error });
        }
        let data = LoadRpmPackageResultDataSigned {
            transaction_id,
            notification_metadata: NotificationMetadata {
                seq_number: 1,
                profile_management_operation: NotificationEvent::LOAD_RPM_PACKAGE_RESULT,
                notification_address: ADDRESS.to_owned(),
                iccid: None,
            },
            smdp_oid: vec![0x2A, 3],
            final_result: RpmFinalResult::Executed(Vec::new()),
        };
        LoadRpmPackageResult::Signed(LoadRpmPackageResultSigned::unsigned(data).signed([8; 64]))
    }

    pub(crate) fn card(&mut self, command: &[u8]) -> Vec<u8> {
        self.sent.push(hex::encode_upper(&command[..2]));
        match Command::decode(command) {
            Ok(Command::GetEuiccInfo1) => self.info.encode(),
            Ok(Command::GetEuiccChallenge) => GetEuiccChallengeResponse { euicc_challenge: self.challenge }.encode(),
            Ok(Command::AuthenticateServer(request)) => {
                self.ctx_params1 = request.ctx_params1.common().cloned();
                AuthenticateResponseOk::unsigned(
                    EuiccSigned1 {
                        transaction_id: request.server_signed1.transaction_id.clone(),
                        server_address: request.server_signed1.server_address.clone(),
                        server_challenge: request.server_signed1.server_challenge,
                        euicc_info2: Raw::new(EuiccInfo2::default()),
                        ctx_params1: request.ctx_params1.clone(),
                    },
                    vec![0x30, 0],
                    vec![0x30, 0],
                )
                .signed([3; 64])
                .encode()
            }
            Ok(Command::LoadRpmPackage(_)) => self.carried_out().encode(),
            Ok(Command::GetRat) => self.rat.encode(),
            Ok(Command::GetProfilesInfo(_)) => {
                let list = vec![landfall_rsp::metadata::ProfileInfo::default(); self.operational_profiles];
                ProfileInfoListResponse::Ok(list).encode()
            }
            Ok(Command::PrepareDownload(request)) => {
                self.hash_cc = Some(request.hash_cc.as_ref().map(|h| h.0));
                let signed = EuiccSigned2 {
                    transaction_id: request.smdp_signed2.transaction_id.clone(),
                    euicc_otpk: one_time_key(4).public_key(),
                    hash_cc: request.hash_cc,
                };
                PrepareDownloadResponseOk::unsigned(signed, &request.smdp_signature2).signed([4; 64]).encode()
            }
            Ok(Command::CancelSession(request)) => {
                self.cancelled = Some(request.reason);
                let signed = EuiccCancelSessionSigned {
                    transaction_id: request.transaction_id,
                    smdp_oid: vec![0x88, 0x37],
                    reason: request.reason,
                };
                CancelSessionResponseOk::unsigned(signed).signed([5; 64]).encode()
            }
            Ok(Command::Unknown(_)) | Err(_) => {
                self.loaded.push(command.to_vec());
                if self.loaded.concat() == self.package() { self.result() } else { Vec::new() }
            }
            Ok(other) => panic!("{other:?}"),
        }
    }

    pub(crate) fn server(&mut self, request: &[u8]) -> Vec<u8> {
        self.sent.push(hex::encode_upper(&tlv::parse_one(request, 0xA2).expect("A2").value[..2]));
        match Request::decode(request).expect("a request") {
            Request::InitiateAuthentication(request) => {
                assert_eq!(request.smdp_address, ADDRESS);
                let ok = InitiateAuthenticationOk::unsigned(
                    self.server_signed1.clone(),
                    vec![1; 20],
                    self.certificate.clone(),
                );
                let mut ok = ok.signed([1; 64]);
                ok.transaction_id = self.transaction_id.clone();
                Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(Box::new(ok)))
            }
            Request::AuthenticateClient(_) if self.events.is_some() => {
                Response::AuthenticateClientEs11(es11::AuthenticateClientResponse::Ok(es11::AuthenticateClientOk {
                    transaction_id: self.transaction_id.clone(),
                    event_entries: self.events.clone().unwrap_or_default(),
                }))
            }
            Request::AuthenticateClient(request) if self.commands.is_some() => {
                assert_eq!(request.transaction_id, self.server_signed1.transaction_id);
                let signed = self.commands.clone().unwrap_or_else(|| unreachable!("asked just now"));
                let mut ok = AuthenticateClientOkRpm::unsigned(signed, &[3; 64]).signed([2; 64]);
                ok.transaction_id = self.transaction_id.clone();
                Response::AuthenticateClient(AuthenticateClientResponse::Rpm(Box::new(ok)))
            }
            Request::AuthenticateClient(request) => {
                assert_eq!(request.transaction_id, self.server_signed1.transaction_id);
                let signed = SmdpSigned2 {
                    transaction_id: self.transaction_id.clone(),
                    cc_required_flag: self.cc_required,
                    bpp_euicc_otpk: None,
                };
                let ok =
                    AuthenticateClientOk::unsigned(Raw::new(self.metadata.clone()), signed, &[3; 64], vec![0x30, 0]);
                Response::AuthenticateClient(AuthenticateClientResponse::Ok(Box::new(ok.signed([2; 64]))))
            }
            Request::GetBoundProfilePackage(_) if !self.package_refused.is_empty() => {
                let refused = Refused::from_status(self.package_refused.remove(0));
                Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Error(refused))
            }
            Request::GetBoundProfilePackage(_) => {
                Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Ok(GetBoundProfilePackageOk {
                    transaction_id: self.transaction_id.clone(),
                    bound_profile_package: self.package(),
                }))
            }
            Request::CancelSession(request) => {
                let CancelSessionResponse::Ok(ok) = &*request.cancel_session_response else { panic!("not signed") };
                assert_eq!(Some(ok.euicc_cancel_session_signed.reason), self.cancelled);
                Response::CancelSession(CancelSessionResponseEs9::Ok)
            }
            Request::HandleNotification(_) => panic!("a session delivers no notification"),
        }
        .encode()
    }

    /// Answers until the user is asked, the package must be kept, or it is over.
    pub(crate) fn until_pause(&mut self, session: &mut Session) -> Next {
        loop {
            match session.next().clone() {
                Next::Card(command) => session.card(Ok::<_, String>(&self.card(&command))),
                Next::Server(request) => session.server(Ok(&self.server(&request))),
                pause => return pause,
            }
        }
    }

    /// The whole, with a yes.
    pub(crate) fn run(&mut self) -> Outcome {
        self.finish(Session::new(config()))
    }

    /// The same of this session.
    pub(crate) fn finish(&mut self, mut session: Session) -> Outcome {
        loop {
            match self.until_pause(&mut session) {
                Next::Consent(_) | Next::Commands(_) => session.consent(Answer::Agreed { code: None }),
                Next::Keep(_) => session.kept(Ok(())),
                Next::Done(outcome) => return *outcome,
                Next::Card(_) | Next::Server(_) => unreachable!("answered above"),
            }
        }
    }
}
