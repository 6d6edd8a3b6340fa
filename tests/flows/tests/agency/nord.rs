//! An operator with an SM-DP+, which is a kiosk's, and what it sells by its agency.

use landfall_cloud::agency::{AgencySettings, ProductSettings};
use landfall_flows::{Shop, Stock};
use landfall_kiosk::{
    operator::client::ClientRequest,
    orders::{Client, list},
};
use model::NumberState;
use std::net::{SocketAddr, TcpListener};

/// How the SM-DP+ calls what is sold.
const CLASS: &str = "counter";
const NORD: &str = "Nord";
/// The agency's id.
pub(crate) const AGENCY: &str = "nord";
/// Its product.
pub(crate) const PRODUCT: &str = "month";

/// A shop that serves, with so many of Nord's cards; and where Nord is told of downloads.
pub(crate) async fn open(cards: u32) -> (Shop, SocketAddr) {
    let mut shop = Shop::closed(&Stock { first: 500, ..Stock::new("visitor", "free", 20) });
    shop.import(&Stock::new(CLASS, "attendant", cards)).expect("good stock");
    let (name, requester) = (NORD.to_owned(), "2.999.10".to_owned());
    let request = ClientRequest {
        name: name.clone(),
        requester: requester.clone(),
        host: Some("localhost".to_owned()),
        days: 30,
    };
    let folder = shop.place().join(NORD);
    let files = shop.operator_mut().client(&request, landfall_flows::now()).expect("signs");
    files.write(&folder).expect("writes");
    // Known before anybody listens there.
    let office = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port");
    let notify = Some(format!("https://localhost:{}", office.port()));
    shop.set(|settings| settings.clients.push(Client { requester, operator: name, root: None, notify }));
    shop.start().await;
    (shop, office)
}

/// The agency as its operator sets it.
pub(crate) fn settings(shop: &Shop, office: SocketAddr) -> AgencySettings {
    let text = |text: &str| text.to_owned();
    let product = ProductSettings {
        id: text(PRODUCT),
        name: text("A month abroad"),
        price: text("10.00 EUR, on the bill"),
        validity: text("30 days"),
        terms: text("Fair use: 10 GB."),
        profile_type: Some(text(CLASS)),
    };
    AgencySettings {
        name: text("Nord Mobile"),
        server: shop.kiosk().settings().smdp_address.clone(),
        via: Some(shop.es2().to_string()),
        files: shop.place().join(NORD),
        listen: Some(office),
        products: vec![product],
    }
}

/// Where each of Nord's orders stands at the SM-DP+, the latest first.
pub(crate) fn orders(shop: &Shop) -> Vec<String> {
    let orders = list::orders(shop.kiosk().store(), 1_000).expect("reads").orders;
    orders.into_iter().map(|order| order.state).collect()
}

/// How many of Nord's cards are in this state at the SM-DP+.
pub(crate) fn count(shop: &Shop, state: NumberState) -> usize {
    let all = landfall_kiosk::stock::list::numbers(shop.kiosk().store(), Some(CLASS), Some(state), None, 1_000);
    all.expect("reads").len()
}
