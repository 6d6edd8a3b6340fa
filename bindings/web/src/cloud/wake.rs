use super::{CloudAddress, CloudHttpError, http, stream};
use futures_util::{SinkExt, StreamExt};
use hyper::header;
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{self, Message, client::ClientRequestBuilder, protocol::WebSocketConfig},
};

/// Nothing that is said here is longer than a word.
const LONGEST: usize = 4096;
/// After so long without a word the server is asked whether it is there; after as long again it is not. Nothing else tells of a connection that
/// a network has dropped, and routers in phones' networks forget one after some minutes.
const QUIET: Duration = Duration::from_secs(45);

/// An open WebSocket on which the server says that there is something.
pub struct WakeSocket {
    socket: WebSocketStream<Box<dyn stream::Bytes>>,
    heard: Instant,
    asked: bool,
}

impl WakeSocket {
    pub(super) async fn open(
        stream: Box<dyn stream::Bytes>,
        address: &CloudAddress,
        path: &str,
        token: &str,
        patience: Duration,
    ) -> Result<Self, CloudHttpError> {
        let uri = format!("{}://{}{path}", if address.tls { "wss" } else { "ws" }, address.authority());
        let uri: hyper::Uri = uri.parse().map_err(|_| CloudHttpError::Address(address.to_string()))?;
        let request = ClientRequestBuilder::new(uri).with_header("User-Agent", http::AGENT);
        let mut request = tungstenite::client::IntoClientRequest::into_client_request(request).map_err(of)?;
        request.headers_mut().insert(header::AUTHORIZATION, http::bearer(token)?);
        let config = WebSocketConfig::default().max_message_size(Some(LONGEST)).max_frame_size(Some(LONGEST));
        let late = |_| CloudHttpError::Timeout(patience.as_secs());
        let opening = client_async_with_config(request, stream, Some(config));
        let (socket, _) = timeout(patience, opening).await.map_err(late)?.map_err(of)?;
        Ok(Self { socket, heard: Instant::now(), asked: false })
    }

    /// The next message; none once the server has closed. Dropping the future loses nothing.
    ///
    /// # Errors
    /// [`CloudHttpError::Lost`] if the connection broke, or the server is not there any more.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, CloudHttpError> {
        loop {
            let patience = if self.asked { QUIET * 2 } else { QUIET };
            let said = tokio::select! {
                said = self.socket.next() => said,
                () = sleep_until(self.heard + patience) => {
                    if self.asked {
                        return Err(CloudHttpError::Lost("the server has gone silent".to_owned()));
                    }
                    self.asked = true;
                    self.socket.send(Message::Ping(tungstenite::Bytes::new())).await.map_err(of)?;
                    continue;
                }
            };
            (self.heard, self.asked) = (Instant::now(), false);
            match said {
                Some(Ok(Message::Text(text))) => return Ok(Some(text.as_bytes().to_vec())),
                Some(Ok(Message::Binary(bytes))) => return Ok(Some(bytes.to_vec())),
                // Pings are answered by the library.
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Ok(Message::Close(_))) | None => return Ok(None),
                Some(Err(tungstenite::Error::ConnectionClosed | tungstenite::Error::AlreadyClosed)) => return Ok(None),
                Some(Err(error)) => return Err(of(error)),
            }
        }
    }
}

fn of(error: tungstenite::Error) -> CloudHttpError {
    match error {
        tungstenite::Error::Http(response) => CloudHttpError::NoWebSocket(response.status().as_u16()),
        other => CloudHttpError::Lost(other.to_string()),
    }
}

impl std::fmt::Debug for WakeSocket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WakeSocket(..)")
    }
}
