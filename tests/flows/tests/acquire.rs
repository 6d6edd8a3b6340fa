//! The main flow: a card with no network.

use app::{
    Wish,
    sim::{self, Authentication},
};
use landfall_flows::{Phone, Shop, Stock};
use model::{NumberState, SecretBytes, ServiceSelection};
use uicc::aka::Aka;

fn wish(class: &str) -> Wish {
    Wish { class_id: class.to_owned(), user_id: "traveller".to_owned(), voucher: None }
}

// R: A2, A3, A4, A6, A7, A10, A11, E1, E5, E8
#[tokio::test(flavor = "multi_thread")]
async fn a_traveller_gets_a_card_without_a_network() {
    let shop = Shop::open(&Stock::new("visitor", "free", 3)).await;
    let phone = Phone::new("phone one", shop.root());
    let before = phone.landfall().vault().expect("the owner").commits();

    let mut visit = phone.visit(shop.address()).await.expect("the kiosk proves itself");
    let offers = visit.offers(&ServiceSelection::default()).await.expect("there are offers");
    assert_eq!(offers.offers[0].class_id, "visitor");
    let acquired = visit.acquire(&wish("visitor")).await.expect("a card");
    visit.leave().await;
    assert!(acquired.reported);
    assert!(phone.landfall().vault().expect("the owner").commits() - before <= 4, "at most four durable commits");

    let states: Vec<NumberState> = landfall_kiosk::stock::list::numbers(shop.kiosk().store(), None, None, None, 10)
        .expect("reads")
        .iter()
        .map(|number| number.state)
        .collect();
    assert_eq!(states.iter().filter(|s| **s == NumberState::Distributed).count(), 1);
    assert_eq!(states.iter().filter(|s| **s == NumberState::Available).count(), 2);

    let cards = phone.landfall().cards().expect("reads");
    assert_eq!(cards.len(), 1);
    assert_eq!((cards[0].iccid, cards[0].enabled, cards[0].waiting_notifications), (acquired.iccid, false, 0));
    assert!(cards[0].fresh, "its user has not been told");

    let pin = SecretBytes::from(*b"2580");
    phone.landfall().set_first_pin(&acquired.iccid, &pin).expect("the first PIN");
    assert!(phone.landfall().acquisitions().expect("reads").is_empty(), "it ends with its PIN");
    let mut card = phone.landfall().sim(&acquired.iccid).expect("enabled");
    assert_eq!(sim::read_iccid(&mut card).expect("reads"), acquired.iccid);
    sim::select_usim(&mut card).expect("a USIM");

    let algorithm = model::Algorithm::Milenage { opc: [0xC3; 16].into() };
    let centre = Aka::new(&algorithm, &[0x5A; 16].into()).expect("keys");
    let vector = centre.vector(&[7; 16], 32, &[0x80, 0]).expect("MILENAGE");
    assert!(sim::authenticate(&mut card, &[7; 16], &vector.autn).is_err(), "not before the PIN");
    sim::verify_pin(&mut card, &pin).expect("the right PIN");
    match sim::authenticate(&mut card, &[7; 16], &vector.autn).expect("answers") {
        Authentication::Success { res } => assert_eq!(res.expose(), &vector.xres[..]),
        other => panic!("{other:?}"),
    }
    match sim::authenticate(&mut card, &[7; 16], &vector.autn).expect("answers") {
        Authentication::Resynchronise { auts } => {
            assert!(centre.resynchronise(&[7; 16], &auts).is_some());
        }
        other => panic!("replayed: {other:?}"),
    }
}
