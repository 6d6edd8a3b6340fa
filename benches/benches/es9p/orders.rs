//! What a session costs when many orders wait.

use landfall_benches::measure;
use landfall_flows::{Shop, Stock, buyer::Buyer, raw::Door};
use nearfield::sim::Dice;
use rsp::es9::{InitiateAuthenticationResponse, Request, Response};
use std::time::Duration;
use tokio::runtime::Runtime;

const FEW: u32 = 10;
const MANY: u32 = 10_000;
/// So many sessions one after the other: a server's threads and caches are as they are when it works, not as another left them a moment ago.
const SESSIONS: u32 = 25;
const TURNS: usize = 40;
/// Where its threads come to lie moves a server's pace more than its orders do: so many of each are opened.
const PAIRS: usize = 5;
const CLASS: &str = "counter";

/// The rate with many by the rate with few.
pub(crate) fn scale() -> f64 {
    measure::median(std::iter::repeat_with(pair).take(PAIRS).collect())
}

/// The same of two servers: in turns, so that both see the same machine, and each as often first.
fn pair() -> f64 {
    let (mut few, mut many) = (Desk::open(FEW), Desk::open(MANY));
    let mut turn = 0;
    let (few, many) = measure::turns(TURNS, || {
        turn += 1;
        if turn % 2 == 0 {
            (few.sessions(), many.sessions())
        } else {
            let many = many.sessions();
            (few.sessions(), many)
        }
    });
    few / many
}

/// A server, its waiting orders, and a phone that looks at one after the other.
struct Desk {
    _shop: Shop,
    door: Door,
    runtime: Runtime,
    buyer: Buyer,
    orders: Vec<String>,
    dice: Dice,
}

impl Desk {
    fn open(count: u32) -> Self {
        let shop = Shop::closed(&Stock { first: 500_000, ..Stock::new("visitor", "free", 1) });
        shop.import(&Stock::new(CLASS, "attendant", count)).expect("good stock");
        let orders = (0..count).map(|_| shop.issue(CLASS).matching_id).collect();
        let buyer = Buyer::new(&shop, "visitor", "phone");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let door = Door::routes(shop.routes());
        Self { _shop: shop, door, runtime: runtime.expect("threads"), buyer, orders, dice: Dice::new(1) }
    }

    fn sessions(&mut self) -> Duration {
        measure::time(|| (0..SESSIONS).for_each(|_| self.session()))
    }

    /// Up to the offer.
    fn session(&mut self) {
        let at = self.dice.below(self.orders.len() as u64) as usize;
        self.buyer.matching_id.clone_from(&self.orders[at]);
        let Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(ok)) =
            self.asked(&self.buyer.initiate())
        else {
            panic!("no session")
        };
        let answer = self.asked(&self.buyer.authenticate(&ok));
        assert!(answer.refusal().is_none(), "{answer:?}");
    }

    fn asked(&mut self, der: &[u8]) -> Response {
        let request = Request::decode(der).expect("own encoding");
        let (status, body) = self.runtime.block_on(self.door.ask(request.function(), request.to_json()));
        assert_eq!(status, 200);
        Response::from_json(request.function(), &body).expect("an answer")
    }
}
