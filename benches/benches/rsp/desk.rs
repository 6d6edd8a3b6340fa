//! An SM-DP+ with its operator's certificates and one order, and an eUICC that asks it.

use model::{Eid, Iccid, UnixTime};
use ring::{
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use rsp::{
    Raw, Unsigned,
    cert::{
        Assurance, Certificate,
        chain::{Crls, Roots},
        issue::{self, ServerName, Validity},
    },
    es9::{
        AuthenticateClientRequest, InitiateAuthenticationOk, InitiateAuthenticationRequest,
        InitiateAuthenticationResponse, Request, Response,
    },
    es10::{
        AuthenticateResponseOk, AuthenticateServerResponse, CtxParamsForCommonAuthentication, EuiccInfo1, EuiccInfo2,
        EuiccSigned1, OperationType,
    },
    message::VersionType,
    metadata::StoreMetadataRequest,
    version::Supported,
};
use smdp::{CertificateSet, Config, KeyName, Order, Server, Sessions, ToSign, order::Terms};
use std::{collections::BTreeMap, sync::Arc};

/// 2026-01-01.
const NOW: UnixTime = UnixTime(1_767_225_600);
const ADDRESS: &str = "kiosk-7.example";
const MATCHING_ID: &str = "SALE-1";

/// A P-256 key pair of `ring`.
#[derive(Clone)]
pub(crate) struct Key(Arc<EcdsaKeyPair>);

impl Key {
    fn generate() -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("random numbers");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random);
        Self(Arc::new(pair.expect("made just now")))
    }

    pub(crate) fn public(&self) -> [u8; 65] {
        self.0.public_key().as_ref().try_into().expect("an uncompressed point")
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature = self.0.sign(&SystemRandom::new(), message).expect("random numbers");
        signature.as_ref().try_into().expect("the fixed form")
    }

    fn finish<T>(&self, unsigned: Unsigned<T>) -> T {
        let signature = self.sign(&unsigned.message);
        unsigned.signed(signature)
    }
}

fn random(out: &mut [u8]) {
    SystemRandom::new().fill(out).expect("random numbers");
}

fn days(count: u32) -> Validity {
    Validity::days(UnixTime(NOW.0 - 86_400), count)
}

/// The server, and what its caller keeps.
pub(crate) struct Desk {
    server: Server,
    pub(crate) sessions: Sessions,
    order: Order,
    keys: BTreeMap<KeyName, Key>,
    ci: Certificate,
    eum: Certificate,
    eum_key: Key,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let (ci_key, eum_key, auth, pb) = (Key::generate(), Key::generate(), Key::generate(), Key::generate());
        let ci = issue::ci("Harbour", "Harbour Root", &ci_key.public(), days(3650), &mut random).expect("fits");
        let ci = ci_key.finish(ci);
        let eum = issue::eum(&ci, "Harbour", "EUM", &eum_key.public(), &["89049032"], days(7), &mut random);
        let eum = ci_key.finish(eum.expect("fits"));
        let name = ServerName { organization: "Harbour".into(), common_name: "Kiosk 7".into(), oid: "2.999.7".into() };
        let dp_auth = issue::dp_auth(&ci, &name, &auth.public(), days(30), &mut random).expect("fits");
        let dp_pb = issue::dp_pb(&ci, &name, &pb.public(), days(30), &mut random).expect("fits");
        let set = CertificateSet {
            dp_auth: ci_key.finish(dp_auth),
            dp_auth_key: KeyName("auth".into()),
            dp_pb: ci_key.finish(dp_pb),
            dp_pb_key: KeyName("pb".into()),
        };
        let keys = BTreeMap::from([(set.dp_auth_key.clone(), auth), (set.dp_pb_key.clone(), pb)]);
        let mut roots = Roots::new();
        roots.add(ci.clone()).expect("a root");
        let versions = ["3.0.0", "2.3.0"].iter().filter_map(|v| v.parse().ok()).collect();
        let config = Config {
            address: ADDRESS.into(),
            certificates: vec![set],
            roots,
            crls: Crls::default(),
            assurance: BTreeMap::from([(eum.subject_key_id().to_vec(), Assurance::Tee)]),
            versions: Supported::new(versions),
            host_id: b"kiosk-7".to_vec(),
        };
        let server = Server::new(config, Some(NOW)).expect("fits");
        Self { server, sessions: Sessions::default(), order: order(), keys, ci, eum, eum_key }
    }

    pub(crate) fn card(&self) -> Card {
        let key = Key::generate();
        let eid = Eid::with_check_digits("890490320012345123451234567890").expect("30 digits");
        let certificate =
            issue::euicc_with_key(&self.eum, &key.public(), &eid, Assurance::Tee, days(3650), &mut random);
        let certificate = self.eum_key.finish(certificate.expect("fits"));
        Card { key, certificate, eum: self.eum.clone(), root: self.ci.subject_key_id().to_vec() }
    }

    pub(crate) fn ci_key(&self) -> Vec<u8> {
        self.ci.public_key().expect("P-256").to_vec()
    }

    pub(crate) fn auth_key(&self) -> &Key {
        &self.keys[&KeyName("auth".into())]
    }

    pub(crate) fn pb_key(&self) -> &Key {
        &self.keys[&KeyName("pb".into())]
    }

    /// InitiateAuthentication, from DER to DER; with the answer's bytes, what was signed.
    pub(crate) fn initiate(&mut self, der: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let Ok(Request::InitiateAuthentication(request)) = Request::decode(der) else { panic!("another request") };
        let to_sign = self.server.initiate_authentication(&mut self.sessions, &request, NOW, &mut random);
        self.answer(to_sign.expect("served"))
    }

    /// AuthenticateClient, likewise.
    pub(crate) fn authenticate(&mut self, der: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let Ok(Request::AuthenticateClient(request)) = Request::decode(der) else { panic!("another request") };
        let checked = self.server.authenticate_client(&mut self.sessions, &request, NOW).expect("proven");
        let order = Some(&self.order).filter(|order| checked.matching_id() == Some(&order.matching_id));
        let offered = checked.with_order(&self.server, &mut self.sessions, order, NOW).expect("offered");
        self.answer(offered.answer)
    }

    fn answer(&self, to_sign: ToSign<Response>) -> (Vec<u8>, Vec<u8>) {
        let signature = self.keys[&to_sign.key].sign(to_sign.message());
        let message = to_sign.message().to_vec();
        (to_sign.signed(signature).encode(), message)
    }
}

