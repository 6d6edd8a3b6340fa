use crate::names::{eid, iccid};
use crate::stock::{at, header};
use landfall_smdp::es2::progress::Progress;
use landfall_smdp::order::State;
use landfall_smdp::{Function, Refusal, SessionCancelled, VerifiedNotification};
use model::UnixTime;
use rsp::cert::Assurance;
use rsp::es2::NotificationPoint as Point;
use rsp::es10::CancelSessionReason as Reason;
use rsp::json::{FunctionExecutionStatus, IccidText};
use rsp::metadata::NotificationEvent;
use rsp::notification::{BppCommandId, ErrorReason, FinalResult};

fn code(progress: &Progress) -> String {
    let data = progress.status.status_code_data.as_ref().expect("says why");
    data.status().expect("a pair").to_string()
}

// R: E7
#[test]
fn each_check_of_a_download_has_its_point() {
    use Function::{
        AuthenticateClient as Client, CancelSession, GetBoundProfilePackage as Package, InitiateAuthentication,
    };
    type Row = (Function, Refusal, Option<(Point, &'static str)>);
    let table: [Row; 14] = [
        (Client, Refusal::Attempts, Some((Point::Eligibility, "8.8.5/6.4"))),
        (Client, Refusal::OrderExpired, Some((Point::Eligibility, "8.8.5/4.10"))),
        (Client, Refusal::Eid, Some((Point::Eligibility, "8.1.1/3.8"))),
        (Client, Refusal::NotReleased, Some((Point::Eligibility, "8.2/1.2"))),
        (Client, Refusal::PolicyRules, Some((Point::Eligibility, "8.2.5/4.3"))),
        (Client, Refusal::Memory { free: 1, needed: 2 }, Some((Point::Eligibility, "8.1/4.8"))),
        (
            Client,
            Refusal::Assurance { needed: Assurance::Tee, found: Assurance::None },
            Some((Point::Eligibility, "8.2.5/4.3")),
        ),
        (Client, Refusal::Signature, None),
        (Package, Refusal::CodeMissing, Some((Point::ConfirmationFailure, "8.2.7/2.2"))),
        (Package, Refusal::CodeWrong, Some((Point::ConfirmationFailure, "8.2.7/3.8"))),
        (Package, Refusal::CodeAttempts, Some((Point::ConfirmationFailure, "8.2.7/6.4"))),
        (Package, Refusal::Rebinding, Some((Point::Download, "8.2/3.7"))),
        (CancelSession, Refusal::Signature, None),
        (InitiateAuthentication, Refusal::Busy, None),
    ];
    for (function, refusal, expected) in table {
        let told = Progress::refused(function, &refusal);
        let told = told.as_ref().map(|progress| (progress.point, code(progress)));
        assert_eq!(told, expected.map(|(point, code)| (point, code.to_owned())), "{function:?} {refusal:?}");
    }
    assert_eq!(
        Progress::answered(Client).map(|p| (p.point, p.status)),
        Some((Point::Eligibility, FunctionExecutionStatus::success()))
    );
    assert_eq!(Progress::answered(Package).map(|p| p.point), Some(Point::Download));
    assert_eq!(Progress::answered(CancelSession), None);
}

// R: E7
// R: F1
#[test]
fn a_cancellation_gives_its_true_reason() {
    for (reason, expected) in [
        (Reason::EndUserRejection, "8.8.5/3.8"),
        (Reason::PprNotAllowed, "8.2.8/1.2"),
        (Reason::MetadataMismatch, "8.2.9/3.11"),
        (Reason::LoadBppExecutionError, "8.2.10/4.2"),
        (Reason::UndefinedReason, "8/4.2"),
        (Reason::Postponed, "8/4.2"),
        (Reason::Timeout, "8/4.2"),
    ] {
        let cancelled = SessionCancelled { matching_id: "SALE-1".into(), eid: eid(), reason, code_refused: false };
        for (downloaded, point) in [(false, Point::Download), (true, Point::Installation)] {
            let progress = Progress::cancelled(&cancelled, downloaded);
            assert_eq!((progress.point, code(&progress).as_str()), (point, expected));
            let message = progress.status.status_code_data.and_then(|data| data.message).expect("a text");
            assert!(message.contains(&format!("{reason:?}")), "{message}");
        }
    }
}

fn notified(event: NotificationEvent, result: Option<FinalResult>) -> VerifiedNotification {
    VerifiedNotification { order: at(State::Installed).order, eid: eid(), seq_number: 1, event, result }
}

// R: E7
#[test]
fn the_cards_word_is_passed_on() {
    let installed = FinalResult::Success { aid: vec![0xA0; 16], sima_response: vec![0x30, 0] };
    let done = Progress::notified(&notified(NotificationEvent::INSTALL, Some(installed)), &[0xBF, 0x37, 0]);
    let done = done.expect("told");
    assert_eq!((done.point, &done.status), (Point::Installation, &FunctionExecutionStatus::success()));
    let failed = FinalResult::Error {
        bpp_command_id: BppCommandId::LoadProfileElements,
        error_reason: ErrorReason::PprNotAllowed,
        sima_response: None,
    };
    let failed = Progress::notified(&notified(NotificationEvent::INSTALL, Some(failed)), &[1]).expect("told");
    assert_eq!((failed.point, code(&failed).as_str()), (Point::Installation, "8.2.10/4.2"));
    let deleted = Progress::notified(&notified(NotificationEvent::DELETE, None), &[2]).expect("told");
    assert_eq!(deleted.point, Point::Deletion);
    assert_eq!(Progress::notified(&notified(NotificationEvent::ENABLE, None), &[3]), None);

    let message = done.message(header(), &at(State::Installed), Some(eid()), UnixTime(1_767_225_600));
    assert_eq!(
        (message.iccid, message.eid, message.profile_type.as_str()),
        (IccidText(iccid()), Some(eid().into()), "roam-week")
    );
    assert_eq!((message.timestamp.as_str(), message.notification_point_id), ("2026-01-01T00:00:00Z", 4));
    assert_eq!(message.result_data.as_deref(), Some(&[0xBF, 0x37, 0][..]));
}
