//! What is no request of ES9+ gets the HTTP status that says so, and a body that says why; nobody behind is asked then.

use crate::{
    desk::{Desk, LIMITS, usual},
    samples::{cancel, cancelled, initiate, notification},
    wire::{Answer, JSON, Wire, json, path, post},
};
use landfall_web::server::Unavailable;
use rsp::es9::{Function, Response};
use serde_json::Value;

/// The subject, the reason and the message of a body.
fn said(answer: &Answer) -> (String, String, String) {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_else(|e| panic!("{e}: {answer:?}"));
    let status = &body["header"]["functionExecutionStatus"];
    assert_eq!(status["status"], "Failed", "{body}");
    let text = |name: &str| status["statusCodeData"][name].as_str().unwrap_or_default().to_owned();
    (text("subjectCode"), text("reasonCode"), text("message"))
}

// R: E7 F3
#[tokio::test]
async fn what_is_no_request_gets_the_status_that_says_so() {
    let desk = Desk::open().await;
    let known = path(&cancel());
    let good = cancel().to_json();
    let changed = |from: &str, to: &str| String::from_utf8(good.clone()).expect("text").replace(from, to).into_bytes();
    let id = "07".repeat(16);
    let long = vec![b' '; LIMITS.body_bytes + 1];
    let cases: Vec<(&str, Vec<u8>, u16, &str)> = vec![
        ("a function", post("/gsma/rsp2/es9plus/downloadOrder", JSON, &good), 404, "no such function"),
        ("a case", post("/gsma/rsp2/es9plus/CancelSession", JSON, &good), 404, "no such function"),
        ("GET", format!("GET {known} HTTP/1.1\r\nHost: a\r\n\r\n").into_bytes(), 405, "by POST"),
        ("PUT", format!("PUT {known} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").into_bytes(), 405, "by POST"),
        ("GET", b"GET /gsma/rsp2/asn1 HTTP/1.1\r\nHost: a\r\n\r\n".to_vec(), 405, "by POST"),
        ("text", post(&known, "Content-Type: text/plain\r\n", &good), 415, "application/json"),
        ("DER as JSON", post(&known, "Content-Type: application/x-gsma-rsp-asn1\r\n", &good), 415, "application/json"),
        ("a type of no text", post(&known, "Content-Type: \x7f\r\n", &good), 400, ""),
        ("JSON as DER", post("/gsma/rsp2/asn1", JSON, &good), 415, "application/x-gsma-rsp-asn1"),
        ("too long", post(&known, JSON, &long), 413, "longer than 4096 bytes"),
        ("no JSON", post(&known, JSON, b"{"), 400, "not the JSON of this function"),
        ("nothing", post(&known, JSON, b""), 400, "not the JSON of this function"),
        ("a member", post(&known, JSON, b"{\"transactionId\":\"01\"}"), 400, "cancelSessionResponse"),
        ("base64", post(&known, JSON, &changed("v0", "~~")), 400, "cancelSessionResponse is not base64"),
        ("hexadecimal", post(&known, JSON, &changed(&id, "xx")), 400, "transactionId is not hexadecimal"),
        ("DER in JSON", post(&known, JSON, &changed("v0", "AA")), 400, "cancelSessionResponse: "),
        ("DER", post("/gsma/rsp2/asn1", "", &[0xA2, 0x05, 0xBF]), 400, ""),
        ("other DER", post("/gsma/rsp2/asn1", "", &[0x30, 0x00]), 400, ""),
    ];
    for (what, request, status, message) in cases {
        let answer = Wire::open(desk.address).await.ask(&request).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
        if what == "a type of no text" {
            // HTTP itself ends there.
            continue;
        }
        let (subject, reason, text) = said(&answer);
        assert_eq!((&*subject, &*reason), ("1.6", "2.1"), "{what}");
        assert!(text.contains(message) && !text.is_empty(), "{what}: {text}");
        assert_eq!(answer.header("content-type"), Some("application/json;charset=UTF-8"), "{what}");
        assert_eq!(answer.header("x-admin-protocol"), Some("gsma/rsp/v2.3.0"), "{what}");
        assert_eq!(answer.header("allow"), (status == 405).then_some("POST"), "{what}");
    }
    assert_eq!(desk.fake.asked(), [], "nobody behind was asked");
}

