//! A kiosk behind its HTTPS, a phone that lies, and another one whose order is nobody's business.

use crate::{
    log,
    tree::{self, Node},
};
use landfall_flows::{
    Key, Shop, Stock,
    buyer::{Buyer, notification},
    raw::Door,
};
use model::NumberState;
use nearfield::sim::Dice;
use rsp::es9::{
    AuthenticateClientOk, AuthenticateClientResponse, Function, GetBoundProfilePackageOk,
    GetBoundProfilePackageResponse, InitiateAuthenticationOk, InitiateAuthenticationResponse, Request, Response,
};
use std::collections::BTreeMap;
use tokio::runtime::Runtime;

/// How many changes of each request a test makes.
pub(crate) const MANY: u32 = 4_000;
/// What the counter sells.
pub(crate) const CLASS: &str = "counter";

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

pub(crate) const ANSWERED: &str = "answered";
pub(crate) const NO_SESSION: &str = "there is no session of this transaction id at this step";

pub(crate) struct Desk {
    pub(crate) shop: Shop,
    pub(crate) dice: Dice,
    /// The one that lies; its card is a good one.
    pub(crate) buyer: Buyer,
    /// Another phone, whose session is at its offer.
    victim: (Buyer, AuthenticateClientOk),
    runtime: Runtime,
    door: Door,
    threads: [String; 2],
    tally: BTreeMap<String, u32>,
}

impl Desk {
    /// Over the routes.
    pub(crate) fn open(seed: u64) -> Self {
        let (runtime, shop) = (runtime(seed), shop());
        let door = Door::routes(shop.routes());
        Self::at(shop, door, runtime, seed)
    }

    /// Over TLS.
    pub(crate) fn over_tls(seed: u64) -> Self {
        let (runtime, mut shop) = (runtime(seed), shop());
        let door = runtime.block_on(async {
            shop.start().await;
            Door::tls(shop.root(), &shop.kiosk().settings().smdp_address, shop.https()).await.expect("TLS")
        });
        Self::at(shop, door, runtime, seed)
    }

    fn at(shop: Shop, door: Door, runtime: Runtime, seed: u64) -> Self {
        log::listen();
        // An order from the counter is held longer than any run takes; a session has ten minutes.
        let phone = |name| Buyer { matching_id: shop.issue(CLASS).matching_id, ..Buyer::new(&shop, "visitor", name) };
        let (buyer, other) = (phone("liar"), phone("other"));
        let offer = other.offered(&shop).expect("its own");
        let (dice, tally) = (Dice::new(seed), BTreeMap::new());
        let threads = [thread(seed), log::here()];
        Self { shop, dice, buyer, victim: (other, offer), runtime, door, threads, tally }
    }

    /// Asks, and looks that it is no fault of the server's.
    pub(crate) fn ask(&mut self, function: Function, body: Vec<u8>) -> Answer {
        self.refused();
        let shown = String::from_utf8_lossy(&body).into_owned();
        let (status, body) = self.runtime.block_on(self.door.ask(function, body));
        assert!(status < 500, "{function}: {status}\n{shown}");
        let check = match (status, self.refused()) {
            (200 | 204, Some(refusal)) => short(&refusal),
            (200 | 204, None) => ANSWERED.to_owned(),
            (400, None) => unreadable(&body),
            (413, None) => "too long".to_owned(),
            other => panic!("{function}: {other:?}\n{shown}"),
        };
        Answer { status, body: body.to_vec(), check }
    }

    fn refused(&self) -> Option<String> {
        log::last(self.threads.each_ref().map(String::as_str))
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

    /// A session of this phone.
    pub(crate) fn begun(&mut self) -> InitiateAuthenticationOk {
        self.begun_by(&self.buyer.clone())
    }

    fn begun_by(&mut self, buyer: &Buyer) -> InitiateAuthenticationOk {
        match self.asked(&buyer.initiate()) {
            Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(ok)) => *ok,
            other => panic!("no session: {other:?}"),
        }
    }

    /// A session of this phone at its offer, for the order that `matching_id` names.
    pub(crate) fn offered(&mut self, matching_id: &str) -> AuthenticateClientOk {
        self.offered_to(&self.buyer.clone(), matching_id)
    }

