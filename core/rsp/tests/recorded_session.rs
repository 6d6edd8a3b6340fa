//! A session between an SM-DP+ and an eUICC that others wrote, recorded with fixed inputs: every message reads,
//! every signature verifies, the package opens, and is made again from its inputs.

use landfall_rsp::bpp::{Binder, Cause, InitialiseSecureChannelRequest, Opener, Part, Payload, Session};
use landfall_rsp::cert::Certificate;
use landfall_rsp::crypto::OneTimeKey;
use landfall_rsp::es9::{AuthenticateClientOk, AuthenticateClientResponse, InitiateAuthenticationOk};
use landfall_rsp::es10::PrepareDownloadResponseOk;
use landfall_rsp::es10::{AuthenticateResponseOk, AuthenticateServerResponse, EuiccInfo1, PrepareDownloadResponse};
use landfall_rsp::message::PublicKey;
use landfall_rsp::metadata::{ConfigureIsdpRequest, StoreMetadataRequest};
use landfall_rsp::notification::{FinalResult, PendingNotification};
use landfall_rsp::{Message, Raw, TransactionId, VersionType};
use model::Eid;

macro_rules! recorded {
    ($name:literal) => {
        include_bytes!(concat!("vectors/rsp-session/", $name)).as_slice()
    };
}

/// The eUICC of SGP.26.
fn eid() -> Eid {
    "89049032123451234512345678901235".parse().expect("the test EID")
}

fn transaction_id() -> TransactionId {
    TransactionId::new(recorded!("transaction-id.bin")).expect("16 bytes")
}

fn key_of(certificate: &[u8]) -> PublicKey {
    *Certificate::parse(certificate).expect("a certificate").public_key().expect("a P-256 key")
}

fn initiate() -> InitiateAuthenticationOk {
    InitiateAuthenticationOk::decode(recorded!("initiate-response.der")).expect("readable")
}

fn authenticate_server() -> AuthenticateResponseOk {
    match AuthenticateServerResponse::decode(recorded!("auth-server-response.der")).expect("readable") {
        AuthenticateServerResponse::Ok(ok) => *ok,
        AuthenticateServerResponse::Error(error) => panic!("{error:?}"),
    }
}

fn authenticate_client() -> AuthenticateClientOk {
    match AuthenticateClientResponse::decode(recorded!("authenticate-response.der")).expect("readable") {
        AuthenticateClientResponse::Ok(ok) => *ok,
        other => panic!("{other:?}"),
    }
}

fn prepare_download() -> PrepareDownloadResponseOk {
    match PrepareDownloadResponse::decode(recorded!("prepare-download-response.der")).expect("readable") {
        PrepareDownloadResponse::Ok(ok) => ok,
        PrepareDownloadResponse::Error(error) => panic!("{error:?}"),
    }
}

fn one_time_key() -> OneTimeKey {
    OneTimeKey::from_bytes(recorded!("otsk-dp.bin").try_into().expect("32 bytes")).expect("in range")
}

/// The eUICC's side of the session. Its one-time secret is not recorded; the server's gives the same shared secret.
fn opener() -> Opener {
    let euicc_otpk = prepare_download().euicc_signed2.euicc_otpk;
    let session = Session {
        transaction_id: transaction_id(),
        eid: eid(),
        euicc_otpk,
        smdp_key: key_of(&authenticate_client().smdp_certificate),
    };
    Opener::with_agreement(session, move |_| one_time_key().agree(&euicc_otpk))
}

// R: E1 E5
#[test]
fn both_sides_prove_themselves() {
    let server = initiate();
    server.verify(&key_of(&server.server_certificate)).expect("the server's signature");
    assert_eq!(server.server_signed1.transaction_id, transaction_id());
    assert_eq!(server.transaction_id, transaction_id());
    assert_eq!(server.server_signed1.euicc_challenge, recorded!("euicc-challenge.bin"));
    assert_eq!(server.server_signed1.server_challenge, recorded!("server-challenge.bin"));
    assert_eq!(server.server_signed1.server_address, "smdp.example.com");
    assert_eq!(server.server_signed1.session_context, None);

    let euicc = authenticate_server();
    euicc.verify(&key_of(&euicc.euicc_certificate)).expect("the eUICC's signature");
    assert_eq!(Certificate::parse(&euicc.euicc_certificate).expect("a certificate").eid(), Some(eid()));
    assert_eq!(euicc.euicc_signed1.server_challenge, recorded!("server-challenge.bin"));
    assert_eq!(euicc.euicc_signed1.server_address, "smdp.example.com");

    let info = EuiccInfo1::decode(recorded!("euicc-info1.der")).expect("readable");
    assert_eq!((info.lowest_svn, info.highest_svn), (VersionType::new(2, 0, 0), None));
    // This recorded eUICC says another version under its signature than before it.
    assert_eq!(euicc.euicc_signed1.euicc_info2.lowest_svn, VersionType::new(2, 2, 0));
}

// R: E5
#[test]
fn later_signatures_cover_the_earlier_ones() {
    let (client, euicc, ready) = (authenticate_client(), authenticate_server(), prepare_download());
    client.verify(&key_of(&client.smdp_certificate), &euicc.euicc_signature1).expect("the SM-DP+'s signature");
    assert_eq!(client.profile_metadata.raw(), recorded!("store-metadata.der"));
    assert!(!client.smdp_signed2.cc_required_flag);
    let euicc_key = key_of(&euicc.euicc_certificate);
    ready.verify(&euicc_key, &client.smdp_signature2).expect("the eUICC's signature");
    // Another session's signature in between is noticed.
    let mut other = client.smdp_signature2;
    other[0] ^= 1;
    assert!(ready.verify(&euicc_key, &other).is_err());
    assert!(client.verify(&key_of(&client.smdp_certificate), &other).is_err());
}

