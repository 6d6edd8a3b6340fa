//! Every error of HTTPS: its words, whether trying again helps, what to do.

use landfall_web::{
    client::HttpError,
    cloud::CloudHttpError,
    orderer::AskError,
    server::Unavailable,
    tls::{NotTrusted, TlsError},
};
use model::UnixTime;
use rsp::{
    cert::{ChainError, Role},
    es9::json::JsonError,
    json::StatusCodeData,
    reason::StatusCode,
};
use tables::{Said, check, table};

fn server() -> String {
    "smdp.test".to_owned()
}

fn tls() -> TlsError {
    rustls::Error::General("no provider".to_owned()).into()
}

fn untrusted(error: ChainError) -> HttpError {
    HttpError::NotTrusted { server: server(), error }
}

fn expired() -> ChainError {
    ChainError::Expired { role: Role::DpTls, not_after: UnixTime(0), now: UnixTime(1) }
}

fn early() -> ChainError {
    ChainError::NotYetValid { role: Role::DpTls, not_before: UnixTime(2), now: UnixTime(1) }
}

// R: F3
#[test]
fn every_error_of_a_client_says_what_to_do() {
    let unknown = ChainError::UnknownRoot { role: Role::DpTls, key_id: "00".to_owned() };
    let unreachable = HttpError::Unreachable { server: server(), why: "connection refused".to_owned() };
    let handshake = HttpError::Handshake { server: server(), why: "no common cipher".to_owned() };
    let mut rows = table! { HttpError:
        HttpError::Address(_) => HttpError::Address(server()), false, "Compare the code";
        HttpError::Tls(_) => tls().into(), false, "operator";
        HttpError::Unreachable { .. } => unreachable, true, "network";
        HttpError::NotTrusted { error: ChainError::Expired { .. }, .. } => untrusted(expired()), false, "has expired";
        HttpError::NotTrusted { error: ChainError::NotYetValid { .. }, .. } => untrusted(early()), false, "clock";
        HttpError::NotTrusted { error: ChainError::UnknownRoot { .. }, .. } => untrusted(unknown), false, "root certificate";
        HttpError::NotTrusted { .. } => untrusted(ChainError::NotSelfSigned), false, "in the middle";
        HttpError::Handshake { .. } => handshake, false, "in the middle";
        HttpError::Lost(_) => HttpError::Lost("reset by peer".to_owned()), true, "network";
        HttpError::Timeout(_) => HttpError::Timeout(60), true, "network";
        HttpError::Status(408 | 429 | 500..) => HttpError::Status(503), true, "in a while";
        HttpError::Status(_) => HttpError::Status(404), false, "operator";
        HttpError::TooLong(_) => HttpError::TooLong(9), false, "operator";
        HttpError::Malformed(_) => JsonError::Encoding { member: "transactionId", encoding: "hexadecimal" }.into(), false, "operator";
    };
    let of_client = |error: NotTrusted| untrusted(error.0);
    let trusted = |error: NotTrusted| {
        let text = error.to_string();
        let told = of_client(error);
        Said::new(text, told.retrying_helps(), told.hint())
    };
    rows.extend(table! { NotTrusted as trusted: NotTrusted(_) => NotTrusted(expired()), false, "has expired"; });
    check(rows);
    let set_up = |error: TlsError| {
        let told = HttpError::from(error);
        Said::new(&told, told.retrying_helps(), told.hint())
    };
    check(table! { TlsError as set_up: TlsError { .. } => tls(), false, "operator"; });
}

// R: F3
#[test]
fn every_reason_not_to_serve_is_an_http_status_that_a_client_understands() {
    let told = |error: Unavailable| {
        let status = HttpError::Status(error.status());
        Said::new(&error, status.retrying_helps(), status.hint())
    };
    check(table! { Unavailable as told:
        Unavailable::Busy { .. } => Unavailable::Busy { retry_after: 2 }, true, "in a while";
        Unavailable::OutOfService { .. } => Unavailable::OutOfService { why: "its clock is wrong" }, true, "in a while";
        Unavailable::Internal => Unavailable::Internal, true, "in a while";
    });
}

// R: F3
#[test]
fn every_error_of_an_accounts_server_says_what_to_do() {
    let why = || "why".to_owned();
    check(table! { CloudHttpError:
        CloudHttpError::Address(_) => CloudHttpError::Address(why()), false, "https://HOST";
        CloudHttpError::Plain(_) => CloudHttpError::Plain(server()), false, "https://";
        CloudHttpError::Roots { .. } => CloudHttpError::Roots { path: why(), why: why() }, false, "PEM";
        CloudHttpError::Tls(_) => CloudHttpError::Tls(tls()), false, "operator";
        CloudHttpError::Unreachable { .. } => CloudHttpError::Unreachable { server: server(), why: why() }, true, "network";
        CloudHttpError::Handshake { .. } => CloudHttpError::Handshake { server: server(), why: why() }, false, "clock";
        CloudHttpError::Lost(_) => CloudHttpError::Lost(why()), true, "network";
        CloudHttpError::Timeout(_) => CloudHttpError::Timeout(60), true, "network";
        CloudHttpError::TooLong(_) => CloudHttpError::TooLong(9), false, "operator";
        CloudHttpError::NoWebSocket(503) => CloudHttpError::NoWebSocket(503), true, "in a while";
        CloudHttpError::NoWebSocket(_) => CloudHttpError::NoWebSocket(404), false, "operator";
    });
}

// R: F3
#[test]
fn every_error_of_an_operators_call_says_what_to_do() {
    let refused = StatusCodeData::from(&StatusCode::new("8.2.5", "3.7"));
    let system = || std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    let file = || AskError::File { path: "nord/client.pem".into(), source: system() };
    check(table! { AskError:
        AskError::File { .. } => file(), false, "operator client";
        AskError::Malformed { .. } => AskError::Malformed { path: "nord/client.key".into(), why: "no key".to_owned() }, false, "anew";
        AskError::Http(HttpError::Lost(_)) => AskError::Http(HttpError::Lost("reset".to_owned())), true, "certificate";
        AskError::Http(_) => AskError::Http(HttpError::Timeout(60)), true, "network";
        AskError::Refused(_) => AskError::Refused(Box::new(refused)), false, "nothing has changed";
        AskError::NotUnderstood(_) => AskError::NotUnderstood("no JSON".to_owned()), false, "runs the server";
    });
}
