use super::{
    Limits,
    connection::{Connection, Known, Phase},
};
use crate::tls::{Clients, Identity, TlsError};
use axum::Router;
use rsp::cert::Certificate;
use rustls::pki_types::CertificateDer;
use std::{
    future::Future,
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::timeout,
};
use tokio_rustls::TlsAcceptor;

/// Who asks; an extension of each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client(pub IpAddr);

/// By what a client has proven itself; an extension of each request to [`Server::mutual`].
#[derive(Debug, Clone)]
pub struct ClientCertificate(pub Arc<Certificate>);

/// Listens.
pub struct Server {
    listener: TcpListener,
    acceptor: Option<TlsAcceptor>,
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
        Ok(Self { listener, acceptor: Some(acceptor), router, limits })
    }

    /// Serves `router` at `listener` as `identity`, to clients alone that prove themselves by a certificate: who does not gets no
    /// connection. Each request says by which: [`ClientCertificate`].
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn mutual(
        listener: TcpListener,
        identity: &Identity,
        clients: Clients,
        router: Router,
        limits: Limits,
    ) -> Result<Self, TlsError> {
        let acceptor = TlsAcceptor::from(Arc::new(identity.mutual_config(clients)?));
        Ok(Self { listener, acceptor: Some(acceptor), router, limits })
    }

    /// Serves `router` at `listener` by TLS as `config` has it: under certificates of the web's own roles, say.
    #[must_use]
    pub fn tls(listener: TcpListener, config: rustls::ServerConfig, router: Router, limits: Limits) -> Self {
        Self { listener, acceptor: Some(TlsAcceptor::from(Arc::new(config))), router, limits }
    }

    /// Serves `router` at `listener` without TLS: pages for whoever has no certificate of ours, and no secret of theirs to send.
    #[must_use]
    pub const fn plain(listener: TcpListener, router: Router, limits: Limits) -> Self {
        Self { listener, acceptor: None, router, limits }
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
        let (phase, told) = watch::channel(Phase::Open);
        let room = Arc::new(Semaphore::new(self.limits.connections));
        tokio::pin!(stop);
        loop {
            let accepted = tokio::select! {
                accepted = accept(&self.listener, &room) => accepted,
                () = &mut stop => break,
            };
            match accepted {
                Ok((stream, client, permit)) => {
                    let (router, client) = (self.router.clone(), Client(client.ip()));
                    let acceptor = self.acceptor.clone();
                    let (limits, phase) = (self.limits, told.clone());
                    tokio::spawn(async move {
                        let _permit = permit;
                        let serve = |certificate| {
                            let known = Known { client, certificate };
                            Connection { router, known, limits, phase }
                        };
                        match acceptor {
                            None => serve(None).serve(stream, false).await,
                            Some(acceptor) => {
                                if let Some(stream) = handshake(&acceptor, stream, limits.handshake).await {
                                    let second = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                                    let certificate = shown(stream.get_ref().1.peer_certificates());
                                    serve(certificate).serve(stream, second).await;
                                }
                            }
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
        phase.send_replace(Phase::Draining);
        // Whoever is answered gives its place back.
        let all = u32::try_from(self.limits.connections).unwrap_or(u32::MAX);
        if timeout(self.limits.drain, room.acquire_many(all)).await.is_err() {
            tracing::warn!("some requests were not answered in time; nothing durable is lost");
            phase.send_replace(Phase::Over);
        }
    }
}

/// The certificate by which the client has proven itself, if it was asked for one.
fn shown(chain: Option<&[CertificateDer<'_>]>) -> Option<ClientCertificate> {
    let own = chain.and_then(|chain| chain.first()).and_then(|der| Certificate::parse(der).ok());
    own.map(|certificate| ClientCertificate(Arc::new(certificate)))
}

async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    // Never closed.
    let permit = room.clone().acquire_owned().await.map_err(io::Error::other)?;
    let (stream, client) = listener.accept().await?;
    stream.set_nodelay(true)?;
    Ok((stream, client, permit))
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
