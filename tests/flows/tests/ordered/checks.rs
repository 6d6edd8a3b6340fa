//! Each row of docs/rsp-errors.md for ES2+, through TLS, routes and the stock.

use crate::nord::{CLASS, Operator, code, confirmed, count, iccids, open, ordered, refused};
use landfall_flows::Shop;
use model::{Eid, Iccid, NumberState};
use rsp::{
    es2::{CancelOrderRequest, ConfirmOrderRequest, DownloadOrderRequest, FinalProfileStatus},
    json::{EidText, IccidText},
};
use web::orderer::Orderer;

fn eid(last: u8) -> Eid {
    Eid::with_check_digits(&format!("8904903200123451234512345678{last:02}")).expect("30 digits")
}

/// 32 digits that are no eUICC's.
fn no_eid() -> EidText {
    EidText::try_from("89049032123451234512345678901236".to_owned()).expect("32 digits")
}

fn no_iccid() -> Iccid {
    Iccid::with_check_digit("890010100000000001").expect("18 digits")
}

async fn scene() -> (Shop, Operator, Orderer, Vec<Iccid>) {
    let (shop, nord) = open(6).await;
    let orderer = nord.orderer(&shop);
    let iccids = iccids(&shop);
    (shop, nord, orderer, iccids)
}

// R: E7
#[tokio::test]
async fn every_check_of_download_order() {
    let (mut shop, nord, mut orderer, iccids) = scene().await;
    let linked = nord.download(iccids[1], Some(eid(1)));
    ordered(&mut orderer, &linked).await;
    let nothing = DownloadOrderRequest { profile_type: None, ..nord.any_of(CLASS) };
    let both =
        |class: &str| DownloadOrderRequest { profile_type: Some(class.to_owned()), ..nord.download(iccids[0], None) };
    let wrong = DownloadOrderRequest { eid: Some(no_eid()), ..nord.any_of(CLASS) };
    let before = shop.books();
    for (what, request, pair) in [
        ("neither ICCID nor type", nothing, "8.2.1/2.3"),
        ("an ICCID that is not known", nord.download(no_iccid(), None), "8.2.1/3.9"),
        ("a type that is not known", nord.any_of("moon-week"), "8.2.5/3.9"),
        ("another type than the ICCID's", both("visitor"), "8.2.5/3.8"),
        ("an EID that can't be", wrong, "8.1.1/3.9"),
        ("one that is ordered", nord.download(iccids[1], None), "8.2.1/3.3"),
        ("one that is ordered for another card", nord.download(iccids[1], Some(eid(2))), "8.2.1/3.3"),
    ] {
        assert_eq!(refused(&mut orderer, &request).await, pair, "{what}");
    }
    let again = nord.download(iccids[1], Some(eid(1)));
    assert_eq!(ordered(&mut orderer, &again).await, iccids[1], "linked to the same card already");
    assert_eq!(shop.books(), before);
    ordered(&mut orderer, &both(CLASS)).await;
    for _ in 2..iccids.len() {
        ordered(&mut orderer, &nord.any_of(CLASS)).await;
    }
    assert_eq!(refused(&mut orderer, &nord.any_of(CLASS)).await, "8.2.5/3.7", "none is left");
    shop.stop().await;
}