// R: E7 F3
#[tokio::test]
async fn a_body_without_an_announced_length_is_cut_off_too() {
    let desk = Desk::open().await;
    let mut wire = Wire::open(desk.address).await;
    let head = format!("POST {} HTTP/1.1\r\nHost: a\r\n{JSON}Transfer-Encoding: chunked\r\n\r\n", path(&cancel()));
    wire.send(head.as_bytes()).await;
    let chunk = [b"400\r\n".as_slice(), &[b' '; 0x400], b"\r\n"].concat();
    for _ in 0..5 {
        wire.send(&chunk).await;
    }
    let answer = wire.answer().await.expect("before its end");
    assert_eq!(answer.status, 413);
    assert_eq!(desk.fake.asked(), []);
}

// R: E7
#[tokio::test]
async fn a_type_is_taken_with_parameters_in_any_case_or_not_at_all() {
    let desk = Desk::open().await;
    for kind in ["application/json;charset=UTF-8", "Application/JSON ; charset=utf-8", "application/json"] {
        let request = post(&path(&cancel()), &format!("Content-Type: {kind}\r\n"), &cancel().to_json());
        assert_eq!(Wire::open(desk.address).await.ask(&request).await.status, 200, "{kind}");
    }
    let request = post(&path(&cancel()), "", &cancel().to_json());
    assert_eq!(Wire::open(desk.address).await.ask(&request).await.status, 200);
}

// R: E7
#[tokio::test]
async fn an_answer_is_200_and_a_notification_that_is_taken_204() {
    let desk = Desk::open().await;
    let mut wire = Wire::open(desk.address).await;
    let answer = wire.ask(&json(&cancel())).await;
    assert_eq!((answer.status, &answer.body), (200, &cancelled().to_json()));
    assert_eq!(answer.header("content-type"), Some("application/json;charset=UTF-8"));
    let taken = wire.ask(&json(&notification())).await;
    assert_eq!((taken.status, taken.body.len()), (204, 0));
    assert_eq!(taken.header("content-type"), None);
    assert_eq!(desk.fake.asked(), [Function::CancelSession, Function::HandleNotification]);
}

/// SGP.22 §6.6: one path for all functions.
// R: E7
#[tokio::test]
async fn the_same_is_served_in_asn1() {
    let desk = Desk::open().await;
    let mut wire = Wire::open(desk.address).await;
    for headers in ["Content-Type: application/x-gsma-rsp-asn1\r\n", ""] {
        let answer = wire.ask(&post("/gsma/rsp2/asn1", headers, &cancel().encode())).await;
        assert_eq!((answer.status, &answer.body), (200, &cancelled().encode()));
        assert_eq!(answer.header("content-type"), Some("application/x-gsma-rsp-asn1"));
        let taken = wire.ask(&post("/gsma/rsp2/asn1", headers, &notification().encode())).await;
        assert_eq!((taken.status, taken.body.len()), (204, 0));
    }
    assert_eq!(desk.fake.asked().len(), 4);
}

// R: E1 E7
#[tokio::test]
async fn the_version_of_the_binding_is_the_highest_of_the_clients_major() {
    let desk = Desk::open().await;
    let mut wire = Wire::open(desk.address).await;
    for (asked, answered) in [
        ("X-Admin-Protocol: gsma/rsp/v2.2.2\r\n", "gsma/rsp/v2.3.0"),
        ("X-Admin-Protocol: gsma/rsp/v2.0.0\r\n", "gsma/rsp/v2.3.0"),
        ("x-admin-protocol: gsma/rsp/v3.0.0\r\n", "gsma/rsp/v3.1.0"),
        ("X-Admin-Protocol: gsma/rsp/v3.1.0\r\n", "gsma/rsp/v3.1.0"),
        ("X-Admin-Protocol: something\r\n", "gsma/rsp/v2.3.0"),
        ("", "gsma/rsp/v2.3.0"),
    ] {
        let request = post(&path(&cancel()), &format!("{JSON}{asked}"), &cancel().to_json());
        let answer = wire.ask(&request).await;
        assert_eq!((answer.status, answer.header("x-admin-protocol")), (200, Some(answered)), "{asked}");
        // Refusals of HTTP carry it as well.
        let refused = wire.ask(&post("/gsma/rsp2/es9plus/what", &format!("{JSON}{asked}"), b"{}")).await;
        assert_eq!((refused.status, refused.header("x-admin-protocol")), (404, Some(answered)), "{asked}");
    }
}

