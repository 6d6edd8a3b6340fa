use super::{CloudError, Identity, ProblemKind, ask::Ask, ask::read};
use crate::ports::{Cloud, CloudResponse};
use account::{signed::Signed, wire::Session};
use serde::de::DeserializeOwned;
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

/// Who asks.
enum Whom {
    Anybody,
    /// Whoever knows the password, or has the sheet.
    Visitor(Zeroizing<String>),
    /// A device; its session is begun when it is first needed.
    Device(Identity, Mutex<Option<Zeroizing<String>>>),
}

/// The account's server, as one of those who may ask it. Clones share their session.
#[derive(Clone)]
pub struct CloudClient {
    pub(super) port: Arc<dyn Cloud>,
    whom: Arc<Whom>,
}

impl CloudClient {
    /// As nobody: accounts are made and opened.
    #[must_use]
    pub fn anybody(port: Arc<dyn Cloud>) -> Self {
        Self { port, whom: Arc::new(Whom::Anybody) }
    }

    /// As a device of the account.
    #[must_use]
    pub fn device(port: Arc<dyn Cloud>, identity: Identity) -> Self {
        Self { port, whom: Arc::new(Whom::Device(identity, Mutex::default())) }
    }

    /// With a visitor's token ([`account::wire::LoggedIn`]).
    #[must_use]
    pub fn visitor(&self, token: String) -> Self {
        Self { port: self.port.clone(), whom: Arc::new(Whom::Visitor(Zeroizing::new(token))) }
    }

    /// The device that asks, if one does.
    #[must_use]
    pub fn identity(&self) -> Option<&Identity> {
        match &*self.whom {
            Whom::Device(identity, _) => Some(identity),
            Whom::Anybody | Whom::Visitor(_) => None,
        }
    }

    /// Asks without a token.
    pub(super) async fn openly<T: DeserializeOwned>(&self, ask: Ask) -> Result<T, CloudError> {
        read(&good(self.port.ask(ask.request(None)).await?)?)
    }

    /// The same where the answer's body says nothing.
    pub(super) async fn openly_done(&self, ask: Ask) -> Result<(), CloudError> {
        good(self.port.ask(ask.request(None)).await?).map(drop)
    }

    /// Asks as who it is.
    pub(super) async fn signed_in<T: DeserializeOwned>(&self, ask: Ask) -> Result<T, CloudError> {
        read(&good(self.response(ask).await?)?)
    }

    /// The same where the answer's body says nothing.
    pub(super) async fn done(&self, ask: Ask) -> Result<(), CloudError> {
        good(self.response(ask).await?).map(drop)
    }

    /// Whatever was answered, but for a session that ended: that is begun again once.
    pub(super) async fn response(&self, ask: Ask) -> Result<CloudResponse, CloudError> {
        let (token, kept) = self.token().await?;
        let response = self.port.ask(ask.request(Some(&token))).await?;
        if response.status != 401 || self.identity().is_none() {
            return Ok(response);
        }
        self.forget(&token);
        if !kept {
            return Err(CloudError::NotADevice);
        }
        let (token, _) = self.token().await?;
        Ok(self.port.ask(ask.request(Some(&token))).await?)
    }

    /// A token, and whether it is from before.
    pub(super) async fn token(&self) -> Result<(Zeroizing<String>, bool), CloudError> {
        let (identity, kept) = match &*self.whom {
            Whom::Anybody => return Err(CloudError::SignedOut),
            Whom::Visitor(token) => return Ok((token.clone(), true)),
            Whom::Device(identity, kept) => (identity, kept),
        };
        if let Some(token) = kept.lock().unwrap_or_else(PoisonError::into_inner).clone() {
            return Ok((token, true));
        }
        let session: Session =
            self.proven(identity, |proof| Ask::post("/v1/sessions").with(&proof)).await.map_err(unknown)?;
        let token = Zeroizing::new(session.token);
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.clone());
        Ok((token, false))
    }

    /// Asks with a proof of now. One whose answer was lost on the way may have been carried twice, and its challenge be used up then: only what is said to a
    /// second one counts as no.
    pub(super) async fn proven<T: DeserializeOwned>(
        &self,
        identity: &Identity,
        ask: impl Fn(Signed) -> Ask,
    ) -> Result<T, CloudError> {
        let mut again = true;
        loop {
            let proof = identity.prove(self.challenge().await?.challenge)?;
            match self.openly(ask(proof)).await {
                Err(error) if again && error.is(ProblemKind::Unauthorised) => again = false,
                answered => return answered,
            }
        }
    }

    /// Lets a session go that the server does not take any more; another that was begun meanwhile stays.
    pub(super) fn forget(&self, ended: &str) {
        if let Whom::Device(_, kept) = &*self.whom {
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.take_if(|token| token.as_str() == ended);
        }
    }
}

/// A device that may not begin a session is none of the account's.
fn unknown(error: CloudError) -> CloudError {
    let no = [ProblemKind::Unauthorised, ProblemKind::Forbidden, ProblemKind::NotFound];
    if no.iter().any(|kind| error.is(*kind)) { CloudError::NotADevice } else { error }
}

pub(super) fn good(response: CloudResponse) -> Result<Vec<u8>, CloudError> {
    if (200..300).contains(&response.status) { Ok(response.body) } else { Err(CloudError::of(&response)) }
}

impl std::fmt::Debug for CloudClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &*self.whom {
            Whom::Anybody => f.write_str("CloudClient(anybody)"),
            Whom::Visitor(_) => f.write_str("CloudClient(visitor)"),
            Whom::Device(identity, _) => write!(f, "CloudClient({identity:?})"),
        }
    }
}
