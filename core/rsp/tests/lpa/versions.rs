use crate::script::{Script, config};
use landfall_rsp::VersionType;
use landfall_rsp::es9::{InitiateAuthenticationError, InitiateAuthenticationResponse, Refused, Response};
use landfall_rsp::es10::{OperationType, SessionContext};
use landfall_rsp::lpa::{Failure, Next, Outcome, Session};
use landfall_rsp::version::{Level, VersionRefused};

fn v2_to_v3() -> Script {
    let mut script = Script::new();
    script.info.highest_svn = Some(VersionType::new(3, 0, 0));
    script
}

fn named(version: VersionType) -> Option<SessionContext> {
    Some(SessionContext { server_svn: version, ..SessionContext::default() })
}

// R: E3 E5 E9
#[test]
fn at_the_servers_version_the_operation_type_is_sent() {
    let mut script = v2_to_v3();
    script.server_signed1.session_context = named(VersionType::new(3, 0, 0));
    let mut session = Session::for_operation(config(), OperationType::PROFILE_DOWNLOAD | OperationType::RPM);
    script.until_pause(&mut session);
    assert_eq!(session.version().map(|v| v.level), Some(Level::Maximum));
    let context = script.ctx_params1.expect("a context");
    assert_eq!(context.operation_type, Some(OperationType::PROFILE_DOWNLOAD | OperationType::RPM));
    assert_eq!(context.device_info.preferred_languages, ["ja"]);
    assert!(context.device_info.lpa_rsp_capability.is_some());
    assert_eq!(context.matching_id.as_deref(), Some("ORDER-1"));
}

// R: E3
#[test]
fn without_a_server_version_the_minimum_holds() {
    let mut script = v2_to_v3();
    let mut session = Session::new(config());
    script.until_pause(&mut session);
    assert_eq!(session.version().map(|v| v.level), Some(Level::Minimum));
    let context = script.ctx_params1.expect("a context");
    assert_eq!(context.operation_type, None);
    assert!(context.device_info.preferred_languages.is_empty(), "an older eUICC might not bear it");
    assert_eq!(context.device_info.lpa_rsp_capability, None);
}

// R: E3
#[test]
fn a_server_version_that_is_not_supported_ends_it_before_authenticate_client() {
    let mut script = v2_to_v3();
    script.server_signed1.session_context = named(VersionType::new(4, 0, 0));
    let outcome = script.run();
    let Outcome::Failed { failure: Failure::Version(VersionRefused::ServerVersion { .. }), cancelled: None } = outcome
    else {
        panic!("{outcome:?}")
    };
    assert_eq!(script.sent, ["BF20", "BF2E", "BF39"]);
}

// R: E3
#[test]
fn a_server_that_supports_no_version_says_so() {
    let mut script = v2_to_v3();
    let mut session = Session::new(config());
    loop {
        match session.next().clone() {
            Next::Card(command) => session.card(Ok::<_, String>(&script.card(&command))),
            Next::Server(_) => {
                let refused = Refused::new(InitiateAuthenticationError::EuiccVersionNotSupportedByDp);
                let answer = Response::InitiateAuthentication(InitiateAuthenticationResponse::Error(refused)).encode();
                assert_eq!(hex::encode(&answer), "a206bf3903810102");
                session.server(Ok(&answer));
            }
            Next::Done(outcome) => {
                let Outcome::Failed { failure: Failure::Version(refused), cancelled: None } = *outcome else {
                    panic!("{outcome:?}")
                };
                assert!(matches!(refused, VersionRefused::ByServer { .. }));
                return;
            }
            other => panic!("{other:?}"),
        }
    }
}
