//! Somebody poses as the operator's server, to learn who the eUICC is or to have it load a package of its own.

use crate::authenticate;
use crate::harness::{
    Key, Operator, Phone, Shop,
    operator::days,
    profiles::{self, metadata},
    random,
};
use landfall_euicc::checks::{CHAIN, CHALLENGE, KEY_OWNER, ROLE, SAME_SERVER, SESSION, SIGNATURE};
use model::without;
use rsp::{
    Raw,
    cert::{
        Certificate, Role,
        issue::{self, ServerName},
    },
    es10::{
        AuthenticateErrorCode, AuthenticateServerRequest, AuthenticateServerResponse, CtxParamsForCommonAuthentication,
        DownloadErrorCode, GetEuiccChallengeRequest, GetEuiccChallengeResponse, PrepareDownloadRequest,
        PrepareDownloadResponse, ServerSigned1, SmdpSigned2,
    },
    message::{PublicKey, Signature},
};

struct Scene {
    operator: Operator,
    phone: Phone,
    shop: Shop,
}

/// A server as an attacker plays it: the certificate it shows, and the key it has.
struct Server {
    certificate: Certificate,
    key: Key,
}

impl Scene {
    fn new() -> Self {
        let operator = Operator::new();
        let (phone, shop) = (operator.phone(), Shop::new(&operator, metadata(1), &profiles::own(1)));
        Self { operator, phone, shop }
    }

    /// The operator's own server.
    fn genuine(&self) -> Server {
        let set = &self.shop.server.config().certificates[0];
        Server { certificate: set.dp_auth.clone(), key: self.shop.keys[&set.dp_auth_key].clone() }
    }

    fn genuine_binding(&self) -> Server {
        let set = &self.shop.server.config().certificates[0];
        Server { certificate: set.dp_pb.clone(), key: self.shop.binding_key().clone() }
    }

    fn challenge(&mut self) -> [u8; 16] {
        self.phone.ask::<GetEuiccChallengeResponse>(&GetEuiccChallengeRequest).euicc_challenge
    }

    /// Asks the eUICC to authenticate `server`; its proof of itself, or why it gives none.
    fn authenticate(&mut self, server: &Server, challenge: [u8; 16]) -> Result<Signature, AuthenticateErrorCode> {
        let server_signed1 = Raw::new(ServerSigned1 {
            transaction_id: [5; 16].into(),
            euicc_challenge: challenge,
            server_address: "kiosk-7.example".into(),
            server_challenge: [6; 16],
            session_context: None,
            server_rsp_capability: None,
            written_version: None,
        });
        let request = AuthenticateServerRequest {
            server_signature1: server.key.sign(server_signed1.raw()),
            server_signed1,
            euicc_ci_pk_id_to_be_used: self.operator.root_id(),
            server_certificate: server.certificate.as_der().to_vec(),
            ctx_params1: CtxParamsForCommonAuthentication::default().into_ctx_params1(),
        };
        match self.phone.ask(&request) {
            AuthenticateServerResponse::Ok(ok) => Ok(ok.euicc_signature1),
            AuthenticateServerResponse::Error(error) => Err(error.authenticate_error_code),
        }
    }

    fn prepare(&mut self, server: &Server, session: u8, covers: &Signature) -> Result<(), DownloadErrorCode> {
        self.prepare_with(server, session, covers, None)
    }

    fn prepare_with(
        &mut self,
        server: &Server,
        session: u8,
        covers: &Signature,
        bpp_euicc_otpk: Option<PublicKey>,
    ) -> Result<(), DownloadErrorCode> {
        let offer = SmdpSigned2 { transaction_id: [session; 16].into(), cc_required_flag: false, bpp_euicc_otpk };
        let smdp_signed2 = Raw::new(offer);
        let message = [smdp_signed2.raw(), &tlv::encode(0x5F37u32, covers)].concat();
        let request = PrepareDownloadRequest {
            smdp_signed2,
            smdp_signature2: server.key.sign(&message),
            hash_cc: None,
            smdp_certificate: server.certificate.as_der().to_vec(),
        };
        match self.phone.ask(&request) {
            PrepareDownloadResponse::Ok(_) => Ok(()),
            PrepareDownloadResponse::Error(error) => Err(error.download_error_code),
        }
    }
}

