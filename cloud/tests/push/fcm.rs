use crate::stand_in::{Asked, StandIn, token};
use landfall_cloud::push::{Fcm, FcmSettings, Push, PushError};
use ring::{
    rsa::KeyPair,
    signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey},
};
use rustls::pki_types::{PrivatePkcs8KeyDer, pem::PemObject};
use serde_json::json;
use web::cloud::CloudRoots;

const NOW: u64 = 1_800_000_000;
/// Made for these tests.
const KEY: &str = include_str!("rsa.pem");
const ACCESS: &str = r#"{"access_token":"first","expires_in":3599,"token_type":"Bearer"}"#;

async fn fcm() -> (Fcm, StandIn) {
    let (stand_in, address) = StandIn::start().await;
    let account = json!({
        "type": "service_account", "project_id": "a-project", "private_key_id": "kid", "private_key": KEY,
        "client_email": "push@a-project.example", "token_uri": format!("{address}/token"),
    });
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), account.to_string()).expect("it is written");
    let settings = FcmSettings { service_account: file.path().to_owned(), endpoint: address };
    (Fcm::new(&settings, &CloudRoots::Public).expect("good settings"), stand_in)
}

fn one(asked: Vec<Asked>) -> Asked {
    let [asked] = <[Asked; 1]>::try_from(asked).expect("one");
    asked
}

// R: B6 F3
#[tokio::test]
async fn a_message_is_sent_as_the_account_that_its_key_proves() {
    let (fcm, stand_in) = fcm().await;
    stand_in.answers(200, ACCESS);
    stand_in.answers(200, r#"{"name":"projects/a-project/messages/1"}"#);
    fcm.wake("a:phone", NOW).await.expect("it is taken");
    let [asks, message] = <[Asked; 2]>::try_from(stand_in.asked()).expect("two");
    assert_eq!((asks.path.as_str(), asks.header("content-type")), ("/token", "application/x-www-form-urlencoded"));
    let grant = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
    let (head, claims, signed, signature) = token(asks.body.strip_prefix(grant).expect("the grant of RFC 7523"));
    assert_eq!(head, json!({ "alg": "RS256", "kid": "kid", "typ": "JWT" }));
    assert_eq!(claims["iss"], "push@a-project.example");
    assert_eq!(claims["scope"], "https://www.googleapis.com/auth/firebase.messaging");
    assert!(claims["aud"].as_str().is_some_and(|aud| aud.ends_with("/token")));
    assert_eq!((&claims["iat"], &claims["exp"]), (&json!(NOW), &json!(NOW + 3_600)));
    let key = PrivatePkcs8KeyDer::from_pem_slice(KEY.as_bytes()).expect("PEM");
    let key = KeyPair::from_pkcs8(key.secret_pkcs8_der()).expect("a key");
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.public_key().as_ref());
    public.verify(signed.as_bytes(), &signature).expect("its signature");
    assert_eq!(message.path, "/v1/projects/a-project/messages:send");
    assert_eq!(message.header("authorization"), "Bearer first");
    let says = &message.json()["message"];
    assert_eq!((&says["token"], &says["data"]), (&json!("a:phone"), &json!({ "wake": "orders" })));
    assert_eq!(says["android"]["priority"], "HIGH");
    // The token is kept until it ends.
    stand_in.answers(200, "{}");
    fcm.wake("a:phone", NOW + 3_000).await.expect("it is taken");
    one(stand_in.asked());
    stand_in.answers(200, &ACCESS.replace("first", "second"));
    stand_in.answers(200, "{}");
    fcm.wake("a:phone", NOW + 3_600).await.expect("it is taken");
    assert_eq!(stand_in.asked()[1].header("authorization"), "Bearer second");
}

// R: B6 F3
#[tokio::test]
async fn its_refusals_are_told_apart() {
    let (fcm, stand_in) = fcm().await;
    stand_in.answers(200, ACCESS);
    let error = |code: &str| {
        let kind = "type.googleapis.com/google.firebase.fcm.v1.FcmError";
        json!({ "error": { "status": "X", "details": [{ "@type": "another" }, { "@type": kind, "errorCode": code }] } })
    };
    for (status, code) in [(404, "UNREGISTERED"), (403, "SENDER_ID_MISMATCH")] {
        stand_in.answers(status, &error(code).to_string());
        assert!(matches!(fcm.wake("a", NOW).await, Err(PushError::Gone)), "{code}");
    }
    for (status, code) in [(429, "QUOTA_EXCEEDED"), (503, "UNAVAILABLE"), (500, "INTERNAL"), (502, "?")] {
        stand_in.answers(status, &error(code).to_string());
        assert!(matches!(fcm.wake("a", NOW).await, Err(PushError::Busy { after: None, .. })), "{code}");
    }
    stand_in.asks_to_wait(429, 90);
    assert!(matches!(fcm.wake("a", NOW).await, Err(PushError::Busy { status: 429, after: Some(90) })));
    stand_in.answers(400, &error("INVALID_ARGUMENT").to_string());
    let refused = fcm.wake("a", NOW).await;
    assert!(
        matches!(&refused, Err(PushError::Refused { status: 400, why }) if why == "INVALID_ARGUMENT"),
        "{refused:?}"
    );
    // A token that was taken back is asked for anew, once.
    stand_in.asked();
    stand_in.answers(401, "");
    stand_in.answers(200, &ACCESS.replace("first", "second"));
    stand_in.answers(200, "{}");
    fcm.wake("a", NOW).await.expect("it is taken");
    assert_eq!(stand_in.asked()[2].header("authorization"), "Bearer second");
}

// R: F3
#[test]
fn a_file_that_is_no_service_account_is_named_and_not_shown() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    for text in [
        "",
        "{}",
        r#"{"project_id":"p","private_key_id":"k","client_email":"e","token_uri":"https://h/t","private_key":"SECRET"}"#,
    ] {
        std::fs::write(file.path(), text).expect("it is written");
        let settings = FcmSettings { service_account: file.path().to_owned(), endpoint: "https://fcm.test".into() };
        let error = Fcm::new(&settings, &CloudRoots::Public).err().expect("refused");
        assert!(matches!(error, PushError::Key { .. }), "{error}");
        assert!(!error.to_string().contains("SECRET") && error.to_string().contains("tmp"), "{error}");
    }
}