#[test]
fn what_was_read_is_written_again() {
    assert_eq!(initiate().encode(), recorded!("initiate-response.der"));
    let response = AuthenticateServerResponse::Ok(Box::new(authenticate_server()));
    assert_eq!(response.encode(), recorded!("auth-server-response.der"));
    let response = AuthenticateClientResponse::Ok(Box::new(authenticate_client()));
    assert_eq!(response.encode(), recorded!("authenticate-response.der"));
    assert_eq!(PrepareDownloadResponse::Ok(prepare_download()).encode(), recorded!("prepare-download-response.der"));
    for (bytes, again) in [
        (recorded!("euicc-info1.der"), EuiccInfo1::decode(recorded!("euicc-info1.der")).map(|m| m.encode())),
        (
            recorded!("store-metadata.der"),
            StoreMetadataRequest::decode(recorded!("store-metadata.der")).map(|m| m.encode()),
        ),
    ] {
        assert_eq!(again.as_deref(), Ok(bytes));
    }
}

fn recorded_signature() -> [u8; 64] {
    let package = tlv::parse_one(recorded!("bound-profile-package.der"), 0xBF36).expect("a package");
    let request = package.children().require(0xBF23).expect("a request");
    InitialiseSecureChannelRequest::decode(request.raw).expect("readable").smdp_sign
}

#[test]
fn the_package_is_made_again_from_its_inputs() {
    let (transaction_id, one_time_key) = (transaction_id(), one_time_key());
    let metadata = Raw::<StoreMetadataRequest>::decode(recorded!("store-metadata.der")).expect("readable");
    let unsigned = Binder {
        transaction_id: &transaction_id,
        host_id: b"euicc-rsp",
        eid: &eid(),
        one_time_key: &one_time_key,
        euicc_otpk: &prepare_download().euicc_signed2.euicc_otpk,
        configure_isdp: &ConfigureIsdpRequest::default(),
        store_metadata: &metadata,
        payload: Payload::Unprotected(recorded!("upp.der")),
    }
    .bind()
    .expect("good inputs");
    // ECDSA is random: the recorded signature verifies over what we would sign, and takes its place.
    let signature = recorded_signature();
    let smdp_key = key_of(&authenticate_client().smdp_certificate);
    landfall_rsp::crypto::verify(&smdp_key, &unsigned.message, &signature).expect("the SM-DP+'s signature");
    assert_eq!(unsigned.signed(signature), recorded!("bound-profile-package.der"));
}

#[test]
fn the_package_opens_however_it_is_cut() {
    let package = recorded!("bound-profile-package.der");
    for size in [1, 7, 120, package.len()] {
        let mut opener = opener();
        let mut parts = Vec::new();
        for piece in package.chunks(size) {
            assert!(!opener.is_complete());
            parts.extend(opener.feed(piece).expect("a good package"));
        }
        assert!(opener.is_complete());
        let [
            Part::SecureChannel,
            Part::ConfigureIsdp(isdp),
            Part::StoreMetadata(metadata),
            Part::Profile(upp),
            Part::End,
        ] = parts.as_slice()
        else {
            panic!("{} parts", parts.len());
        };
        assert_eq!(isdp, &ConfigureIsdpRequest::default());
        assert_eq!(metadata.raw(), recorded!("store-metadata.der"));
        assert_eq!(upp.as_slice(), recorded!("upp.der"));
    }
}

#[test]
fn no_bit_of_the_package_can_be_changed() {
    let package = recorded!("bound-profile-package.der");
    let mut causes = std::collections::BTreeMap::new();
    for bit in 0..package.len() * 8 {
        let mut changed = package.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        let mut opener = opener();
        match opener.feed(&changed) {
            Ok(_) => assert!(!opener.is_complete(), "bit {bit} of the package does not matter"),
            Err(error) => {
                assert_eq!(opener.feed(&[]), Err(error), "the first error is the last");
                *causes.entry(format!("{:?}", error.cause)).or_insert(0) += 1;
            }
        }
    }
    for cause in [Cause::Signature, Cause::Mac, Cause::Structure] {
        assert!(causes.contains_key(&format!("{cause:?}")), "{causes:?}");
    }
}

#[test]
fn the_receipt_of_the_euicc_verifies() {
    let pending = PendingNotification::decode(recorded!("pending-notification.der")).expect("readable");
    let PendingNotification::ProfileInstallationResult(result) = &pending else { panic!("another notification") };
    result.verify(&key_of(&authenticate_server().euicc_certificate)).expect("the eUICC's signature");
    assert_eq!(result.data.transaction_id, transaction_id());
    assert_eq!(pending.metadata().seq_number, 1);
    assert_eq!(pending.metadata().notification_address, "smdp.example.com");
    assert_eq!(result.data.smdp_oid.as_deref(), Some([0x88, 0x37].as_slice()), "2.999");
    assert!(matches!(&result.data.final_result, FinalResult::Success { aid, .. } if aid.len() == 16));
}
