//! The SM-DS: whom it tells what, and in which words it refuses.

use crate::card::Card;
use crate::desk::{ADDRESS, DAY, Desk, Key, NOW, Operator, days, random};
use landfall_smdp::{
    Asked, ConfigError, Function, KeyName, Refusal, Sessions, checks,
    ds::{DsCertificate, DsConfig, DsServer, Event, EventRefused, delete_event, register_event},
};
use model::{Eid, without};
use rsp::{
    cert::{
        Assurance, ChainError, Role,
        issue::{self, ServerName},
    },
    es2::Request,
    es9::{AuthenticateClientRequest, InitiateAuthenticationOk, InitiateAuthenticationResponse, Response},
    es11::{AuthenticateClientResponse, EventEntry},
    es12::{DeleteEventRequest, RegisterEventRequest},
};

const DS: &str = "ds.example";

struct Agency {
    desk: Desk,
    key: Key,
    server: DsServer,
    sessions: Sessions,
}

fn own(operator: &Operator, key: &Key) -> DsCertificate {
    let name = ServerName { organization: "Harbour".into(), common_name: "DS".into(), oid: "2.999.8".into() };
    let unsigned = issue::ds_auth(&operator.ci, &name, &key.public(), days(30), &mut random).expect("fits");
    DsCertificate { ds_auth: operator.key.finish(unsigned), ds_auth_key: KeyName("ds".into()) }
}

fn config(desk: &Desk, certificate: DsCertificate) -> DsConfig {
    let config = desk.server.config();
    DsConfig {
        address: DS.to_owned(),
        certificates: vec![certificate],
        roots: config.roots.clone(),
        crls: config.crls.clone(),
        versions: config.versions.clone(),
    }
}

impl Agency {
    fn new() -> Self {
        let (desk, key) = (Desk::new(), Key::generate());
        let server = DsServer::new(config(&desk, own(&desk.operator, &key)), Some(NOW)).expect("fits");
        Self { desk, key, server, sessions: Sessions::default() }
    }

    fn initiate(&mut self, card: &Card, address: &str) -> Result<InitiateAuthenticationOk, Refusal> {
        let (request, now) = (card.initiate(address), self.desk.now);
        let answer = self.server.initiate_authentication(&mut self.sessions, &request, now, &mut random)?;
        assert_eq!(answer.key, KeyName("ds".into()));
        let signature = self.key.sign(answer.message());
        match answer.signed(signature) {
            Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(ok)) => Ok(*ok),
            other => panic!("another answer: {other:?}"),
        }
    }

    fn authenticate(
        &mut self,
        request: &AuthenticateClientRequest,
        events: &[Event],
    ) -> Result<Vec<EventEntry>, Refusal> {
        let proven = self.server.authenticate_client(&mut self.sessions, request, self.desk.now)?;
        match proven.with_events(events)? {
            Response::AuthenticateClientEs11(AuthenticateClientResponse::Ok(ok)) => Ok(ok.event_entries),
            other => panic!("another answer: {other:?}"),
        }
    }

    fn events(&mut self, card: &Card, asked: Option<&str>, events: &[Event]) -> Result<Vec<EventEntry>, Refusal> {
        let ok = self.initiate(card, DS)?;
        let found = self.authenticate(&card.authenticate(&ok, asked), events);
        assert!(self.sessions.is_empty(), "a session is one question");
        found
    }
}

fn event(id: &str, eid: Eid) -> Event {
    let entry = EventEntry { event_id: id.to_owned(), rsp_server_address: ADDRESS.to_owned() };
    Event { eid, entry, owner: "2.999.7".to_owned() }
}

fn other_eid() -> Eid {
    Eid::with_check_digits("890490320012345123451234567891").expect("30 digits")
}

