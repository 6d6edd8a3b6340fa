//! A phone as a kiosk sees it, made by hand: each message of an acquisition as bytes, so that a test can spoil any of them.

use crate::{Key, Shop, random};
use euicc::{Euicc, Identity, SigningChain, State};
use model::{DeviceFeatures, Eid, Platform, SecretBytes, UnixTime};
use nearfield::message::{Refusal, Request, Reserve, Reserved, Response};
use rsp::{
    Message, Raw, TransactionId, VersionType,
    bpp::{Opener, Part},
    cert::{Certificate, csr::Csr},
    crypto::OneTimeKey,
    es9::{
        self, AuthenticateClientOk, AuthenticateClientRequest, AuthenticateClientResponse, CancelSessionRequestEs9,
        GetBoundProfilePackageOk, GetBoundProfilePackageRequest, GetBoundProfilePackageResponse, HandleNotification,
        InitiateAuthenticationOk, InitiateAuthenticationRequest, InitiateAuthenticationResponse,
    },
    es10::{
        AuthenticateResponseOk, CancelSessionReason, CancelSessionResponseOk, CtxParamsForCommonAuthentication,
        EuiccCancelSessionSigned, EuiccInfo1, EuiccInfo2, EuiccSigned1, EuiccSigned2, OperationType,
        PrepareDownloadResponseOk,
    },
    metadata::NotificationEvent,
    notification::{
        FinalResult, NotificationMetadata, PendingNotification, ProfileInstallationResult,
        ProfileInstallationResultData,
    },
};
use uicc::Transport;
use vault::Keystore;

/// The binding of its near-field session.
const BINDING: [u8; 32] = [1; 32];

/// A phone that knows no honesty but its key's.
#[derive(Clone)]
pub struct Buyer {
    /// Its eUICC's key.
    pub key: Key,
    /// Its eUICC's certificate, DER.
    pub certificate: Vec<u8>,
    /// The EUM's certificate, DER.
    pub eum: Vec<u8>,
    /// Its eUICC's EID.
    pub eid: Eid,
    /// Key id of the operator's root.
    pub root: Vec<u8>,
    /// The versions that its eUICC offers.
    pub versions: (VersionType, Option<VersionType>),
    /// What the kiosk reserved for it.
    pub matching_id: String,
    /// How the SM-DP+ is called.
    pub address: String,
    /// otSK.EUICC.ECKA.
    pub one_time: OneTimeKey,
}

/// What a request to reserve says.
#[must_use]
pub fn request(class: &str, hardware_id: &str, voucher: Option<&str>) -> Reserve {
    let platform = Platform { os: "linux".to_owned(), cpu: "x86_64".to_owned() };
    Reserve {
        class_id: class.to_owned(),
        nonce: model::Random::array(&mut random),
        user_id: "traveller".to_owned(),
        features: DeviceFeatures {
            platform,
            secure_storage: true,
            hardware_id: hardware_id.to_owned(),
            program_installed: true,
            driver_installed: true,
        },
        voucher: voucher.map(|code| SecretBytes::from(code.as_bytes())),
        csr: None,
        packages: false,
    }
}

/// Reserves a number and nothing more, as often as one likes.
///
/// # Errors
/// What the kiosk refuses.
pub fn reserve(shop: &Shop, request: Reserve) -> Result<Reserved, Refusal> {
    reserve_at(shop, request, crate::now())
}

/// The same at another time.
///
/// # Errors
/// What the kiosk refuses.
pub fn reserve_at(shop: &Shop, request: Reserve, now: UnixTime) -> Result<Reserved, Refusal> {
    match shop.ask_at(&Request::Reserve(Box::new(request)), BINDING, now) {
        Response::Reserved(reserved) => Ok(*reserved),
        Response::Refused(refusal) => Err(refusal),
        other => panic!("not an answer to Reserve: {other:?}"),
    }
}

