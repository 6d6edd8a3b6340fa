//! From an operator's order to the card on a phone, over TLS at every step.

use crate::{
    nord::{self, CLASS, NORD, Operator, activation, closed, code, confirmed, count, ordered, state},
    office::Office,
};
use landfall_flows::{Online, Phone, User, now};
use model::NumberState;
use rsp::es2::ConfirmOrderRequest;

// R: E7 A7
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_becomes_a_card_and_its_operator_hears_of_each_step() {
    let mut office = Office::closed().await;
    let mut shop = closed(3);
    let operator = Operator::certified(&mut shop, NORD, "2.999.10");
    let client = operator.named(NORD, Some(office.url()));
    shop.set(|settings| settings.clients.push(client));
    shop.start().await;
    office.open(&operator, &shop).await;
    let mut orderer = operator.orderer(&shop);
    assert_eq!(orderer.requester(), "2.999.10");

    let iccid = ordered(&mut orderer, &operator.any_of(CLASS)).await;
    assert_eq!(state(&shop), "allocated");
    assert_eq!(count(&shop, NumberState::Reserved), 1);
    let request =
        ConfirmOrderRequest { confirmation_code: code("4711"), release_flag: false, ..operator.confirm(iccid) };
    let answer = confirmed(&mut orderer, &request).await;
    assert_eq!(state(&shop), "confirmed");
    orderer.call(&operator.release(iccid)).await.expect("confirmed");
    assert_eq!(state(&shop), "released");

    let phone = Phone::new("phone", shop.root()).certified(&shop, now());
    let mut user = User::typing(["4711"]);
    let (code, mut online) = (activation(&answer, true), Online::new(&phone, &shop));
    let card = phone.landfall().fetch(&code, &mut online, &mut user, &app::Events::new()).await.expect("a card");
    assert_eq!(card.iccid, iccid);
    assert_eq!(state(&shop), "installed");
    let eid = phone.landfall().euiccs().expect("reads")[0];
    let view = nord::orders(&shop).remove(0);
    assert_eq!((view.eid, view.iccid.as_str()), (Some(eid), iccid.to_string().as_str()));
    assert_eq!(view.matching_id, answer.matching_id);

    assert_eq!(office.points(3).await, [(1, true), (3, true), (4, true)]);
    for told in office.told(3).await {
        assert_eq!(told.iccid.0, iccid);
        assert_eq!(told.eid.as_ref().and_then(rsp::json::EidText::eid), Some(eid));
        assert_eq!(told.profile_type, CLASS);
        assert_eq!(told.result_data.is_some(), told.notification_point_id == 4, "what the card signed");
        assert!(told.header.function_requester_identifier.starts_with("2.999."));
    }
    assert_eq!(office.by(), ["gate-7"; 3], "by the kiosk's own certificate");
    shop.stop().await;
}
