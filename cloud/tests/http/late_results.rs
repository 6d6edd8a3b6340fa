//! Results of phones that left a kiosk: anybody may send one, so it is short.

use crate::world::*;
use base64::{Engine, engine::general_purpose::STANDARD};
use rsp::{
    message::Message,
    metadata::NotificationEvent,
    notification::{NotificationMetadata, OtherSignedNotification},
};
use serde_json::json;

/// A notification of about so many bytes: the length of its certificate is two bytes in it.
fn notification(certificate: u16) -> Vec<u8> {
    let metadata = NotificationMetadata {
        seq_number: 1,
        profile_management_operation: NotificationEvent::INSTALL,
        notification_address: "nobody.example".to_owned(),
        iccid: None,
    };
    let long = [&[0x30, 0x82][..], &certificate.to_be_bytes(), &vec![0; certificate.into()]].concat();
    OtherSignedNotification::unsigned(metadata, long, vec![0x30, 0]).signed([7; 64]).encode()
}

// R: A8, B4
#[tokio::test]
async fn a_late_result_has_eight_kibibytes_at_most() {
    let world = World::new().await;
    let hand_in = |notification: Vec<u8>| {
        let body = json!({ "pendingNotification": STANDARD.encode(notification) });
        let world = &world;
        async move { world.post("/gsma/rsp2/es9plus/handleNotification", None, &body).await }
    };
    let rest = notification(1_000).len() - 1_000;
    let longest = notification((8_192 - rest) as u16);
    assert_eq!(longest.len(), 8_192);
    assert_eq!(hand_in(longest).await.expect(404).word(), "not_found", "it is read, and of nobody");
    assert_eq!(hand_in(notification((8_193 - rest) as u16)).await.expect(400).word(), "malformed");
    assert_eq!(hand_in(notification(20_000)).await.expect(413).word(), "too_long", "no more is read of anybody");
}
