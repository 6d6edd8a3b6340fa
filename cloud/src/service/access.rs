use super::{Act, Service, ServiceError, checks, may};
use crate::storage::{Session, TokenKind};
use account::{keys::AccountId, wire::Bytes};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use zeroize::Zeroizing;

/// Bytes of a token.
const TOKEN: usize = 32;

/// Who asks, by a token that is good now and may do what is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The account.
    pub account: AccountId,
    /// What the token lets do.
    pub kind: TokenKind,
    /// The device that it is bound to.
    pub device: Option<Bytes>,
    /// The token's SHA-256, as it is kept.
    pub token: [u8; 32],
    /// When it ends.
    pub expires: u64,
}

impl Caller {
    /// Who a token stands for, if it lets do this.
    pub(super) fn of(token: [u8; 32], session: Session, act: Act) -> Result<Self, ServiceError> {
        if checks::POWER.on() && !may(session.kind, act) {
            return Err(ServiceError::Power(session.kind));
        }
        let Session { account, kind, device, expires } = session;
        // Of a passkey's token the passkey stands in its place.
        let device = device.filter(|_| kind != TokenKind::Passkey);
        Ok(Self { account, kind, device, token, expires })
    }

    /// The device that asks.
    ///
    /// # Errors
    /// [`ServiceError::Power`] if it is none.
    pub fn device(&self) -> Result<&Bytes, ServiceError> {
        self.device.as_ref().ok_or(ServiceError::Power(self.kind))
    }
}

impl Service {
    /// Who asks, if the token lets do this.
    pub(super) async fn caller(&self, token: Option<&str>, act: Act) -> Result<Caller, ServiceError> {
        let kept = token.and_then(kept_as).ok_or(ServiceError::Token)?;
        let session = self.storage.session(kept, self.now()).await?.ok_or(ServiceError::Token)?;
        let passkey = (session.kind == TokenKind::Passkey).then(|| session.device.clone());
        let caller = Caller::of(kept, session, act)?;
        if let Some(passkey) = passkey {
            let passkey = passkey.ok_or(ServiceError::Token)?;
            if checks::PASSKEY.on() && !self.has_passkey(&caller.account, &passkey).await? {
                return Err(ServiceError::Token);
            }
        }
        Ok(caller)
    }
}

impl Service {
    /// Whether a token is good for anything: who has none is not listened to for long.
    ///
    /// # Errors
    /// [`ServiceError::Token`] if it is not.
    pub async fn is_known(&self, token: Option<&str>) -> Result<(), ServiceError> {
        let kept = token.and_then(kept_as).ok_or(ServiceError::Token)?;
        self.storage.session(kept, self.now()).await?.map(drop).ok_or(ServiceError::Token)
    }
}

/// A new token, and what is kept of it.
pub(super) fn make() -> (Zeroizing<String>, [u8; 32]) {
    let mut bytes = Zeroizing::new([0; TOKEN]);
    model::Random::fill(&mut super::Entropy, &mut *bytes);
    (Zeroizing::new(URL_SAFE_NO_PAD.encode(*bytes)), hash(&bytes))
}

/// How a token is kept, if it is one. It is looked up by its digest, so that no comparison tells of it by its time.
pub(super) fn kept_as(token: &str) -> Option<[u8; 32]> {
    let mut bytes = Zeroizing::new([0; TOKEN + 2]);
    let length = URL_SAFE_NO_PAD.decode_slice(token, &mut *bytes).ok()?;
    let token: &[u8; TOKEN] = bytes[..length].try_into().ok()?;
    Some(hash(token))
}

fn hash(token: &[u8; TOKEN]) -> [u8; 32] {
    digest(&SHA256, token).as_ref().try_into().expect("SHA-256 has 32 bytes")
}
