use crate::{full_sync::Logs, program, runtime};
use landfall_benches::{Report, Unit};
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

const SOCKETS: usize = 10_000;
/// Opened at the same time.
const AT_ONCE: usize = 64;
/// Until nothing moves any more.
const SETTLED: Duration = Duration::from_secs(2);

pub(crate) fn report(logs: &Logs, report: &mut Report) {
    let served = program::serve(&logs.data(), None);
    served.files(SOCKETS + 2_000);
    let resident = runtime().block_on(async {
        let (mut opening, mut open) = (JoinSet::new(), Vec::with_capacity(SOCKETS));
        for token in logs.tokens.iter().cycle().take(SOCKETS) {
            if opening.len() == AT_ONCE {
                open.extend(opening.join_next().await);
            }
            opening.spawn(listen(served.address(), token.clone()));
        }
        open.extend(opening.join_all().await.into_iter().map(Ok));
        tokio::time::sleep(SETTLED).await;
        assert!(open.len() == SOCKETS && open.iter().all(Result::is_ok), "all of them listen");
        served.resident()
    });
    report.add("cloud.idle_10k_mb", resident, Unit::Megabytes, None);
}

async fn listen(address: SocketAddr, token: String) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    let head = format!(
        "GET /v1/wake HTTP/1.1\r\nHost: cloud.test\r\nAuthorization: Bearer {token}\r\nConnection: Upgrade\r\n\
         Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("asked");
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.expect("answered");
    assert_eq!(&answer, b"HTTP/1.1 101", "{}", String::from_utf8_lossy(&answer));
    stream
}
