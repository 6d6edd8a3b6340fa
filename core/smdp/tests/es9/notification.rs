use crate::card::{Card, failure, sign_result, success};
use crate::desk::{Desk, Key, NOW, Operator, downloaded};
use landfall_smdp::Refusal;
use landfall_smdp::order::State;
use rsp::TransactionId;
use rsp::cert::{Assurance, ChainError};
use rsp::metadata::NotificationEvent;
use rsp::notification::{ErrorReason, ProfileInstallationResultData};

fn session() -> TransactionId {
    [0x51; 16].into()
}

/// An order that is downloaded by the card, and no session in memory: as after a restart.
fn restarted() -> (Desk, Card) {
    let mut desk = Desk::new();
    let card = desk.card();
    desk.order = downloaded(card.eid, card.key.public(), &session());
    (desk, card)
}

fn refused(change: impl FnOnce(&mut ProfileInstallationResultData)) -> Refusal {
    let (mut desk, card) = restarted();
    let mut data = card.result(&session());
    change(&mut data);
    let refused = desk.notify(sign_result(data, &card.key)).expect_err("refused");
    assert_eq!((desk.order.state, refused.order), (State::Downloaded, None), "nothing changes");
    refused.refusal
}

// R: A7
#[test]
fn the_result_of_the_card_counts_after_a_restart_too() {
    let (mut desk, card) = restarted();
    let read = desk.server.handle_notification(&mut desk.sessions, card.installed(&session()), NOW).expect("read");
    assert_eq!((read.transaction_id(), read.iccid()), (Some(&session()), Some(&desk.order.iccid)));
    assert!(read.with_order(&desk.server, Some(&desk.order)).expect("verified").is_installed());
}

// R: A7
#[test]
fn a_forged_result_changes_nothing() {
    let (mut desk, card) = restarted();
    let forged = sign_result(card.result(&session()), &Key::generate());
    assert_eq!(desk.notify(forged).expect_err("forged").refusal, Refusal::Signature);
    // By another eUICC of the same maker.
    let other = Card::new(&desk.operator, "890490320099999999999999999999", Assurance::Tee);
    assert_eq!(desk.notify(other.installed(&session())).expect_err("another card").refusal, Refusal::Signature);
    assert_eq!(desk.order.state, State::Downloaded);
    // Of another session, profile, server, event.
    assert_eq!(refused(|d| d.transaction_id = [0x52; 16].into()), Refusal::OtherTransaction);
    let other_profile =
        refused(|d| d.notification_metadata.iccid = Some("8900101999999999999".parse().expect("digits")));
    assert_eq!(other_profile, Refusal::SignedOther { what: "profile" });
    assert_eq!(refused(|d| d.smdp_oid = Some(vec![0x2A])), Refusal::OtherServer);
    let event = Refusal::SignedOther { what: "event" };
    assert_eq!(refused(|d| d.notification_metadata.profile_management_operation = NotificationEvent::DELETE), event);
    assert_eq!(refused(|d| d.notification_metadata.iccid = None), event);
    // Without an order, or one that nothing was made of.
    let (mut desk, card) = restarted();
    let read = desk.server.handle_notification(&mut desk.sessions, card.installed(&session()), NOW).expect("read");
    assert_eq!(read.with_order(&desk.server, None).expect_err("no order").refusal, Refusal::MatchingId);
    desk.order = landfall_smdp::Order { bound: None, ..desk.order };
    assert_eq!(desk.notify(card.installed(&session())).expect_err("nothing bound").refusal, Refusal::MatchingId);
}

// R: F1
#[test]
fn a_failure_ends_the_order_only_if_no_try_can_mend_it() {
    let table = [
        (ErrorReason::InstallFailedDueToInterruption, State::Downloaded),
        (ErrorReason::InstallFailedDueToInsufficientMemoryForProfile, State::Downloaded),
        (ErrorReason::Scp03tSecurityError, State::Downloaded),
        (ErrorReason::InstallFailedDueToIccidAlreadyExistsOnEuicc, State::Error),
        (ErrorReason::InstallFailedDueToPeProcessingError, State::Error),
        (ErrorReason::PprNotAllowed, State::Error),
        (ErrorReason::Other(200), State::Error),
    ];
    for (reason, state) in table {
        let (mut desk, card) = restarted();
        let data = ProfileInstallationResultData { final_result: failure(reason), ..card.result(&session()) };
        let verified = desk.notify(sign_result(data, &card.key)).expect("its own");
        assert!(!verified.is_installed());
        assert_eq!(desk.order.state, state, "{reason:?}");
    }
}

// R: A7
#[test]
fn an_installation_is_never_taken_back_by_a_later_failure() {
    let (mut desk, card) = restarted();
    desk.notify(card.installed(&session())).expect("installed");
    let failed =
        ProfileInstallationResultData { final_result: failure(ErrorReason::PprNotAllowed), ..card.result(&session()) };
    desk.notify(sign_result(failed, &card.key)).expect("its own word");
    assert_eq!(desk.order.state, State::Installed);
    // But a success that arrives after a failure does count: the eUICC has it.
    let error = landfall_smdp::Order { state: State::Error, ..desk.order.clone() };
    assert_eq!(error.with_result(&success()).state, State::Installed);
}

#[test]
fn other_notifications_bring_their_certificates() {
    let (mut desk, card) = restarted();
    let told = desk.notify(card.event(NotificationEvent::DELETE, &card.key)).expect("its own");
    assert_eq!((told.event, told.result), (NotificationEvent::DELETE, None));
    assert_eq!(told.order, desk.order, "the order stays");
    let forged = desk.notify(card.event(NotificationEvent::DELETE, &Key::generate()));
    assert_eq!(forged.expect_err("forged").refusal, Refusal::Signature);
    let install = desk.notify(card.event(NotificationEvent::INSTALL, &card.key));
    assert_eq!(install.expect_err("needs a result").refusal, Refusal::SignedOther { what: "event" });
    let two = NotificationEvent::ENABLE | NotificationEvent::DELETE;
    let two = desk.notify(card.event(two, &card.key));
    assert_eq!(two.expect_err("one at a time").refusal, Refusal::SignedOther { what: "event" });
    let other = Card::new(&desk.operator, "890490320099999999999999999999", Assurance::Tee);
    let of_other = desk.notify(other.event(NotificationEvent::DELETE, &other.key));
    assert_eq!(of_other.expect_err("another card's").refusal, Refusal::Eid);
    let foreign = Card::new(&Operator::new(), "890490320012345123451234567890", Assurance::Tee);
    let foreign = desk.notify(foreign.event(NotificationEvent::DELETE, &foreign.key));
    assert!(matches!(
        foreign.expect_err("unknown root").refusal,
        Refusal::EumCertificate(ChainError::UnknownRoot { .. })
    ));
}
