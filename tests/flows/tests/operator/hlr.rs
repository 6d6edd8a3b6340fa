//! The whole way with a real osmo-hlr: sold at a kiosk, reported, served, shown by its phone, wiped by its owner, barred.

use crate::{
    cloud::{Cloud, report, subscription},
    people::{Owner, PIN, buy, of},
};
use app::sim::{self, Authentication};
use landfall_cloud::subscribers::OsmoHlr;
use landfall_flows::{Phone, Shop, Stock};
use landfall_hlr::{Hlr, Msc, Vector};
use model::{Iccid, NumberState, SecretBytes};
use std::sync::Arc;

/// Whether the phone's card lets the network in, and the network the card, by this vector.
fn attaches(phone: &Phone, card: &Iccid, vector: &Vector) -> bool {
    let mut sim = phone.landfall().sim(card).expect("enabled");
    sim::select_usim(&mut sim).expect("a USIM");
    sim::verify_pin(&mut sim, &SecretBytes::from(*PIN)).expect("the right PIN");
    let rand = vector.rand.as_slice().try_into().expect("16 bytes");
    let autn = vector.autn.as_slice().try_into().expect("16 bytes");
    match sim::authenticate(&mut sim, rand, autn).expect("answers") {
        Authentication::Success { res } => res.expose() == vector.res,
        other => panic!("{other:?}"),
    }
}

// R: A8 A11 A12 F4
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_from_the_kiosk_is_in_use_by_osmo_hlrs_vectors_until_its_owner_wipes_the_phone() {
    let Some(hlr) = Hlr::run() else { return };
    let stock = Stock::new("visitor", "free", 3);
    let shop = Shop::open(&stock).await;
    let cloud = Cloud::open(Arc::new(OsmoHlr::new(hlr.vty()))).await;
    cloud.import(&stock).await;
    cloud.knows(&shop).await;
    let mut msc = Msc::connect(hlr.gsup());
    let owner = Owner::new(&cloud, &shop, "ann@example.test").await;
    let imsi = subscription(&stock, 0).imsi;

    // Sold where there is no network; then the kiosk has one.
    let card = buy(&owner.phone, &shop).await;
    cloud.works().await;
    assert!(msc.vectors(imsi.as_str(), None).is_err(), "nobody has told the operator");
    let told = report(&shop).await.expect("told");
    assert_eq!(told.accepted, 1);
    cloud.works().await;
    let vectors = msc.vectors(imsi.as_str(), None).expect("vectors");
    assert!(attaches(&owner.phone, &card, &vectors[0]), "the card authenticates by what osmo-hlr makes");
    assert_eq!(cloud.looks().await, 1);
    assert_eq!(report(&shop).await.expect("told").news, 1);
    assert_eq!(shop.count(NumberState::InUse), 1, "the kiosk hears of it");

    // The phone becomes a device of its owner's account, and shows what it holds.
    owner.enrol(&cloud).await;
    assert_eq!(owner.sync(&cloud).await.shown.taken, [card]);
    let again = msc.vectors(imsi.as_str(), None).expect("vectors");
    assert!(attaches(&owner.phone, &card, &again[0]), "showing it moved nothing in the card");

    // It is lost.
    owner.wipe(&cloud).await;
    cloud.works().await;
    assert!(msc.vectors(imsi.as_str(), None).is_err(), "osmo-hlr makes no vectors any more");
    assert_eq!(cloud.state(&card).await, NumberState::Suspended);
    assert!(of(&owner.phone).contact(cloud.port()).await.expect("it answers").erased, "and the phone obeys");
    assert_eq!(report(&shop).await.expect("told").news, 1);
    assert_eq!(shop.count(NumberState::Suspended), 1);
}
