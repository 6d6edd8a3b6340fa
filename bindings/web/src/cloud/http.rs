use super::{CloudAddress, CloudHttpError, CloudRoots, WakeSocket, stream};
use crate::client::Patience;
use http_body_util::{BodyExt, Full};
use hyper::{
    Request,
    body::{Bytes, Incoming},
    client::conn::http1::{self, SendRequest},
    header,
};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::timeout;

pub use hyper::Method;

/// A page of the log, or an export of everything; nothing that a server says is longer.
const LONGEST: usize = 64 << 20;
/// Connections that are kept for the next question.
const IDLE: usize = 2;
pub(super) const AGENT: &str = concat!("landfall/", env!("CARGO_PKG_VERSION"));

type Connection = SendRequest<Full<Bytes>>;

/// An account's server: connections are opened when they are needed, kept alive, and opened again once when they broke.
pub struct CloudHttp {
    address: CloudAddress,
    tls: Arc<ClientConfig>,
    patience: Patience,
    idle: Mutex<Vec<Connection>>,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// JSON.
    pub body: Vec<u8>,
}

impl CloudHttp {
    /// A client of the server at `address`, which proves itself under `roots`.
    ///
    /// # Errors
    /// [`CloudHttpError::Roots`], [`CloudHttpError::Tls`].
    pub fn new(address: CloudAddress, roots: &CloudRoots) -> Result<Self, CloudHttpError> {
        Ok(Self { address, tls: roots.config(b"http/1.1")?, patience: Patience::default(), idle: Mutex::default() })
    }

    /// With another patience.
    #[must_use]
    pub fn patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// Asks once. If the connection was kept from before and has died meanwhile, another one is tried first.
    ///
    /// # Errors
    /// [`CloudHttpError`].
    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<Vec<u8>>,
    ) -> Result<Answer, CloudHttpError> {
        let body = body.map(Bytes::from);
        if let Some(kept) = self.kept() {
            match self.once(kept, &method, path, token, body.clone()).await {
                Err(CloudHttpError::Lost(_)) => {}
                answered => return answered,
            }
        }
        let opened = self.open().await?;
        self.once(opened, &method, path, token, body).await
    }

    /// Opens the WebSocket at `path`.
    ///
    /// # Errors
    /// [`CloudHttpError`].
    pub async fn listen(&self, path: &str, token: &str) -> Result<WakeSocket, CloudHttpError> {
        let stream = stream::open(&self.address, &self.tls, self.patience.connect).await?;
        WakeSocket::open(stream, &self.address, path, token, self.patience.answer).await
    }

    fn kept(&self) -> Option<Connection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|kept| !kept.is_closed());
        idle.pop()
    }

    async fn open(&self) -> Result<Connection, CloudHttpError> {
        let stream = stream::open(&self.address, &self.tls, self.patience.connect).await?;
        let (requests, driver) = http1::handshake(TokioIo::new(stream)).await.map_err(lost)?;
        tokio::spawn(async move {
            if let Err(error) = driver.await {
                tracing::debug!(%error, "a connection ended badly");
            }
        });
        Ok(requests)
    }

    async fn once(
        &self,
        mut connection: Connection,
        method: &Method,
        path: &str,
        token: Option<&str>,
        body: Option<Bytes>,
    ) -> Result<Answer, CloudHttpError> {
        let patience = self.patience.answer;
        let exchange = async {
            connection.ready().await.map_err(lost)?;
            let response = connection.send_request(self.request(method, path, token, body)?).await.map_err(lost)?;
            let status = response.status().as_u16();
            Ok(Answer { status, body: read(response.into_body()).await? })
        };
        let late = |_| CloudHttpError::Timeout(patience.as_secs());
        let answer: Result<_, CloudHttpError> = timeout(patience, exchange).await.map_err(late)?;
        let answer = answer?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE && !connection.is_closed() {
            idle.push(connection);
        }
        Ok(answer)
    }

    fn request(
        &self,
        method: &Method,
        path: &str,
        token: Option<&str>,
        body: Option<Bytes>,
    ) -> Result<Request<Full<Bytes>>, CloudHttpError> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, self.address.authority())
            .header(header::USER_AGENT, AGENT)
            .header(header::ACCEPT, "application/json");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, bearer(token)?);
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        request
            .body(Full::new(body.unwrap_or_default()))
            .map_err(|_| CloudHttpError::Address(format!("{}{path}", self.address)))
    }
}

/// `Bearer …`, which no log shows.
pub(super) fn bearer(token: &str) -> Result<header::HeaderValue, CloudHttpError> {
    let value = header::HeaderValue::from_str(&format!("Bearer {token}"));
    let mut value = value.map_err(|_| CloudHttpError::Lost("the session's token is none".to_owned()))?;
    value.set_sensitive(true);
    Ok(value)
}

pub(super) async fn read(mut body: Incoming) -> Result<Vec<u8>, CloudHttpError> {
    let mut all = Vec::new();
    while let Some(frame) = body.frame().await {
        if let Some(data) = frame.map_err(lost)?.data_ref() {
            if all.len() + data.len() > LONGEST {
                return Err(CloudHttpError::TooLong(LONGEST));
            }
            all.extend_from_slice(data);
        }
    }
    Ok(all)
}

pub(super) fn lost(error: hyper::Error) -> CloudHttpError {
    CloudHttpError::Lost(error.to_string())
}

impl std::fmt::Debug for CloudHttp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CloudHttp({})", self.address)
    }
}
