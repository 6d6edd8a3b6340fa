//! Commands in place of a profile (SGP.22 v3 §3.7.2).

use crate::card::{Card, sign_event};
use crate::desk::{ADDRESS, Desk, Key, NOW};
use crate::names::{iccid, other_eid};
use landfall_smdp::rpm::{RpmState, TooLarge};
use landfall_smdp::{Refusal, RpmOrder, VerifiedRpmResult, checks};
use model::{Eid, without};
use rsp::es9::{AuthenticateClientOkRpm, AuthenticateClientResponse, HandleNotification, Response};
use rsp::es10::{CancelSessionReason, EnableResult, EuiccInfo2, EuiccRspCapability, OperationType};
use rsp::metadata::NotificationEvent;
use rsp::notification::{NotificationMetadata, PendingNotification};
use rsp::rpm::{
    LoadRpmPackageErrorCodeSigned, LoadRpmPackageResultDataSigned, LoadRpmPackageResultSigned, RpmCommand,
    RpmCommandDetails, RpmCommandResult, RpmCommandResultData, RpmFinalResult, RpmPackage,
};
use rsp::{Message, TransactionId};

const OID: [u8; 3] = [0x88, 0x37, 7];

fn package(count: usize) -> RpmPackage {
    RpmPackage { commands: vec![RpmCommand::new(RpmCommandDetails::Enable(iccid())); count] }
}

fn order(eid: Eid) -> RpmOrder {
    RpmOrder::new("RPM-1", eid, package(1)).expect("fits")
}

fn managed(desk: &Desk) -> Card {
    let info2 = EuiccInfo2 { euicc_rsp_capability: EuiccRspCapability::RPM_SUPPORT, ..EuiccInfo2::default() };
    Card { operation: Some(OperationType::RPM), info2, ..desk.card() }
}

/// A session in which this order was found: the order as it is then, and the answer.
fn sent(
    desk: &mut Desk,
    card: &Card,
    order: Option<&RpmOrder>,
) -> Result<(RpmOrder, AuthenticateClientOkRpm), Refusal> {
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    let request = card.authenticate(&ok, Some("RPM-1"));
    let checked = desk.server.authenticate_client(&mut desk.sessions, &request, NOW)?;
    let euicc_signature1 = match &*request.authenticate_server_response {
        rsp::es10::AuthenticateServerResponse::Ok(ok) => ok.euicc_signature1,
        other => panic!("{other:?}"),
    };
    let offered = checked.with_rpm_order(&desk.server, &mut desk.sessions, order)?;
    let Response::AuthenticateClient(AuthenticateClientResponse::Rpm(answer)) = desk.sign(offered.answer) else {
        panic!("another answer")
    };
    // What the eUICC checks: with the key of the certificate by which the server proved itself.
    let key = *desk.server.config().certificates[0].dp_auth.public_key().expect("P-256");
    answer.load_rpm_package().verify(&key, &euicc_signature1).expect("its signature");
    Ok((offered.order, *answer))
}

fn result(id: &TransactionId, final_result: RpmFinalResult) -> LoadRpmPackageResultDataSigned {
    LoadRpmPackageResultDataSigned {
        transaction_id: id.clone(),
        notification_metadata: NotificationMetadata {
            seq_number: 9,
            profile_management_operation: NotificationEvent::LOAD_RPM_PACKAGE_RESULT,
            notification_address: ADDRESS.into(),
            iccid: None,
        },
        smdp_oid: OID.to_vec(),
        final_result,
    }
}

fn executed() -> RpmFinalResult {
    let data = RpmCommandResultData::Enable(EnableResult::Ok);
    RpmFinalResult::Executed(vec![RpmCommandResult { iccid: Some(iccid()), data }])
}

