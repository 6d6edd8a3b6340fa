//! One connection: served as long as something is asked over it.

use super::{Client, ClientCertificate, Limits, watched::Watched};
use axum::{Router, http};
use hyper::{Request, Response, body::Incoming, service::Service};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
    service::TowerToHyperService,
};
use std::{convert::Infallible, future::Future, pin::Pin, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::watch,
    time::sleep,
};

/// HTTP/2 streams of one connection at once.
const STREAMS: u32 = 64;

/// How far the server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// It serves.
    Open,
    /// What is under way is answered, nothing else.
    Draining,
    /// There was time enough.
    Over,
}

/// What a connection is served with.
pub(super) struct Connection {
    pub(super) router: Router,
    pub(super) known: Known,
    pub(super) limits: Limits,
    pub(super) phase: watch::Receiver<Phase>,
}

/// Who is at the other end; extensions of each request.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) client: Client,
    pub(super) certificate: Option<ClientCertificate>,
}

impl Connection {
    /// Serves until the client goes, asks nothing for [`Limits::head`], the server ends, or the connection is something else's (an upgrade, RFC
    /// 9110 §7.8).
    /// `second`: HTTP/2 was agreed on.
    pub(super) async fn serve(mut self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, second: bool) {
        let busy = Busy::default();
        let service = Counted { inner: TowerToHyperService::new(self.router), busy: busy.clone(), known: self.known };
        let builder = builder(&self.limits, second);
        let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
        tokio::pin!(connection);
        let ended = tokio::select! {
            ended = &mut connection => Some(ended),
            () = busy.idle_for(self.limits.head) => None,
            _ = self.phase.wait_for(|phase| *phase != Phase::Open) => None,
        };
        let ended = match ended {
            Some(ended) => ended,
            None => {
                connection.as_mut().graceful_shutdown();
                tokio::select! {
                    ended = &mut connection => ended,
                    // Answers that nobody reads.
                    () = busy.idle_for(self.limits.body) => return,
                    _ = self.phase.wait_for(|phase| *phase == Phase::Over) => return,
                }
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended badly");
        }
    }
}

/// The protocol is what TLS agreed on: bytes that are waited for before it is known would have no time limit.
fn builder(limits: &Limits, second: bool) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.head);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .keep_alive_interval(limits.head)
        .keep_alive_timeout(limits.handshake);
    if second { builder.http2_only() } else { builder.http1_only() }
}

/// How many requests of a connection are being answered.
#[derive(Clone, Default)]
pub(super) struct Busy(Arc<watch::Sender<usize>>);

impl Busy {
    fn one(&self) -> One {
        self.0.send_modify(|count| *count += 1);
        One(self.clone())
    }

    /// A part of an answer was taken.
    pub(super) fn moved(&self) {
        self.0.send_modify(|_| ());
    }

    /// Ends once there was none, and nothing moved, for so long.
    async fn idle_for(&self, patience: Duration) {
        let mut count = self.0.subscribe();
        loop {
            // The sender is here.
            let _ = count.wait_for(|count| *count == 0).await;
            tokio::select! {
                () = sleep(patience) => return,
                _ = count.changed() => {}
            }
        }
    }
}

/// One of them.
struct One(Busy);

impl Drop for One {
    fn drop(&mut self) {
        self.0.0.send_modify(|count| *count -= 1);
    }
}

/// The router, and who is busy in it.
struct Counted {
    inner: TowerToHyperService<Router>,
    busy: Busy,
    known: Known,
}

impl Service<Request<Incoming>> for Counted {
    type Response = Response<Watched>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Watched>, Infallible>> + Send>>;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(self.known.client);
        if let Some(certificate) = &self.known.certificate {
            request.extensions_mut().insert(certificate.clone());
        }
        let (busy, one, answer) = (self.busy.clone(), self.busy.one(), self.inner.call(request));
        Box::pin(async move {
            let answer = answer.await;
            drop(one);
            answer.map(|answer| answer.map(|body| Watched { body, busy }))
        })
    }
}
