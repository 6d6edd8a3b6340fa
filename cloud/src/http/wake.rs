//! `GET /v1/wake`: a WebSocket (RFC 6455) on which a device is told that there is something. Ten thousand of them must be small: buffers of a
//! few hundred bytes, one timer each.

use super::{App, Failed, bearer::Bearer};
use crate::service::Listener;
use account::wire::Wake;
use axum::{
    body::Bytes,
    extract::{
        State, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket, rejection::WebSocketUpgradeRejection},
    },
    response::{IntoResponse, Response},
};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep_until, timeout};

/// The token has ended: sign in, then come again.
const TOKEN_ENDED: u16 = 4401;
/// The server ends (RFC 6455 §7.4.1).
const GOING_AWAY: u16 = 1001;
/// For a message to be written.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of a buffer.
const BUFFER: usize = 256;

pub(super) async fn wake(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let listener = match app.service.listen(bearer.text()).await {
        Ok(listener) => listener,
        Err(error) => return Failed::from(error).into_response(),
    };
    let Ok(upgrade) = upgrade else {
        return Failed::malformed("This page is a WebSocket: ask for one, by HTTP/1.1.").into_response();
    };
    if app.service.hub().listening() > app.options.sockets {
        return Failed::unavailable("Too many devices listen here. Ask by yourself meanwhile, and try again.")
            .into_response();
    }
    let upgrade = upgrade.read_buffer_size(BUFFER).write_buffer_size(0).max_write_buffer_size(4 << 10);
    let upgrade = upgrade.max_message_size(1 << 10).max_frame_size(1 << 10);
    upgrade.on_upgrade(move |socket| async move { Socket { app, listener, socket }.talk().await })
}

struct Socket {
    app: Arc<App>,
    listener: Listener,
    socket: WebSocket,
}

/// Why the talk ends.
enum End {
    /// The other side went, or does not read.
    Gone,
    /// It is closed with this code.
    Close(u16, &'static str),
}

impl Socket {
    async fn talk(mut self) {
        let end = self.run().await.unwrap_or_else(|end| end);
        if let End::Close(code, reason) = end {
            let frame = CloseFrame { code, reason: reason.into() };
            // It may be gone by now.
            let _ = self.send(Message::Close(Some(frame))).await;
        }
    }

    async fn run(&mut self) -> Result<End, End> {
        // What was told before it came.
        if let Ok(Some(wake)) = self.app.service.waits(&self.listener).await {
            self.tell(wake).await?;
        }
        let mut heard = true;
        let mut due = self.next_look();
        loop {
            tokio::select! {
                rung = self.listener.next() => {
                    for wake in rung.wakes() {
                        self.tell(wake).await?;
                    }
                    if rung.end() {
                        return Ok(End::Close(GOING_AWAY, "the server ends"));
                    }
                    if rung.look() {
                        self.is_good_still().await?;
                    }
                }
                message = self.socket.recv() => match message {
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(End::Gone),
                    Some(Ok(_)) => heard = true,
                },
                () = sleep_until(due) => {
                    self.is_good_still().await?;
                    if !heard {
                        return Ok(End::Gone);
                    }
                    heard = false;
                    self.send(Message::Ping(Bytes::new())).await?;
                    due = self.next_look();
                }
            }
        }
    }

    /// The next ping, or the end of the token if that comes before.
    fn next_look(&self) -> Instant {
        let left = self.listener.expires().saturating_sub(self.app.service.now());
        Instant::now() + self.app.options.ping.min(Duration::from_secs(left))
    }

    async fn is_good_still(&mut self) -> Result<(), End> {
        match self.app.service.may_listen(&self.listener).await {
            Ok(false) => Err(End::Close(TOKEN_ENDED, "the token has ended")),
            Ok(true) => Ok(()),
            Err(error) => {
                // Who can't be looked up is not told anything.
                tracing::warn!(%error, "a token can't be looked up");
                Err(End::Close(GOING_AWAY, "the server can't look the token up"))
            }
        }
    }

    async fn tell(&mut self, wake: Wake) -> Result<(), End> {
        let text = serde_json::to_string(&wake).expect("a word is JSON");
        self.send(Message::Text(text.into())).await?;
        if wake == Wake::Orders
            && let Err(error) = self.app.service.sent(&self.listener).await
        {
            tracing::warn!(%error, "orders that were sent are not marked so");
        }
        Ok(())
    }

    async fn send(&mut self, message: Message) -> Result<(), End> {
        match timeout(PATIENCE, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }
}
