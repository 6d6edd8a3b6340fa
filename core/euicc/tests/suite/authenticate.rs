//! AuthenticateServer (SGP.22 §5.7.13): which servers the eUICC answers, and why it refuses the others.

use crate::harness::{
    Fate, Key, NOW, Operator, Phone, Shop, download,
    operator::days,
    profiles::{self, metadata},
    random,
};
use rsp::{
    Message, Raw,
    cert::{
        Certificate, Role,
        chain::{Crls, Roots, verify_euicc},
        issue::{self, ServerName},
    },
    es10::{
        AuthenticateErrorCode as Code, AuthenticateServerRequest, AuthenticateServerResponse,
        CtxParamsForCommonAuthentication, EuiccInfo2, GetEuiccChallengeRequest, GetEuiccChallengeResponse,
        ServerSigned1,
    },
    message::VersionType,
    notification::FinalResult,
};

/// What an honest server would ask of this phone now.
pub(crate) fn request(phone: &mut Phone, shop: &Shop) -> AuthenticateServerRequest {
    let challenge = phone.ask::<GetEuiccChallengeResponse>(&GetEuiccChallengeRequest).euicc_challenge;
    let set = &shop.server.config().certificates[0];
    let signed = ServerSigned1 {
        transaction_id: [5; 16].into(),
        euicc_challenge: challenge,
        server_address: "kiosk-7.example".into(),
        server_challenge: [6; 16],
        session_context: None,
        server_rsp_capability: None,
        written_version: None,
    };
    let mut request = AuthenticateServerRequest {
        server_signed1: Raw::new(signed),
        server_signature1: [0; 64],
        euicc_ci_pk_id_to_be_used: set.dp_auth.authority_key_id().to_vec(),
        server_certificate: set.dp_auth.as_der().to_vec(),
        ctx_params1: CtxParamsForCommonAuthentication::default().into_ctx_params1(),
    };
    sign(&mut request, &shop.keys[&set.dp_auth_key]);
    request
}

pub(crate) fn sign(request: &mut AuthenticateServerRequest, key: &Key) {
    request.server_signature1 = key.sign(request.server_signed1.raw());
}

pub(crate) fn ask(phone: &mut Phone, request: &AuthenticateServerRequest) -> AuthenticateServerResponse {
    phone.ask(request)
}

fn refusal(phone: &mut Phone, request: &AuthenticateServerRequest) -> Code {
    match ask(phone, request) {
        AuthenticateServerResponse::Error(error) => {
            assert_eq!(error.transaction_id, request.server_signed1.transaction_id);
            error.authenticate_error_code
        }
        AuthenticateServerResponse::Ok(_) => panic!("it answered"),
    }
}

fn desk() -> (Operator, Phone, Shop) {
    let operator = Operator::new();
    let (phone, shop) = (operator.phone(), Shop::new(&operator, metadata(1), &profiles::own(1)));
    (operator, phone, shop)
}

// R: E5
// R: E8
#[test]
fn the_euicc_proves_itself_and_repeats_its_versions_under_its_signature() {
    let (operator, mut phone, shop) = desk();
    let request = request(&mut phone, &shop);
    let AuthenticateServerResponse::Ok(ok) = ask(&mut phone, &request) else { panic!("refused") };
    let parse = |der: &[u8]| Certificate::parse(der).expect("a certificate");
    let mut roots = Roots::new();
    roots.add(operator.ci.clone()).expect("a root");
    let (euicc, eum) = (parse(&ok.euicc_certificate), parse(&ok.eum_certificate));
    let verified = verify_euicc(&euicc, &eum, &roots, &Crls::default(), Some(NOW)).expect("its chain");
    assert_eq!(verified.eid, phone.eid);
    ok.verify(&verified.public_key).expect("its signature");
    let signed = &ok.euicc_signed1;
    assert_eq!((&signed.transaction_id, signed.server_challenge), (&[5; 16].into(), [6; 16]));
    assert_eq!(signed.server_address, "kiosk-7.example");
    assert_eq!(signed.ctx_params1, request.ctx_params1);
    let info: &EuiccInfo2 = &signed.euicc_info2;
    assert_eq!((info.lowest_svn, info.highest_svn), (VersionType::new(2, 2, 0), Some(VersionType::new(3, 0, 0))));
}