// R: E7 F1
#[tokio::test]
async fn who_has_no_answer_now_says_when_to_come_again() {
    let desk = Desk::answering(LIMITS, |request| match request.function() {
        Function::InitiateAuthentication => Err(Unavailable::Busy { retry_after: 7 }),
        Function::CancelSession => Err(Unavailable::OutOfService { why: "its clock is wrong" }),
        _ => Err(Unavailable::Internal),
    })
    .await;
    let mut wire = Wire::open(desk.address).await;
    for (request, status, again, message) in [
        (initiate(), 503, Some("7"), "too much is asked for at once"),
        (cancel(), 503, None, "its clock is wrong"),
        (notification(), 500, None, "the server failed"),
    ] {
        let answer = wire.ask(&json(&request)).await;
        assert_eq!((answer.status, answer.header("retry-after")), (status, again), "{}", answer.text());
        let (subject, reason, text) = said(&answer);
        assert_eq!((&*subject, &*reason), ("1.6", "4.2"));
        assert!(text.contains(message), "{text}");
    }
}

/// On the threads of the connections, and on those that may block.
// R: E7 F1
#[tokio::test]
async fn a_fault_behind_costs_one_answer_and_nothing_else() {
    let desk = Desk::answering(LIMITS, |request| match request.function() {
        Function::InitiateAuthentication => panic!("a fault, as this test wants it: initiate"),
        Function::CancelSession => panic!("a fault, as this test wants it: cancel"),
        _ => usual(request),
    })
    .await;
    let mut wire = Wire::open(desk.address).await;
    for request in [initiate(), cancel()] {
        let answer = wire.ask(&json(&request)).await;
        assert_eq!(answer.status, 500);
        assert_eq!(said(&answer).2, "the server failed", "and nothing leaks");
        let fine = wire.ask(&json(&notification())).await;
        assert_eq!(fine.status, 204, "on the same connection");
    }
    assert_eq!(Wire::open(desk.address).await.ask(&json(&notification())).await.status, 204);
}

// R: E7
#[tokio::test]
async fn answers_are_those_of_their_requests() {
    let desk = Desk::answering(LIMITS, |request| match request {
        rsp::es9::Request::CancelSession(cancel) if cancel.transaction_id.as_bytes()[0] % 2 == 0 => {
            Ok(samples_refused())
        }
        _ => Ok(cancelled()),
    })
    .await;
    let mut wire = Wire::open(desk.address).await;
    // All at once, as HTTP/1.1 allows.
    let mut all = Vec::new();
    for id in 0..20_u8 {
        let rsp::es9::Request::CancelSession(mut request) = cancel() else { panic!("another function") };
        request.transaction_id = [id; 16].into();
        all.extend(json(&rsp::es9::Request::CancelSession(request)));
    }
    wire.send(&all).await;
    for id in 0..20 {
        let answer = wire.answer().await.expect("one for each");
        let expected = if id % 2 == 0 { samples_refused() } else { cancelled() };
        assert_eq!(answer.body, expected.to_json(), "{id}");
    }
}

fn samples_refused() -> Response {
    use rsp::{
        es9::{CancelSessionResponseEs9, Refused},
        reason::StatusCode,
    };
    Response::CancelSession(CancelSessionResponseEs9::Error(Refused::from_status(StatusCode::new("8.10.1", "3.9"))))
}
