//! The client, and servers that are not as they should be.

use crate::{
    desk::{Desk, LIMITS, NAME, Operator, now, usual},
    samples::{cancel, cancelled, initiate, notification},
};
use landfall_web::{
    client::{Client, HttpError, Patience},
    server::Unavailable,
    tls::{Identity, Trust},
};
use model::UnixTime;
use rsp::{
    cert::ChainError,
    es9::{Function, Request, Response},
};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

fn client(trust: Trust, address: SocketAddr) -> Client {
    Client::new(NAME, trust).expect("a name").via(Some(address.to_string()))
}

async fn ask(client: &mut Client, request: &Request) -> Result<Response, HttpError> {
    client.ask(request, &mut |_, _| ()).await
}

// R: E7
#[tokio::test]
async fn a_client_asks_and_is_told_how_far_the_answer_is() {
    let desk = Desk::open().await;
    let mut client = client(desk.operator.trust(), desk.address);
    let mut heard = Vec::new();
    let answer = client.ask(&cancel(), &mut |here, all| heard.push((here, all))).await.expect("an answer");
    assert_eq!(answer, cancelled());
    let length = cancelled().to_json().len() as u64;
    assert_eq!(heard.last(), Some(&(length, Some(length))));
    assert_eq!(ask(&mut client, &notification()).await.expect("taken"), Response::NotificationAccepted);
}

// R: E7 F3
#[tokio::test]
async fn a_server_that_can_not_prove_itself_is_asked_nothing() {
    const DAY: u64 = 86_400;
    type Proof = fn(&Operator) -> Identity;
    let cases: [(Proof, fn(&ChainError) -> bool, &str); 4] = [
        (
            |operator| operator.identity(NAME, UnixTime(now().0 - 10 * DAY), 5),
            |error| matches!(error, ChainError::Expired { .. }),
            "its server's certificate has expired",
        ),
        (
            |operator| operator.identity(NAME, UnixTime(now().0 + 5 * DAY), 5),
            |error| matches!(error, ChainError::NotYetValid { .. }),
            "device's clock",
        ),
        (
            |operator| operator.identity("other.example", UnixTime(now().0 - DAY), 5),
            |error| matches!(error, ChainError::Name { .. }),
            "in the middle",
        ),
        (
            |_| Operator::new("Stranger").server(),
            |error| matches!(error, ChainError::UnknownRoot { .. }),
            "root certificate",
        ),
    ];
    for (proof, expected, hint) in cases {
        let operator = Operator::new("Nord");
        let identity = proof(&operator);
        let desk = Desk::with(operator, &identity, LIMITS, usual).await;
        let error = ask(&mut client(desk.operator.trust(), desk.address), &cancel()).await.expect_err("no proof");
        let HttpError::NotTrusted { error: why, .. } = &error else { panic!("{error}") };
        assert!(expected(why), "{why}");
        assert!(error.hint().contains(hint) && !error.retrying_helps(), "{}", error.hint());
        assert_eq!(desk.fake.asked(), []);
    }
}

/// It may have been closed for being idle, or because the server was started again.
// R: E7 F1
#[tokio::test]
async fn a_connection_that_died_meanwhile_is_opened_again() {
    let desk = Desk::open().await;
    let mut client = client(desk.operator.trust(), desk.address);
    ask(&mut client, &cancel()).await.expect("an answer");
    tokio::time::sleep(LIMITS.head * 2).await;
    ask(&mut client, &cancel()).await.expect("by another connection");
    assert_eq!(desk.fake.asked().len(), 2, "each of them once");
}

// R: E7 F1 F3
#[tokio::test]
async fn a_status_that_is_no_answer_is_told_as_one() {
    let desk = Desk::answering(LIMITS, |request| match request.function() {
        Function::InitiateAuthentication => Err(Unavailable::Internal),
        Function::CancelSession => Err(Unavailable::Busy { retry_after: 1 }),
        _ => usual(request),
    })
    .await;
    let mut client = client(desk.operator.trust(), desk.address);
    for (request, status) in [(initiate(), 500), (cancel(), 503)] {
        let error = ask(&mut client, &request).await.expect_err("no answer");
        assert!(matches!(error, HttpError::Status(found) if found == status), "{error}");
        assert!(error.retrying_helps());
    }
    ask(&mut client, &notification()).await.expect("the next question is answered");
}

/// A server that says what it is told to.
struct Odd {
    operator: Operator,
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Odd {
    /// To each request, this; then, if it is the end, the connection is closed.
    async fn saying(answer: impl Fn(usize) -> Option<Vec<u8>> + Send + Sync + 'static) -> Self {
        let operator = Operator::new("Nord");
        let acceptor = TlsAcceptor::from(Arc::new(operator.server().server_config().expect("TLS")));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("it listens");
        let (connections, answer) = (Arc::new(AtomicUsize::new(0)), Arc::new(answer));
        let counted = connections.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = counted.fetch_add(1, Ordering::Relaxed);
                let (acceptor, answer) = (acceptor.clone(), answer.clone());
                tokio::spawn(async move {
                    let mut stream = acceptor.accept(stream).await.expect("TLS");
                    let mut buffer = vec![0; 64 << 10];
                    // A request comes in one piece here.
                    while stream.read(&mut buffer).await.is_ok_and(|read| read > 0) {
                        let Some(answer) = answer(number) else { return };
                        if stream.write_all(&answer).await.is_err() {
                            return;
                        }
                    }
                });
            }
        });
        Self { operator, address, connections }
    }

    fn client(&self) -> Client {
        client(self.operator.trust(), self.address)
    }
}

