//! ES9+ over HTTPS: the same SM-DP+ for any LPA, stock phones included.

use super::ServeError;
use crate::{
    KeyName, Kiosk,
    clock::now,
    condition::NotSelling,
    portal,
    service::{self, NotAnswered},
};
use nearfield::message::Refusal;
use rsp::{cert::Certificate, es9};
use std::{net::SocketAddr, sync::Arc};
use store::crash;
use tokio::net::TcpListener;
use web::{
    server::{Limits, Provisioning, Server, Unavailable, es9::routes},
    tls::Identity,
};

/// For how long a busy kiosk is left alone, in seconds.
pub(super) const AGAIN: u32 = 2;

/// A server of the kiosk's.
pub(super) struct Https {
    server: Server,
    address: SocketAddr,
}

impl Https {
    /// Listens at `wanted`.
    pub(super) async fn bind(kiosk: &Arc<Kiosk>, wanted: &str) -> Result<Self, ServeError> {
        kiosk.identity().check_tls(now())?;
        let (listener, address) = listen(wanted).await?;
        let limits = Limits::default();
        let router = routes(provisioning(kiosk.clone()), limits);
        Ok(Self { server: Server::new(listener, &tls_identity(kiosk), router, limits)?, address })
    }

    /// Listens at `wanted` for operators, who prove themselves by their certificates (ES2+).
    pub(super) async fn operators(kiosk: &Arc<Kiosk>, wanted: &str) -> Result<Self, ServeError> {
        kiosk.identity().check_tls(now())?;
        if kiosk.settings().clients.is_empty() {
            tracing::warn!(
                "no operator may order yet: name some in kiosk.toml, as `landfall-kiosk operator client` shows"
            );
        }
        let (listener, address) = listen(wanted).await?;
        let limits = Limits::default();
        let router = web::server::es2::routes(super::ordering(kiosk.clone()), limits);
        let server = Server::mutual(listener, &tls_identity(kiosk), super::es2::clients(kiosk), router, limits)?;
        Ok(Self { server, address })
    }

    /// Listens at `wanted` for the pages, without TLS: browsers don't know the operator's root.
    pub(super) async fn pages(kiosk: &Arc<Kiosk>, wanted: &str) -> Result<Self, ServeError> {
        let (listener, address) = listen(wanted).await?;
        Ok(Self { server: Server::plain(listener, portal::routes(kiosk.clone()), Limits::default()), address })
    }

    /// Where it listens.
    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until it is told to stop.
    pub(super) async fn run(self, stop: impl Future<Output = ()> + Send) {
        self.server.run(stop).await;
    }
}

async fn listen(wanted: &str) -> Result<(TcpListener, SocketAddr), ServeError> {
    let listen = |source| ServeError::Listen { address: wanted.to_owned(), source };
    let listener = TcpListener::bind(wanted).await.map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    Ok((listener, address))
}

/// Who the kiosk is in TLS, at either end: CERT.DP.TLS under each of its CIs, and CERT.DS.TLS.
pub(super) fn tls_identity(kiosk: &Arc<Kiosk>) -> Identity {
    let known = kiosk.identity();
    let mut all = identity(kiosk, KeyName::Tls.smdp(), &known.tls);
    for set in &known.sets {
        all = all.and(identity(kiosk, kiosk.keys.of_certificate(&set.tls, KeyName::Tls), &set.tls));
    }
    if let Some(own) = &known.discovery {
        all = all.and(identity(kiosk, KeyName::DsTls.smdp(), &own.ds_tls));
    }
    all
}

/// What phones are shown of this certificate.
fn identity(kiosk: &Arc<Kiosk>, key: smdp::KeyName, certificate: &Certificate) -> Identity {
    let signer = kiosk.clone();
    let sign = move |message: &[u8]| {
        signer.keys.sign_as(&key, message).map_err(|error| {
            tracing::error!(%error, "the keystore does not sign");
            error.to_string()
        })
    };
    Identity::new(vec![certificate.as_der().to_vec()], Arc::new(sign))
}

/// The kiosk as HTTPS asks it, by whatever server.
#[must_use]
pub fn provisioning(kiosk: Arc<Kiosk>) -> Arc<impl Provisioning> {
    Arc::new(Counter(kiosk))
}

struct Counter(Arc<Kiosk>);

impl Provisioning for Counter {
    fn es9(&self, request: es9::Request) -> Result<es9::Response, Unavailable> {
        crash::point("kiosk.https.received");
        let answer = service::es9(&self.0, request, now());
        crash::point("kiosk.https.answered");
        answer.map_err(|not| match not {
            NotAnswered::NotSelling(why) => {
                tracing::error!(%why, "a phone is turned away");
                out_of_service(&why)
            }
            NotAnswered::Kiosk(Refusal::Busy) => Unavailable::Busy { retry_after: AGAIN },
            NotAnswered::Kiosk(_) => Unavailable::Internal,
        })
    }
}

/// The kiosk sells nothing now.
pub(super) const fn out_of_service(why: &NotSelling) -> Unavailable {
    let why = match why {
        NotSelling::Unreconciled => "the server was restored and is not back in service yet",
        _ => "the server's clock or certificates are wrong",
    };
    Unavailable::OutOfService { why }
}
