//! Bodies to a kiosk's HTTPS, whatever they are: over TLS, or to its routes without any socket.

use axum::Router;
use http_body_util::{BodyExt, Full};
use hyper::{
    Request, Response,
    body::{Body, Bytes},
    client::conn::http1::{self, SendRequest},
    header,
    service::Service,
};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use rsp::{
    cert::{
        Certificate,
        chain::{Crls, Roots},
    },
    es9::Function,
};
use std::{io, net::SocketAddr, path::Path, sync::Arc};
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};
use web::{
    orderer,
    tls::{Identity, Trust},
};

/// Where bodies go.
pub enum Door {
    /// To the routes.
    Routes(TowerToHyperService<Router>),
    /// Over a connection that is kept.
    Tls(SendRequest<Full<Bytes>>),
}

/// How one asks servers under `root` (DER): made once, for all connections of a test.
///
/// # Panics
/// If it is no root.
#[must_use]
pub fn connector(root: &[u8]) -> TlsConnector {
    let mut roots = Roots::new();
    roots.add(Certificate::parse(root).expect("a certificate")).expect("a root");
    by(roots, None)
}

/// How the operator of the files in `folder` asks servers.
///
/// # Panics
/// If they are none of an operator.
#[must_use]
pub fn operator_connector(folder: &Path) -> TlsConnector {
    let (identity, _) = orderer::identity(folder).expect("its files");
    by(orderer::roots(folder).expect("its files"), Some(&identity))
}

fn by(roots: Roots, identity: Option<&Identity>) -> TlsConnector {
    let config = Arc::new(Trust::new(roots, Crls::default())).client_config(identity).expect("TLS");
    TlsConnector::from(Arc::new(config))
}

/// A connection with TLS to the server `name`.
///
/// # Errors
/// If nobody proves to be that server there.
pub async fn connect(tls: &TlsConnector, name: &str, address: SocketAddr) -> io::Result<TlsStream<TcpStream>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    tls.connect(name.to_owned().try_into().expect("a name"), stream).await
}

impl Door {
    /// The routes.
    #[must_use]
    pub fn routes(router: Router) -> Self {
        Self::Routes(TowerToHyperService::new(router))
    }

    /// A connection.
    ///
    /// # Errors
    /// As [`connect`].
    pub async fn tls(tls: &TlsConnector, name: &str, address: SocketAddr) -> io::Result<Self> {
        let stream = connect(tls, name, address).await?;
        let (requests, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
        tokio::spawn(connection);
        Ok(Self::Tls(requests))
    }

    /// Whether it is still open.
    pub async fn is_open(&mut self) -> bool {
        match self {
            Self::Routes(_) => true,
            Self::Tls(requests) => requests.ready().await.is_ok(),
        }
    }

    /// The status and the body of the answer.
    ///
    /// # Panics
    /// If there is none.
    pub async fn ask(&mut self, function: Function, body: Vec<u8>) -> (u16, Bytes) {
        self.post(&format!("/gsma/rsp2/es9plus/{function}"), body).await
    }

    /// The same of any path.
    ///
    /// # Panics
    /// If there is none.
    pub async fn post(&mut self, path: &str, body: Vec<u8>) -> (u16, Bytes) {
        let request = Request::post(path)
            .header(header::HOST, "a")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(body)))
            .expect("a request");
        match self {
            Self::Routes(routes) => match routes.call(request).await {
                Ok(response) => whole(response).await,
                Err(never) => match never {},
            },
            Self::Tls(requests) => {
                requests.ready().await.expect("it is kept");
                whole(requests.send_request(request).await.expect("an answer")).await
            }
        }
    }
}

async fn whole<B: Body<Data = Bytes, Error: std::fmt::Debug>>(response: Response<B>) -> (u16, Bytes) {
    let status = response.status().as_u16();
    (status, response.into_body().collect().await.expect("a body").to_bytes())
}
