use super::{CloudAddress, CloudHttpError, error::of_handshake};
use rustls::{ClientConfig, pki_types::ServerName};
use std::{sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;

/// Bytes to and from the server.
pub(super) trait Bytes: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Bytes for T {}

/// A way to the server, which has proved itself if TLS is spoken.
pub(super) async fn open(
    address: &CloudAddress,
    tls: &Arc<ClientConfig>,
    patience: Duration,
) -> Result<Box<dyn Bytes>, CloudHttpError> {
    let server = address.authority();
    let why = format!("no answer in {} s", patience.as_secs());
    let late = |_| CloudHttpError::Unreachable { server: server.clone(), why };
    timeout(patience, connect(address, tls)).await.map_err(late)?
}

async fn connect(address: &CloudAddress, tls: &Arc<ClientConfig>) -> Result<Box<dyn Bytes>, CloudHttpError> {
    let unreachable =
        |error: &dyn ToString| CloudHttpError::Unreachable { server: address.authority(), why: error.to_string() };
    let stream = TcpStream::connect((address.host.as_str(), address.port)).await;
    let stream = stream.map_err(|error| unreachable(&error))?;
    stream.set_nodelay(true).map_err(|error| unreachable(&error))?;
    if !address.tls {
        return Ok(Box::new(stream));
    }
    let bad = |_| CloudHttpError::Address(address.host.clone());
    let name = ServerName::try_from(address.host.clone()).map_err(bad)?;
    let connected = TlsConnector::from(tls.clone()).connect(name, stream).await;
    Ok(Box::new(connected.map_err(|error| of_handshake(address.authority(), &error))?))
}
