//! HTTP/1.1 and HTTP/2, TLS 1.2 and 1.3.

use crate::{
    desk::Desk,
    samples::{cancel, cancelled, initiate, notification},
    wire::{Wire, connect, connect_by, json, path},
};
use http_body_util::{BodyExt, Full};
use hyper::{Request, body::Bytes, client::conn::http2, header};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

// R: E7
#[tokio::test]
async fn one_connection_of_http1_serves_many_requests() {
    let desk = Desk::open().await;
    let mut wire = Wire::open(desk.address).await;
    for _ in 0..50 {
        assert_eq!(wire.ask(&json(&notification())).await.status, 204);
    }
    // A client that knows no HTTP/1.1, or wants no more, is told good-bye.
    let last = String::from_utf8(json(&cancel())).expect("text").replacen("Host", "Connection: close\r\nHost", 1);
    assert_eq!(wire.ask(last.as_bytes()).await.status, 200);
    assert!(wire.answer().await.is_none());
    assert_eq!(desk.fake.asked().len(), 51);
}

// R: E7
#[tokio::test]
async fn http2_serves_many_requests_at_once() {
    let desk = Desk::open().await;
    let stream = connect(desk.address, &[b"h2", b"http/1.1"]).await;
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()), "preferred");
    let (requests, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.expect("HTTP/2");
    tokio::spawn(connection);
    let mut all = tokio::task::JoinSet::new();
    for number in 0..40 {
        let mut requests = requests.clone();
        all.spawn(async move {
            let asked = if number % 2 == 0 { cancel() } else { initiate() };
            let request = Request::post(format!("https://dp.example{}", path(&asked)))
                .header(header::CONTENT_TYPE, "application/json")
                .header("x-admin-protocol", "gsma/rsp/v3.1.0")
                .body(Full::new(Bytes::from(asked.to_json())))
                .expect("a request");
            let response = requests.send_request(request).await.expect("an answer");
            assert_eq!(response.headers()["x-admin-protocol"], "gsma/rsp/v3.1.0");
            let status = response.status().as_u16();
            (number, status, response.into_body().collect().await.expect("a body").to_bytes())
        });
    }
    while let Some(answered) = all.join_next().await {
        let (number, status, body) = answered.expect("it ends");
        match number % 2 {
            0 => assert_eq!((status, &body[..]), (200, &cancelled().to_json()[..])),
            _ => assert_eq!(status, 500, "nobody answers that here"),
        }
    }
}

// R: E7
#[tokio::test]
async fn tls_1_2_and_a_client_that_names_no_protocol_are_served() {
    let desk = Desk::open().await;
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        for protocols in [&[b"http/1.1".as_slice()][..], &[]] {
            let mut stream = connect_by(desk.address, protocols, &[version]).await;
            stream.write_all(&json(&notification())).await.expect("it reads");
            let mut answer = [0; 12];
            stream.read_exact(&mut answer).await.expect("it answers");
            assert_eq!(&answer, b"HTTP/1.1 204", "{version:?}");
        }
    }
}
