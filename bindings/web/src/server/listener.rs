use super::Limits;
use crate::tls::{Identity, TlsError};
use axum::Router;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use std::{future::Future, io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};
use tokio_rustls::TlsAcceptor;

/// HTTP/2 streams of one connection at once.
const STREAMS: u32 = 64;

/// Listens.
pub struct Server {
    listener: TcpListener,
    acceptor: TlsAcceptor,
    router: Router,
    limits: Limits,
}

impl Server {
    /// Serves `router` at `listener` as `identity`.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn new(listener: TcpListener, identity: &Identity, router: Router, limits: Limits) -> Result<Self, TlsError> {
        let acceptor = TlsAcceptor::from(Arc::new(identity.server_config()?));
        Ok(Self { listener, acceptor, router, limits })
    }

    /// Where.
    ///
    /// # Errors
    /// What the system says.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until `stop` ends; then accepts nothing new, answers what it is answering, and ends.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) {
        let graceful = GracefulShutdown::new();
        let room = Arc::new(Semaphore::new(self.limits.connections));
        tokio::pin!(stop);
        loop {
            let accepted = tokio::select! {
                accepted = accept(&self.listener, &room) => accepted,
                () = &mut stop => break,
            };
            match accepted {
                Ok((stream, permit)) => {
                    let (acceptor, limits) = (self.acceptor.clone(), self.limits);
                    let (service, watcher) = (TowerToHyperService::new(self.router.clone()), graceful.watcher());
                    tokio::spawn(async move {
                        let _permit = permit;
                        let Some(stream) = handshake(&acceptor, stream, limits.handshake).await else { return };
                        let mut builder = auto::Builder::new(TokioExecutor::new());
                        builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.head);
                        builder
                            .http2()
                            .timer(TokioTimer::new())
                            .max_concurrent_streams(STREAMS)
                            .keep_alive_interval(limits.head)
                            .keep_alive_timeout(limits.handshake);
                        let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
                        if let Err(error) = watcher.watch(connection).await {
                            tracing::debug!(%error, "a connection ended badly");
                        }
                    });
                }
                Err(error) => {
                    tracing::debug!(%error, "a connection broke before it was set up");
                    // Out of descriptors, say: others may give some back.
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
        drop(self.listener);
        if timeout(self.limits.drain, graceful.shutdown()).await.is_err() {
            tracing::warn!("some requests were not answered in time; nothing durable is lost");
        }
    }
}

async fn accept(listener: &TcpListener, room: &Arc<Semaphore>) -> io::Result<(TcpStream, OwnedSemaphorePermit)> {
    // Never closed.
    let permit = room.clone().acquire_owned().await.map_err(io::Error::other)?;
    let (stream, _) = listener.accept().await?;
    stream.set_nodelay(true)?;
    Ok((stream, permit))
}

async fn handshake(
    acceptor: &TlsAcceptor,
    stream: TcpStream,
    patience: Duration,
) -> Option<tokio_rustls::server::TlsStream<TcpStream>> {
    match timeout(patience, acceptor.accept(stream)).await {
        Ok(Ok(stream)) => Some(stream),
        Ok(Err(error)) => {
            tracing::debug!(%error, "no TLS");
            None
        }
        Err(_) => {
            tracing::debug!("no TLS in time");
            None
        }
    }
}