// R: E7
#[test]
fn a_card_is_told_of_its_events() {
    let mut agency = Agency::new();
    let card = agency.desk.card();
    let all = [event("E1", card.eid), event("E2", card.eid)];
    let found = agency.events(&card, None, &all).expect("told");
    assert_eq!(found, all.iter().map(|event| event.entry.clone()).collect::<Vec<_>>());
    assert_eq!(agency.events(&card, Some("E2"), &all).expect("told"), [all[1].entry.clone()]);
    assert_eq!(agency.events(&card, None, &[]), Ok(Vec::new()));
    assert_eq!(agency.events(&card, Some("E3"), &all), Err(Refusal::Event));
}

// R: E7
#[test]
fn a_card_is_told_of_no_other_cards_events() {
    let attack = |asked| {
        let mut agency = Agency::new();
        let card = agency.desk.card();
        agency.events(&card, asked, &[event("E1", other_eid())])
    };
    assert_eq!(attack(None), Ok(Vec::new()));
    assert_eq!(attack(Some("E1")), Err(Refusal::Event));
    let told = without(&[checks::OWN_CARD], || attack(None)).expect("told");
    assert_eq!(told.len(), 1, "the attack works");
}

/// What a refusal is in the words of an SM-DS, and its number.
fn told(agency: &Agency, refusal: &Refusal, function: Function) -> (String, String) {
    let response = agency.server.response(refusal, Asked::of(function)).expect("a function of its own");
    let code = match &response {
        Response::InitiateAuthentication(InitiateAuthenticationResponse::Error(refused)) => refused.code.code(),
        Response::AuthenticateClientEs11(AuthenticateClientResponse::Error(refused)) => refused.code.code(),
        other => panic!("no refusal: {other:?}"),
    };
    (response.refusal().expect("a refusal").to_string(), code.to_string())
}

// R: E7 F3
#[test]
fn it_refuses_in_the_words_of_a_discovery_server() {
    let mut agency = Agency::new();
    let card = agency.desk.card();
    let begin = Function::InitiateAuthentication;
    let said = |agency: &Agency, refusal: &Refusal, function| {
        let (status, code) = told(agency, refusal, function);
        format!("{status} {code}")
    };
    let refused = agency.initiate(&card, ADDRESS).expect_err("the SM-DP+'s address");
    assert_eq!(said(&agency, &refused, begin), "8.9.1/3.8 1");
    let foreign = Card::new(&Operator::new(), "890490320012345123451234567890", Assurance::Tee);
    let refused = agency.initiate(&foreign, DS).expect_err("no root in common");
    assert_eq!(said(&agency, &refused, begin), "8.9.2/3.1 3");
    let newer = Card { lowest: rsp::VersionType::new(9, 0, 0), highest: None, ..agency.desk.card() };
    let refused = agency.initiate(&newer, DS).expect_err("no such version");
    assert_eq!(said(&agency, &refused, begin), "8.9.3/3.1 2");
    agency.desk.now = NOW.plus(40 * DAY);
    let refused = agency.initiate(&card, DS).expect_err("its certificate has ended");
    assert_eq!(said(&agency, &refused, begin), "8.9.4/3.7 3");
    agency.desk.now = NOW;
    let then = Function::AuthenticateClient;
    let ok = agency.initiate(&card, DS).expect("begun");
    let forged = card.authenticate_with(&ok.transaction_id, card.signed1(&ok, None), &Key::generate());
    let refused = agency.authenticate(&forged, &[]).expect_err("another key");
    assert_eq!(said(&agency, &refused, then), "8.1/6.1 5");
    let refused = agency.authenticate(&card.authenticate(&ok, None), &[]).expect_err("the session is over");
    assert_eq!(said(&agency, &refused, then), "8.10.1/3.9 7");
    assert_eq!(said(&agency, &Refusal::Event, then), "8.9.5/3.9 6");
    let expired = ChainError::Expired { role: Role::Eum, not_after: NOW, now: NOW.plus(1) };
    assert_eq!(said(&agency, &Refusal::EumCertificate(expired.clone()), then), "8.1.2/6.3 2");
    assert_eq!(said(&agency, &Refusal::EuiccCertificate(expired), then), "8.1.3/6.3 4");
    assert_eq!(said(&agency, &Refusal::OtherRoot, then), "8.11.1/3.9 127");
    assert_eq!(said(&agency, &Refusal::Busy, begin), "8.9/4.2 127");
    for function in [Function::GetBoundProfilePackage, Function::CancelSession, Function::HandleNotification] {
        assert_eq!(agency.server.response(&Refusal::Session, Asked::of(function)), None);
    }
}