fn http(body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

// R: E7 F3
#[tokio::test]
async fn an_answer_that_is_too_long_is_not_read_to_its_end() {
    let length = 9 << 20;
    let odd = Odd::saying(move |_| {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n";
        Some([head.as_bytes(), &vec![b' '; length]].concat())
    })
    .await;
    let mut client = odd.client();
    let mut most = 0;
    let error = client.ask(&cancel(), &mut |here, _| most = here).await.expect_err("too long");
    assert!(matches!(error, HttpError::TooLong(limit) if most <= limit as u64), "{error}");
    assert!(!error.retrying_helps());
}

// R: E7 F3
#[tokio::test]
async fn an_answer_that_is_none_is_malformed() {
    for body in ["", "[]", "{\"header\":{}}", "<html>", "{\"transactionId\":\"01\"}"] {
        let answer = http(body.as_bytes());
        let odd = Odd::saying(move |_| Some(answer.clone())).await;
        let error = ask(&mut odd.client(), &initiate()).await.expect_err("no answer");
        assert!(matches!(error, HttpError::Malformed(_)) && !error.retrying_helps(), "{body}: {error}");
    }
    // What is no HTTP.
    let odd = Odd::saying(|_| Some(b"SSH-2.0\r\n\r\n".to_vec())).await;
    assert!(matches!(ask(&mut odd.client(), &initiate()).await, Err(HttpError::Lost(_))));
}

// R: E7 F1
#[tokio::test]
async fn an_answer_that_breaks_off_is_a_broken_connection() {
    let odd = Odd::saying(|number| (number > 0).then(|| http(&cancelled().to_json()))).await;
    let mut client = odd.client();
    let error = ask(&mut client, &cancel()).await.expect_err("closed without an answer");
    assert!(matches!(error, HttpError::Lost(_)) && error.retrying_helps(), "{error}");
    assert_eq!(ask(&mut client, &cancel()).await.expect("the second connection"), cancelled());
    let odd =
        Odd::saying(|_| Some(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 50\r\n\r\n{".to_vec())).await;
    let mut client = odd.client().patience(Patience { answer: Duration::from_millis(500), ..Patience::default() });
    let error = ask(&mut client, &cancel()).await.expect_err("half an answer");
    assert!(error.retrying_helps(), "{error}");
}

// R: E7 F1
#[tokio::test]
async fn a_server_that_does_not_answer_is_not_waited_for() {
    let short = Patience { connect: Duration::from_millis(300), answer: Duration::from_millis(300) };
    // It answers the second connection only.
    let odd = Odd::saying(|number| Some(if number > 0 { http(&cancelled().to_json()) } else { Vec::new() })).await;
    let mut client = odd.client().patience(Patience { connect: Duration::from_secs(10), ..short });
    let begun = Instant::now();
    let error = ask(&mut client, &cancel()).await.expect_err("no answer");
    assert!(matches!(error, HttpError::Timeout(_)) && error.retrying_helps(), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!(ask(&mut client, &cancel()).await.expect("nothing of the first one is in the way"), cancelled());
    assert_eq!(odd.connections.load(Ordering::Relaxed), 2);
    // It takes connections and speaks no TLS.
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = silent.local_addr().expect("it listens");
    let operator = Operator::new("Nord");
    let mut client = self::client(operator.trust(), address).patience(short);
    let error = ask(&mut client, &cancel()).await.expect_err("no TLS");
    assert!(matches!(error, HttpError::Unreachable { .. }) && error.retrying_helps(), "{error}");
    // Nobody is there.
    drop(silent);
    let error = ask(&mut client, &cancel()).await.expect_err("nobody");
    assert!(matches!(error, HttpError::Unreachable { .. }) && error.retrying_helps(), "{error}");
}

/// A server that is started again at that moment does so; nobody in the middle is to be feared.
// R: E7 F1
#[tokio::test]
async fn a_handshake_that_breaks_off_may_be_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("it listens");
    tokio::spawn(async move {
        let mut reset = false;
        while let Ok((mut stream, _)) = listener.accept().await {
            // With bytes that nobody read a connection is reset, without it is closed.
            if !reset {
                let _ = stream.read(&mut [0; 4_096]).await;
            }
            reset = true;
        }
    });
    let mut client = client(Operator::new("Nord").trust(), address);
    for _ in 0..2 {
        let error = ask(&mut client, &cancel()).await.expect_err("no TLS");
        assert!(matches!(error, HttpError::Unreachable { .. }) && error.retrying_helps(), "{error}");
    }
}

// R: E7 F3
#[tokio::test]
async fn what_speaks_no_tls_is_said_so() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("it listens");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let error = ask(&mut client(Operator::new("Nord").trust(), address), &cancel()).await.expect_err("no TLS");
    assert!(matches!(error, HttpError::Handshake { .. }), "{error}");
}

// R: E7 F3
#[tokio::test]
async fn an_address_is_a_name_and_a_port() {
    let operator = Operator::new("Nord");
    for bad in ["", "a b", "a:x", "a:99999", ":443", "a/b", "https://a", "a\r\nX: y", "ä.example", "a:1:2", "a@b"] {
        assert!(matches!(Client::new(bad, operator.trust()), Err(HttpError::Address(_))), "{bad:?}");
    }
    for good in ["dp.example", "dp.example:8443", "localhost", "127.0.0.1:1"] {
        assert!(Client::new(good, operator.trust()).is_ok(), "{good}");
    }
}