/// One profile, to be downloaded by whoever names it.
fn order() -> Order {
    let iccid = Iccid::with_check_digit("890010100000000001").expect("18 digits");
    let order = Order::new(StoreMetadataRequest::new(iccid, "Harbour", "Week"), Terms::default());
    let confirmed = order.allocate().and_then(|order| order.confirm(MATCHING_ID, None));
    confirmed.and_then(Order::release).expect("in stock")
}

/// An eUICC as far as a server sees it.
pub(crate) struct Card {
    pub(crate) key: Key,
    pub(crate) certificate: Certificate,
    pub(crate) eum: Certificate,
    root: Vec<u8>,
}

impl Card {
    pub(crate) fn eum_key(&self) -> Vec<u8> {
        self.eum.public_key().expect("P-256").to_vec()
    }

    pub(crate) fn initiate(&self) -> Request {
        let info = EuiccInfo1 {
            lowest_svn: VersionType::new(2, 2, 0),
            highest_svn: Some(VersionType::new(3, 0, 0)),
            euicc_ci_pk_id_list_for_signing: vec![self.root.clone()],
            euicc_ci_pk_id_list_for_verification: vec![self.root.clone()],
            ..EuiccInfo1::default()
        };
        Request::InitiateAuthentication(InitiateAuthenticationRequest {
            euicc_challenge: [0xC4; 16],
            smdp_address: ADDRESS.into(),
            euicc_info1: Raw::new(info),
            lpa_rsp_capability: None,
            written_versions: None,
        })
    }

    /// AuthenticateClient for the session that the server's answer began.
    pub(crate) fn authenticate(&self, initiated: &[u8]) -> AuthenticateClientRequest {
        let ok = initiation(initiated);
        let context = CtxParamsForCommonAuthentication {
            matching_id: Some(MATCHING_ID.to_owned()),
            operation_type: Some(OperationType::PROFILE_DOWNLOAD),
            ..CtxParamsForCommonAuthentication::default()
        };
        let info = EuiccInfo2 {
            lowest_svn: VersionType::new(2, 2, 0),
            highest_svn: Some(VersionType::new(3, 0, 0)),
            euicc_ci_pk_id_list_for_signing: vec![self.root.clone()],
            euicc_ci_pk_id_list_for_verification: vec![self.root.clone()],
            ..EuiccInfo2::default()
        };
        let signed = EuiccSigned1 {
            transaction_id: ok.transaction_id.clone(),
            server_address: ok.server_signed1.server_address.clone(),
            server_challenge: ok.server_signed1.server_challenge,
            euicc_info2: Raw::new(info),
            ctx_params1: context.into_ctx_params1(),
        };
        let (euicc, eum) = (self.certificate.as_der().to_vec(), self.eum.as_der().to_vec());
        let response = self.key.finish(AuthenticateResponseOk::unsigned(signed, euicc, eum));
        AuthenticateClientRequest {
            transaction_id: ok.transaction_id.clone(),
            authenticate_server_response: Raw::new(response),
        }
    }

    /// What the eUICC signed in a request, and its signature.
    pub(crate) fn signed1(request: &AuthenticateClientRequest) -> (Vec<u8>, [u8; 64]) {
        let AuthenticateServerResponse::Ok(ok) = &*request.authenticate_server_response else { panic!("no proof") };
        (ok.euicc_signed1.raw().to_vec(), ok.euicc_signature1)
    }
}

fn initiation(answer: &[u8]) -> InitiateAuthenticationOk {
    match Response::decode(answer) {
        Ok(Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(ok))) => *ok,
        other => panic!("another answer: {other:?}"),
    }
}
