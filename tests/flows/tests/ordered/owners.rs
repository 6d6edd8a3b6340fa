//! Two operators at one kiosk.

use crate::nord::{CLASS, NORD, Operator, closed, confirmed, iccids, ordered, refused, state};
use landfall_flows::{Shop, Stock};
use landfall_kiosk::{
    Unlock,
    operator::{self, Whose, client::ClientRequest},
    orders::ask::{AskError, Orderer},
    trust,
};
use rsp::{
    es2::{FinalProfileStatus, ReleaseProfileRequest},
    json::RequestHeader,
};
use web::client::HttpError;

/// Nord and Sued may order, each its own.
async fn open() -> (Shop, Operator, Operator) {
    let mut shop = closed(3);
    let nord = Operator::certified(&mut shop, NORD, "2.999.10");
    let sued = Operator::certified(&mut shop, "Sued", "2.999.11");
    let clients = [nord.named(NORD, None), sued.named("Sued", None)];
    shop.set(|settings| settings.clients.extend(clients));
    shop.start().await;
    (shop, nord, sued)
}

// R: E7 A7
#[tokio::test]
async fn no_operator_touches_anothers_stock_or_orders() {
    let (mut shop, nord, sued) = open().await;
    let (mut own, mut other) = (nord.orderer(&shop), sued.orderer(&shop));
    let iccid = ordered(&mut own, &nord.any_of(CLASS)).await;
    let before = shop.books();
    assert_eq!(refused(&mut other, &sued.any_of(CLASS)).await, "8.2.5/1.2");
    let free = iccids(&shop).into_iter().find(|free| *free != iccid).expect("three");
    assert_eq!(refused(&mut other, &sued.download(free, None)).await, "8.2.1/1.2");
    assert_eq!(refused(&mut other, &sued.confirm(iccid)).await, "8.2.1/1.2");
    assert_eq!(refused(&mut other, &sued.release(iccid)).await, "8.2.1/1.2");
    for becomes in [FinalProfileStatus::Available, FinalProfileStatus::Unavailable] {
        assert_eq!(refused(&mut other, &sued.cancel(iccid, becomes)).await, "8.2.1/1.2");
    }
    // Nor under the other's name: who calls is known by the certificate.
    assert_eq!(refused(&mut other, &nord.confirm(iccid)).await, "1.1/1.2");
    let header = RequestHeader { function_requester_identifier: String::new(), ..nord.header() };
    let nameless = ReleaseProfileRequest { header, ..nord.release(iccid) };
    assert_eq!(refused(&mut other, &nameless).await, "1.1/1.2");
    assert_eq!(shop.books(), before);
    confirmed(&mut own, &nord.confirm(iccid)).await;
    assert_eq!(state(&shop), "released");
    shop.stop().await;
}

/// An answer is kept for who called: the same words by another get nothing of it.
// R: E7
#[tokio::test]
async fn no_operator_gets_anothers_answer() {
    let (mut shop, nord, sued) = open().await;
    let call = nord.any_of(CLASS);
    ordered(&mut nord.orderer(&shop), &call).await;
    let mut same = call;
    same.header.function_requester_identifier = sued.requester.to_owned();
    assert_eq!(refused(&mut sued.orderer(&shop), &same).await, "8.2.5/1.2");
    shop.stop().await;
}

fn is_shut_out(result: Result<Vec<u8>, AskError>) {
    match result {
        Err(AskError::Http(HttpError::Lost(_) | HttpError::Handshake { .. } | HttpError::Unreachable { .. })) => {}
        other => panic!("{:?}", other.map(String::from_utf8)),
    }
}

// R: E7
#[tokio::test]
async fn whose_certificate_is_taken_back_or_not_known_is_shut_out() {
    let (mut shop, nord, sued) = open().await;
    let stranger = Operator::certified(&mut shop, "Ost", "2.999.12");
    is_shut_out(stranger.orderer(&shop).call(&stranger.any_of(CLASS)).await);
    // A connection from before is worth nothing either.
    let mut orderer = nord.orderer(&shop);
    let iccid = ordered(&mut orderer, &nord.any_of(CLASS)).await;
    let list = shop.operator_mut().revoke(Some(Whose::Client(NORD)), 30, landfall_flows::now()).expect("signs");
    assert_eq!(list.revoked, 1);
    let file = shop.place().join("operator.crl");
    std::fs::write(&file, &list.der).expect("writes");
    trust::add_crl(&shop.data(), &file, shop.kiosk().identity()).expect("its operator's");
    shop.kiosk().reload_trust().expect("reads");
    let before = shop.books();
    match orderer.call(&nord.confirm(iccid)).await {
        Err(AskError::Http(HttpError::Status(403))) => {}
        other => panic!("{:?}", other.map(String::from_utf8)),
    }
    is_shut_out(nord.orderer(&shop).call(&nord.confirm(iccid)).await);
    assert_eq!(shop.books(), before);
    assert_eq!(refused(&mut sued.orderer(&shop), &sued.any_of(CLASS)).await, "8.2.5/1.2", "the other is served");
    shop.stop().await;
}

/// A root that is installed for one operator makes no other operator of anybody.
// R: E7
#[tokio::test]
async fn a_root_of_its_own_speaks_for_its_own_operator_alone() {
    let mut shop = closed(3);
    shop.import(&Stock { first: 700, ..Stock::new("other", "attendant", 2) }).expect("good stock");
    let nord = Operator::certified(&mut shop, NORD, "2.999.10");
    let place = shop.place().join("west");
    let mut west = operator::Operator::init(&place, "West", "89999", &Unlock::KeyFile, landfall_flows::now())
        .expect("an operator");
    let (_, root) = trust::add_client_root(&shop.data(), &place.join("root.der")).expect("a root");
    let mut files = |name: &str, requester: &str| {
        let request = ClientRequest { name: name.to_owned(), requester: requester.to_owned(), host: None, days: 30 };
        let folder = shop.place().join(format!("west-{name}"));
        let files = west.client(&request, landfall_flows::now()).expect("signs");
        files.write(&folder).expect("writes");
        // It trusts the kiosk's root, whatever its own is.
        std::fs::write(folder.join("ca.pem"), shop.root()).expect("writes");
        folder
    };
    let (own, forged) = (files("West", "2.999.13"), files(NORD, "2.999.10"));
    let mut client = nord.named("West", None);
    (client.requester, client.root) = ("2.999.13".to_owned(), Some(root));
    let clients = [nord.named(NORD, None), client];
    shop.set(|settings| settings.clients.extend(clients));
    shop.start().await;
    let address = shop.kiosk().settings().smdp_address.clone();
    let orderer = |folder| Orderer::open(folder, &address, Some(shop.es2().to_string())).expect("files");
    let mut call = nord.any_of(CLASS);
    is_shut_out(orderer(&forged).call(&call).await);
    call.header.function_requester_identifier = "2.999.13".to_owned();
    assert_eq!(refused(&mut orderer(&own), &call).await, "8.2.5/1.2", "it is let in, and the product is Nord's");
    ordered(&mut nord.orderer(&shop), &nord.any_of(CLASS)).await;
    shop.stop().await;
}
