//! Where changed requests are handed in, and what refused them is counted.

use landfall_flows::{buyer::Buyer, raw::Door};
use rsp::es9::{
    AuthenticateClientOk, AuthenticateClientResponse, Function, InitiateAuthenticationOk,
    InitiateAuthenticationResponse, Request, Response,
};
use std::collections::BTreeMap;
use tokio::runtime::Runtime;

/// How many changes of each request a test makes: the fewest in which each check has its share for certain.
pub(crate) const MANY: u32 = 2_000;
/// Of so many, a check must have refused one: of 100,000, a thousand.
const SHARE: u32 = 100;

pub(crate) const ANSWERED: &str = "answered";

pub(crate) fn many() -> u32 {
    std::env::var("LANDFALL_MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(MANY)
}

/// What came of a request.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    /// Which check refused.
    pub(crate) check: String,
}

pub(crate) struct Counter {
    runtime: Runtime,
    door: Door,
    /// What refused since this was last asked.
    refused: Box<dyn Fn() -> Option<String>>,
    tally: BTreeMap<String, u32>,
}

impl Counter {
    pub(crate) fn new(runtime: Runtime, door: Door, refused: impl Fn() -> Option<String> + 'static) -> Self {
        Self { runtime, door, refused: Box::new(refused), tally: BTreeMap::new() }
    }

    pub(crate) const fn is_tls(&self) -> bool {
        matches!(self.door, Door::Tls(_))
    }

    /// Asks, and looks that it is no fault of the server's.
    pub(crate) fn ask(&mut self, function: Function, body: Vec<u8>) -> Answer {
        (self.refused)();
        let shown = body.clone();
        let (status, body) = self.runtime.block_on(self.door.ask(function, body));
        let shown = || String::from_utf8_lossy(&shown).into_owned();
        assert!(status < 500, "{function}: {status}\n{}", shown());
        let check = match (status, (self.refused)()) {
            (200 | 204, Some(refusal)) => refusal,
            (200 | 204, None) => ANSWERED.to_owned(),
            (400, None) => unreadable(&body),
            (413, None) => "too long".to_owned(),
            other => panic!("{function}: {other:?}\n{}", shown()),
        };
        Answer { status, body: body.to_vec(), check }
    }

    /// Asks something changed, and counts what refused it.
    pub(crate) fn ask_spoiled(&mut self, function: Function, body: Vec<u8>) -> Answer {
        let answer = self.ask(function, body);
        *self.tally.entry(answer.check.clone()).or_default() += 1;
        answer
    }

    /// Asks what is in order; the answer.
    pub(crate) fn asked(&mut self, der: &[u8]) -> Response {
        let request = Request::decode(der).expect("own encoding");
        let answer = self.ask(request.function(), request.to_json());
        Response::from_json(request.function(), &answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
    }

    /// A session of `buyer`.
    pub(crate) fn begun(&mut self, buyer: &Buyer) -> InitiateAuthenticationOk {
        match self.asked(&buyer.initiate()) {
            Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(ok)) => *ok,
            other => panic!("no session: {other:?}"),
        }
    }

    /// A session of `buyer` at its offer, for the order that it names.
    pub(crate) fn offered(&mut self, buyer: &Buyer) -> AuthenticateClientOk {
        let ok = self.begun(buyer);
        match self.asked(&buyer.authenticate(&ok)) {
            Response::AuthenticateClient(AuthenticateClientResponse::Ok(ok)) => *ok,
            other => panic!("no offer: {other:?}"),
        }
    }

    /// Each of these checks has refused its share.
    pub(crate) fn held(&self, checks: &[&str]) {
        let tally = &self.tally;
        for check in checks {
            let refused = tally.get(*check).copied().unwrap_or(0);
            assert!(refused * SHARE >= many(), "{check}: {refused} of {}; {tally:#?}", many());
        }
    }
}

/// The member that can't be read, and as what.
fn unreadable(body: &[u8]) -> String {
    let body: serde_json::Value = serde_json::from_slice(body).expect("JSON");
    let message = body["header"]["functionExecutionStatus"]["statusCodeData"]["message"].as_str().unwrap_or_default();
    assert!(!message.is_empty(), "{body}");
    match message.split_once(": ") {
        Some((what, _)) => what.to_owned(),
        None => message.to_owned(),
    }
}
