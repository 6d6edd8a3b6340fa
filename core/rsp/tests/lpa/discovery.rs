//! Events from an SM-DS, and servers that are of another kind than they were asked as.

use crate::script::{Script, config, one_time_key};
use landfall_rsp::{
    TransactionId,
    cert::{
        Role,
        issue::{self, ServerName, Validity},
    },
    checks,
    es11::EventEntry,
    lpa::{Failure, Next, Outcome, Session},
};
use model::{UnixTime, without};

/// The certificate of a server, as far as an LPA looks at it: nobody's key signed it.
fn certificate(role: Role) -> Vec<u8> {
    let (key, validity) = (one_time_key(9).public_key(), Validity::days(UnixTime(1_767_225_600), 30));
    let random = &mut |out: &mut [u8]| out.fill(7);
    let root = issue::ci("Nord", "Root", &key, validity, random).expect("fits").signed([1; 64]);
    let server = ServerName { organization: "Nord".into(), common_name: "Server".into(), oid: "2.999.1".into() };
    let made = match role {
        Role::DsAuth => issue::ds_auth(&root, &server, &key, validity, random),
        _ => issue::dp_auth(&root, &server, &key, validity, random),
    };
    made.expect("fits").signed([1; 64]).as_der().to_vec()
}

fn event(id: &str) -> EventEntry {
    EventEntry { event_id: id.to_owned(), rsp_server_address: "dp.example".to_owned() }
}

fn script(role: Role, events: Option<Vec<EventEntry>>) -> Script {
    let mut script = Script::new();
    (script.certificate, script.events) = (certificate(role), events);
    script
}

fn failure(outcome: Outcome) -> Failure {
    match outcome {
        Outcome::Failed { failure, cancelled: None } => failure,
        other => panic!("{other:?}"),
    }
}

// R: E7
#[test]
fn a_discovery_server_tells_what_waits() {
    let events = vec![event("E1"), event("E2")];
    let mut script = script(Role::DsAuth, Some(events.clone()));
    assert_eq!(script.finish(Session::discover(config())), Outcome::Discovered { events });
    assert_eq!(script.sent, ["BF20", "BF2E", "BF39", "BF38", "BF3B"]);
    let mut script = self::script(Role::DsAuth, Some(Vec::new()));
    assert_eq!(script.finish(Session::discover(config())), Outcome::Discovered { events: Vec::new() });
}

// R: E7
#[test]
fn a_profile_server_is_no_discovery_server() {
    let attack = || script(Role::DpAuth, Some(vec![event("E1")])).finish(Session::discover(config()));
    let refused = Failure::ServerRole { wanted: "an SM-DS", found: Role::DpAuth };
    assert_eq!(failure(attack()), refused);
    let taken = without(&[checks::SERVER_ROLE], attack);
    assert!(matches!(taken, Outcome::Discovered { .. }), "the attack works: {taken:?}");
}

// R: E7
#[test]
fn a_discovery_server_gives_no_profile() {
    let attack = || script(Role::DsAuth, None).finish(Session::new(config()));
    let refused = Failure::ServerRole { wanted: "an SM-DP+", found: Role::DsAuth };
    assert_eq!(failure(attack()), refused);
    let taken = without(&[checks::SERVER_ROLE], attack);
    assert!(matches!(taken, Outcome::Loaded { .. }), "the attack works: {taken:?}");
}

/// An answer of the other function, by a server whose certificate is of no known role: a card of a test script alone takes it.
// R: E7
#[test]
fn each_asks_for_its_own_answer() {
    let mut sneaked = Script::new();
    sneaked.events = Some(vec![event("E1")]);
    assert!(matches!(sneaked.run(), Outcome::Failed { failure: Failure::Function, .. }));
    let offered = Script::new().finish(Session::discover(config()));
    assert_eq!(failure(offered), Failure::Function);
    let mut other = script(Role::DsAuth, Some(vec![event("E1")]));
    let mut session = Session::discover(config());
    while other.sent.last().map(String::as_str) != Some("BF38") {
        match session.next().clone() {
            Next::Card(command) => session.card(Ok::<_, String>(&other.card(&command))),
            Next::Server(request) => session.server(Ok(&other.server(&request))),
            next => panic!("{next:?}"),
        }
    }
    other.transaction_id = TransactionId::from([8; 16]);
    assert_eq!(failure(other.finish(session)), Failure::Session);
}
