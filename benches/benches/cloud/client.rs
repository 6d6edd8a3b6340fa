//! HTTP/1.1 as cheap as it gets: bytes that were made before, and an answer that is read to its end.

use std::net::SocketAddr;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A connection that is kept.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("it listens");
        stream.set_nodelay(true).expect("a socket");
        Self { stream, buffer: vec![0; 4 << 10] }
    }

    /// Asks; answers the status and the body.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> (u16, &[u8]) {
        self.stream.write_all(request).await.expect("it is kept");
        let mut length = 0;
        let (head, all) = loop {
            let read = self.stream.read(&mut self.buffer[length..]).await.expect("an answer");
            assert!(read > 0, "the server ends nothing");
            length += read;
            if let Some(head) = self.buffer[..length].windows(4).position(|four| four == b"\r\n\r\n") {
                break (head + 4, head + 4 + content_length(&self.buffer[..head]));
            }
        };
        if self.buffer.len() < all {
            self.buffer.resize(all, 0);
        }
        while length < all {
            let read = self.stream.read(&mut self.buffer[length..]).await.expect("an answer");
            assert!(read > 0, "the server ends nothing");
            length += read;
        }
        let status = self.buffer[9..12].iter().fold(0, |status, digit| status * 10 + u16::from(digit - b'0'));
        (status, &self.buffer[head..all])
    }
}

fn content_length(head: &[u8]) -> usize {
    const NAME: &[u8] = b"content-length: ";
    let Some(at) = head.windows(NAME.len()).position(|w| w.eq_ignore_ascii_case(NAME)) else { return 0 };
    let digits = head[at + NAME.len()..].iter().take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |length, digit| length * 10 + usize::from(digit - b'0'))
}

/// A request without a body.
pub(crate) fn get(path: &str, token: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: cloud.test\r\nAuthorization: Bearer {token}\r\n\r\n").into_bytes()
}

/// A request with JSON, written over what is in `out`.
pub(crate) fn post(out: &mut Vec<u8>, path: &str, token: &str, body: &str) {
    use std::io::Write;
    out.clear();
    write!(
        out,
        "POST {path} HTTP/1.1\r\nHost: cloud.test\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .expect("memory takes all");
}
