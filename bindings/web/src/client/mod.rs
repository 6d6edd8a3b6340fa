//! An LPA's connection to one SM-DP+: opened when it is first needed, kept alive, opened again once when it broke.

mod connection;
mod error;

pub use error::HttpError;

use crate::tls::{Identity, Trust};
use connection::{Connection, Posted};
use rsp::es9::{Request, Response, json::JsonError};
use rustls::{ClientConfig, pki_types::ServerName};
use std::{sync::Arc, time::Duration};

/// ES9+ has no port of its own.
const PORT: u16 = 443;

/// What an LPA calls itself, as SGP.22 §6.3 has it.
const AGENT: &str = concat!("gsma-rsp-lpad landfall/", env!("CARGO_PKG_VERSION"));
const OPERATOR_AGENT: &str = concat!("landfall/", env!("CARGO_PKG_VERSION"));

/// One server.
pub struct Client {
    host: String,
    port: u16,
    /// Where to connect instead of asking the DNS for `host`.
    via: Option<String>,
    tls: Arc<ClientConfig>,
    patience: Patience,
    connection: Option<Connection>,
}

/// How long a client waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For the connection and its handshake.
    pub connect: Duration,
    /// For an answer, from the request on.
    pub answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: Duration::from_secs(15), answer: Duration::from_secs(60) }
    }
}

impl Client {
    /// A client of the server at `address`: a name, with a port if it has one, as activation codes give it.
    ///
    /// # Errors
    /// [`HttpError::Address`] if it is none; [`HttpError::Tls`].
    pub fn new(address: &str, trust: Trust) -> Result<Self, HttpError> {
        Self::to(address, trust, None)
    }

    /// The same for a server that asks who its clients are (ES2+): this one is `identity`.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn mutual(address: &str, trust: Trust, identity: &Identity) -> Result<Self, HttpError> {
        Self::to(address, trust, Some(identity))
    }

    fn to(address: &str, trust: Trust, identity: Option<&Identity>) -> Result<Self, HttpError> {
        let bad = || HttpError::Address(address.to_owned());
        let (host, port) = match address.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().map_err(|_| bad())?),
            None => (address, PORT),
        };
        // What would end up in the head of a request is looked at first.
        let fine = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
        if !fine || ServerName::try_from(host).is_err() {
            return Err(bad());
        }
        let tls = Arc::new(Arc::new(trust).client_config(identity)?);
        Ok(Self { host: host.to_owned(), port, via: None, tls, patience: Patience::default(), connection: None })
    }

    /// Connects to `HOST:PORT` instead, as where there is no DNS; the server must be who it was before.
    #[must_use]
    pub fn via(self, address: Option<String>) -> Self {
        Self { via: address, ..self }
    }

    /// With another patience.
    #[must_use]
    pub fn patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// Asks a function. `progress` hears of the bytes of the answer: those here, and of how many if that is known.
    ///
    /// # Errors
    /// [`HttpError`]. If the connection was kept from before and has died meanwhile, another one is tried first.
    pub async fn ask(
        &mut self,
        request: &Request,
        progress: &mut (dyn FnMut(u64, Option<u64>) + Send),
    ) -> Result<Response, HttpError> {
        let function = request.function();
        let path = format!("/gsma/rsp2/es9plus/{function}");
        let posted = Posted { path: &path, agent: AGENT, body: request.to_json().into() };
        let body = self.post(&posted, progress).await?;
        self.understood(Response::from_json(function, body.as_deref().unwrap_or(b"{}")))
    }

    /// Calls a function of ES2+ at `path` with this body, JSON; answers the body, or that there is none to have (204).
    ///
    /// # Errors
    /// As [`Client::ask`].
    pub async fn call(&mut self, path: &str, body: Vec<u8>) -> Result<Option<Vec<u8>>, HttpError> {
        let posted = Posted { path, agent: OPERATOR_AGENT, body: body.into() };
        self.post(&posted, &mut |_, _| ()).await
    }

    async fn post(
        &mut self,
        posted: &Posted<'_>,
        progress: &mut (dyn FnMut(u64, Option<u64>) + Send),
    ) -> Result<Option<Vec<u8>>, HttpError> {
        if let Some(mut connection) = self.connection.take() {
            match connection.post(posted, self.patience.answer, progress).await {
                Err(HttpError::Lost(_)) => {}
                answer => return self.keep(connection, answer),
            }
        }
        let mut connection = Connection::open(self).await?;
        let answer = connection.post(posted, self.patience.answer, progress).await;
        self.keep(connection, answer)
    }

    /// Keeps the connection for the next question, unless something of this one is still on its way.
    fn keep<T>(&mut self, connection: Connection, answer: Result<T, HttpError>) -> Result<T, HttpError> {
        self.connection = answer.is_ok().then_some(connection);
        answer
    }

    /// What is not understood ends the connection, too.
    fn understood<T>(&mut self, answer: Result<T, JsonError>) -> Result<T, HttpError> {
        answer.map_err(|error| {
            self.connection = None;
            error.into()
        })
    }
}
