use landfall_flows::{Phone, Shop, Stock, now, wish};
use model::{NumberState, UnixTime};

const DAY: u64 = 86_400;

// R: E8
#[tokio::test(start_paused = true)]
async fn a_traveller_who_comes_back_after_the_eums_days_buys_again() {
    let then = UnixTime(now().0 - 16 * DAY);
    let mut shop = Shop::closed_since(&Stock::new("visitor", "free", 5), then);
    let phone = Phone::new("phone", shop.root()).certified(&shop, then);
    shop.renew();
    shop.start().await;
    let mut visit = phone.go(&shop).await.expect("the kiosk is there");
    let mut eids = Vec::new();
    for _ in 0..2 {
        let acquired = visit.acquire(&wish("visitor")).await.expect("a card");
        assert!(acquired.reported);
        phone.landfall().acknowledge(&acquired.iccid).expect("commits");
        eids.push(phone.landfall().card(&acquired.iccid).expect("it is here").eid);
    }
    visit.leave().await;
    assert_eq!(eids[0], eids[1], "an eUICC whose certificates hold takes the next card too");
    assert_eq!(shop.count(NumberState::Distributed), 2);
    shop.stop().await;
}