/// An eUICC that the kiosk certified at `then`, with its key in a phone's keystore.
#[must_use]
pub fn euicc_at(shop: &Shop, hardware_id: &str, keystore: &dyn Keystore, then: UnixTime) -> Euicc {
    let id = vault::KeyId::from("euicc-of-then");
    let key = keystore.generate_signing_key(&id, &BINDING).expect("a key").public_key;
    let unsigned = Csr::make(&key, &BINDING, hardware_id, None);
    let signature = keystore.sign(&id, &unsigned.message).expect("it is there");
    let csr = Some(unsigned.signed(signature).as_der().to_vec());
    let reserved = reserve_at(shop, Reserve { csr, ..request("visitor", hardware_id, None) }, then).expect("reserved");
    let euicc_certificate = reserved.euicc_certificate.expect("asked for");
    let chain = SigningChain {
        ci_key_id: reserved.ci_key_ids[0].clone(),
        eum_certificate: reserved.eum_certificate.expect("asked for"),
        euicc_certificate: euicc_certificate.clone(),
    };
    let eid = Certificate::parse(&euicc_certificate).expect("the kiosk's own").eid().expect("an eUICC's");
    let identity = Identity { eid, key: uicc::KeyId(id.0), chains: vec![chain], roots: vec![shop.root().to_vec()] };
    Euicc::new(State::new(identity), Transport::Block)
}

impl Buyer {
    /// Reserves a number of `class` and gets a certificate.
    #[must_use]
    pub fn new(shop: &Shop, class: &str, hardware_id: &str) -> Self {
        let (mut buyer, request) = Self::asking(class, hardware_id, BINDING);
        buyer.take(&reserve(shop, request).expect("reserved"));
        buyer
    }

    /// One that has nothing yet, and its request in the near-field session `binding`.
    #[must_use]
    pub fn asking(class: &str, hardware_id: &str, binding: [u8; 32]) -> (Self, Reserve) {
        let buyer = Self {
            key: Key::generate(),
            certificate: Vec::new(),
            eum: Vec::new(),
            eid: Eid::with_check_digits(&"8".repeat(30)).expect("30 digits"),
            root: Vec::new(),
            versions: (VersionType::new(2, 3, 0), Some(VersionType::new(3, 1, 0))),
            matching_id: String::new(),
            address: String::new(),
            one_time: OneTimeKey::generate(&mut random),
        };
        let csr = Some(buyer.csr(hardware_id, binding));
        (buyer, Reserve { csr, ..request(class, hardware_id, None) })
    }

    /// A request for its eUICC's certificate.
    #[must_use]
    pub fn csr(&self, hardware_id: &str, binding: [u8; 32]) -> Vec<u8> {
        self.key.finish(Csr::make(&self.key.public(), &binding, hardware_id, None)).as_der().to_vec()
    }

    /// Takes what the kiosk gave.
    pub fn take(&mut self, reserved: &Reserved) {
        self.certificate = reserved.euicc_certificate.clone().expect("asked for");
        self.eum = reserved.eum_certificate.clone().expect("asked for");
        self.eid = Certificate::parse(&self.certificate).expect("the kiosk's own").eid().expect("an eUICC's");
        self.root.clone_from(&reserved.ci_key_ids[0]);
        self.matching_id.clone_from(&reserved.matching_id);
        self.address.clone_from(&reserved.smdp_address);
    }

    /// EUICCInfo1.
    #[must_use]
    pub fn info1(&self) -> EuiccInfo1 {
        EuiccInfo1 {
            lowest_svn: self.versions.0,
            highest_svn: self.versions.1,
            euicc_ci_pk_id_list_for_signing: vec![self.root.clone()],
            euicc_ci_pk_id_list_for_verification: vec![self.root.clone()],
            ..EuiccInfo1::default()
        }
    }

    /// InitiateAuthentication.
    #[must_use]
    pub fn initiate(&self) -> Vec<u8> {
        self.initiate_with(self.info1())
    }

    /// InitiateAuthentication with another EUICCInfo1, which nobody has signed.
    #[must_use]
    pub fn initiate_with(&self, info: EuiccInfo1) -> Vec<u8> {
        let request = InitiateAuthenticationRequest {
            euicc_challenge: [0xC4; 16],
            smdp_address: self.address.clone(),
            euicc_info1: Raw::new(info),
            lpa_rsp_capability: None,
            written_versions: None,
        };
        es9::Request::InitiateAuthentication(request).encode()
    }

