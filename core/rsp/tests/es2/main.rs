//! ES2+ in JSON: every message as it is written, kept in `tests/snapshots/es2.txt`; what is read all the same; what can't make
//! reading panic.
#![allow(missing_docs)]

use landfall_rsp::es2::{
    CancelOrderRequest, CancelOrderResponse, ConfirmOrderRequest, ConfirmOrderResponse, DownloadOrderRequest,
    DownloadOrderResponse, FinalProfileStatus, HandleDownloadProgressInfoRequest, NotificationPoint,
    ReleaseProfileRequest, ReleaseProfileResponse, Request,
};
use landfall_rsp::json::{
    ExecutionStatus, FunctionExecutionStatus, IccidText, RequestHeader, ResponseHeader, SecretText,
};
use landfall_rsp::reason::StatusCode;
use model::{Eid, SecretBytes};
use proptest::prelude::*;

const SNAPSHOT: &str = include_str!("../snapshots/es2.txt");

fn header() -> RequestHeader {
    RequestHeader { function_requester_identifier: "2.999.10".into(), function_call_identifier: "TX-567".into() }
}

fn iccid() -> IccidText {
    IccidText("8900112233445566778".parse().expect("19 digits"))
}

fn eid() -> Eid {
    "89049032123451234512345678901235".parse().expect("32 digits")
}

fn download() -> DownloadOrderRequest {
    DownloadOrderRequest {
        header: header(),
        eid: Some(eid().into()),
        iccid: Some(iccid()),
        profile_type: Some("roam-week".into()),
    }
}

fn confirm() -> ConfirmOrderRequest {
    ConfirmOrderRequest {
        header: header(),
        iccid: iccid(),
        eid: Some(eid().into()),
        matching_id: Some("04386-AGYFT-A74Y8-3F815".into()),
        confirmation_code: Some(SecretText(SecretBytes::from(&b"4321"[..]))),
        smds_address: Some("smds.example".into()),
        release_flag: true,
    }
}

fn cancel() -> CancelOrderRequest {
    CancelOrderRequest {
        header: header(),
        iccid: Some(iccid()),
        eid: Some(eid().into()),
        matching_id: Some("04386-AGYFT-A74Y8-3F815".into()),
        final_profile_status_indicator: Some(FinalProfileStatus::Available),
    }
}

fn progress() -> HandleDownloadProgressInfoRequest {
    HandleDownloadProgressInfoRequest {
        header: header(),
        eid: Some(eid().into()),
        iccid: iccid(),
        profile_type: "roam-week".into(),
        timestamp: "2026-01-01T00:00:00Z".into(),
        notification_point_id: NotificationPoint::Installation.into(),
        notification_point_status: FunctionExecutionStatus::success(),
        result_data: Some(vec![0xBF, 0x37, 0x00, 0xFF]),
    }
}

/// A message's name, and its text.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let failed = ResponseHeader::failed(&StatusCode::new("8.2.1", "3.9"));
    let least = DownloadOrderRequest { eid: None, iccid: None, ..download() };
    let none =
        ConfirmOrderRequest { eid: None, matching_id: None, confirmation_code: None, smds_address: None, ..confirm() };
    let by_card = ConfirmOrderRequest { matching_id: Some(String::new()), ..none.clone() };
    let confirmed = ConfirmOrderResponse {
        header: ResponseHeader::success(),
        eid: Some(eid().into()),
        matching_id: Some("04386-AGYFT-A74Y8-3F815".into()),
        smdp_address: Some("dp.example".into()),
    };
    vec![
        ("DownloadOrderRequest", download().encode()),
        ("DownloadOrderRequest/least", least.encode()),
        (
            "DownloadOrderResponse",
            json(&DownloadOrderResponse { header: ResponseHeader::success(), iccid: Some(iccid()) }),
        ),
        ("DownloadOrderResponse/failed", json(&DownloadOrderResponse { header: failed, iccid: None })),
        ("ConfirmOrderRequest", confirm().encode()),
        ("ConfirmOrderRequest/least", none.encode()),
        ("ConfirmOrderRequest/by card", by_card.encode()),
        ("ConfirmOrderResponse", json(&confirmed)),
        ("CancelOrderRequest", cancel().encode()),
        ("CancelOrderResponse", json(&CancelOrderResponse { header: ResponseHeader::success() })),
        ("ReleaseProfileRequest", ReleaseProfileRequest { header: header(), iccid: iccid() }.encode()),
        ("ReleaseProfileResponse", json(&ReleaseProfileResponse { header: ResponseHeader::success() })),
        ("HandleDownloadProgressInfoRequest", progress().encode()),
    ]
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("a message")
}

