use crate::script::{ADDRESS, Script, config};
use landfall_rsp::crypto::hash_confirmation_code;
use landfall_rsp::es9::{AuthenticateClientError, AuthenticateClientResponse, Refused, Response};
use landfall_rsp::es10::{CancelSessionReason, GetRatResponse, PprFlags, ProfilePolicyAuthorisationRule};
use landfall_rsp::lpa::{Answer, Failure, Next, Outcome, Session};
use landfall_rsp::metadata::{OperatorId, PprIds};
use landfall_rsp::reason::{Retry, StatusCode};
use landfall_rsp::{TransactionId, lpa};
use model::SecretBytes;

fn failure(script: &mut Script) -> (Failure, Option<CancelSessionReason>) {
    match script.run() {
        Outcome::Failed { failure, cancelled } => (failure, cancelled),
        other => panic!("{other:?}"),
    }
}

// R: E5
#[test]
fn by_the_book_it_loads() {
    let mut script = Script::new();
    assert!(matches!(script.run(), Outcome::Loaded { .. }));
    let asked: Vec<&str> = script.sent.iter().map(String::as_str).take(7).collect();
    assert_eq!(asked, ["BF20", "BF2E", "BF39", "BF38", "BF3B", "BF21", "BF3A"]);
    assert_eq!(script.cancelled, None);
}

// R: E5
#[test]
fn a_server_at_another_address_goes_no_further() {
    let mut script = Script::new();
    script.server_signed1.server_address = "other.example".to_owned();
    let (asked, found) = (ADDRESS.to_owned(), "other.example".to_owned());
    assert_eq!(failure(&mut script), (Failure::ServerAddress { asked, found }, None));
    assert_eq!(script.sent.last().map(String::as_str), Some("BF39"), "the card never saw it");
    // Letters of both cases are the same host.
    let mut script = Script::new();
    script.server_signed1.server_address = ADDRESS.to_uppercase();
    assert!(matches!(script.run(), Outcome::Loaded { .. }));
}

// R: E5
#[test]
fn another_challenge_or_session_is_noticed() {
    let mut script = Script::new();
    script.server_signed1.euicc_challenge = [8; 16];
    assert_eq!(failure(&mut script), (Failure::Challenge, None));
    let mut script = Script::new();
    script.server_signed1.transaction_id = TransactionId::from([8; 16]);
    assert_eq!(failure(&mut script), (Failure::Session, None));
    // Later: the session with the server is cancelled.
    let mut script = Script::new();
    let mut session = Session::new(config());
    while script.sent.last().map(String::as_str) != Some("BF38") {
        match session.next().clone() {
            Next::Card(command) => session.card(Ok::<_, String>(&script.card(&command))),
            Next::Server(request) => session.server(Ok(&script.server(&request))),
            other => panic!("{other:?}"),
        }
    }
    script.transaction_id = TransactionId::from([8; 16]);
    script.until_pause(&mut session);
    let Next::Done(outcome) = session.next() else { panic!("{session:?}") };
    let cancelled = Some(CancelSessionReason::UndefinedReason);
    assert_eq!(**outcome, Outcome::Failed { failure: Failure::Session, cancelled });
}

// R: F1
#[test]
fn a_package_of_another_profile_is_not_loaded() {
    let mut script = Script::new();
    script.metadata_in_package.profile_name = "Dearer".to_owned();
    let reason = CancelSessionReason::MetadataMismatch;
    assert_eq!(failure(&mut script), (Failure::Metadata, Some(reason)));
    assert!(script.loaded.is_empty());
}

fn with_rules(rules: PprIds) -> Script {
    let mut script = Script::new();
    script.metadata.profile_policy_rules = Some(rules);
    script.metadata.profile_owner = Some(OperatorId { mcc_mnc: [0x00, 0xF1, 0x10], gid1: None, gid2: None });
    script.metadata_in_package = script.metadata.clone();
    script.rat = GetRatResponse {
        rat: vec![ProfilePolicyAuthorisationRule {
            ppr_ids: PprIds::PPR1 | PprIds::PPR2,
            allowed_operators: vec![OperatorId { mcc_mnc: [0xEE; 3], gid1: None, gid2: None }],
            ppr_flags: PprFlags::CONSENT_REQUIRED,
        }],
    };
    script
}

#[test]
fn policy_rules_are_judged_before_the_user_is_asked() {
    let mut script = with_rules(PprIds::PPR1);
    let mut session = Session::new(config());
    let Next::Consent(consent) = script.until_pause(&mut session) else { panic!("{session:?}") };
    assert_eq!(consent.rules_to_agree, PprIds::PPR1);
    assert!(matches!(script.run(), Outcome::Loaded { .. }));

    let forbidden = (Failure::PolicyRules, Some(CancelSessionReason::PprNotAllowed));
    let mut script = with_rules(PprIds::PPR1);
    script.operational_profiles = 1;
    assert_eq!(failure(&mut script), forbidden, "PPR1 bears no other profile");
    let mut script = with_rules(PprIds::PPR2);
    script.operational_profiles = 1;
    assert!(matches!(script.run(), Outcome::Loaded { .. }), "PPR2 does");
    let mut script = with_rules(PprIds::PPR2);
    script.rat = GetRatResponse::default();
    assert_eq!(failure(&mut script), forbidden, "the card allows none");
}

