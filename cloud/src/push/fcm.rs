use super::{
    FcmSettings, KEEP, Push, PushError,
    jwt::{Kept, Signer, bad},
};
use account::wire::PushService;
use async_trait::async_trait;
use serde::Deserialize;
use serde_json::{Value, json};
use web::cloud::{CloudAddress, CloudRoots, Http2, Posted};
use zeroize::Zeroizing;

/// What a message may be sent for.
const SCOPE: &str = "https://www.googleapis.com/auth/firebase.messaging";
/// A token is asked for so many seconds before the last one ends.
const EARLY: u64 = 60;

/// Firebase Cloud Messaging, by its HTTP v1 interface (`projects.messages.send`), as a service account (RFC 7523).
pub struct Fcm {
    account: ServiceAccount,
    signer: Signer,
    messages: Http2,
    tokens: Http2,
    /// Of the token's endpoint.
    path: String,
    access: Kept,
}

/// The file that Firebase gives. Its key is read apart.
#[derive(Deserialize)]
struct ServiceAccount {
    project_id: String,
    client_email: String,
    private_key_id: String,
    token_uri: String,
}

#[derive(Deserialize)]
struct Key {
    private_key: String,
}

#[derive(Deserialize)]
struct Access {
    access_token: String,
    expires_in: u64,
}

impl Fcm {
    /// By the settings.
    ///
    /// # Errors
    /// [`PushError::Key`], [`PushError::Line`].
    pub fn new(settings: &FcmSettings, roots: &CloudRoots) -> Result<Self, PushError> {
        let path = &settings.service_account;
        let text = std::fs::read(path).map(Zeroizing::new).map_err(|why| bad(path, &why.to_string()))?;
        let none = |_| bad(path, "it is no service account's JSON");
        let account: ServiceAccount = serde_json::from_slice(&text).map_err(none)?;
        let Key { private_key } = serde_json::from_slice(&text).map_err(none)?;
        let signer = Signer::rsa(&Zeroizing::new(private_key), path)?;
        // Where its token is fetched, and the path there.
        let host = account.token_uri.find("://").map_or(0, |at| at + 3);
        let slash = account.token_uri[host..].find('/').map_or(account.token_uri.len(), |at| host + at);
        let (server, endpoint) = account.token_uri.split_at(slash);
        let (tokens, endpoint) = (CloudAddress::parse(server)?, endpoint.to_owned());
        Ok(Self {
            messages: Http2::new(CloudAddress::parse(&settings.endpoint)?, roots)?,
            tokens: Http2::new(tokens, roots)?,
            path: endpoint,
            account,
            signer,
            access: Kept::default(),
        })
    }

    async fn access(&self, now: u64) -> Result<Zeroizing<String>, PushError> {
        if let Some(kept) = self.access.at(now) {
            return Ok(kept);
        }
        let ServiceAccount { client_email, private_key_id, token_uri, .. } = &self.account;
        let claims = json!({ "iss": client_email, "scope": SCOPE, "aud": token_uri, "iat": now, "exp": now + 3_600 });
        let assertion = self.signer.token(private_key_id, &claims)?;
        let body = format!("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion={assertion}");
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let posted = self.tokens.post(&self.path, &form, body.into_bytes()).await?;
        if posted.answer.status != 200 {
            return Err(refused(&posted));
        }
        let status = posted.answer.status;
        let why = || "the answer is no access token".to_owned();
        let access: Access =
            serde_json::from_slice(&posted.answer.body).map_err(|_| PushError::Refused { status, why: why() })?;
        self.access.keep(&access.access_token, now + access.expires_in.saturating_sub(EARLY));
        Ok(Zeroizing::new(access.access_token))
    }

    async fn send(&self, token: &str, now: u64) -> Result<Posted, PushError> {
        let path = format!("/v1/projects/{}/messages:send", self.account.project_id);
        let bearer = Zeroizing::new(format!("Bearer {}", self.access(now).await?.as_str()));
        let message = json!({ "message": {
            "token": token,
            "data": { "wake": "orders" },
            "android": { "priority": "HIGH", "ttl": format!("{KEEP}s"), "collapse_key": "orders" },
        } });
        let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
        Ok(self.messages.post(&path, &headers, message.to_string().into_bytes()).await?)
    }
}

#[async_trait]
impl Push for Fcm {
    fn service(&self) -> PushService {
        PushService::Fcm
    }

    async fn wake(&self, token: &str, now: u64) -> Result<(), PushError> {
        let mut posted = self.send(token, now).await?;
        // The token was taken back before its time.
        if posted.answer.status == 401 {
            self.access.forget();
            posted = self.send(token, now).await?;
        }
        if posted.answer.status == 200 { Ok(()) } else { Err(refused(&posted)) }
    }
}

/// By FCM's own code (`google.firebase.fcm.v1.FcmError`), else by the status.
fn refused(posted: &Posted) -> PushError {
    let status = posted.answer.status;
    let said: Value = serde_json::from_slice(&posted.answer.body).unwrap_or_default();
    let details = said["error"]["details"].as_array().into_iter().flatten();
    let code = details.filter_map(|detail| detail["errorCode"].as_str()).next();
    match (code, status) {
        (Some("UNREGISTERED" | "SENDER_ID_MISMATCH"), _) => PushError::Gone,
        (Some("QUOTA_EXCEEDED" | "UNAVAILABLE" | "INTERNAL"), _) | (_, 429 | 500..) => {
            PushError::Busy { status, after: posted.retry_after }
        }
        _ => {
            let why = code.or(said["error"]["status"].as_str()).or(said["error"].as_str()).unwrap_or("no reason given");
            PushError::Refused { status, why: why.chars().filter(|c| !c.is_control()).take(100).collect() }
        }
    }
}