fn told(
    desk: &mut Desk,
    data: LoadRpmPackageResultDataSigned,
    key: &Key,
    order: Option<&RpmOrder>,
) -> Result<VerifiedRpmResult, Refusal> {
    let signed = key.finish(LoadRpmPackageResultSigned::unsigned(data));
    let pending_notification = PendingNotification::decode(&signed.encode()).expect("own encoding");
    let request = HandleNotification { pending_notification };
    let read = desk.server.handle_notification(&mut desk.sessions, request, NOW)?;
    assert!(read.is_of_commands() && read.transaction_id().is_some());
    read.with_rpm_order(&desk.server, order)
}

// R: E5
// R: E6
#[test]
fn commands_are_sent_and_what_became_of_them_is_heard() {
    let mut desk = Desk::new();
    let card = managed(&desk);
    let (sent, answer) = sent(&mut desk, &card, Some(&order(card.eid))).expect("its own");
    assert_eq!(answer.smdp_signed3.rpm_package, package(1));
    assert_eq!((sent.state, sent.sent.len()), (RpmState::Waiting, 1));
    let heard = told(&mut desk, result(&answer.transaction_id, executed()), &card.key, Some(&sent)).expect("its own");
    assert_eq!((heard.order.state, heard.eid, heard.seq_number), (RpmState::Executed, card.eid, 9));
    assert_eq!(heard.result, executed());
    // It is over.
    let again = self::sent(&mut desk, &card, Some(&heard.order));
    assert_eq!(again.err(), Some(Refusal::OrderOver));
}

// R: E5
// R: E6
#[test]
fn commands_go_to_those_who_ask_for_them_and_can() {
    let mut desk = Desk::new();
    let card = managed(&desk);
    let order = order(card.eid);
    let both = Some(OperationType::RPM | OperationType::PROFILE_DOWNLOAD);
    let asks_for_both = Card { operation: both, ..managed(&desk) };
    sent(&mut desk, &asks_for_both, Some(&order)).expect("one of them");
    for operation in [Some(OperationType::PROFILE_DOWNLOAD), None] {
        let other = Card { operation, ..managed(&desk) };
        assert_eq!(sent(&mut desk, &other, Some(&order)).err(), Some(Refusal::Operation));
    }
    // One that can't carry them out; a server without them.
    let unable = Card { info2: EuiccInfo2::default(), ..managed(&desk) };
    assert_eq!(sent(&mut desk, &unable, Some(&order)).err(), Some(Refusal::Operation));
    let mut old = Desk::with(|config| config.versions = crate::desk::versions(&["v3.0.0,profileDownload"]));
    let card = managed(&old);
    assert_eq!(sent(&mut old, &card, Some(&order)).err(), Some(Refusal::Operation));
    // A session for commands alone gets no profile.
    let ok = desk.initiate(&managed(&desk).initiate(ADDRESS)).expect("initiated");
    let request = managed(&desk).authenticate(&ok, Some(crate::desk::MATCHING_ID));
    assert_eq!(desk.authenticate(&request).err(), Some(Refusal::Operation));
}

// R: E6
#[test]
fn an_order_of_commands_is_for_one_card() {
    let other = other_eid();
    let attack = |order: RpmOrder| {
        let mut desk = Desk::new();
        let card = managed(&desk);
        sent(&mut desk, &card, Some(&order)).err()
    };
    assert_eq!(attack(order(other)), Some(Refusal::Eid));
    assert_eq!(without(&[checks::OWN_CARD], || attack(order(other))), None, "it is the check");
    assert_eq!(attack(RpmOrder { matching_id: "OTHER".into(), ..order(other) }), Some(Refusal::MatchingId));
    let mut desk = Desk::new();
    let card = managed(&desk);
    assert_eq!(sent(&mut desk, &card, None).err(), Some(Refusal::MatchingId));
    assert_eq!(RpmOrder::new("RPM-1", other, package(67)), Err(TooLarge));
}

