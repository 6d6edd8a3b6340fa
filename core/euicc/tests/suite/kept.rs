//! A package that was fetched is never lost by a failure of the phone's (F1).

use crate::harness::{
    Fate, Operator, Phone, Shop, fetch, load,
    lpa::{self, pieces},
    profiles::{self, metadata},
};
use crate::session::list;
use rsp::{
    Message,
    es10::{
        CancelSessionReason, CancelSessionRequest, CancelSessionResponse, GetEuiccChallengeRequest,
        GetEuiccChallengeResponse,
    },
    lpa::{Kept, Next, Session},
    notification::FinalResult,
};

fn fetched() -> (Phone, Shop, Kept) {
    let operator = Operator::new();
    let mut phone = operator.phone();
    let mut shop = Shop::new(&operator, metadata(1), &profiles::own(1));
    let kept = fetch(&mut phone, &mut shop);
    (phone, shop, kept)
}

fn assert_installs(phone: &mut Phone, kept: &Kept) {
    assert_eq!(list(phone), []);
    assert!(matches!(load(phone, kept), Ok(FinalResult::Success { .. })));
    phone.restart();
    assert_eq!(list(phone).len(), 1);
}

// R: F1
#[test]
fn a_failed_commit_or_signature_costs_nothing() {
    for (fate, status) in [(Fate::CommitsFail, 0x6581), (Fate::SigningFails, 0x6985)] {
        let (mut phone, _, kept) = fetched();
        let before = phone.disk.clone();
        phone.fate = fate;
        assert_eq!(load(&mut phone, &kept), Err(status), "{fate:?}");
        assert_eq!(phone.disk, before);
        phone.fate = Fate::Works;
        assert_installs(&mut phone, &kept);
    }
}

// R: F1
#[test]
fn a_restart_between_package_and_installation_costs_nothing() {
    let (mut phone, _, kept) = fetched();
    phone.restart();
    assert_installs(&mut phone, &kept);
}

// R: F1
#[test]
fn an_interrupted_installation_begins_again() {
    let (mut phone, _, kept) = fetched();
    let pieces = pieces(&kept.bound_profile_package);
    for stop in 1..pieces.len() {
        for piece in &pieces[..stop] {
            assert_eq!(phone.es10(piece), Ok(Vec::new()));
        }
        if stop % 2 == 0 {
            phone.reset();
        } else {
            phone.ask::<GetEuiccChallengeResponse>(&GetEuiccChallengeRequest);
        }
        assert_eq!(phone.es10(&pieces[stop]), Err(0x6985), "piece {stop}: not in the middle");
    }
    assert_installs(&mut phone, &kept);
}

// R: F1
#[test]
fn the_lpa_resumes_without_the_server() {
    let (mut phone, _, kept) = fetched();
    phone.restart();
    let mut session = Session::resume(lpa::config(), Kept::decode(&kept.encode()).expect("what was kept"));
    let end = lpa::drive(&mut session, &mut phone, None, false).expect("the power stays on");
    assert!(matches!(end, Next::Done(outcome) if matches!(*outcome, rsp::lpa::Outcome::Loaded { .. })));
    assert_eq!(list(&mut phone).len(), 1);
}

/// Cancels the session of the package.
fn cancel(phone: &mut Phone, kept: &Kept, reason: CancelSessionReason) {
    let request = CancelSessionRequest { transaction_id: kept.transaction_id.clone(), reason };
    let response = CancelSessionResponse::decode(&phone.es10(&request.encode()).expect("an answer"));
    assert!(matches!(response.expect("its own answer"), CancelSessionResponse::Ok(_)));
}

// R: F1
#[test]
fn a_package_whose_order_was_ended_is_not_installed_behind_the_servers_back() {
    for reason in [
        CancelSessionReason::EndUserRejection,
        CancelSessionReason::PprNotAllowed,
        CancelSessionReason::MetadataMismatch,
    ] {
        let (mut phone, _, kept) = fetched();
        cancel(&mut phone, &kept, reason);
        assert_eq!(load(&mut phone, &kept), Err(0x6985), "{reason:?}");
        phone.restart();
        assert_eq!(load(&mut phone, &kept), Err(0x6985), "{reason:?}");
    }
    for reason in [CancelSessionReason::Postponed, CancelSessionReason::Timeout, CancelSessionReason::UndefinedReason] {
        let (mut phone, _, kept) = fetched();
        cancel(&mut phone, &kept, reason);
        assert_installs(&mut phone, &kept);
    }
}

// R: F1
#[test]
fn other_commands_do_not_disturb_an_installation() {
    let (mut phone, _, kept) = fetched();
    let pieces = pieces(&kept.bound_profile_package);
    let (last, before) = pieces.split_last().expect("several");
    for piece in before {
        assert_eq!(phone.es10(piece), Ok(Vec::new()));
        assert_eq!(list(&mut phone), []);
        assert_eq!(phone.es10(&[0xBF, 0x7F, 0x00]), Err(0x6A88), "not known");
        assert_eq!(phone.es10(&[0xBF, 0x2E, 0x05]), Err(0x6A80), "malformed");
        assert_eq!(phone.es10(&[0xBF, 0x21, 0x00]), Err(0x6A80), "malformed, and of a session");
    }
    assert!(!phone.es10(last).expect("a result").is_empty());
    assert_eq!(list(&mut phone).len(), 1);
}

// R: F1
#[test]
fn the_next_order_does_not_take_the_key_of_a_package_that_was_kept() {
    let (mut phone, mut shop, first) = fetched();
    shop.stock(metadata(2), &profiles::own(2));
    let second = fetch(&mut phone, &mut shop);
    phone.restart();
    assert_installs(&mut phone, &first);
    assert!(matches!(load(&mut phone, &second), Ok(FinalResult::Success { .. })), "in any order");
    assert_eq!(list(&mut phone).len(), 2);
    assert!(phone.euicc.state().prepared.is_empty());
    assert_eq!(load(&mut phone, &first), Err(0x6985), "each key was for one installation");
}

// R: F1
#[test]
fn the_same_one_time_key_serves_another_session() {
    let (mut phone, mut shop, _) = fetched();
    let first = phone.euicc.state().prepared.newest().expect("prepared").one_time_public;
    phone.restart();
    // The order was downloaded, the installation never heard of: the server names the key that it bound to.
    let kept = fetch(&mut phone, &mut shop);
    assert_eq!(phone.euicc.state().prepared.newest().expect("prepared").one_time_public, first);
    assert_installs(&mut phone, &kept);
}
