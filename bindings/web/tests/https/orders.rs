//! ES2+: who has proven itself is known, whoever has not gets no connection; the rules of HTTP around the functions.

use crate::{
    desk::{LIMITS, NAME, Operator, now},
    wire::{Answer, JSON, Wire, post},
};
use landfall_web::{
    client::{Client, HttpError},
    server::{Limits, Ordered, Ordering, Server, Unavailable, es2::routes},
    tls::{Clients, Identity},
};
use model::{UnixTime, without};
use rsp::{
    cert::{
        Certificate,
        chain::{Crls, Roots, verify_operator},
    },
    es2::{Call, Function},
};
use serde_json::Value;
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{net::TcpListener, sync::oneshot, time::timeout};
use tokio_rustls::TlsConnector;

const DAY: u64 = 86_400;
const REQUESTER: &str = "2.999.10";
const RELEASE: &str = "/gsma/rsp2/es2plus/releaseProfile";
const BODY: &str = r#"{"header":{"functionRequesterIdentifier":"2.999.10","functionCallIdentifier":"TX-1"},
    "iccid":"8900112233445566778"}"#;

/// An SM-DP+ that an operator calls, whose answers a test decides.
struct Office {
    operator: Operator,
    fake: Arc<Fake>,
    address: SocketAddr,
    _stop: oneshot::Sender<()>,
}

#[derive(Default)]
struct Fake {
    answer: Mutex<Option<Result<Ordered, Unavailable>>>,
    /// Who called, and what.
    called: Mutex<Vec<(String, Function)>>,
}

impl Fake {
    fn called(&self) -> Vec<(String, Function)> {
        self.called.lock().expect("nobody panics with it").clone()
    }
}

impl Ordering for Fake {
    fn es2(&self, client: &Certificate, call: Call) -> Result<Ordered, Unavailable> {
        let name = client.organization().unwrap_or_default().to_owned();
        self.called.lock().expect("nobody panics with it").push((name, call.function()));
        let answer = self.answer.lock().expect("nobody panics with it").clone();
        answer.expect("a fault")
    }
}

impl Office {
    /// It answers every call by `answer`; without one, with a fault.
    async fn open(answer: Option<Result<Ordered, Unavailable>>) -> Self {
        Self::with(LIMITS, answer).await
    }

    async fn with(limits: Limits, answer: Option<Result<Ordered, Unavailable>>) -> Self {
        let operator = Operator::new("Nord");
        let mut roots = Roots::new();
        roots.add(operator.root().clone()).expect("a root");
        let clients = Clients::new(move |certificate, now| {
            let found = verify_operator(certificate, &roots, &Crls::default(), Some(now))?;
            Ok(found.requester == REQUESTER)
        });
        let fake = Arc::new(Fake { answer: Mutex::new(answer), called: Mutex::default() });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let router = routes(fake.clone(), limits);
        let server = Server::mutual(listener, &operator.server(), clients, router, limits).expect("TLS");
        let address = server.address().expect("it listens");
        let (stop, stopped) = oneshot::channel();
        tokio::spawn(server.run(async {
            let _ = stopped.await;
        }));
        Self { operator, fake, address, _stop: stop }
    }

    /// The operator that is let in.
    fn nord(&self) -> Identity {
        self.operator.orderer("Nord Mobile", REQUESTER, UnixTime(now().0 - DAY), 30)
    }

    async fn wire(&self) -> Wire {
        Wire::over(self.connect(Some(&self.nord())).await)
    }

    async fn connect(&self, identity: Option<&Identity>) -> tokio_rustls::client::TlsStream<tokio::net::TcpStream> {
        let config = Arc::new(Arc::new(self.operator.trust()).client_config(identity).expect("TLS"));
        let stream = tokio::net::TcpStream::connect(self.address).await.expect("it listens");
        TlsConnector::from(config).connect(NAME.try_into().expect("a name"), stream).await.expect("the server's half")
    }

    /// Whether a client is let in: it gets an answer.
    async fn lets_in(&self, identity: Option<&Identity>) -> bool {
        let mut client = match identity {
            Some(identity) => Client::mutual(NAME, self.operator.trust(), identity),
            None => Client::new(NAME, self.operator.trust()),
        };
        client = client.map(|client| client.via(Some(self.address.to_string())));
        match client.expect("a name").call(RELEASE, BODY.into()).await {
            Ok(answer) => answer.is_some(),
            Err(HttpError::Lost(_) | HttpError::Handshake { .. } | HttpError::Unreachable { .. }) => false,
            Err(error) => panic!("{error}"),
        }
    }
}

