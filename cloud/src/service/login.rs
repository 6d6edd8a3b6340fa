use super::{Entropy, Service, ServiceError, access, allowances::Tried, seal::Purpose as Sealed, sizes};
use crate::storage::{Account, Purpose, Session, TokenKind};
use account::{
    keys::AccountId,
    opaque::Attempt,
    wire::{Bytes, LoggedIn, LoginFinish, LoginStart, LoginStarted},
};
use model::{Random, SecretBytes};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// For how many seconds KE3 is waited for: the client stretches the password meanwhile.
const PATIENCE: u64 = 120;
/// For how many seconds a token is good.
pub(super) const GOOD_FOR: u64 = 15 * 60;

/// What is kept of an attempt, sealed.
#[derive(Serialize, Deserialize)]
struct Begun {
    /// OPAQUE's state.
    state: Bytes,
    /// The account, as it was then; none if nobody has the login.
    account: Option<(Bytes, u64)>,
    /// The tries to give back.
    tries: [[u8; 32]; 2],
}

impl Service {
    /// Answers KE1 with KE2. It is a guess, since the client learns from KE2 whether the password is right: it is given back once KE3 proves
    /// that it was none. A login that nobody has is answered alike.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn login_start(&self, request: LoginStart, from: IpAddr) -> Result<LoginStarted, ServiceError> {
        let login = sizes::login(&request.login)?;
        let tries = [self.take(Tried::Address(from)).await?, self.take(Tried::Login(&login)).await?];
        let known = self.storage.by_login(&login).await?;
        let record = known.as_ref().map(|account| &account.record);
        let (state, response) = self.opaque.start(&login, record, &request.request, &mut Entropy)?;
        let state = Bytes::from(state.to_bytes().expose());
        let begun = Begun { state, account: known.map(|account| (account.id.bytes(), account.generation)), tries };
        let plain = SecretBytes::new(serde_json::to_vec(&begun).map_err(|_| ServiceError::Damaged)?);
        let id: [u8; 16] = Entropy.array();
        let sealed = self.seal.seal(Sealed::Attempt, &id, plain.expose());
        self.storage.put_once(&id, Purpose::Attempt, &sealed, self.now() + PATIENCE).await?;
        Ok(LoginStarted { attempt: Bytes::from(id), response })
    }

    /// Takes KE3, once, and gives a visitor's token.
    ///
    /// # Errors
    /// [`ServiceError::Login`], whatever was wrong.
    pub async fn login_finish(&self, request: LoginFinish) -> Result<LoggedIn, ServiceError> {
        let kept = self.storage.take_once(&request.attempt.0, Purpose::Attempt, self.now()).await?;
        let sealed = kept.ok_or(ServiceError::Login)?;
        let plain = self.seal.open(Sealed::Attempt, &request.attempt.0, &sealed).ok_or(ServiceError::Login)?;
        let begun: Begun = serde_json::from_slice(plain.expose()).map_err(|_| ServiceError::Login)?;
        let state = SecretBytes::new(begun.state.0);
        Attempt::read(&state).and_then(|attempt| attempt.finish(&request.finish)).map_err(|_| ServiceError::Login)?;
        let (account, generation) = begun.account.ok_or(ServiceError::Login)?;
        let account = AccountId::read(&account).ok_or(ServiceError::Login)?;
        let account = self.storage.account(&account).await?.ok_or(ServiceError::Login)?;
        // A password that was changed since lets nobody in.
        let logged_in = self.admit(Account { generation, ..account }, TokenKind::Visitor).await?;
        for key in begun.tries {
            self.storage.give_back(key).await?;
        }
        Ok(logged_in)
    }

    /// A token for whoever has shown that the account, as it was then, is his, without being one of its devices.
    pub(super) async fn admit(&self, account: Account, kind: TokenKind) -> Result<LoggedIn, ServiceError> {
        let (token, kept) = access::make();
        let session = Session { account: account.id, kind, device: None, expires: self.now() + GOOD_FOR };
        if !self.storage.put_session(kept, session, Some(account.generation)).await? {
            return Err(ServiceError::Login);
        }
        Ok(LoggedIn { account: account.id.bytes(), token: token.to_string(), sealed: account.sealed })
    }
}
