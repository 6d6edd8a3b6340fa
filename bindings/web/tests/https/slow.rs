//! Clients that are slow, or stay for nothing.

use crate::{
    desk::{Desk, LIMITS, usual},
    samples::{cancel, notification},
    wire::{JSON, Wire, connect, json, path},
};
use landfall_web::server::Limits;
use std::time::{Duration, Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{sleep, timeout},
};

/// Longer than any limit, and what a loaded machine takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Reads until the server closes.
async fn closed(stream: &mut (impl AsyncReadExt + Unpin)) -> Vec<u8> {
    let mut all = Vec::new();
    // A connection that is cut is closed, too.
    let read = timeout(PATIENCE, stream.read_to_end(&mut all)).await.expect("the server closes it");
    let _ = read;
    all
}

// R: E7 F1
#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let desk = Desk::open().await;
    let mut wire = Wire::open(desk.address).await;
    let begun = Instant::now();
    let head = format!("POST {} HTTP/1.1\r\nHost: a\r\n{JSON}Content-Length: 100\r\n\r\n{{", path(&cancel()));
    wire.send(head.as_bytes()).await;
    let answer = timeout(PATIENCE, wire.answer()).await.expect("in time").expect("an answer");
    assert_eq!(answer.status, 408);
    assert!(answer.text().contains("did not come in time"), "{}", answer.text());
    assert!(begun.elapsed() >= LIMITS.body, "{:?}", begun.elapsed());
    assert!(timeout(PATIENCE, wire.answer()).await.expect("the server closes it").is_none());
    assert_eq!(desk.fake.asked(), []);
}

// R: E7 F1
#[tokio::test]
async fn a_body_byte_by_byte_has_no_more_time() {
    let desk = Desk::open().await;
    let mut wire = Wire::open(desk.address).await;
    let head = format!("POST {} HTTP/1.1\r\nHost: a\r\n{JSON}Content-Length: 3000\r\n\r\n", path(&cancel()));
    wire.send(head.as_bytes()).await;
    let dripping = async {
        for _ in 0..3_000 {
            wire.send(b" ").await;
            sleep(LIMITS.body / 8).await;
            if let Ok(Some(answer)) = timeout(Duration::from_millis(1), wire.answer()).await {
                return answer;
            }
        }
        panic!("it waits for ever");
    };
    assert_eq!(timeout(PATIENCE, dripping).await.expect("in time").status, 408);
}

// R: E7 F1
#[tokio::test]
async fn connections_that_ask_nothing_are_closed() {
    let desk = Desk::open().await;
    let known = path(&cancel());
    let slow_head = format!("POST {known} HTTP/1.1\r\nHost: a\r\nX-");
    // No TLS; TLS and nothing; half a head; the same with HTTP/2; half of HTTP/2's preface.
    let (raw, mut silent) = (TcpStream::connect(desk.address).await, connect(desk.address, &[b"http/1.1"]).await);
    let mut half = connect(desk.address, &[b"http/1.1"]).await;
    half.write_all(slow_head.as_bytes()).await.expect("it reads");
    let mut none = connect(desk.address, &[]).await;
    let mut second = connect(desk.address, &[b"h2"]).await;
    let mut preface = connect(desk.address, &[b"h2"]).await;
    preface.write_all(b"PRI * HTTP/2.0\r\n").await.expect("it reads");
    let begun = Instant::now();
    closed(&mut raw.expect("it listens")).await;
    closed(&mut silent).await;
    closed(&mut half).await;
    closed(&mut none).await;
    closed(&mut second).await;
    closed(&mut preface).await;
    assert!(begun.elapsed() < PATIENCE);
    assert_eq!(desk.fake.asked(), []);
}

/// Whoever answers pings and asks nothing keeps a place from others.
// R: E7 F1
#[tokio::test]
async fn an_idle_connection_of_http2_is_closed_too() {
    let desk = Desk::open().await;
    let mut stream = connect(desk.address, &[b"h2"]).await;
    let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    stream.write_all(&[b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".as_slice(), &settings].concat()).await.expect("it reads");
    let pings = async {
        let mut frame = [0; 9];
        loop {
            if stream.read_exact(&mut frame).await.is_err() {
                return;
            }
            let length = usize::from(frame[1]) << 8 | usize::from(frame[2]);
            let mut payload = vec![0; length];
            if stream.read_exact(&mut payload).await.is_err() {
                return;
            }
            // A ping of the server's is answered, settings are acknowledged.
            let answer = match (frame[3], frame[4]) {
                (6, 0) => [&[0, 0, 8, 6, 1, 0, 0, 0, 0], &*payload].concat(),
                (4, 0) => vec![0, 0, 0, 4, 1, 0, 0, 0, 0],
                _ => continue,
            };
            let _ = stream.write_all(&answer).await;
        }
    };
    timeout(PATIENCE, pings).await.expect("the server closes it");
}

// R: E7 F1
#[tokio::test]
async fn an_idle_connection_is_closed_after_its_time_and_not_before() {
    let desk = Desk::open().await;
    let mut wire = Wire::open(desk.address).await;
    for _ in 0..4 {
        assert_eq!(wire.ask(&json(&notification())).await.status, 204);
        sleep(LIMITS.head / 3).await;
    }
    assert_eq!(desk.fake.asked().len(), 4, "longer than the limit in all");
    assert!(timeout(PATIENCE, wire.answer()).await.expect("the server closes it").is_none());
}

/// A request that takes long is no idle connection.
// R: E7
#[tokio::test]
async fn an_answer_may_take_longer_than_a_client_may_be_idle() {
    let desk = Desk::answering(LIMITS, |request| {
        std::thread::sleep(LIMITS.head * 2);
        usual(request)
    })
    .await;
    assert_eq!(Wire::open(desk.address).await.ask(&json(&cancel())).await.status, 200);
}

// R: E7 F1
#[tokio::test]
async fn those_who_stay_for_nothing_keep_nobody_out_for_long() {
    let desk = Desk::answering(Limits { connections: 3, ..LIMITS }, usual).await;
    let mut idle = Vec::new();
    for protocol in [b"http/1.1".as_slice(), b"h2", b"http/1.1"] {
        idle.push(connect(desk.address, &[protocol]).await);
    }
    let asks = async { Wire::open(desk.address).await.ask(&json(&notification())).await };
    let answer = timeout(PATIENCE, asks).await.expect("there is room in a while");
    assert_eq!(answer.status, 204);
}