fn done() -> Option<Result<Ordered, Unavailable>> {
    Some(Ok(Ordered::Answer(b"{}".to_vec())))
}

/// Subject, reason and message of a body.
fn said(answer: &Answer) -> (String, String) {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_else(|e| panic!("{e}: {answer:?}"));
    let status = &body["header"]["functionExecutionStatus"];
    assert_eq!(status["status"], "Failed", "{body}");
    let text = |name: &str| status["statusCodeData"][name].as_str().unwrap_or_default().to_owned();
    (format!("{}/{}", text("subjectCode"), text("reasonCode")), text("message"))
}

// R: E7
#[tokio::test]
async fn only_who_has_a_certificate_that_holds_is_connected() {
    let office = Office::open(done()).await;
    assert!(office.lets_in(Some(&office.nord())).await);
    assert_eq!(office.fake.called(), [("Nord Mobile".to_owned(), Function::ReleaseProfile)]);
    let (operator, before) = (&office.operator, UnixTime(now().0 - 10 * DAY));
    let yesterday = UnixTime(now().0 - DAY);
    let refused = [
        ("another root's", Operator::new("Nord").orderer("Nord Mobile", REQUESTER, yesterday, 30)),
        ("an expired one", operator.orderer("Nord Mobile", REQUESTER, before, 9)),
        ("one that is not valid yet", operator.orderer("Nord Mobile", REQUESTER, UnixTime(now().0 + DAY), 9)),
        ("one that nobody named", operator.orderer("Nord Mobile", "2.999.11", yesterday, 30)),
        ("a server's of the same root", operator.server()),
        ("one whose key is another's", operator.with_another_key(REQUESTER)),
    ];
    assert!(!office.lets_in(None).await, "none");
    for (what, identity) in refused {
        assert!(!office.lets_in(Some(&identity)).await, "{what}");
    }
    assert_eq!(office.fake.called().len(), 1, "nobody behind was asked");
}

/// Attacks on the handshake, and the same with the check that refuses them taken away.
// R: E7
#[test]
fn forged_and_expired_certificates_are_kept_out_by_their_checks() {
    let is_let_in = |identity: fn(&Office) -> Identity| {
        // Here alone: checks are a thread's own.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let office = Office::open(done()).await;
            office.lets_in(Some(&identity(&office))).await
        })
    };
    let foreign: fn(&Office) -> Identity =
        |_| Operator::new("Nord").orderer("Nord Mobile", REQUESTER, UnixTime(now().0 - DAY), 30);
    let expired: fn(&Office) -> Identity =
        |office| office.operator.orderer("Nord Mobile", REQUESTER, UnixTime(now().0 - 10 * DAY), 9);
    for (what, identity, check) in
        [("another root's", foreign, &[rsp::checks::ROOT]), ("an expired one", expired, &[rsp::checks::VALIDITY])]
    {
        assert!(!is_let_in(identity), "{what}");
        assert!(without(check, || is_let_in(identity)), "{what}: the attack works");
    }
}

/// A session of TLS that is taken up again would be asked for no certificate.
// R: E7
#[tokio::test]
async fn each_connection_proves_itself_anew() {
    let office = Office::open(done()).await;
    let config = Arc::new(Arc::new(office.operator.trust()).client_config(Some(&office.nord())).expect("TLS"));
    for _ in 0..3 {
        let stream = tokio::net::TcpStream::connect(office.address).await.expect("it listens");
        let name = NAME.try_into().expect("a name");
        let stream = TlsConnector::from(config.clone()).connect(name, stream).await.expect("TLS");
        let kind = stream.get_ref().1.handshake_kind();
        assert_eq!(kind, Some(rustls::HandshakeKind::Full));
        let answer = Wire::over(stream).ask(&post(RELEASE, JSON, BODY.as_bytes())).await;
        assert_eq!(answer.status, 200);
    }
}

