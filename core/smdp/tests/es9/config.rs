use crate::desk::{DAY, Desk, NOW, Operator};
use landfall_smdp::{Asked, Config, ConfigError, Function, Refusal, Server};
use model::UnixTime;
use rsp::cert::{ChainError, Role};
use rsp::es9::Response;
use std::collections::BTreeMap;

fn refused(change: impl FnOnce(&mut Config)) -> Option<ConfigError> {
    let mut config = Desk::new().server.config().clone();
    change(&mut config);
    Server::new(config, Some(NOW)).err()
}

#[test]
fn a_server_checks_its_own_certificates() {
    assert_eq!(refused(|c| c.address.clear()), Some(ConfigError::Address));
    assert_eq!(refused(|c| c.host_id.clear()), Some(ConfigError::HostId));
    assert_eq!(refused(|c| c.host_id = vec![1; 17]), Some(ConfigError::HostId));
    assert_eq!(refused(|c| c.certificates.clear()), Some(ConfigError::NoCertificates));
    let swapped = refused(|c| {
        let set = &mut c.certificates[0];
        std::mem::swap(&mut set.dp_auth, &mut set.dp_pb);
    });
    let wrong = ChainError::Role { expected: Role::DpAuth, found: Some(Role::DpPb) };
    assert_eq!(swapped, Some(ConfigError::Certificate(wrong)));
    let other = Operator::new();
    let two = refused(|c| {
        c.roots.add(other.ci.clone()).expect("a root");
        c.certificates[0].dp_pb = other.certificates("other", &mut BTreeMap::new()).dp_pb;
    });
    assert_eq!(two, Some(ConfigError::TwoRoots));
}

// R: F8
#[test]
fn a_wrong_clock_is_named_at_the_start() {
    let config = Desk::new().server.config().clone();
    let late = NOW.plus(40 * DAY);
    let refused = Server::new(config.clone(), Some(late)).expect_err("expired");
    assert!(refused.to_string().contains("if the clock is right"), "{refused}");
    let early = UnixTime(NOW.0 - 30 * DAY);
    let refused = Server::new(config.clone(), Some(early)).expect_err("not yet");
    assert!(refused.to_string().contains("is the clock right?"), "{refused}");
    Server::new(config, None).expect("without a clock");
    // And while it runs: a card has no clock to notice it.
    let mut desk = Desk::new();
    let request = desk.card().initiate(crate::desk::ADDRESS);
    for now in [early, late] {
        desk.now = now;
        let refused = desk.initiate(&request).expect_err("out of its time");
        assert!(matches!(&refused, Refusal::OwnCertificate(error) if error.may_be_the_clock()), "{refused}");
        assert_eq!(refused.status().to_string(), "8.8.4/3.7");
    }
}

// R: F3
#[test]
fn every_refusal_can_be_explained_to_a_user() {
    use rsp::bpp::BindError;
    use rsp::cert::Assurance;
    let version = || "3.0.0".parse().expect("a version");
    let downgraded = rsp::version::Downgraded { signed_minimum: version(), signed_maximum: version() };
    let expired = |role| ChainError::Expired { role, not_after: NOW, now: NOW.plus(1) };
    let all = [
        Refusal::Address { asked: "x".into() },
        Refusal::Version { minimum: version(), maximum: version() },
        Refusal::NoSharedRoot,
        Refusal::NoCertificate,
        Refusal::OwnCertificate(expired(Role::DpAuth)),
        Refusal::Euicc { code: 3 },
        Refusal::Busy,
        Refusal::Session,
        Refusal::EumCertificate(ChainError::NoNameConstraints),
        Refusal::EumCertificate(expired(Role::Eum)),
        Refusal::EumCertificate(ChainError::UnknownRoot { role: Role::Eum, key_id: String::new() }),
        Refusal::EuiccCertificate(ChainError::NoEid),
        Refusal::EuiccCertificate(expired(Role::Euicc)),
        Refusal::OtherRoot,
        Refusal::Signature,
        Refusal::SignedOther { what: "challenge" },
        Refusal::Downgraded(downgraded),
        Refusal::EuiccCapability,
        Refusal::LpaCapability,
        Refusal::Operation,
        Refusal::MatchingId,
        Refusal::Eid,
        Refusal::Assurance { needed: Assurance::Tee, found: Assurance::None },
        Refusal::PolicyRules,
        Refusal::Memory { free: 1, needed: 2 },
        Refusal::NoOrderForCard,
        Refusal::OtherTransaction,
        Refusal::NotReleased,
        Refusal::OrderOver,
        Refusal::OrderExpired,
        Refusal::Attempts,
        Refusal::CodeMissing,
        Refusal::CodeWrong,
        Refusal::CodeAttempts,
        Refusal::Rebinding,
        Refusal::Binding { why: BindError::Empty },
        Refusal::OtherServer,
        Refusal::Event,
    ];
    for refusal in all {
        assert!(!refusal.to_string().is_empty());
        let row = rsp::reason::explain(&refusal.status());
        assert!(row.is_some(), "{refusal:?}: {} is not in the table", refusal.status());
        for function in [
            Function::InitiateAuthentication,
            Function::AuthenticateClient,
            Function::GetBoundProfilePackage,
            Function::CancelSession,
        ] {
            let response = refusal.response(Asked::of(function)).expect("has an answer");
            let read = Response::decode(&response.encode_with_status()).expect("own encoding");
            assert_eq!(read.refusal(), Some(&refusal.told(function)), "{refusal:?} {function:?}");
        }
        assert_eq!(refusal.response(Asked::of(Function::HandleNotification)), None);
    }
}
