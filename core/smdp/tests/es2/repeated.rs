use crate::names::{eid, iccid};
use crate::stock::{OPERATOR, code, confirm, download, header, in_stock};
use landfall_smdp::es2::{Sought, download_order, repeated::Answered};
use rsp::es2::{CancelOrderRequest, ConfirmOrderRequest, DownloadOrderRequest, ReleaseProfileRequest, Request};
use rsp::json::{IccidText, RequestHeader};

// R: A7
#[test]
fn the_same_call_gets_the_same_answer_and_sets_nothing_aside_again() {
    let request = DownloadOrderRequest { iccid: None, profile_type: Some("roam-week".into()), ..download() };
    let stocked = in_stock();
    let sought = Sought::Type { known: true, own: true, available: Some(&stocked) };
    let (_, response) = download_order(&request, OPERATOR, &sought).expect("available");
    let answer = serde_json::to_vec(&response).expect("an answer");
    let kept = Answered::new(&request, answer.clone());
    assert_eq!(kept.to(&request), Some(&answer[..]));
    // However it is written.
    let text = r#"{ "profileType": "roam-week", "eid": "", "unknown": 1,
        "header": {"functionCallIdentifier": "TX-1", "functionRequesterIdentifier": "2.999.10"} }"#;
    let again = DownloadOrderRequest::decode(text.as_bytes()).expect("well formed");
    assert_eq!(kept.to(&again), Some(&answer[..]));
}

// R: A7
#[test]
fn another_call_is_another_call_even_under_the_same_identifier() {
    let kept = Answered::new(&confirm(), vec![1]);
    let next = RequestHeader { function_call_identifier: "TX-2".into(), ..header() };
    for other in [
        ConfirmOrderRequest { header: next, ..confirm() },
        ConfirmOrderRequest { confirmation_code: code("1"), ..confirm() },
        ConfirmOrderRequest { eid: Some(eid().into()), ..confirm() },
        ConfirmOrderRequest { matching_id: Some(String::new()), ..confirm() },
        ConfirmOrderRequest { release_flag: false, ..confirm() },
    ] {
        assert_eq!(kept.to(&other), None, "{other:?}");
    }
    // Two functions that ask in the same words.
    let release = ReleaseProfileRequest { header: header(), iccid: IccidText(iccid()) };
    let cancel = CancelOrderRequest {
        header: header(),
        iccid: Some(IccidText(iccid())),
        eid: None,
        matching_id: None,
        final_profile_status_indicator: None,
    };
    assert_eq!(release.encode(), cancel.encode());
    assert_eq!(Answered::new(&release, vec![1]).to(&cancel), None);
    assert!(!format!("{kept:?}").contains("digest: ["), "a code could be guessed from it");
}
