use super::{
    ApnsSettings, KEEP, Push, PushError,
    jwt::{Kept, Signer, bad},
};
use account::wire::PushService;
use async_trait::async_trait;
use serde_json::{Value, json};
use web::cloud::{CloudAddress, CloudRoots, Http2, Posted};
use zeroize::Zeroizing;

/// A provider token is used for so many seconds: APNs takes none that is older than an hour, and no new one more often than every 20 minutes.
const TOKEN: u64 = 40 * 60;

/// Apple Push Notification service, by provider tokens (ES256).
pub struct Apns {
    signer: Signer,
    key_id: String,
    team_id: String,
    topic: String,
    line: Http2,
    provider: Kept,
}

impl Apns {
    /// By the settings.
    ///
    /// # Errors
    /// [`PushError::Key`], [`PushError::Line`].
    pub fn new(settings: &ApnsSettings, roots: &CloudRoots) -> Result<Self, PushError> {
        let path = &settings.key;
        let pem = std::fs::read_to_string(path).map(Zeroizing::new).map_err(|why| bad(path, &why.to_string()))?;
        Ok(Self {
            signer: Signer::ec(&pem, path)?,
            key_id: settings.key_id.clone(),
            team_id: settings.team_id.clone(),
            topic: settings.topic.clone(),
            line: Http2::new(CloudAddress::parse(&settings.endpoint)?, roots)?,
            provider: Kept::default(),
        })
    }

    fn provider(&self, now: u64) -> Result<Zeroizing<String>, PushError> {
        if let Some(kept) = self.provider.at(now) {
            return Ok(kept);
        }
        let token = self.signer.token(&self.key_id, &json!({ "iss": self.team_id, "iat": now }))?;
        self.provider.keep(&token, now + TOKEN);
        Ok(Zeroizing::new(token))
    }

    async fn send(&self, token: &str, now: u64) -> Result<Posted, PushError> {
        let bearer = Zeroizing::new(format!("bearer {}", self.provider(now)?.as_str()));
        let expiration = (now + KEEP).to_string();
        // Nothing is shown: the app is woken, asks, and obeys. Such a push has priority 5.
        let headers = [
            ("content-type", "application/json"),
            ("authorization", bearer.as_str()),
            ("apns-topic", self.topic.as_str()),
            ("apns-push-type", "background"),
            ("apns-priority", "5"),
            ("apns-collapse-id", "orders"),
            ("apns-expiration", expiration.as_str()),
        ];
        let body = json!({ "aps": { "content-available": 1 }, "wake": "orders" }).to_string().into_bytes();
        Ok(self.line.post(&format!("/3/device/{token}"), &headers, body).await?)
    }
}

#[async_trait]
impl Push for Apns {
    fn service(&self) -> PushService {
        PushService::Apns
    }

    async fn wake(&self, token: &str, now: u64) -> Result<(), PushError> {
        let mut posted = self.send(token, now).await?;
        if reason(&posted) == "ExpiredProviderToken" {
            self.provider.forget();
            posted = self.send(token, now).await?;
        }
        if posted.answer.status == 200 { Ok(()) } else { Err(refused(&posted)) }
    }
}

fn reason(posted: &Posted) -> String {
    let said: Value = serde_json::from_slice(&posted.answer.body).unwrap_or_default();
    said["reason"].as_str().unwrap_or_default().chars().filter(|c| !c.is_control()).take(100).collect()
}

fn refused(posted: &Posted) -> PushError {
    let (status, why) = (posted.answer.status, reason(posted));
    match (status, why.as_str()) {
        (410, _) | (_, "Unregistered" | "BadDeviceToken" | "DeviceTokenNotForTopic" | "ExpiredToken") => {
            PushError::Gone
        }
        (429 | 500.., _) => PushError::Busy { status, after: posted.retry_after },
        _ => PushError::Refused { status, why },
    }
}
