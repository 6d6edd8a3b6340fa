use crate::card::{Card, failure, metadata, sign_event, sign_result, success};
use crate::desk::{Desk, Key, NOW, Operator, downloaded};
use landfall_smdp::order::{Retries, State, Terms};
use landfall_smdp::{Asked, Function, Refusal};
use rsp::cert::{Assurance, ChainError};
use rsp::es9::Response;
use rsp::metadata::{NotificationEvent, Portable, StoreMetadataRequest};
use rsp::notification::{ErrorReason, ProfileInstallationResultData};
use rsp::{Raw, TransactionId};

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
    // Of the codes 1 to 15 and 127, and one that nobody knows: those that pass by themselves, and those that can be mended.
    let (temporary, mendable) = ([10, 11], [2, 3, 7, 8, 127]);
    for code in (1..=15).chain([127, 200]) {
        for retries in [Retries::Mendable, Retries::Temporary] {
            let (mut desk, card) = restarted();
            desk.order.terms.retries = retries;
            let reason = ErrorReason::from_code(code);
            let data = ProfileInstallationResultData { final_result: failure(reason), ..card.result(&session()) };
            let verified = desk.notify(sign_result(data, &card.key)).expect("its own");
            assert!(!verified.is_installed());
            let stays = temporary.contains(&code) || retries == Retries::Mendable && mendable.contains(&code);
            let state = if stays { State::Downloaded } else { State::Error };
            assert_eq!(desk.order.state, state, "{reason:?} {retries:?}");
        }
    }
    assert_eq!(Terms::default().retries, Retries::Mendable);
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

// R: A7
// R: E7
#[test]
fn a_standard_client_hears_that_it_arrived_and_nothing_changes() {
    let (mut desk, card) = restarted();
    let before = desk.order.clone();
    let mut foreign = card.result(&session());
    foreign.notification_metadata.iccid = Some("8901000000123456789".parse().expect("digits"));
    let mut unnamed = metadata(NotificationEvent::ENABLE);
    unnamed.iccid = None;
    let other = sign_event(&card, unnamed, &card.key);
    for notification in
        [sign_result(foreign, &card.key), other, card.event(NotificationEvent::INSTALL, &Key::generate())]
    {
        let refused = desk.notify(notification).expect_err("not about this order");
        assert_eq!((refused.order, &desk.order), (None, &before));
        assert_eq!(
            refused.refusal.response(Asked::of(Function::HandleNotification)),
            None,
            "a link of our own tells it"
        );
        let answer = refused.refusal.es9_response(Asked::of(Function::HandleNotification));
        assert_eq!(answer, Response::NotificationAccepted);
        assert!(answer.encode().is_empty(), "as one that was taken");
    }
    // Every other function says what was wrong, there too.
    let refusal = Refusal::OrderOver;
    let response = refusal.es9_response(Asked::of(Function::AuthenticateClient));
    assert_eq!(Some(&response), refusal.response(Asked::of(Function::AuthenticateClient)).as_ref());
    assert_eq!(response.refusal(), Some(&refusal.status()));
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
    // One that may be copied lives on elsewhere, and is told of from there.
    let portable = Portable { least_assurance: Assurance::None }.item();
    let metadata = StoreMetadataRequest { service_specific_data: vec![portable], ..(*desk.order.metadata).clone() };
    desk.order.metadata = Raw::new(metadata);
    let told = desk.notify(other.event(NotificationEvent::DELETE, &other.key)).expect("of a copy");
    assert_eq!((told.eid, &told.order), (other.eid, &desk.order));
    let foreign = Card::new(&Operator::new(), "890490320012345123451234567890", Assurance::Tee);
    let foreign = desk.notify(foreign.event(NotificationEvent::DELETE, &foreign.key));
    assert!(matches!(
        foreign.expect_err("unknown root").refusal,
        Refusal::EumCertificate(ChainError::UnknownRoot { .. })
    ));
}