// R: E7
#[tokio::test]
async fn every_check_of_confirm_order() {
    let (mut shop, nord, mut orderer, iccids) = scene().await;
    let (plain, linked, taken, free) = (iccids[0], iccids[1], iccids[2], iccids[3]);
    for request in [nord.download(plain, None), nord.download(linked, Some(eid(1))), nord.download(taken, None)] {
        ordered(&mut orderer, &request).await;
    }
    let named = |iccid, name: &str| ConfirmOrderRequest { matching_id: Some(name.to_owned()), ..nord.confirm(iccid) };
    confirmed(&mut orderer, &named(taken, "TAKEN-1")).await;
    let for_card = |iccid, eid| ConfirmOrderRequest { eid: Some(eid), ..nord.confirm(iccid) };
    let ds = |request| ConfirmOrderRequest { smds_address: Some("smds.example".to_owned()), ..request };
    let before = shop.books();
    for (what, request, pair) in [
        ("an ICCID that is not known", nord.confirm(no_iccid()), "8.2.1/3.9"),
        ("one that was not ordered", nord.confirm(free), "8.2.1/3.5"),
        ("one that is confirmed", nord.confirm(taken), "8.2.1/3.5"),
        ("another card", for_card(linked, eid(2).into()), "8.1.1/3.10"),
        ("a card that can't be", for_card(plain, no_eid()), "8.1.1/3.9"),
        ("no name and no card", named(plain, ""), "8.1.1/2.2"),
        ("an SM-DS and no card", ds(nord.confirm(plain)), "8.1.1/2.2"),
        ("an SM-DS and no name", ds(named(linked, "")), "8.2.6/2.2"),
        ("a name with a dollar sign", named(plain, "A$B"), "8.2.6/2.1"),
        ("a name that is too long", named(plain, &"A".repeat(129)), "8.2.6/2.1"),
        ("a name that is taken", named(plain, "TAKEN-1"), "8.2.6/3.3"),
        ("an SM-DS that can't be reached", ds(named(linked, "A-1")), "8.9/5.1"),
    ] {
        assert_eq!(refused(&mut orderer, &request).await, pair, "{what}");
    }
    // A name that a sale at the counter has is taken, too.
    let sold = shop.issue(CLASS).matching_id;
    assert_eq!(refused(&mut orderer, &named(plain, &sold)).await, "8.2.6/3.3");
    let same = confirmed(&mut orderer, &named(taken, "TAKEN-1")).await;
    assert_eq!(same.matching_id.as_deref(), Some("TAKEN-1"), "in the same words it is confirmed already");
    let with_code = ConfirmOrderRequest { confirmation_code: code("4711"), ..named(plain, "CODE-1") };
    confirmed(&mut orderer, &with_code).await;
    let other_code = ConfirmOrderRequest { confirmation_code: code("4712"), ..named(plain, "CODE-1") };
    assert_eq!(refused(&mut orderer, &other_code).await, "8.2.1/3.5");
    let same = ConfirmOrderRequest { header: nord.header(), ..with_code };
    confirmed(&mut orderer, &same).await;
    assert!(shop.books().len() > before.len());
    shop.stop().await;
}

// R: E7
#[tokio::test]
async fn every_check_of_cancel_order() {
    use FinalProfileStatus::Available;
    let (mut shop, nord, mut orderer, iccids) = scene().await;
    let (linked, free) = (iccids[0], iccids[1]);
    ordered(&mut orderer, &nord.download(linked, Some(eid(1)))).await;
    let request = ConfirmOrderRequest { matching_id: Some("NAME-1".to_owned()), ..nord.confirm(linked) };
    confirmed(&mut orderer, &request).await;
    let whole = |eid: u8, name: &str| CancelOrderRequest {
        eid: Some(self::eid(eid).into()),
        matching_id: Some(name.to_owned()),
        ..nord.cancel(linked, Available)
    };
    let before = shop.books();
    for (what, request, pair) in [
        ("no ICCID", CancelOrderRequest { iccid: None, ..nord.cancel(linked, Available) }, "8.2.1/2.2"),
        (
            "nothing of what it becomes",
            CancelOrderRequest { final_profile_status_indicator: None, ..nord.cancel(linked, Available) },
            "8.2.1/2.2",
        ),
        ("an ICCID that is not known", nord.cancel(no_iccid(), Available), "8.2.1/3.9"),
        ("one that was not ordered", nord.cancel(free, Available), "8.2.1/3.5"),
        ("no card", nord.cancel(linked, Available), "8.1.1/2.2"),
        ("another card", whole(2, "NAME-1"), "8.2.1/3.10"),
        ("another name", whole(1, "NAME-2"), "8.2.6/3.10"),
    ] {
        assert_eq!(refused(&mut orderer, &request).await, pair, "{what}");
    }
    assert_eq!(shop.books(), before);
    orderer.call(&whole(1, "NAME-1")).await.expect("as it was ordered");
    assert_eq!(count(&shop, NumberState::Reserved), 0);
    shop.stop().await;
}

// R: E7
#[tokio::test]
async fn every_check_of_release_profile() {
    let (mut shop, nord, mut orderer, iccids) = scene().await;
    let (confirmed_one, allocated, free) = (iccids[0], iccids[1], iccids[2]);
    ordered(&mut orderer, &nord.download(confirmed_one, None)).await;
    ordered(&mut orderer, &nord.download(allocated, None)).await;
    let held = ConfirmOrderRequest { release_flag: false, ..nord.confirm(confirmed_one) };
    confirmed(&mut orderer, &held).await;
    let before = shop.books();
    for (what, iccid, pair) in [
        ("an ICCID that is not known", no_iccid(), "8.2.1/3.9"),
        ("one that was not ordered", free, "8.2.1/3.5"),
        ("one that is not confirmed", allocated, "8.2.1/3.5"),
    ] {
        assert_eq!(refused(&mut orderer, &nord.release(iccid)).await, pair, "{what}");
    }
    assert_eq!(shop.books(), before);
    for _ in 0..2 {
        orderer.call(&nord.release(confirmed_one)).await.expect("confirmed, and released then");
    }
    let padded = IccidText(confirmed_one);
    assert_eq!(nord.release(confirmed_one).iccid, padded);
    shop.stop().await;
}
