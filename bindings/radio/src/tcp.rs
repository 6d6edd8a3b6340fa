//! Frames over TCP: each behind its length in two bytes, big-endian.

use async_trait::async_trait;
use nearfield::link::{Link, LinkError};
use std::{io, net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, ToSocketAddrs},
};

/// The longest frame on this link. A larger one saves little: a packet's own cost is 30 bytes.
pub const MTU: usize = 16_384;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// One end of a TCP connection that carries frames.
pub struct TcpLink {
    stream: TcpStream,
    // Bytes read but not yet a whole frame: kept here so that a dropped `receive` loses nothing.
    buffer: Vec<u8>,
}

impl TcpLink {
    /// Connects to a kiosk; gives up after 5 s.
    ///
    /// # Errors
    /// [`LinkError::Lost`] if nobody answers there.
    pub async fn connect(address: impl ToSocketAddrs) -> Result<Self, LinkError> {
        let stream = tokio::time::timeout(CONNECT_TIMEOUT, TcpStream::connect(address))
            .await
            .map_err(|_| LinkError::Lost("no answer within 5 s".to_owned()))?
            .map_err(lost)?;
        Self::over(stream)
    }

    fn over(stream: TcpStream) -> Result<Self, LinkError> {
        stream.set_nodelay(true).map_err(lost)?;
        Ok(Self { stream, buffer: Vec::new() })
    }

    fn take_frame(&mut self) -> Result<Option<Vec<u8>>, LinkError> {
        let Some((head, rest)) = self.buffer.split_first_chunk::<2>() else { return Ok(None) };
        let size = usize::from(u16::from_be_bytes(*head));
        if size > MTU {
            return Err(LinkError::TooLong { size, mtu: MTU });
        }
        let Some(frame) = rest.get(..size).map(<[u8]>::to_vec) else { return Ok(None) };
        self.buffer.drain(..2 + size);
        Ok(Some(frame))
    }
}

#[async_trait]
impl Link for TcpLink {
    fn mtu(&self) -> usize {
        MTU
    }

    async fn send(&mut self, frame: &[u8]) -> Result<(), LinkError> {
        let size = u16::try_from(frame.len()).ok().filter(|s| usize::from(*s) <= MTU);
        let size = size.ok_or(LinkError::TooLong { size: frame.len(), mtu: MTU })?;
        let mut bytes = Vec::with_capacity(2 + frame.len());
        bytes.extend_from_slice(&size.to_be_bytes());
        bytes.extend_from_slice(frame);
        self.stream.write_all(&bytes).await.map_err(lost)
    }

    async fn receive(&mut self) -> Result<Vec<u8>, LinkError> {
        loop {
            if let Some(frame) = self.take_frame()? {
                return Ok(frame);
            }
            if self.stream.read_buf(&mut self.buffer).await.map_err(lost)? == 0 {
                return Err(LinkError::Lost("the other side closed it".to_owned()));
            }
        }
    }
}

/// Takes phones' connections.
pub struct Listener(TcpListener);

impl Listener {
    /// Listens on `address`, such as `127.0.0.1:0`.
    ///
    /// # Errors
    /// If the address is taken or not this machine's.
    pub async fn bind(address: impl ToSocketAddrs) -> io::Result<Self> {
        Ok(Self(TcpListener::bind(address).await?))
    }

    /// The address that phones connect to.
    ///
    /// # Errors
    /// If the socket is gone.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }

    /// The next phone and where it calls from.
    ///
    /// # Errors
    /// If the connection breaks before it is set up; the next one may be fine.
    pub async fn accept(&self) -> io::Result<(TcpLink, SocketAddr)> {
        let (stream, peer) = self.0.accept().await?;
        let link = TcpLink::over(stream).map_err(io::Error::other)?;
        Ok((link, peer))
    }
}

fn lost(error: io::Error) -> LinkError {
    LinkError::Lost(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: A2
    #[tokio::test]
    async fn frames_arrive_whole_and_in_order() {
        let listener = Listener::bind("127.0.0.1:0").await.expect("loopback");
        let address = listener.address().expect("bound");
        let phone = tokio::spawn(async move {
            let mut link = TcpLink::connect(address).await.expect("kiosk listens");
            for size in [0, 1, 244, MTU] {
                link.send(&vec![7; size]).await.expect("kiosk reads");
            }
            link.send(&vec![0; MTU + 1]).await
        });
        let (mut link, _) = listener.accept().await.expect("phone calls");
        for size in [0, 1, 244, MTU] {
            assert_eq!(link.receive().await.expect("frame").len(), size);
        }
        assert!(matches!(phone.await.expect("no panic"), Err(LinkError::TooLong { .. })));
        assert!(matches!(link.receive().await, Err(LinkError::Lost(_))));
    }
}
