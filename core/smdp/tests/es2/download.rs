use crate::names::{eid, iccid, other_eid};
use crate::stock::{OPERATOR, at, code_of, download, in_stock, linked, no_eid, others};
use landfall_smdp::es2::{OrderRefused, Sought, Stocked, download_order};
use landfall_smdp::order::State;
use rsp::es2::DownloadOrderRequest;
use rsp::json::{IccidText, ResponseHeader};

fn ordered(request: &DownloadOrderRequest, sought: &Sought<'_>) -> Result<Stocked, OrderRefused> {
    let (stocked, response) = download_order(request, OPERATOR, sought)?;
    assert_eq!(response.header, ResponseHeader::success());
    assert_eq!(response.iccid, Some(IccidText(iccid())));
    Ok(stocked)
}

fn refused(request: &DownloadOrderRequest, sought: &Sought<'_>) -> String {
    code_of(&ordered(request, sought).expect_err("refused"))
}

// R: E7
#[test]
fn a_profile_is_set_aside_for_a_sale_or_for_one_card() {
    let stocked = in_stock();
    let sought = Sought::Profile(Some(&stocked));
    let allocated = ordered(&download(), &sought).expect("available");
    assert_eq!((allocated.order.state, allocated.order.eid), (State::Allocated, None));
    let for_card = DownloadOrderRequest { eid: Some(eid().into()), ..download() };
    let linked = ordered(&for_card, &sought).expect("available");
    assert_eq!((linked.order.state, linked.order.eid), (State::Linked, Some(eid())));
    // By its type alone, or by both.
    let by_type = DownloadOrderRequest { iccid: None, profile_type: Some("roam-week".into()), ..download() };
    let one = Sought::Type { known: true, own: true, available: Some(&stocked) };
    assert_eq!(ordered(&by_type, &one).expect("available").order.state, State::Allocated);
    let by_both = DownloadOrderRequest { profile_type: Some("roam-week".into()), ..download() };
    assert_eq!(ordered(&by_both, &sought).expect("available").order.state, State::Allocated);
}

// R: E7
#[test]
fn profiles_that_are_not_there_or_not_the_callers() {
    assert_eq!(refused(&download(), &Sought::Profile(None)), "8.2.1/3.9");
    let mut other = in_stock();
    other.order.iccid = "8900101999999999999".parse().expect("digits");
    assert_eq!(refused(&download(), &Sought::Profile(Some(&other))), "8.2.1/3.9", "looked up wrongly");
    assert_eq!(refused(&download(), &Sought::Profile(Some(&others(in_stock())))), "8.2.1/1.2");
    for state in State::ALL.into_iter().filter(|state| *state != State::Available) {
        assert_eq!(refused(&download(), &Sought::Profile(Some(&at(state)))), "8.2.1/3.3", "{state:?}");
    }
}

// R: E7
#[test]
fn types_that_are_not_there_or_not_the_callers() {
    let by_type = DownloadOrderRequest { iccid: None, profile_type: Some("roam-week".into()), ..download() };
    let sought = |known, own| Sought::Type { known, own, available: None };
    assert_eq!(refused(&by_type, &sought(false, false)), "8.2.5/3.9");
    assert_eq!(refused(&by_type, &sought(true, false)), "8.2.5/1.2");
    assert_eq!(refused(&by_type, &sought(true, true)), "8.2.5/3.7");
    // One that is not available, or another's, is none.
    for stocked in [at(State::Allocated), others(in_stock())] {
        let sought = Sought::Type { known: true, own: true, available: Some(&stocked) };
        assert_eq!(refused(&by_type, &sought), "8.2.5/3.7");
    }
    let other_type = DownloadOrderRequest { profile_type: Some("roam-day".into()), ..download() };
    assert_eq!(refused(&other_type, &Sought::Profile(Some(&in_stock()))), "8.2.5/3.8");
    let nothing = DownloadOrderRequest { iccid: None, ..download() };
    assert_eq!(refused(&nothing, &Sought::Profile(None)), "8.2.1/2.3");
}

// R: E7
#[test]
fn a_card_that_can_not_be_is_unknown() {
    let request = DownloadOrderRequest { eid: Some(no_eid()), ..download() };
    assert_eq!(refused(&request, &Sought::Profile(Some(&in_stock()))), "8.1.1/3.9");
}

// R: A7
#[test]
fn asked_again_for_the_same_card_it_stays_and_for_another_it_is_in_use() {
    let stocked = linked();
    let sought = Sought::Profile(Some(&stocked));
    let again = DownloadOrderRequest { eid: Some(eid().into()), ..download() };
    assert_eq!(ordered(&again, &sought), Ok(stocked.clone()));
    for request in [download(), DownloadOrderRequest { eid: Some(other_eid().into()), ..download() }] {
        assert_eq!(refused(&request, &sought), "8.2.1/3.3");
    }
}

// R: F3
#[test]
fn the_answer_names_what_it_is_about() {
    let sought = Sought::Profile(None);
    let refused = ordered(&download(), &sought).expect_err("unknown");
    let text = serde_json::to_string(&refused.header()).expect("a header");
    assert_eq!(
        text,
        concat!(
            r#"{"functionExecutionStatus":{"status":"Failed","statusCodeData":{"subjectCode":"8.2.1","reasonCode":"3.9","#,
            r#""subjectIdentifier":"8900101000000000019","message":"there is no profile 8900101000000000019"}}}"#
        )
    );
}