    /// The same of another one.
    pub(crate) fn offered_to(&mut self, buyer: &Buyer, matching_id: &str) -> AuthenticateClientOk {
        let ok = self.begun_by(buyer);
        let buyer = Buyer { matching_id: matching_id.to_owned(), ..buyer.clone() };
        match self.asked(&buyer.authenticate(&ok)) {
            Response::AuthenticateClient(AuthenticateClientResponse::Ok(ok)) => *ok,
            other => panic!("no offer: {other:?}"),
        }
    }

    /// A package for this phone.
    pub(crate) fn package(&mut self, offer: &AuthenticateClientOk) -> GetBoundProfilePackageOk {
        match self.asked(&self.buyer.prepare(offer)) {
            Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Ok(ok)) => ok,
            other => panic!("no package: {other:?}"),
        }
    }

    /// The other phone's session.
    pub(crate) const fn victim(&self) -> &(Buyer, AuthenticateClientOk) {
        &self.victim
    }

    /// The other phone goes on as if nothing had been, and each of these checks has refused its hundredth part.
    pub(crate) fn close(mut self, checks: &[&str]) {
        let total: u32 = self.tally.values().sum();
        let (buyer, offer) = self.victim.clone();
        let package = match self.asked(&buyer.prepare(&offer)) {
            Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Ok(ok)) => ok,
            other => panic!("the other phone's session is gone: {other:?}"),
        };
        assert!(buyer.open(&offer, &package).is_some_and(|profile| !profile.is_empty()), "another's package");
        let before = self.shop.count(NumberState::Distributed);
        assert_eq!(self.asked(&notification(buyer.result(&offer), &buyer.key)), Response::NotificationAccepted);
        assert_eq!(self.shop.count(NumberState::Distributed), before + 1);
        let tally = &self.tally;
        for check in checks {
            let refused = tally.get(*check).copied().unwrap_or(0);
            assert!(refused * 100 >= total, "{check}: {refused} of {total}; {tally:#?}");
        }
    }
}

/// Its threads have a name that no other test's have.
fn runtime(seed: u64) -> Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(2).thread_name(thread(seed)).enable_all().build().expect("a runtime")
}

fn thread(seed: u64) -> String {
    format!("kiosk {seed}")
}

fn shop() -> Shop {
    let mut shop = Shop::closed(&Stock { first: 500_000, ..Stock::new("visitor", "free", 20) });
    shop.set(|settings| settings.most_waiting = 1_000);
    shop.import(&Stock::new(CLASS, "attendant", 200 + many() / 10)).expect("good stock");
    shop
}

/// The text of a refusal without what varies in it.
fn short(refusal: &str) -> String {
    let end = refusal.find([':', '"', '(']).unwrap_or(refusal.len());
    let digit = refusal.find(|c: char| c.is_ascii_digit()).unwrap_or(end);
    let end = end.min(digit);
    refusal[..end].trim().to_owned()
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

/// Changes the structure of what an eUICC signed in `member` (`BFxx { Ax { signed, signature … } }`, or without the `Ax`), and signs it
/// anew: `behind` is signed with it.
pub(crate) fn resigned(der: &[u8], nested: bool, behind: &[u8], key: &Key, dice: &mut Dice) -> Vec<u8> {
    let mut nodes = Node::read(der);
    let mut parent = nodes.first_mut().expect("a message");
    if nested {
        parent = parent.children().first_mut().expect("a choice");
    }
    let parts = parent.children();
    let mut signed = vec![parts[0].clone()];
    // The outermost object stays, so that it is still this message.
    tree::change(signed[0].children(), dice);
    let signature = key.sign(&[&signed[0].write(), behind].concat());
    parts[0] = signed.remove(0);
    parts[1] = Node::Leaf(tlv::Tag(0x5F37), signature.to_vec());
    tree::all(&nodes)
}

/// A body of two members.
pub(crate) fn body(id: &str, member: &str, der: &[u8]) -> Vec<u8> {
    use base64::{Engine, prelude::BASE64_STANDARD};
    serde_json::json!({"transactionId": id, member: BASE64_STANDARD.encode(der)}).to_string().into_bytes()
}

/// DER of a request as JSON.
pub(crate) fn json(der: &[u8]) -> Vec<u8> {
    Request::decode(der).expect("own encoding").to_json()
}