// R: E7
#[test]
fn a_profile_server_s_certificate_makes_no_discovery_server() {
    let (desk, key) = (Desk::new(), Key::generate());
    let mut certificate = own(&desk.operator, &key);
    certificate.ds_auth = desk.server.config().certificates[0].dp_auth.clone();
    let refused = DsServer::new(config(&desk, certificate), Some(NOW)).expect_err("another role");
    let wrong = ChainError::Role { expected: Role::DsAuth, found: Some(Role::DpAuth) };
    assert_eq!(refused, ConfigError::Certificate(wrong));
    let none = DsConfig { certificates: Vec::new(), ..config(&desk, own(&desk.operator, &key)) };
    assert_eq!(DsServer::new(none, None).expect_err("none"), ConfigError::NoCertificates);
    let nameless = DsConfig { address: String::new(), ..config(&desk, own(&desk.operator, &key)) };
    assert_eq!(DsServer::new(nameless, None).expect_err("no name"), ConfigError::Address);
}

const OWNER: &str = "2.999.7";

fn registration(id: &str, eid: &str) -> RegisterEventRequest {
    let body = serde_json::json!({
        "header": {"functionRequesterIdentifier": OWNER, "functionCallIdentifier": "1"},
        "eid": eid, "rspServerAddress": ADDRESS, "eventId": id, "forwardingIndicator": false,
    });
    RegisterEventRequest::decode(body.to_string().as_bytes()).expect("reads")
}

fn deletion(id: &str, eid: &Eid) -> DeleteEventRequest {
    let body = serde_json::json!({
        "header": {"functionRequesterIdentifier": OWNER, "functionCallIdentifier": "2"},
        "eid": eid.to_string(), "eventId": id,
    });
    DeleteEventRequest::decode(body.to_string().as_bytes()).expect("reads")
}

// R: E7
#[test]
fn events_are_registered_once_and_deleted() {
    let eid = other_eid();
    let made = register_event(&registration("E1", &eid.to_string()), OWNER, None).expect("new");
    assert_eq!(made, event("E1", eid));
    let again = register_event(&registration("E1", &eid.to_string()), OWNER, Some(&made)).expect_err("there is one");
    assert_eq!(
        (again.status().to_string().as_str(), &again),
        ("8.9.5/3.3", &EventRefused::Exists { event_id: "E1".into() })
    );
    let header = serde_json::to_string(&again.header()).expect("JSON");
    assert!(header.contains("8.9.5") && header.contains("\"Failed\"") && header.contains("E1"), "{header}");
    delete_event(&deletion("E1", &eid), OWNER, Some(&made)).expect("its own");
    for found in [None, Some(&event("E1", Desk::new().card().eid))] {
        let refused = delete_event(&deletion("E1", &eid), OWNER, found).expect_err("no such event");
        assert_eq!(refused.status().to_string(), "8.9.5/3.9");
    }
    let wrong = register_event(&registration("E1", &"9".repeat(32)), OWNER, None).expect_err("check digits");
    assert_eq!(wrong.status().to_string(), "8.1.1/3.9");
    let long = "E".repeat(260);
    for id in ["", "E\n1", &long] {
        let wrong = register_event(&registration(id, &eid.to_string()), OWNER, None).expect_err("no id");
        assert_eq!(wrong, EventRefused::Malformed { what: "eventId" });
    }
}

// R: E7
#[test]
fn an_event_is_deleted_by_whoever_registered_it() {
    let mine = event("E1", other_eid());
    let attack = || delete_event(&deletion("E1", &other_eid()), "2.999.66", Some(&mine));
    assert_eq!(attack(), Err(EventRefused::Unknown { event_id: "E1".into() }));
    assert_eq!(without(&[checks::OWN_EVENTS], attack), Ok(()), "the attack works");
}