    /// AuthenticateClient, as an answer to what the server proved itself with.
    #[must_use]
    pub fn authenticate(&self, ok: &InitiateAuthenticationOk) -> Vec<u8> {
        self.authenticate_with(ok, |_| {})
    }

    /// The same with something else in what its eUICC signs.
    #[must_use]
    pub fn authenticate_with(&self, ok: &InitiateAuthenticationOk, change: impl FnOnce(&mut EuiccSigned1)) -> Vec<u8> {
        let context = CtxParamsForCommonAuthentication {
            matching_id: Some(self.matching_id.clone()),
            operation_type: Some(OperationType::PROFILE_DOWNLOAD),
            ..CtxParamsForCommonAuthentication::default()
        };
        let info2 = EuiccInfo2 {
            lowest_svn: self.versions.0,
            highest_svn: self.versions.1,
            euicc_ci_pk_id_list_for_signing: vec![self.root.clone()],
            euicc_ci_pk_id_list_for_verification: vec![self.root.clone()],
            ..EuiccInfo2::default()
        };
        let mut signed = EuiccSigned1 {
            transaction_id: ok.transaction_id.clone(),
            server_address: ok.server_signed1.server_address.clone(),
            server_challenge: ok.server_signed1.server_challenge,
            euicc_info2: Raw::new(info2),
            ctx_params1: context.into_ctx_params1(),
        };
        change(&mut signed);
        let (euicc, eum) = (self.certificate.clone(), self.eum.clone());
        let response = self.key.finish(AuthenticateResponseOk::unsigned(signed, euicc, eum));
        let request = AuthenticateClientRequest {
            transaction_id: ok.transaction_id.clone(),
            authenticate_server_response: Raw::new(response),
        };
        es9::Request::AuthenticateClient(request).encode()
    }

    /// GetBoundProfilePackage, as an answer to the offer.
    #[must_use]
    pub fn prepare(&self, offer: &AuthenticateClientOk) -> Vec<u8> {
        self.prepare_with(offer, |_| {})
    }

    /// The same with something else in what its eUICC signs.
    #[must_use]
    pub fn prepare_with(&self, offer: &AuthenticateClientOk, change: impl FnOnce(&mut EuiccSigned2)) -> Vec<u8> {
        let mut signed = EuiccSigned2 {
            transaction_id: offer.transaction_id.clone(),
            euicc_otpk: self.one_time.public_key(),
            hash_cc: None,
        };
        change(&mut signed);
        let response = self.key.finish(PrepareDownloadResponseOk::unsigned(signed, &offer.smdp_signature2));
        let request = GetBoundProfilePackageRequest {
            transaction_id: offer.transaction_id.clone(),
            prepare_download_response: Raw::new(response),
        };
        es9::Request::GetBoundProfilePackage(request).encode()
    }

    /// CancelSession, signed by the eUICC.
    #[must_use]
    pub fn cancel(&self, offer: &AuthenticateClientOk, reason: CancelSessionReason) -> Vec<u8> {
        self.cancel_with(offer, reason, |_| {})
    }

    /// The same with something else in what its eUICC signs.
    #[must_use]
    pub fn cancel_with(
        &self,
        offer: &AuthenticateClientOk,
        reason: CancelSessionReason,
        change: impl FnOnce(&mut EuiccCancelSessionSigned),
    ) -> Vec<u8> {
        let pb = Certificate::parse(&offer.smdp_certificate).expect("the kiosk's own");
        let mut signed = EuiccCancelSessionSigned {
            transaction_id: offer.transaction_id.clone(),
            smdp_oid: pb.server_oid().expect("a server's"),
            reason,
        };
        change(&mut signed);
        let response = self.key.finish(CancelSessionResponseOk::unsigned(signed));
        let request = CancelSessionRequestEs9 {
            transaction_id: offer.transaction_id.clone(),
            cancel_session_response: Raw::new(response),
        };
        es9::Request::CancelSession(request).encode()
    }

