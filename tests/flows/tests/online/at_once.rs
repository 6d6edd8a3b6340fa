use crate::scene::{CLASS, eid, fetch, open, phone};
use app::{
    Events, Landfall, chip,
    ports::{Consents, Decision, Proposal},
};
use async_trait::async_trait;
use landfall_flows::Online;
use landfall_kiosk::{Notify, stock};
use model::Iccid;
use uicc::Transport;

/// Puts the card in use out of it before it agrees to another one.
struct Tidy(Landfall, Iccid);

#[async_trait]
impl Consents for Tidy {
    async fn consent(&mut self, _: &Proposal) -> Decision {
        self.0.disable(&self.1).expect("nothing forbids it");
        Decision::Agreed { code: None }
    }
}

// R: F2 B8
#[tokio::test]
async fn what_the_user_does_before_agreeing_stays_and_is_told() {
    let mut shop = open(3).await;
    shop.stop().await;
    shop.shut();
    shop.set(|settings| settings.notify = Notify::ALL.to_vec());
    shop.start().await;
    let phone = phone(&shop, "phone");
    let first = fetch(&phone, &shop, &shop.issue(CLASS)).await.expect("a card").iccid;
    phone.landfall().enable(&first).expect("nothing forbids it");
    phone.landfall().acknowledge(&first).expect("commits");

    let (code, mut server) = (shop.issue(CLASS), Online::new(&phone, &shop));
    let mut user = Tidy(phone.landfall().clone(), first);
    let second = phone.landfall().fetch(&code, &mut server, &mut user, &Events::new()).await.expect("a card");
    assert!(second.reported);

    let cards = phone.landfall().cards().expect("reads");
    assert!(cards.len() == 2 && cards.iter().all(|card| !card.enabled), "as the user said");
    let mut card = phone.landfall().chip(&eid(&phone), Transport::Block).expect("its own");
    assert_eq!(chip::notifications(&mut card).expect("answers"), []);
    let log = stock::log(shop.kiosk().store(), None, 100).expect("reads");
    for word in ["enabled", "disabled"] {
        let told = log.iter().filter(|line| line.why.contains(&format!("signed that its profile is {word} ")));
        assert_eq!(told.count(), 1, "{log:?}");
    }
    shop.stop().await;
}