#[test]
fn texts_stay_as_they_are() {
    let mut now = String::new();
    for (name, text) in samples() {
        now.push_str(&format!("{name} {}\n", String::from_utf8(text).expect("text")));
    }
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/es2.txt");
        std::fs::write(path, &now).expect("the snapshot is writable");
    } else {
        assert_eq!(now, SNAPSHOT, "UPDATE_SNAPSHOTS=1 writes the snapshot anew");
    }
}

// R: E7
#[test]
fn what_is_written_is_read_as_the_same() {
    assert_eq!(DownloadOrderRequest::decode(&download().encode()), Ok(download()));
    assert_eq!(ConfirmOrderRequest::decode(&confirm().encode()), Ok(confirm()));
    assert_eq!(CancelOrderRequest::decode(&cancel().encode()), Ok(cancel()));
    assert_eq!(HandleDownloadProgressInfoRequest::decode(&progress().encode()), Ok(progress()));
    assert!(!format!("{:?}", confirm()).contains("4321"), "a code is shown to nobody");
    let names = [DownloadOrderRequest::FUNCTION, ConfirmOrderRequest::FUNCTION, CancelOrderRequest::FUNCTION];
    assert_eq!(names, ["downloadOrder", "confirmOrder", "cancelOrder"]);
}

// R: E7
#[test]
fn other_peoples_texts_are_read() {
    let text = r#"{"header":{"functionRequesterIdentifier":"2.999.10","functionCallIdentifier":"TX-567","more":1},
        "eid":"", "iccid":null, "profileType":"roam-week", "vendor":{"x":[]}}"#;
    let read = DownloadOrderRequest::decode(text.as_bytes()).expect("well formed");
    assert_eq!(read, DownloadOrderRequest { eid: None, iccid: None, ..download() });
    let text = r#"{"header":{"functionRequesterIdentifier":"2.999.10","functionCallIdentifier":"TX-567"},
        "iccid":"8900112233445566778","matchingId":"","releaseFlag":"false"}"#;
    let read = ConfirmOrderRequest::decode(text.as_bytes()).expect("well formed");
    assert_eq!((read.matching_id.as_deref(), read.release_flag, read.iccid), (Some(""), false, iccid()));
    let text = r#"{"header":{"functionRequesterIdentifier":"2.999.10","functionCallIdentifier":"TX-567"},
        "iccid":"8900112233445566778f","profileType":"x","timestamp":"2026-01-01T00:00:00+09:00","notificationPointId":"101",
        "notificationPointStatus":{"status":"Failed","statusCodeData":{"subjectCode":"8.1","reasonCode":"4.8"}},
        "resultData":"vzcA\n/w"}"#;
    let read = HandleDownloadProgressInfoRequest::decode(text.as_bytes()).expect("well formed");
    assert_eq!(NotificationPoint::from(read.notification_point_id), NotificationPoint::Other(101));
    assert_eq!(read.notification_point_status.status, ExecutionStatus::Failed);
    assert_eq!(read.result_data, progress().result_data);
}

#[test]
fn what_can_not_be_read_is_said() {
    let header = r#""header":{"functionRequesterIdentifier":"2.999.10","functionCallIdentifier":"TX-567"}"#;
    for (rest, expected) in [
        (r#""iccid":"89","releaseFlag":true"#, "18 to 20 digits"),
        (r#""iccid":"8900112233445566778","releaseFlag":"yes""#, "neither true nor false"),
        (r#""iccid":"8900112233445566778""#, "releaseFlag"),
        (r#""releaseFlag":true"#, "iccid"),
        (r#""iccid":"8900112233445566778","releaseFlag":true,"eid":"123""#, "32 digits"),
    ] {
        let refused = ConfirmOrderRequest::decode(format!("{{{header},{rest}}}").as_bytes()).expect_err(rest);
        assert!(refused.to_string().contains(expected), "{rest}: {refused}");
    }
    for text in ["", "[]", "{", "null", r#"{"header":{"functionCallIdentifier":"TX"}}"#] {
        assert!(DownloadOrderRequest::decode(text.as_bytes()).is_err(), "{text}");
    }
}

fn read_everything(bytes: &[u8]) {
    let _ =
        (DownloadOrderRequest::decode(bytes), ConfirmOrderRequest::decode(bytes), CancelOrderRequest::decode(bytes));
    let _ = (ReleaseProfileRequest::decode(bytes), HandleDownloadProgressInfoRequest::decode(bytes));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn changed_texts_never_panic(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        for (_, text) in samples() {
            let mut bytes = text;
            for (at, value) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *value;
            }
            read_everything(&bytes);
        }
    }
}
