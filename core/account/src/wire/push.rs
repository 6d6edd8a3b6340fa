use serde::{Deserialize, Serialize};

/// Who wakes a phone that listens to nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PushService {
    /// Firebase Cloud Messaging.
    Fcm,
    /// Apple Push Notification service.
    Apns,
}

impl PushService {
    /// As it travels.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fcm => "fcm",
            Self::Apns => "apns",
        }
    }
}

/// `PUT /v1/push` (a device's token): where this device is woken when there are orders for it. 204. `DELETE /v1/push`: nowhere any more. 204. What is
/// sent there says that there is something, not what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushAddress {
    /// By whom.
    pub service: PushService,
    /// Its registration token of this device, of printable ASCII, at most 4,096 bytes; APNs's device token in hexadecimal.
    pub token: String,
}