fn server_name(oid: &str) -> ServerName {
    ServerName { organization: "Harbour".into(), common_name: "Kiosk 7".into(), oid: oid.into() }
}

/// A certificate under a root of the attacker's own that bears the operator's name and key identifier.
fn forged(operator: &Operator) -> Server {
    let (root_key, key) = (Key::generate(), Key::generate());
    let root = issue::ci("Harbour", "Harbour Root", &root_key.public(), days(3650), &mut random).expect("fits");
    let root = root_key.finish(root);
    let certificate = issue::dp_auth(&root, &server_name("2.999.7"), &key.public(), days(30), &mut random);
    let der = root_key.finish(certificate.expect("fits")).as_der().to_vec();
    // The key identifier of the real root in the place of the forged one's.
    let place = der.windows(20).position(|w| w == root.subject_key_id()).expect("its issuer's key");
    let mut der = der;
    der[place..place + 20].copy_from_slice(operator.ci.subject_key_id());
    Server { certificate: Certificate::parse(&der).expect("well formed"), key }
}

// R: E5
#[test]
fn a_forged_server_certificate() {
    let mut scene = Scene::new();
    let server = forged(&scene.operator);
    let challenge = scene.challenge();
    assert_eq!(scene.authenticate(&server, challenge), Err(AuthenticateErrorCode::InvalidCertificate));
    let challenge = scene.challenge();
    assert!(without(&[CHAIN], || scene.authenticate(&server, challenge)).is_ok());
}

// R: E5
#[test]
fn a_certificate_in_another_role() {
    let mut scene = Scene::new();
    // Whoever got hold of the key that binds packages may not speak for the server.
    let server = scene.genuine_binding();
    let challenge = scene.challenge();
    assert_eq!(scene.authenticate(&server, challenge), Err(AuthenticateErrorCode::InvalidCertificate));
    let challenge = scene.challenge();
    assert!(without(&[ROLE], || scene.authenticate(&server, challenge)).is_ok());
    // And the other way round.
    let challenge = scene.challenge();
    let genuine = scene.genuine();
    let covers = scene.authenticate(&genuine, challenge).expect("genuine");
    assert_eq!(scene.prepare(&genuine, 5, &covers), Err(DownloadErrorCode::InvalidCertificate));
    assert_eq!(without(&[ROLE], || scene.prepare(&genuine, 5, &covers)), Ok(()));
}

// R: E5
#[test]
fn a_certificate_without_its_key() {
    let mut scene = Scene::new();
    let server = Server { key: Key::generate(), ..scene.genuine() };
    let challenge = scene.challenge();
    assert_eq!(scene.authenticate(&server, challenge), Err(AuthenticateErrorCode::InvalidSignature));
    let challenge = scene.challenge();
    let covers = without(&[SIGNATURE], || scene.authenticate(&server, challenge)).expect("unchecked");
    let binding = Server { key: Key::generate(), ..scene.genuine_binding() };
    assert_eq!(scene.prepare(&binding, 5, &covers), Err(DownloadErrorCode::InvalidSignature));
    assert_eq!(without(&[SIGNATURE], || scene.prepare(&binding, 5, &covers)), Ok(()));
}

// R: E5
#[test]
fn an_answer_to_another_sessions_challenge() {
    let mut scene = Scene::new();
    let (server, old) = (scene.genuine(), scene.challenge());
    scene.challenge();
    assert_eq!(scene.authenticate(&server, old), Err(AuthenticateErrorCode::EuiccChallengeMismatch));
    scene.challenge();
    assert!(without(&[CHALLENGE], || scene.authenticate(&server, old)).is_ok());
}

