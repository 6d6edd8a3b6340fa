//! A kiosk behind its HTTPS, a phone that lies, and another one whose order is nobody's business.

use crate::{
    counter::{Answer, Counter, many},
    log,
    tree::{self, Node},
};
use landfall_flows::{
    Key, Shop, Stock,
    buyer::{Buyer, notification},
    raw::{Door, connector},
};
use model::NumberState;
use nearfield::sim::Dice;
use rsp::es9::{
    AuthenticateClientOk, Function, GetBoundProfilePackageOk, GetBoundProfilePackageResponse, InitiateAuthenticationOk,
    Request, Response,
};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// What the counter sells.
pub(crate) const CLASS: &str = "counter";

pub(crate) const NO_SESSION: &str = "there is no session of this transaction id at this step";

/// A session has ten minutes, and a run may take longer: the other phone begins again before.
const FRESH: Duration = Duration::from_secs(200);

pub(crate) struct Desk {
    pub(crate) shop: Shop,
    pub(crate) dice: Dice,
    /// The one that lies; its card is a good one.
    pub(crate) buyer: Buyer,
    /// Another phone, whose session is at its offer.
    victim: (Buyer, AuthenticateClientOk),
    /// When its session began.
    since: Instant,
    pub(crate) counter: Counter,
}

impl Desk {
    /// Over the routes; over TLS, if `LANDFALL_MUTATIONS_TLS` is set.
    pub(crate) fn open(seed: u64) -> Self {
        if std::env::var_os("LANDFALL_MUTATIONS_TLS").is_some() {
            return Self::over_tls(seed);
        }
        let (runtime, shop) = (runtime(seed), shop());
        let door = Door::routes(shop.routes());
        Self::at(shop, door, runtime, seed)
    }

    /// Over TLS.
    pub(crate) fn over_tls(seed: u64) -> Self {
        let (runtime, mut shop) = (runtime(seed), shop());
        let door = runtime.block_on(async {
            shop.start().await;
            Door::tls(&connector(shop.root()), &shop.kiosk().settings().smdp_address, shop.https()).await.expect("TLS")
        });
        Self::at(shop, door, runtime, seed)
    }

    fn at(shop: Shop, door: Door, runtime: Runtime, seed: u64) -> Self {
        log::listen();
        let threads = [thread(seed), log::here()];
        let refused = move || log::last(threads.each_ref().map(String::as_str)).map(|refusal| short(&refusal));
        // An order from the counter is held longer than any run takes.
        let phone = |name| Buyer { matching_id: shop.issue(CLASS).matching_id, ..Buyer::new(&shop, "visitor", name) };
        let (buyer, other) = (phone("liar"), phone("other"));
        let offer = other.offered(&shop).expect("its own");
        let counter = Counter::new(runtime, door, refused);
        Self { shop, dice: Dice::new(seed), buyer, victim: (other, offer), since: Instant::now(), counter }
    }

    /// Asks something changed, and counts what refused it.
    pub(crate) fn ask_spoiled(&mut self, function: Function, body: Vec<u8>) -> Answer {
        let answer = self.counter.ask_spoiled(function, body);
        if self.since.elapsed() > FRESH {
            self.since = Instant::now();
            self.victim.1 = self.victim.0.offered(&self.shop).expect("its own");
        }
        answer
    }

    /// A session of this phone.
    pub(crate) fn begun(&mut self) -> InitiateAuthenticationOk {
        self.counter.begun(&self.buyer)
    }

    /// A session of this phone at its offer, for the order that `matching_id` names.
    pub(crate) fn offered(&mut self, matching_id: &str) -> AuthenticateClientOk {
        self.offered_to(&self.buyer.clone(), matching_id)
    }

    /// The same of another one.
    pub(crate) fn offered_to(&mut self, buyer: &Buyer, matching_id: &str) -> AuthenticateClientOk {
        self.counter.offered(&Buyer { matching_id: matching_id.to_owned(), ..buyer.clone() })
    }

    /// A package for this phone.
    pub(crate) fn package(&mut self, offer: &AuthenticateClientOk) -> GetBoundProfilePackageOk {
        match self.counter.asked(&self.buyer.prepare(offer)) {
            Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Ok(ok)) => ok,
            other => panic!("no package: {other:?}"),
        }
    }

    /// Whether the kiosk serves, and so looks after its orders.
    pub(crate) const fn serves(&self) -> bool {
        self.counter.is_tls()
    }

    /// The other phone's session.
    pub(crate) const fn victim(&self) -> &(Buyer, AuthenticateClientOk) {
        &self.victim
    }

    /// The other phone goes on as if nothing had been, and each of these checks has refused its share.
    pub(crate) fn close(mut self, checks: &[&str]) {
        let (buyer, offer) = self.victim.clone();
        let package = match self.counter.asked(&buyer.prepare(&offer)) {
            Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Ok(ok)) => ok,
            other => panic!("the other phone's session is gone: {other:?}"),
        };
        assert!(buyer.open(&offer, &package).is_some_and(|profile| !profile.is_empty()), "another's package");
        let before = self.shop.count(NumberState::Distributed);
        let told = self.counter.asked(&notification(buyer.result(&offer), &buyer.key));
        assert_eq!(told, Response::NotificationAccepted);
        assert_eq!(self.shop.count(NumberState::Distributed), before + 1);
        self.counter.held(checks);
    }
}

/// Its threads have a name that no other test's have.
pub(crate) fn runtime(seed: u64) -> Runtime {
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
