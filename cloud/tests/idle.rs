//! Devices that listen and hear nothing cost little: ten thousand of them have 300 MB (`cloud.idle_10k_mb`).
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "http/world.rs"]
#[expect(dead_code, reason = "made for the tests of HTTP, of which this needs the least")]
mod world;

use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    time::timeout,
};
use web::server::{Limits, Server};
use world::World;

const SOCKETS: usize = 2_000;

/// Bytes of memory that this process has now.
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    text.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

async fn connect(address: std::net::SocketAddr, token: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "GET /v1/wake HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    timeout(Duration::from_secs(20), stream.read_exact(&mut answer)).await.unwrap().unwrap();
    assert_eq!(&answer, b"HTTP/1.1 101");
    stream
}

// R: B6
#[tokio::test]
async fn a_socket_that_hears_nothing_costs_less_than_thirty_kilobytes() {
    let world = World::new().await;
    let owner = world.owner("ann").await;
    let token = owner.device_token(&world).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = Server::plain(listener, world.router.clone(), Limits::default());
    let address = server.address().unwrap();
    let (_stop, stopped) = oneshot::channel::<()>();
    tokio::spawn(server.run(async move { drop(stopped.await) }));
    let mut open = Vec::new();
    for _ in 0..50 {
        open.push(connect(address, &token).await);
    }
    let before = resident();
    for _ in 0..SOCKETS {
        open.push(connect(address, &token).await);
    }
    let hub = world.app.service().hub();
    let all = async {
        while hub.listening() < open.len() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(Duration::from_secs(20), all).await.expect("all of them listen");
    let each = resident().saturating_sub(before) / SOCKETS;
    assert!(each < 30_000, "{each} bytes a socket, the client's end among them");
}
