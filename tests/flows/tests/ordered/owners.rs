//! Two operators at one kiosk.

use crate::nord::{CLASS, NORD, Operator, closed, confirmed, iccids, ordered, refused, state};
use landfall_flows::{Shop, here, now};
use landfall_kiosk::{
    Unlock, checks,
    operator::{self, Whose, client::ClientRequest},
    orders::Client,
    trust,
};
use model::without;
use rsp::{
    es2::{FinalProfileStatus, ReleaseProfileRequest},
    json::RequestHeader,
};
use std::path::Path;
use web::{
    client::HttpError,
    orderer::{AskError, Orderer},
};

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

// R: E7
#[tokio::test]
async fn whose_certificate_is_taken_back_or_not_known_is_shut_out() {
    let (mut shop, nord, sued) = open().await;
    let stranger = Operator::certified(&mut shop, "Ost", "2.999.12");
    assert!(shut_out(&stranger.orderer(&shop).call(&stranger.any_of(CLASS)).await));
    // A connection from before is worth nothing either.
    let mut orderer = nord.orderer(&shop);
    let iccid = ordered(&mut orderer, &nord.any_of(CLASS)).await;
    let list = shop.operator_mut().revoke(Some(Whose::Client(NORD)), 30, now()).expect("signs");
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
    assert!(shut_out(&nord.orderer(&shop).call(&nord.confirm(iccid)).await));
    assert_eq!(shop.books(), before);
    assert_eq!(refused(&mut sued.orderer(&shop), &sued.any_of(CLASS)).await, "8.2.5/1.2", "the other is served");
    shop.stop().await;
}

/// Whether a connection is given up before anything is asked.
fn shut_out(result: &Result<Vec<u8>, AskError>) -> bool {
    match result {
        Err(AskError::Http(HttpError::Lost(_) | HttpError::Handshake { .. } | HttpError::Unreachable { .. })) => true,
        Ok(_) | Err(AskError::Refused(_) | AskError::Http(HttpError::Status(403))) => false,
        Err(error) => panic!("{error}"),
    }
}

/// A root that is installed for one operator makes no other operator of anybody.
// R: E7
#[test]
fn a_root_of_its_own_speaks_for_its_own_operator_alone() {
    let mut shop = closed(3);
    let nord = Operator::certified(&mut shop, NORD, "2.999.10");
    let place = shop.place().join("west");
    let mut west = operator::Operator::init(&place, "West", "89999", &Unlock::KeyFile, now()).expect("an operator");
    let (_, root) = trust::add_client_root(&shop.data(), &place.join("root.der")).expect("a root");
    let mut files = |name: &str, requester: &str| {
        let request = ClientRequest { name: name.to_owned(), requester: requester.to_owned(), host: None, days: 30 };
        let folder = shop.place().join(format!("west-{name}"));
        west.client(&request, now()).expect("signs").write(&folder).expect("writes");
        // It trusts the kiosk's root, whatever its own is.
        let ca = std::fs::read(nord.folder.join("ca.pem")).expect("reads");
        std::fs::write(folder.join("ca.pem"), ca).expect("writes");
        folder
    };
    let (own, forged) = (files("West", "2.999.13"), files(NORD, "2.999.10"));
    let west = Client { requester: "2.999.13".to_owned(), root: Some(root), ..nord.named("West", None) };
    let clients = [nord.named(NORD, None), west];
    shop.set(|settings| settings.clients.extend(clients));
    let mut call_by = |folder: &Path, requester: &str| {
        here(async {
            shop.start().await;
            let address = shop.kiosk().settings().smdp_address.clone();
            let mut orderer = Orderer::open(folder, &address, Some(shop.es2().to_string())).expect("files");
            let mut call = nord.any_of(CLASS);
            call.header.function_requester_identifier = requester.to_owned();
            let answer = orderer.call(&call).await;
            shop.stop().await;
            answer
        })
    };
    match call_by(&own, "2.999.13") {
        Err(AskError::Refused(data)) => assert_eq!((&*data.subject_code, &*data.reason_code), ("8.2.5", "1.2")),
        other => panic!("it is let in, and the product is Nord's: {:?}", other.map(String::from_utf8)),
    }
    assert!(shut_out(&call_by(&forged, "2.999.10")));
    let attack = without(&[checks::CLIENT_ROOT], || call_by(&forged, "2.999.10"));
    assert!(!shut_out(&attack), "the attack works, as far as this thread goes");
    assert!(call_by(&nord.folder, "2.999.10").is_ok());
}