// R: E5
#[test]
fn a_challenge_serves_once() {
    let (_, mut phone, shop) = desk();
    let mut good = request(&mut phone, &shop);
    assert!(matches!(ask(&mut phone, &good), AuthenticateServerResponse::Ok(_)));
    assert_eq!(refusal(&mut phone, &good), Code::NoSessionContext, "replayed");
    let stale = good.clone();
    good = request(&mut phone, &shop);
    assert_eq!(refusal(&mut phone, &stale), Code::EuiccChallengeMismatch, "of another session");
    assert_eq!(refusal(&mut phone, &good), Code::NoSessionContext, "the challenge was used up by that");
    let good = request(&mut phone, &shop);
    phone.reset();
    assert_eq!(refusal(&mut phone, &good), Code::NoSessionContext, "a reset forgets it");
}

// R: E5
#[test]
fn servers_that_do_not_prove_themselves_are_refused() {
    let (operator, mut phone, shop) = desk();
    let case = |phone: &mut Phone, change: &dyn Fn(&mut AuthenticateServerRequest)| {
        let mut request = request(phone, &shop);
        change(&mut request);
        refusal(phone, &request)
    };
    assert_eq!(case(&mut phone, &|r| r.server_signature1[7] ^= 1), Code::InvalidSignature);
    assert_eq!(case(&mut phone, &|r| r.euicc_ci_pk_id_to_be_used = vec![1; 20]), Code::CiPkUnknown);
    assert_eq!(case(&mut phone, &|r| r.server_certificate = tlv::encode(0x30u32, &[])), Code::InvalidCertificate);
    // Another operator's server.
    let other = Shop::new(&Operator::new(), metadata(1), &[1]);
    let foreign = &other.server.config().certificates[0];
    let as_foreign = |r: &mut AuthenticateServerRequest| {
        r.server_certificate = foreign.dp_auth.as_der().to_vec();
        sign(r, &other.keys[&foreign.dp_auth_key]);
    };
    assert_eq!(case(&mut phone, &as_foreign), Code::InvalidCertificate);
    // The server's other certificate.
    let own = &shop.server.config().certificates[0];
    let as_pb = |r: &mut AuthenticateServerRequest| {
        r.server_certificate = own.dp_pb.as_der().to_vec();
        sign(r, shop.binding_key());
    };
    assert_eq!(case(&mut phone, &as_pb), Code::InvalidCertificate);
    // An eUICC that poses as a server.
    let chain = operator.chain(&phone.eid, &phone.key);
    let key = phone.key.clone();
    let as_euicc = |r: &mut AuthenticateServerRequest| {
        r.server_certificate = chain.euicc_certificate.clone();
        sign(r, &key);
    };
    assert_eq!(case(&mut phone, &as_euicc), Code::InvalidCertificate);
    // A genuine one with a key on a curve that is not done.
    let brainpool = on_brainpool(&own.dp_auth, &operator.key);
    let as_brainpool = |r: &mut AuthenticateServerRequest| {
        r.server_certificate = brainpool.clone();
        sign(r, &shop.keys[&own.dp_auth_key]);
    };
    assert_eq!(case(&mut phone, &as_brainpool), Code::UnsupportedCurve);
    // A purpose that this version has no words for.
    let mut odd = request(&mut phone, &shop).encode();
    let place = odd.len() - request(&mut phone, &shop).ctx_params1.raw().len();
    odd[place] = 0xA1;
    let odd = AuthenticateServerRequest::decode(&odd).expect("well formed");
    let mut fresh = request(&mut phone, &shop);
    fresh.ctx_params1 = odd.ctx_params1;
    assert_eq!(refusal(&mut phone, &fresh), Code::UndefinedError);
    phone.fate = Fate::SigningFails;
    assert_eq!(case(&mut phone, &|_| {}), Code::UndefinedError);
}

