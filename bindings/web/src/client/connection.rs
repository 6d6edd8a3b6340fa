use super::{Client, HttpError, error::of_handshake};
use http_body_util::{BodyExt, Full};
use hyper::{
    StatusCode,
    body::{Body, Bytes, Incoming},
    client::conn::http1::{self, SendRequest},
    header,
};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use std::time::Duration;
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::TlsConnector;

/// A bound package is some tens of kilobytes, a third more in base64; nothing that a card can hold is longer than this.
const LONGEST: usize = 8 << 20;
/// The version of the binding (SGP.22 §6.3).
const PROTOCOL: &str = "gsma/rsp/v2.3.0";

/// What is asked.
pub(super) struct Posted<'a> {
    pub(super) path: &'a str,
    pub(super) agent: &'static str,
    /// JSON.
    pub(super) body: Bytes,
}

/// An open connection.
pub(super) struct Connection {
    requests: SendRequest<Full<Bytes>>,
    host: String,
}

impl Connection {
    pub(super) async fn open(client: &Client) -> Result<Self, HttpError> {
        let server =
            if client.port == super::PORT { client.host.clone() } else { format!("{}:{}", client.host, client.port) };
        let patience = client.patience.connect;
        let late =
            || HttpError::Unreachable { server: server.clone(), why: format!("no answer in {} s", patience.as_secs()) };
        timeout(patience, Self::connect(client, &server)).await.map_err(|_| late())?
    }

    async fn connect(client: &Client, server: &str) -> Result<Self, HttpError> {
        let unreachable =
            |error: &dyn ToString| HttpError::Unreachable { server: server.to_owned(), why: error.to_string() };
        let stream = match &client.via {
            Some(via) => TcpStream::connect(via.as_str()).await,
            None => TcpStream::connect((client.host.as_str(), client.port)).await,
        };
        let stream = stream.map_err(|error| unreachable(&error))?;
        stream.set_nodelay(true).map_err(|error| unreachable(&error))?;
        let name = ServerName::try_from(client.host.clone()).map_err(|_| HttpError::Address(client.host.clone()))?;
        let connected = TlsConnector::from(client.tls.clone()).connect(name, stream).await;
        let stream = connected.map_err(|error| of_handshake(server, &error))?;
        let (requests, driver) = http1::handshake(TokioIo::new(stream)).await.map_err(lost)?;
        tokio::spawn(async move {
            if let Err(error) = driver.await {
                tracing::debug!(%error, "a connection ended badly");
            }
        });
        Ok(Self { requests, host: server.to_owned() })
    }

    /// The body of what was answered; none where there is none to have (204).
    pub(super) async fn post(
        &mut self,
        posted: &Posted<'_>,
        patience: Duration,
        progress: &mut (dyn FnMut(u64, Option<u64>) + Send),
    ) -> Result<Option<Vec<u8>>, HttpError> {
        let late = |_| HttpError::Timeout(patience.as_secs());
        timeout(patience, self.exchange(posted, progress)).await.map_err(late)?
    }

    async fn exchange(
        &mut self,
        posted: &Posted<'_>,
        progress: &mut (dyn FnMut(u64, Option<u64>) + Send),
    ) -> Result<Option<Vec<u8>>, HttpError> {
        self.requests.ready().await.map_err(lost)?;
        let request = hyper::Request::post(posted.path)
            .header(header::HOST, &self.host)
            .header(header::USER_AGENT, posted.agent)
            .header("X-Admin-Protocol", PROTOCOL)
            .header(header::CONTENT_TYPE, "application/json;charset=UTF-8")
            .body(Full::new(posted.body.clone()))
            .map_err(|_| HttpError::Address(self.host.clone()))?;
        let response = self.requests.send_request(request).await.map_err(lost)?;
        match response.status() {
            StatusCode::NO_CONTENT => Ok(None),
            status if status.is_success() => Ok(Some(body(response.into_body(), progress).await?)),
            status => Err(HttpError::Status(status.as_u16())),
        }
    }
}

async fn body(mut body: Incoming, progress: &mut (dyn FnMut(u64, Option<u64>) + Send)) -> Result<Vec<u8>, HttpError> {
    let total = body.size_hint().exact();
    let mut all = Vec::new();
    while let Some(frame) = body.frame().await {
        if let Some(data) = frame.map_err(lost)?.data_ref() {
            if all.len() + data.len() > LONGEST {
                return Err(HttpError::TooLong(LONGEST));
            }
            all.extend_from_slice(data);
            progress(all.len() as u64, total);
        }
    }
    Ok(all)
}

fn lost(error: hyper::Error) -> HttpError {
    HttpError::Lost(error.to_string())
}
