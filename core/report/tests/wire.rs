//! What travels, as text: nobody changes it unseen.

use account::wire::Bytes;
use landfall_report::{Answer, Call, Chain, Event, KioskId, LateResult, News, Renewal, Taken, What};
use model::NumberState;

// R: A8
#[test]
fn what_travels_is_written_so() {
    let kiosk = KioskId::of(&[4; 65]);
    let iccid = "8999901000000000001".parse().expect("an ICCID");
    let sold = What::Sold { price: "9.90 EUR".parse().expect("money"), by: "anna".to_owned() };
    let event = Event { at: 1_795_000_000, number: "99901".to_owned(), iccid, class_id: "jp-7".to_owned(), what: sold };
    let report = Chain { epoch: 1, number: 6, previous: Bytes::from([1; 4]) }.next(&kiosk, vec![event], 1_795_000_001);
    let call = Call {
        kiosk: kiosk.clone(),
        challenge: Bytes::from([2; 4]),
        after: 9,
        taken: vec![Taken { seq: 3, refused: None }],
    };
    let renewal = Renewal {
        kiosk: kiosk.clone(),
        challenge: Bytes::from([2; 4]),
        certificate: Bytes::from([5; 4]),
        request: Bytes::from([6; 4]),
    };
    assert_eq!(
        serde_json::to_value(&renewal).expect("JSON").to_string(),
        format!("{{\"certificate\":\"BQUFBQ\",\"challenge\":\"AgICAg\",\"kiosk\":\"{kiosk}\",\"request\":\"BgYGBg\"}}")
    );
    let news = News { iccid, state: NumberState::InUse, balance: Some(-5), at: 7, why: "seen".to_owned() };
    let results = vec![LateResult { seq: 4, notification: Bytes::from([3; 4]) }];
    let answer = Answer { chain: Chain::new(1), refused: None, news: vec![news], after: 10, results, more: false };
    let text = |value: serde_json::Value| value.to_string();
    assert_eq!(kiosk.to_string().parse(), Ok(kiosk.clone()));
    assert_eq!(
        text(serde_json::to_value(&report).expect("JSON")),
        format!(
            "{{\"epoch\":1,\"events\":[{{\"at\":1795000000,\"class_id\":\"jp-7\",\"iccid\":\"8999901000000000001\",\"number\":\"99901\",\
             \"what\":{{\"sold\":{{\"by\":\"anna\",\"price\":\"9.90 EUR\"}}}}}}],\"kiosk\":\"{kiosk}\",\"number\":7,\"previous\":\"AQEBAQ\",\"time\":1795000001}}"
        )
    );
    assert_eq!(
        text(serde_json::to_value(&call).expect("JSON")),
        format!("{{\"after\":9,\"challenge\":\"AgICAg\",\"kiosk\":\"{kiosk}\",\"taken\":[{{\"seq\":3}}]}}")
    );
    assert_eq!(
        text(serde_json::to_value(&answer).expect("JSON")),
        "{\"after\":10,\"chain\":{\"epoch\":1,\"number\":0,\"previous\":\"\"},\"more\":false,\"news\":[{\"at\":7,\"balance\":-5,\
         \"iccid\":\"8999901000000000001\",\"state\":\"in-use\",\"why\":\"seen\"}],\"results\":[{\"notification\":\"AwMDAw\",\"seq\":4}]}"
    );
}