// R: E5
#[test]
fn another_server_of_the_operator_takes_the_download_over() {
    let mut scene = Scene::new();
    let challenge = scene.challenge();
    let genuine = scene.genuine();
    let covers = scene.authenticate(&genuine, challenge).expect("genuine");
    let key = Key::generate();
    let certificate = issue::dp_pb(&scene.operator.ci, &server_name("2.999.8"), &key.public(), days(30), &mut random);
    let neighbour = Server { certificate: scene.operator.key.finish(certificate.expect("fits")), key };
    assert_eq!(scene.prepare(&neighbour, 5, &covers), Err(DownloadErrorCode::InvalidCertificate));
    assert_eq!(without(&[SAME_SERVER], || scene.prepare(&neighbour, 5, &covers)), Ok(()));
}

// R: E5
#[test]
fn an_offer_of_another_session() {
    let mut scene = Scene::new();
    let challenge = scene.challenge();
    let genuine = scene.genuine();
    let covers = scene.authenticate(&genuine, challenge).expect("genuine");
    let binding = scene.genuine_binding();
    assert_eq!(scene.prepare(&binding, 7, &covers), Err(DownloadErrorCode::InvalidTransactionId));
    assert_eq!(without(&[SESSION], || scene.prepare(&binding, 7, &covers)), Ok(()));
}

// R: E5
#[test]
fn a_discovery_server_that_delivers() {
    let mut scene = Scene::new();
    let genuine = scene.genuine();
    // An SM-DS under the SM-DP+'s own object identifier.
    let certificate = authenticate::with_role(&genuine.certificate, Role::DsAuth, &scene.operator.key);
    let discovery = Server { certificate, key: genuine.key };
    let challenge = scene.challenge();
    let covers = scene.authenticate(&discovery, challenge).expect("it may ask who the eUICC is");
    let binding = scene.genuine_binding();
    assert_eq!(scene.prepare(&binding, 5, &covers), Err(DownloadErrorCode::InvalidCertificate));
    assert_eq!(without(&[ROLE], || scene.prepare(&binding, 5, &covers)), Ok(()));
    // Its certificate for TLS is for nothing else.
    let tls = authenticate::with_role(&discovery.certificate, Role::DsTls, &scene.operator.key);
    let challenge = scene.challenge();
    let tls = Server { certificate: tls, key: discovery.key };
    assert_eq!(scene.authenticate(&tls, challenge), Err(AuthenticateErrorCode::InvalidCertificate));
}

// R: E5
#[test]
fn the_key_that_was_made_for_another_server() {
    let mut scene = Scene::new();
    let (challenge, genuine, binding) = (scene.challenge(), scene.genuine(), scene.genuine_binding());
    let covers = scene.authenticate(&genuine, challenge).expect("genuine");
    assert_eq!(scene.prepare(&binding, 5, &covers), Ok(()));
    let wanted = scene.phone.euicc.state().prepared.newest().expect("prepared").one_time_public;
    // Another server of the operator asks for the eUICC's key of that download.
    let (auth, pb) = (Key::generate(), Key::generate());
    let name = server_name("2.999.8");
    let certificate = issue::dp_auth(&scene.operator.ci, &name, &auth.public(), days(30), &mut random).expect("fits");
    let neighbour = Server { certificate: scene.operator.key.finish(certificate), key: auth };
    let certificate = issue::dp_pb(&scene.operator.ci, &name, &pb.public(), days(30), &mut random).expect("fits");
    let its_binding = Server { certificate: scene.operator.key.finish(certificate), key: pb };
    let challenge = scene.challenge();
    let covers = scene.authenticate(&neighbour, challenge).expect("genuine");
    let key_of = |scene: &Scene| scene.phone.euicc.state().prepared.newest().expect("prepared").one_time_public;
    let again = |scene: &mut Scene| scene.prepare_with(&its_binding, 5, &covers, Some(wanted));
    assert_eq!(again(&mut scene), Ok(()));
    assert_ne!(key_of(&scene), wanted, "it gets one of its own");
    assert_eq!(scene.phone.euicc.state().prepared.iter().count(), 2, "and the other's stays");
    assert_eq!(without(&[KEY_OWNER], || again(&mut scene)), Ok(()));
    assert_eq!(key_of(&scene), wanted);
}