    /// What an eUICC says when the profile of this offer is installed.
    #[must_use]
    pub fn result(&self, offer: &AuthenticateClientOk) -> ProfileInstallationResultData {
        ProfileInstallationResultData {
            transaction_id: offer.transaction_id.clone(),
            notification_metadata: NotificationMetadata {
                seq_number: 1,
                profile_management_operation: NotificationEvent::INSTALL,
                notification_address: self.address.clone(),
                iccid: Some(offer.profile_metadata.iccid),
            },
            smdp_oid: None,
            final_result: FinalResult::Success { aid: vec![0xA0; 16], sima_response: vec![0x30, 0] },
        }
    }

    /// Everything up to the server's proof.
    ///
    /// # Errors
    /// Which check said no.
    pub fn begun(&self, shop: &Shop) -> Result<InitiateAuthenticationOk, String> {
        match answer(shop.es9(&self.initiate()))? {
            es9::Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(ok)) => Ok(*ok),
            other => panic!("another answer: {other:?}"),
        }
    }

    /// Everything up to the offer.
    ///
    /// # Errors
    /// Which check said no.
    pub fn offered(&self, shop: &Shop) -> Result<AuthenticateClientOk, String> {
        offer(shop.es9(&self.authenticate(&self.begun(shop)?)))
    }

    /// The package of an offer.
    ///
    /// # Errors
    /// Which check said no.
    pub fn package(&self, shop: &Shop, offer: &AuthenticateClientOk) -> Result<GetBoundProfilePackageOk, String> {
        match answer(shop.es9(&self.prepare(offer)))? {
            es9::Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Ok(ok)) => Ok(ok),
            other => panic!("another answer: {other:?}"),
        }
    }

    /// The profile in a package, if this eUICC's keys open it.
    #[must_use]
    pub fn open(&self, offer: &AuthenticateClientOk, package: &GetBoundProfilePackageOk) -> Option<Vec<u8>> {
        let pb = Certificate::parse(&offer.smdp_certificate).expect("the kiosk's own");
        let pb_key = *pb.public_key().expect("P-256");
        let mut opener = Opener::new(offer.transaction_id.clone(), self.eid, pb_key, self.one_time.clone());
        let parts = opener.feed(&package.bound_profile_package).ok()?;
        let profile = parts.iter().filter_map(|part| match part {
            Part::Profile(bytes) => Some(bytes.to_vec()),
            _ => None,
        });
        Some(profile.flatten().collect())
    }
}

/// HandleNotification: a result signed by `key`.
#[must_use]
pub fn notification(data: ProfileInstallationResultData, key: &Key) -> Vec<u8> {
    let result = key.finish(ProfileInstallationResult::unsigned(data));
    let pending_notification = PendingNotification::decode(&result.encode()).expect("own encoding");
    es9::Request::HandleNotification(HandleNotification { pending_notification }).encode()
}

/// What an answer is, or which check said no: subject and reason of SGP.22, or the kiosk's own refusal.
///
/// # Errors
/// The check.
pub fn answer(answer: Result<Vec<u8>, Refusal>) -> Result<es9::Response, String> {
    let der = answer.map_err(|refusal| format!("{refusal:?}"))?;
    let response = es9::Response::decode(&der).expect("the kiosk's own");
    match response.refusal() {
        Some(status) => Err(status.to_string()),
        None => Ok(response),
    }
}

/// The offer in an answer to AuthenticateClient.
///
/// # Errors
/// Which check said no.
pub fn offer(der: Result<Vec<u8>, Refusal>) -> Result<AuthenticateClientOk, String> {
    match answer(der)? {
        es9::Response::AuthenticateClient(AuthenticateClientResponse::Ok(ok)) => Ok(*ok),
        other => panic!("another answer: {other:?}"),
    }
}

/// A transaction that nobody began.
#[must_use]
pub fn no_transaction() -> TransactionId {
    [0xEE; 16].into()
}