// R: E6
#[test]
fn a_forged_result_changes_nothing() {
    let mut desk = Desk::new();
    let card = managed(&desk);
    let (sent, answer) = sent(&mut desk, &card, Some(&order(card.eid))).expect("its own");
    let id = &answer.transaction_id;
    let mut refused = |data, key: &Key, order| told(&mut desk, data, key, order).err();
    assert_eq!(refused(result(id, executed()), &Key::generate(), Some(&sent)), Some(Refusal::Signature));
    assert_eq!(refused(result(id, executed()), &card.key, None), Some(Refusal::MatchingId));
    let never_sent = order(card.eid);
    assert_eq!(refused(result(id, executed()), &card.key, Some(&never_sent)), Some(Refusal::MatchingId));
    let foreign = LoadRpmPackageResultDataSigned { smdp_oid: vec![0x2A, 3], ..result(id, executed()) };
    assert_eq!(refused(foreign, &card.key, Some(&sent)), Some(Refusal::OtherServer));
    let mut event = result(id, executed());
    event.notification_metadata.profile_management_operation = NotificationEvent::RPM_ENABLE;
    assert_eq!(refused(event, &card.key, Some(&sent)), Some(Refusal::SignedOther { what: "event" }));
    let other = result(&[9; 16].into(), executed());
    assert_eq!(refused(other.clone(), &card.key, Some(&sent)), Some(Refusal::OtherTransaction));
    assert_eq!(without(&[checks::OWN_RESULT], || refused(other, &card.key, Some(&sent))), None, "it is the check");
    // Another notification is not about commands.
    let enabled = NotificationMetadata { iccid: Some(iccid()), ..result(id, executed()).notification_metadata };
    let enabled = NotificationMetadata { profile_management_operation: NotificationEvent::ENABLE, ..enabled };
    let read = desk.server.handle_notification(&mut desk.sessions, sign_event(&card, enabled, &card.key), NOW);
    let refused = read.expect("its own").with_rpm_order(&desk.server, Some(&sent));
    assert_eq!(refused.err(), Some(Refusal::SignedOther { what: "event" }));
}

// R: E6
// R: F1
#[test]
fn commands_that_nobody_heard_of_are_sent_again() {
    let mut desk = Desk::new();
    let card = managed(&desk);
    let (once, first) = sent(&mut desk, &card, Some(&order(card.eid))).expect("its own");
    let (twice, second) = sent(&mut desk, &card, Some(&once)).expect("it still waits");
    assert_ne!(first.transaction_id, second.transaction_id);
    // The card's word on either is taken.
    for answer in [&first, &second] {
        let heard = told(&mut desk, result(&answer.transaction_id, executed()), &card.key, Some(&twice));
        assert_eq!(heard.expect("its own").order.state, RpmState::Executed);
    }
    // One that could not load it says so, and the order waits on.
    let error = RpmFinalResult::Error(LoadRpmPackageErrorCodeSigned::InvalidSignature);
    let heard = told(&mut desk, result(&first.transaction_id, error), &card.key, Some(&twice)).expect("its own");
    assert_eq!(heard.order.state, RpmState::Waiting);
}

// R: E6
// R: F1
#[test]
fn the_user_may_say_no() {
    for (reason, state) in [
        (CancelSessionReason::EndUserRejection, RpmState::Cancelled),
        (CancelSessionReason::Postponed, RpmState::Waiting),
        (CancelSessionReason::LoadRpmPackageError, RpmState::Waiting),
    ] {
        let mut desk = Desk::new();
        let card = managed(&desk);
        let (sent, answer) = sent(&mut desk, &card, Some(&order(card.eid))).expect("its own");
        let request = card.cancel(&answer.transaction_id, &OID, reason, &card.key);
        let cancelled = desk.server.cancel_session(&mut desk.sessions, &request, NOW).expect("its own");
        assert_eq!((cancelled.matching_id.as_str(), cancelled.reason), ("RPM-1", reason));
        assert_eq!(sent.cancelled(cancelled.reason).state, state, "{reason:?}");
        let done = RpmOrder { state: RpmState::Executed, ..sent };
        assert_eq!(done.cancelled(reason).state, RpmState::Executed);
    }
}
