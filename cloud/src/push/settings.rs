use serde::Deserialize;
use std::path::PathBuf;

/// Below `[push]`: which services wake phones. Without any, phones are told on their WebSocket and at their own contact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PushSettings {
    /// Below `[push.fcm]`: Android.
    pub fcm: Option<FcmSettings>,
    /// Below `[push.apns]`: iOS.
    pub apns: Option<ApnsSettings>,
    /// Roots that the services prove themselves under, PEM, in place of the web's own: for a proxy that ends TLS.
    pub roots: Option<PathBuf>,
}

/// Firebase Cloud Messaging.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FcmSettings {
    /// The service account's JSON, as Firebase gives it.
    pub service_account: PathBuf,
    /// Where messages are handed in.
    #[serde(default = "fcm")]
    pub endpoint: String,
}

/// Apple Push Notification service.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ApnsSettings {
    /// The key, `.p8`.
    pub key: PathBuf,
    /// Its id, ten characters.
    pub key_id: String,
    /// The team's, ten characters.
    pub team_id: String,
    /// The app's bundle id.
    pub topic: String,
    /// Where notifications are handed in; apps that were not installed from the store have `https://api.sandbox.push.apple.com`.
    #[serde(default = "apns")]
    pub endpoint: String,
}

fn fcm() -> String {
    "https://fcm.googleapis.com".to_owned()
}

fn apns() -> String {
    "https://api.push.apple.com".to_owned()
}