#[test]
fn the_confirmation_code_goes_as_a_hash_and_only_if_asked_for() {
    let code = || Some(SecretBytes::from(*b"4711"));
    let mut script = Script::new();
    script.cc_required = true;
    let mut session = Session::new(config());
    let Next::Consent(consent) = script.until_pause(&mut session) else { panic!("{session:?}") };
    assert!(consent.needs_code);
    session.consent(Answer::Agreed { code: code() });
    script.until_pause(&mut session);
    let hash = hash_confirmation_code(b"4711", &script.transaction_id);
    // SHA-256(SHA-256("4711") ‖ 16 × 07), computed with sha256sum.
    assert_eq!(hex::encode(hash.0), "d64231598166543dd27c71044378b7ed22f7e9a3788aef88f8185b05b7f1517a");
    assert_eq!(script.hash_cc, Some(Some(hash.0)));

    let mut script = Script::new();
    let mut session = Session::new(config());
    script.until_pause(&mut session);
    session.consent(Answer::Agreed { code: code() });
    script.until_pause(&mut session);
    assert_eq!(script.hash_cc, Some(None));

    let mut script = Script::new();
    script.cc_required = true;
    assert_eq!(failure(&mut script), (Failure::NoCode, Some(CancelSessionReason::Postponed)), "the order stays");
}

// R: F1
// R: F3
#[test]
fn a_refused_code_is_asked_for_again() {
    let (wrong, over) = (StatusCode::new("8.2.7", "3.8"), StatusCode::new("8.2.7", "6.4"));
    let code = |digits: &[u8; 4]| Answer::Agreed { code: Some(SecretBytes::from(*digits)) };
    let started = |refused: Vec<StatusCode>| {
        let mut script = Script::new();
        (script.cc_required, script.package_refused) = (true, refused);
        let mut session = Session::new(config());
        let Next::Consent(first) = script.until_pause(&mut session) else { panic!("{session:?}") };
        assert!(!first.code_refused);
        (script, session, first)
    };
    // One that was mistyped, then the right one.
    let (mut script, mut session, first) = started(vec![wrong.clone()]);
    session.consent(code(b"0000"));
    let Next::Consent(again) = script.until_pause(&mut session) else { panic!("{session:?}") };
    assert_eq!(*again, lpa::Consent { code_refused: true, ..*first });
    session.consent(code(b"4711"));
    assert!(matches!(script.until_pause(&mut session), Next::Keep(_)));
    assert_eq!(script.hash_cc, Some(Some(hash_confirmation_code(b"4711", &script.transaction_id).0)));
    // Whoever would rather not try again says so, and the order stays.
    let (mut script, mut session, _) = started(vec![wrong.clone()]);
    session.consent(code(b"0000"));
    script.until_pause(&mut session);
    session.consent(Answer::Postponed);
    script.until_pause(&mut session);
    assert_eq!(script.cancelled, Some(CancelSessionReason::Postponed));
    // The last one is not asked about again, nor is one that the server never asked for.
    let refused = |session: &Session, expected: &StatusCode| match session.next() {
        Next::Done(outcome) => {
            matches!(&**outcome, Outcome::Failed { failure: Failure::Refused { status, .. }, .. } if status == expected)
        }
        _ => false,
    };
    let (mut script, mut session, _) = started(vec![over.clone()]);
    session.consent(code(b"0000"));
    script.until_pause(&mut session);
    assert!(refused(&session, &over));
    let (mut script, mut session) = (Script::new(), Session::new(config()));
    script.package_refused = vec![wrong.clone()];
    script.until_pause(&mut session);
    session.consent(Answer::Agreed { code: None });
    script.until_pause(&mut session);
    assert!(refused(&session, &wrong));
    // Always the same code comes to an end too.
    let (mut script, mut session, _) = started(vec![wrong.clone(); 100]);
    while matches!(script.until_pause(&mut session), Next::Consent(_)) {
        session.consent(code(b"0000"));
    }
    assert!(refused(&session, &wrong));
    assert_eq!(script.sent.iter().filter(|tag| *tag == "BF3A").count(), 11);
}

// R: F3
#[test]
fn a_refusal_says_what_happened_and_what_to_do() {
    let mut script = Script::new();
    let mut session = Session::new(config());
    loop {
        match session.next().clone() {
            Next::Card(command) => session.card(Ok::<_, String>(&script.card(&command))),
            Next::Server(request) if script.sent.iter().any(|tag| tag == "BF39") => {
                drop(request);
                let refused = Refused::<AuthenticateClientError>::from_status(StatusCode::new("8.2", "1.2"));
                assert_eq!(refused.code, AuthenticateClientError::NoEligibleProfile, "the number alone says little");
                let answer =
                    Response::AuthenticateClient(AuthenticateClientResponse::Error(refused)).encode_with_status();
                session.server(Ok(&answer));
            }
            Next::Server(request) => session.server(Ok(&script.server(&request))),
            Next::Done(outcome) => {
                let Outcome::Failed { failure: failure @ lpa::Failure::Refused { .. }, cancelled: None } = *outcome
                else {
                    panic!("{outcome:?}")
                };
                assert_eq!(
                    failure.to_string(),
                    "the server refused AuthenticateClient: the profile is not released yet (8.2/1.2)"
                );
                assert_eq!(failure.retry(), Retry::Later);
                assert_eq!(failure.advice(), "wait until the sale is confirmed, then try again");
                return;
            }
            other => panic!("{other:?}"),
        }
    }
}
