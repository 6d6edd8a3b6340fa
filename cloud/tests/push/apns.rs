use crate::stand_in::{StandIn, token};
use base64::{Engine, engine::general_purpose::STANDARD};
use landfall_cloud::push::{Apns, ApnsSettings, Push, PushError};
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, UnparsedPublicKey,
    },
};
use serde_json::json;
use web::cloud::CloudRoots;

const NOW: u64 = 1_800_000_000;

/// APNs, its stand-in, and the key's public half.
async fn apns() -> (Apns, StandIn, Vec<u8>) {
    let (stand_in, endpoint) = StandIn::start().await;
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
    let file = tempfile::NamedTempFile::new().expect("a file");
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(key.as_ref()));
    std::fs::write(file.path(), pem).expect("it is written");
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &random).expect("a key");
    let settings = ApnsSettings {
        key: file.path().to_owned(),
        key_id: "KEY4567890".into(),
        team_id: "TEAM567890".into(),
        topic: "org.example.app".into(),
        endpoint,
    };
    let apns = Apns::new(&settings, &CloudRoots::Public).expect("good settings");
    (apns, stand_in, pair.public_key().as_ref().to_vec())
}

// R: B6 F3
#[tokio::test]
async fn a_notification_wakes_the_app_and_shows_nothing() {
    let (apns, stand_in, public) = apns().await;
    stand_in.answers(200, "");
    apns.wake("00ff", NOW).await.expect("it is taken");
    let asked = stand_in.asked().swap_remove(0);
    assert_eq!(asked.path, "/3/device/00ff");
    for (name, value) in [
        ("apns-topic", "org.example.app"),
        ("apns-push-type", "background"),
        ("apns-priority", "5"),
        ("apns-expiration", "1800086400"),
    ] {
        assert_eq!(asked.header(name), value);
    }
    assert_eq!(asked.json(), json!({ "aps": { "content-available": 1 }, "wake": "orders" }));
    let bearer = asked.header("authorization").strip_prefix("bearer ").expect("a token").to_owned();
    let (head, claims, signed, signature) = token(&bearer);
    assert_eq!((&head["alg"], &head["kid"]), (&json!("ES256"), &json!("KEY4567890")));
    assert_eq!(claims, json!({ "iss": "TEAM567890", "iat": NOW }));
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public);
    public.verify(signed.as_bytes(), &signature).expect("its signature");
    // A token serves for a while, and never for an hour.
    for (later, same) in [(1_199, true), (2_399, true), (3_599, false)] {
        stand_in.answers(200, "");
        apns.wake("00ff", NOW + later).await.expect("it is taken");
        let asked = stand_in.asked().swap_remove(0);
        assert_eq!(asked.header("authorization") == format!("bearer {bearer}"), same, "{later}");
    }
}

// R: B6 F3
#[tokio::test]
async fn its_refusals_are_told_apart() {
    let (apns, stand_in, _) = apns().await;
    let reason = |reason: &str| json!({ "reason": reason }).to_string();
    for (status, word) in [(410, "Unregistered"), (400, "BadDeviceToken"), (400, "DeviceTokenNotForTopic")] {
        stand_in.answers(status, &reason(word));
        assert!(matches!(apns.wake("00", NOW).await, Err(PushError::Gone)), "{word}");
    }
    for (status, word) in [(429, "TooManyRequests"), (503, "Shutdown"), (500, "InternalServerError")] {
        stand_in.answers(status, &reason(word));
        assert!(matches!(apns.wake("00", NOW).await, Err(PushError::Busy { .. })), "{word}");
    }
    stand_in.answers(403, &reason("InvalidProviderToken"));
    let refused = apns.wake("00", NOW).await;
    assert!(
        matches!(&refused, Err(PushError::Refused { status: 403, why }) if why == "InvalidProviderToken"),
        "{refused:?}"
    );
    stand_in.asked();
    stand_in.answers(403, &reason("ExpiredProviderToken"));
    stand_in.answers(200, "");
    apns.wake("00", NOW + 5).await.expect("it is taken");
    let asked = stand_in.asked();
    assert_ne!(asked[0].header("authorization"), asked[1].header("authorization"));
}