// R: E7 F3
#[tokio::test]
async fn what_is_no_call_gets_the_status_that_says_so() {
    let office = Office::open(done()).await;
    let body = BODY.as_bytes();
    let other = "/gsma/rsp2/es2plus/initiateAuthentication";
    let long = vec![b' '; LIMITS.body_bytes + 1];
    let no_iccid = BODY.replace("8900112233445566778", "12");
    let cases: Vec<(&str, Vec<u8>, u16, &str)> = vec![
        ("another function", post(other, JSON, body), 404, "no such function"),
        ("a case", post("/gsma/rsp2/es2plus/ReleaseProfile", JSON, body), 404, "no such function"),
        ("GET", format!("GET {RELEASE} HTTP/1.1\r\nHost: a\r\n\r\n").into_bytes(), 405, "by POST"),
        ("text", post(RELEASE, "Content-Type: text/plain\r\n", body), 415, "application/json"),
        ("ASN.1", post(RELEASE, "Content-Type: application/x-gsma-rsp-asn1\r\n", body), 415, "application/json"),
        ("too long", post(RELEASE, JSON, &long), 413, "longer than 4096 bytes"),
        ("no JSON", post(RELEASE, JSON, b"{"), 400, "does not read"),
        ("nothing", post(RELEASE, JSON, b""), 400, "does not read"),
        ("an array", post(RELEASE, JSON, b"[]"), 400, "does not read"),
        ("no header", post(RELEASE, JSON, br#"{"iccid":"8900112233445566778"}"#), 400, "header"),
        ("no ICCID", post(RELEASE, JSON, no_iccid.as_bytes()), 400, "18 to 20 digits"),
        ("deep JSON", post(RELEASE, JSON, "[".repeat(4_000).as_bytes()), 400, "does not read"),
    ];
    for (what, request, status, message) in cases {
        let answer = office.wire().await.ask(&request).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
        let (code, text) = said(&answer);
        assert_eq!(code, "1.6/2.1", "{what}");
        assert!(text.contains(message), "{what}: {text}");
        assert_eq!(answer.header("content-type"), Some("application/json;charset=UTF-8"), "{what}");
        assert_eq!(answer.header("x-admin-protocol"), Some("gsma/rsp/v2.3.0"), "{what}");
    }
    assert_eq!(office.fake.called(), [], "nobody behind was asked");
}

// R: E7 F1
#[tokio::test]
async fn a_call_that_does_not_come_is_not_waited_for() {
    let office = Office::open(done()).await;
    let mut wire = office.wire().await;
    wire.send(format!("POST {RELEASE} HTTP/1.1\r\nHost: a\r\n{JSON}Content-Length: 100\r\n\r\n{{").as_bytes()).await;
    let answer = timeout(Duration::from_secs(20), wire.answer()).await.expect("in time").expect("an answer");
    assert_eq!(answer.status, 408);
    assert_eq!(office.fake.called(), []);
}

// R: E7 F1
#[tokio::test]
async fn what_comes_of_a_call_is_its_status() {
    let busy = Unavailable::Busy { retry_after: 7 };
    let cases = [
        (done(), 200, ""),
        (Some(Ok(Ordered::Taken)), 204, ""),
        (Some(Ok(Ordered::NotServed)), 404, "1.6/2.1"),
        (Some(Ok(Ordered::Forbidden { why: "it was taken back" })), 403, "1.1/1.2"),
        (Some(Err(busy)), 503, "1.6/4.2"),
        (Some(Err(Unavailable::OutOfService { why: "restored" })), 503, "1.6/4.2"),
        (Some(Err(Unavailable::Internal)), 500, "1.6/4.2"),
        // A fault behind costs this one answer.
        (None, 500, "1.6/4.2"),
    ];
    let office = Office::open(None).await;
    let mut wire = office.wire().await;
    for (answer, status, code) in cases {
        *office.fake.answer.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = answer.clone();
        let got = wire.ask(&post(RELEASE, JSON, BODY.as_bytes())).await;
        assert_eq!(got.status, status, "{answer:?}");
        match code {
            "" => assert_eq!(got.body, if status == 204 { &b""[..] } else { b"{}" }),
            code => assert_eq!(said(&got).0, code, "{answer:?}"),
        }
        assert_eq!(
            got.header("retry-after"),
            answer.filter(|a| matches!(a, Err(Unavailable::Busy { .. }))).map(|_| "7")
        );
    }
}

/// By a server that asks for no certificates, say, nobody is known.
// R: E7
#[tokio::test]
async fn without_a_proof_nobody_is_let_in() {
    let fake = Arc::new(Fake { answer: Mutex::new(done()), called: Mutex::default() });
    let operator = Operator::new("Nord");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let server = Server::new(listener, &operator.server(), routes(fake.clone(), LIMITS), LIMITS).expect("TLS");
    let address = server.address().expect("it listens");
    let (_stop, stopped) = oneshot::channel::<()>();
    tokio::spawn(server.run(async {
        let _ = stopped.await;
    }));
    let answer = Wire::open(address).await.ask(&post(RELEASE, JSON, BODY.as_bytes())).await;
    assert_eq!((answer.status, said(&answer).0.as_str()), (403, "1.1/1.2"));
    assert_eq!(fake.called(), []);
}
