//! Commands from afar: asked for, agreed to, carried out.

use crate::script::{Script, config};
use landfall_rsp::VersionType;
use landfall_rsp::checks;
use landfall_rsp::es10::{CancelSessionReason, OperationType, SessionContext};
use landfall_rsp::lpa::{Answer, Failure, Next, Outcome, Session};
use landfall_rsp::rpm::{RpmCommand, RpmCommandDetails, RpmPackage, SmdpSigned3};
use model::without;

fn commands(details: Vec<RpmCommandDetails>) -> Script {
    let mut script = Script::new();
    script.info.highest_svn = Some(VersionType::new(3, 0, 0));
    let server_svn = VersionType::new(3, 0, 0);
    script.server_signed1.session_context = Some(SessionContext { server_svn, ..SessionContext::default() });
    script.commands = Some(SmdpSigned3 {
        transaction_id: script.transaction_id.clone(),
        rpm_package: RpmPackage { commands: details.into_iter().map(RpmCommand::new).collect() },
        rpm_pending: true,
    });
    script
}

fn enable() -> Vec<RpmCommandDetails> {
    vec![RpmCommandDetails::Enable("8900112233445566778".parse().expect("19 digits"))]
}

fn asking() -> Session {
    Session::for_operation(config(), OperationType::RPM)
}

/// How the session ends if the user answers so.
fn ended(script: &mut Script, mut session: Session, answer: Answer) -> Outcome {
    match script.until_pause(&mut session) {
        Next::Commands(asked) => {
            assert_eq!(Some(*asked), script.commands, "the user sees what the server signed");
            session.consent(answer);
        }
        Next::Done(outcome) => return *outcome,
        other => panic!("{other:?}"),
    }
    match script.until_pause(&mut session) {
        Next::Done(outcome) => *outcome,
        other => panic!("{other:?}"),
    }
}

const YES: Answer = Answer::Agreed { code: None };

// R: E5
// R: E6
#[test]
fn the_user_agrees_and_the_card_carries_them_out() {
    let mut script = commands(enable());
    let outcome = ended(&mut script, asking(), YES);
    let Outcome::Commanded { result, notification, pending } = outcome else { panic!("{outcome:?}") };
    assert!(pending, "there is more to ask for");
    assert_eq!(result.data.transaction_id, script.transaction_id);
    assert_eq!(notification.metadata().notification_address, crate::script::ADDRESS);
    assert_eq!(script.sent, ["BF20", "BF2E", "BF39", "BF38", "BF3B", "BF44"]);
    assert_eq!(script.ctx_params1.expect("a context").operation_type, Some(OperationType::RPM));
}

// R: E6
// R: F1
#[test]
fn each_no_reaches_the_server_as_it_is() {
    for (answer, reason) in [
        (Answer::Rejected, CancelSessionReason::EndUserRejection),
        (Answer::Postponed, CancelSessionReason::Postponed),
        (Answer::TimedOut, CancelSessionReason::Timeout),
    ] {
        let mut script = commands(enable());
        let outcome = ended(&mut script, asking(), answer);
        let expected = Outcome::Failed { failure: Failure::NotAgreed(reason), cancelled: Some(reason) };
        assert_eq!((outcome, script.cancelled), (expected, Some(reason)));
        assert!(!script.sent.iter().any(|tag| tag == "BF44"), "nothing was carried out");
    }
}

// R: E5
// R: E6
#[test]
fn commands_that_nobody_asked_for_or_can_read_are_not_shown() {
    let mut script = commands(enable());
    let outcome = ended(&mut script, Session::new(config()), YES);
    assert!(matches!(outcome, Outcome::Failed { failure: Failure::Function, .. }), "{outcome:?}");
    let unreadable = vec![RpmCommandDetails::Unreadable(vec![0x30, 2, 0xA7, 0])];
    for details in [unreadable, Vec::new()] {
        let mut script = commands(details);
        let outcome = ended(&mut script, asking(), YES);
        let reason = CancelSessionReason::InvalidRpmPackage;
        assert_eq!(outcome, Outcome::Failed { failure: Failure::Commands, cancelled: Some(reason) });
    }
    // Of another session.
    let shown = || {
        let mut script = commands(enable());
        if let Some(signed) = &mut script.commands {
            signed.transaction_id = [9; 16].into();
        }
        matches!(script.until_pause(&mut asking()), Next::Commands(_))
    };
    assert!(!shown() && without(&[checks::SESSION], shown), "it is the check");
}

// R: E6
// R: F1
#[test]
fn a_card_that_loads_nothing_is_told_of() {
    let mut script = commands(enable());
    script.signs_result = false;
    let outcome = ended(&mut script, asking(), YES);
    let reason = CancelSessionReason::LoadRpmPackageError;
    let Outcome::Failed { failure: Failure::CommandsNotLoaded(_), cancelled: Some(told) } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(told, reason);
}
