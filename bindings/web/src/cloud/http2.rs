use super::{
    Answer, CloudAddress, CloudHttpError, CloudRoots,
    http::{AGENT, lost, read},
    stream,
};
use crate::client::Patience;
use http_body_util::Full;
use hyper::{
    Request,
    body::Bytes,
    client::conn::http2::{self, SendRequest},
    header,
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::ClientConfig;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::timeout;

/// A service of others that is asked by HTTP/2 (RFC 9113), as those that wake phones want it: one connection, opened when it is needed, opened again
/// when it broke.
pub struct Http2 {
    address: CloudAddress,
    tls: Arc<ClientConfig>,
    patience: Patience,
    line: Mutex<Option<SendRequest<Full<Bytes>>>>,
}

/// What was answered, and when to ask again if it says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Status and body.
    pub answer: Answer,
    /// `Retry-After`, in seconds.
    pub retry_after: Option<u64>,
}

impl Http2 {
    /// A client of the service at `address`, which proves itself under `roots`.
    ///
    /// # Errors
    /// [`CloudHttpError::Roots`], [`CloudHttpError::Tls`].
    pub fn new(address: CloudAddress, roots: &CloudRoots) -> Result<Self, CloudHttpError> {
        Ok(Self { address, tls: roots.config(b"h2")?, patience: Patience::default(), line: Mutex::default() })
    }

    /// With another patience.
    #[must_use]
    pub fn patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// Posts `body`, with these headers; each value is kept out of logs.
    ///
    /// # Errors
    /// [`CloudHttpError`].
    pub async fn post(
        &self,
        path: &str,
        headers: &[(&'static str, &str)],
        body: Vec<u8>,
    ) -> Result<Posted, CloudHttpError> {
        let request = self.request(path, headers, Bytes::from(body))?;
        let exchange = async {
            let mut line = self.line().await?;
            line.ready().await.map_err(lost)?;
            let response = line.send_request(request).await.map_err(lost)?;
            let retry_after =
                response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
            let status = response.status().as_u16();
            let answer = Answer { status, body: read(response.into_body()).await? };
            Ok(Posted { answer, retry_after })
        };
        let late = |_| CloudHttpError::Timeout(self.patience.answer.as_secs());
        timeout(self.patience.answer, exchange).await.map_err(late)?
    }

    /// The connection, if it stands; else a new one.
    async fn line(&self) -> Result<SendRequest<Full<Bytes>>, CloudHttpError> {
        let kept = self.line.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(kept) = kept.filter(|kept| !kept.is_closed()) {
            return Ok(kept);
        }
        let stream = stream::open(&self.address, &self.tls, self.patience.connect).await?;
        let (line, driver) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.map_err(lost)?;
        tokio::spawn(async move {
            if let Err(error) = driver.await {
                tracing::debug!(%error, "a connection ended badly");
            }
        });
        *self.line.lock().unwrap_or_else(PoisonError::into_inner) = Some(line.clone());
        Ok(line)
    }

    fn request(
        &self,
        path: &str,
        headers: &[(&'static str, &str)],
        body: Bytes,
    ) -> Result<Request<Full<Bytes>>, CloudHttpError> {
        let bad = |_| CloudHttpError::Address(format!("{}{path}", self.address));
        let scheme = if self.address.tls { "https" } else { "http" };
        let mut request =
            Request::post(format!("{scheme}://{}{path}", self.address.authority())).header(header::USER_AGENT, AGENT);
        for (name, value) in headers {
            let mut value = header::HeaderValue::from_str(value).map_err(|error| bad(error.into()))?;
            value.set_sensitive(true);
            request = request.header(*name, value);
        }
        request.body(Full::new(body)).map_err(bad)
    }
}

impl std::fmt::Debug for Http2 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Http2({})", self.address)
    }
}