// R: E7
#[test]
fn it_may_trust_one_root_and_sign_under_another() {
    let (first, second) = (Operator::new(), Operator::new());
    let phone = first.phone();
    let mut identity = phone.euicc.state().identity.clone();
    // The server stands under the second root; the eUICC has a certificate under the first alone.
    identity.roots = vec![second.ci.as_der().to_vec()];
    let mut phone = Phone::new(identity, phone.key);
    let mut shop = Shop::new(&second, metadata(1), &profiles::own(1));
    let mut config = shop.server.config().clone();
    config.roots.add(first.ci.clone()).expect("a root");
    config.assurance.insert(first.eum.subject_key_id().to_vec(), rsp::cert::Assurance::Tee);
    shop.server = smdp::Server::new(config, Some(NOW)).expect("fits");
    assert!(matches!(download(&mut phone, &mut shop), FinalResult::Success { .. }));
}

// R: E7
#[test]
fn a_server_that_names_no_root_leaves_the_choice_to_the_euicc() {
    let (_, mut phone, shop) = desk();
    let mut request = request(&mut phone, &shop);
    request.euicc_ci_pk_id_to_be_used = Vec::new();
    assert!(matches!(ask(&mut phone, &request), AuthenticateServerResponse::Ok(_)));
}

/// Another server of the same operator: its object identifier differs.
pub(crate) fn sibling(operator: &Operator, oid: &str) -> (Certificate, Key) {
    let server = ServerName { organization: "Harbour".into(), common_name: "Kiosk 8".into(), oid: oid.into() };
    let key = Key::generate();
    let certificate = issue::dp_pb(&operator.ci, &server, &key.public(), days(30), &mut random).expect("fits");
    (operator.key.finish(certificate), key)
}

/// The same certificate, by the same issuer, with a key on brainpoolP256r1: the curve's generator.
pub(crate) fn on_brainpool(certificate: &Certificate, issuer: &Key) -> Vec<u8> {
    let key = hex::decode(concat!(
        "305A301406072A8648CE3D020106092B2403030208010107034200",
        "048BD2AEB9CB7E57CB2C4B482FFC81B7AFB9DE27E1E3BD23C23A4453BD9ACE3262",
        "547EF835C3DAC4FD97F8461A14611DC9C27745132DED8E545C1D54C72F046997",
    ));
    let key = key.expect("hexadecimal digits");
    let mut fields = tlv::parse_one(certificate.tbs(), 0x30u32).expect("a certificate").children();
    let (mut body, mut place) = (Vec::new(), 0);
    while let Some(field) = fields.next().expect("well formed") {
        // Behind version, serial number, algorithm, issuer, validity and subject.
        body.extend_from_slice(if place == 6 { &key } else { field.raw });
        place += 1;
    }
    signed(&tlv::encode(0x30u32, &body), issuer)
}

/// The same certificate, by the same issuer, in another role.
pub(crate) fn with_role(certificate: &Certificate, role: Role, issuer: &Key) -> Certificate {
    let (old, new) = (certificate.role().expect("a role").policy(), role.policy());
    let mut tbs = certificate.tbs().to_vec();
    let place = tbs.windows(old.as_bytes().len()).position(|w| w == old.as_bytes()).expect("its policy");
    tbs[place..place + new.as_bytes().len()].copy_from_slice(new.as_bytes());
    Certificate::parse(&signed(&tbs, issuer)).expect("a certificate")
}

fn signed(tbs: &[u8], issuer: &Key) -> Vec<u8> {
    let signature = rsp::cert::ecdsa::raw_to_der(&issuer.sign(tbs));
    tlv::Writer::build(|w| {
        w.nest(0x30u32, |w| {
            w.raw(tbs);
            // ecdsa-with-SHA256.
            w.raw(&hex::decode("300A06082A8648CE3D040302").expect("hexadecimal digits"));
            w.put(0x03u32, &[&[0][..], &signature].concat());
        });
    })
}
