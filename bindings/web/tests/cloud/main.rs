//! The client of an account's server against a server on loopback, with TLS and without. `data/` has a root and a certificate for `localhost`
//! that are for this test alone.

use axum::{
    Router,
    body::Body,
    extract::{Request, WebSocketUpgrade, ws::Message},
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::{any, get},
};
use landfall_web::{
    client::Patience,
    cloud::{CloudAddress, CloudHttp, CloudHttpError, CloudRoots, Method},
    server::{Limits, Server},
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::net::TcpListener;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cloud/data").join(name)
}

/// Answers what was asked, in words.
async fn echo(request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.expect("a short body");
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("-").to_owned();
    let said = format!(
        "{} {} {} {} {}",
        parts.method,
        parts.uri,
        header("authorization"),
        header("content-type"),
        String::from_utf8_lossy(&body)
    );
    Response::builder().status(StatusCode::IM_A_TEAPOT).body(Body::from(said)).expect("a response")
}

async fn wake(headers: HeaderMap, upgrade: WebSocketUpgrade) -> Response {
    if headers.get("authorization").is_none_or(|value| value != "Bearer good") {
        return Response::builder().status(StatusCode::UNAUTHORIZED).body(Body::empty()).expect("a response");
    }
    upgrade.on_upgrade(async |mut socket| {
        for said in [Message::Ping("there?".into()), Message::Text("\"orders\"".into()), Message::Close(None)] {
            socket.send(said).await.expect("it is heard");
        }
    })
}

fn router() -> Router {
    Router::new().route("/v1/wake", get(wake)).fallback(any(echo))
}

/// A server; it ends with the test's runtime.
async fn serve(tls: bool) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("an address");
    let server = if tls {
        let certificate = CertificateDer::from_pem_file(data("server.pem")).expect("a certificate");
        let key = PrivateKeyDer::from_pem_file(data("server.key")).expect("a key");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .expect("they belong together");
        Server::tls(listener, config, router(), Limits::default())
    } else {
        Server::plain(listener, router(), Limits::default())
    };
    tokio::spawn(server.run(std::future::pending()));
    at
}

fn client(address: &str, roots: &CloudRoots) -> CloudHttp {
    let patience = Patience { connect: Duration::from_secs(5), answer: Duration::from_secs(5) };
    CloudHttp::new(CloudAddress::parse(address).expect(address), roots).expect("roots").patience(patience)
}

async fn is_answered(client: &CloudHttp) {
    let body = Some(b"{}".to_vec());
    let answer = client.ask(Method::PUT, "/v1/keys?x=1", Some("secret"), body).await.expect("an answer");
    assert_eq!(answer.status, 418);
    assert_eq!(String::from_utf8_lossy(&answer.body), "PUT /v1/keys?x=1 Bearer secret application/json {}");
    let answer = client.ask(Method::GET, "/v1/log", None, None).await.expect("an answer");
    assert_eq!(String::from_utf8_lossy(&answer.body), "GET /v1/log - - ");
}

async fn is_woken(client: &CloudHttp) {
    let mut socket = client.listen("/v1/wake", "good").await.expect("a WebSocket");
    assert_eq!(socket.next().await.expect("a word"), Some(b"\"orders\"".to_vec()));
    assert_eq!(socket.next().await.expect("its end"), None);
    let refused = client.listen("/v1/wake", "old").await;
    assert!(matches!(refused, Err(CloudHttpError::NoWebSocket(401))), "{refused:?}");
}

// R: B4 B6
#[tokio::test]
async fn requests_and_wake_ups_travel_on_loopback_without_tls() {
    let client = client(&format!("http://{}", serve(false).await), &CloudRoots::Public);
    is_answered(&client).await;
    is_woken(&client).await;
}

// R: B4 B6
#[tokio::test]
async fn requests_and_wake_ups_travel_by_tls_under_the_given_roots() {
    let port = serve(true).await.port();
    let client = client(&format!("https://localhost:{port}"), &CloudRoots::File(data("root.pem")));
    is_answered(&client).await;
    is_woken(&client).await;
}

// R: B4 F6
#[tokio::test]
async fn a_server_that_can_not_prove_who_it_is_gets_no_token() {
    let port = serve(true).await.port();
    let public = client(&format!("https://localhost:{port}"), &CloudRoots::Public);
    let refused = public.ask(Method::GET, "/v1/account", Some("secret"), None).await;
    assert!(matches!(refused, Err(CloudHttpError::Handshake { .. })), "{refused:?}");
    // The root is right, and the name another's.
    let other = client(&format!("https://127.0.0.1:{port}"), &CloudRoots::File(data("root.pem")));
    let refused = other.listen("/v1/wake", "good").await;
    assert!(matches!(refused, Err(CloudHttpError::Handshake { .. })), "{refused:?}");
    let none =
        CloudHttp::new(CloudAddress::parse("https://localhost").expect("one"), &CloudRoots::File(data("server.key")));
    assert!(matches!(none, Err(CloudHttpError::Roots { .. })), "{none:?}");
}

// R: F3 F8
#[tokio::test]
async fn a_connection_that_died_meanwhile_is_opened_again() {
    // A server that closes after each answer, without a word.
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            use tokio::io::{AsyncReadExt, AsyncWriteExt};
            let mut asked = [0; 1024];
            let _ = stream.read(&mut asked).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
        }
    });
    let here = client(&format!("http://{at}"), &CloudRoots::Public);
    for _ in 0..5 {
        let answer = here.ask(Method::GET, "/v1/account", None, None).await.expect("an answer");
        assert_eq!((answer.status, answer.body.as_slice()), (200, b"{}".as_slice()));
    }
    let nobody = client("http://127.0.0.1:1", &CloudRoots::Public).ask(Method::GET, "/", None, None).await;
    assert!(matches!(&nobody, Err(error @ CloudHttpError::Unreachable { .. }) if error.retrying_helps()), "{nobody:?}");
}
