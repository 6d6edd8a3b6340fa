use crate::script::{Script, config};
use landfall_rsp::bpp::MAX_SEGMENT;
use landfall_rsp::es10::CancelSessionReason;
use landfall_rsp::lpa::{Answer, CardFailure, Failure, Kept, Next, Outcome, Progress, Session};

fn asked(script: &mut Script) -> Session {
    let mut session = Session::new(config());
    assert!(matches!(script.until_pause(&mut session), Next::Consent(_)));
    session
}

fn to_keep(script: &mut Script) -> (Session, Kept) {
    let mut session = asked(script);
    session.consent(Answer::Agreed { code: None });
    match script.until_pause(&mut session) {
        Next::Keep(kept) => (session, *kept),
        other => panic!("{other:?}"),
    }
}

fn done(session: &Session) -> &Outcome {
    match session.next() {
        Next::Done(outcome) => outcome,
        other => panic!("{other:?}"),
    }
}

// R: F1
#[test]
fn each_no_reaches_the_server_as_what_it_is() {
    let reasons = [
        (Answer::Rejected, CancelSessionReason::EndUserRejection),
        (Answer::Postponed, CancelSessionReason::Postponed),
        (Answer::TimedOut, CancelSessionReason::Timeout),
        (Answer::RulesNotAllowed, CancelSessionReason::PprNotAllowed),
    ];
    for (answer, reason) in reasons {
        let mut script = Script::new();
        let mut session = asked(&mut script);
        session.consent(answer);
        assert_eq!(session.progress(), Progress::Cancelling);
        script.until_pause(&mut session);
        assert_eq!(script.cancelled, Some(reason), "the card signs it");
        assert_eq!(script.sent.last().map(String::as_str), Some("BF41"), "the server is told");
        let ended = Outcome::Failed { failure: Failure::NotAgreed(reason), cancelled: Some(reason) };
        assert_eq!(done(&session), &ended);
    }
}

// R: F1
#[test]
fn a_card_that_goes_away_loses_nothing() {
    let mut script = Script::new();
    let (mut session, kept) = to_keep(&mut script);
    session.kept(Ok(()));
    let Next::Card(first) = session.next().clone() else { panic!("the card loads") };
    session.card(Ok::<_, String>(&[]));
    session.card(Err("pulled out".to_owned()));
    assert!(done(&session).keeps_package());
    assert_eq!(script.cancelled, None, "the session goes on later");
    // What was kept comes back from storage.
    let kept = Kept::decode(&kept.encode()).expect("own encoding");
    let mut resumed = Session::resume(config(), kept);
    assert_eq!(resumed.next(), &Next::Card(first), "from the beginning, without the server");
    let before = script.sent.len();
    script.until_pause(&mut resumed);
    assert!(matches!(done(&resumed), Outcome::Loaded { .. }));
    assert!(script.sent[before..].iter().all(|tag| !tag.starts_with("BF3") || tag == "BF36"), "{:?}", script.sent);
}

// R: F1
#[test]
fn a_card_that_refuses_a_piece_is_told_of_as_what_it_is() {
    let mut script = Script::new();
    let (mut session, _) = to_keep(&mut script);
    session.kept(Ok(()));
    session.card(Err(CardFailure::Status(0x6A84)));
    script.until_pause(&mut session);
    assert_eq!(script.cancelled, Some(CancelSessionReason::LoadBppExecutionError));
    let Outcome::Failed { failure: Failure::Card(CardFailure::Status(0x6A84)), cancelled: Some(_) } = done(&session)
    else {
        panic!("{session:?}")
    };
}

#[test]
fn pieces_are_what_a_card_takes_and_progress_counts_them() {
    let mut script = Script::new();
    let (mut session, kept) = to_keep(&mut script);
    let total = kept.bound_profile_package.len();
    session.kept(Ok(()));
    let mut before = 0;
    while let Next::Card(piece) = session.next().clone() {
        assert!(piece.len() <= MAX_SEGMENT);
        before += piece.len();
        assert_eq!(session.progress(), Progress::Installing { done: before, total });
        assert!(!session.cancel(&Answer::Rejected), "too late");
        session.card(Ok::<_, String>(&script.card(&piece)));
    }
    assert_eq!(before, total);
    assert!(matches!(done(&session), Outcome::Loaded { .. }));
}

#[test]
fn cancelling_before_the_server_answered_needs_nobody() {
    let mut session = Session::new(config());
    assert!(session.cancel(&Answer::TimedOut));
    let ended = Outcome::Failed { failure: Failure::NotAgreed(CancelSessionReason::Timeout), cancelled: None };
    assert_eq!(done(&session), &ended);
    assert!(!session.cancel(&Answer::TimedOut), "it is over");
}

#[test]
fn without_the_server_a_cancellation_ends_too() {
    let mut script = Script::new();
    let mut session = asked(&mut script);
    session.consent(Answer::Rejected);
    let Next::Card(command) = session.next().clone() else { panic!("the card signs first") };
    session.card(Ok::<_, String>(&script.card(&command)));
    session.server(Err("no link".to_owned()));
    assert!(matches!(done(&session), Outcome::Failed { failure: Failure::NotAgreed(_), cancelled: None }));
}

#[test]
fn storage_that_fails_costs_no_order() {
    let mut script = Script::new();
    let (mut session, _) = to_keep(&mut script);
    session.kept(Err("disk full".to_owned()));
    script.until_pause(&mut session);
    assert_eq!(script.cancelled, Some(CancelSessionReason::Postponed));
    let Outcome::Failed { failure: failure @ Failure::Storage(_), .. } = done(&session) else { panic!("{session:?}") };
    assert!(failure.retrying_helps());
}

#[test]
fn answers_that_nobody_asked_for_change_nothing() {
    let mut script = Script::new();
    let mut session = asked(&mut script);
    let before = session.next().clone();
    session.card(Ok::<_, String>(&[1, 2, 3]));
    session.server(Ok(&[]));
    session.kept(Ok(()));
    assert_eq!(session.next(), &before);
    session.consent(Answer::Agreed { code: None });
    let before = session.next().clone();
    session.consent(Answer::Rejected);
    assert_eq!(session.next(), &before);
}
