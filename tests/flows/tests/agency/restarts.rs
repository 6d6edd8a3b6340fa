//! The cloud is killed at every step, each time when the SM-DP+ has done what was asked and before that is written down.

use crate::{
    nord::{self, count, orders},
    world::{Cloud, Way, landfall, owner, phone, wish},
};
use account::wire::CardOrderState;
use app::{Events, ports::Cloud as Port};
use async_trait::async_trait;
use landfall_cloud::agency::{Es2, Named, ProfileServer};
use landfall_flows::{Online, User};
use model::{ActivationCode, Iccid, NumberState};
use std::sync::Arc;
use web::{client::HttpError, orderer::AskError};

/// Whose answers are all lost: the cloud is gone by then.
struct Killed(Es2);

fn lost<T>(answer: Result<T, AskError>) -> Result<T, AskError> {
    answer.expect("the SM-DP+ has done it");
    Err(AskError::Http(HttpError::Lost("killed".to_owned())))
}

#[async_trait]
impl ProfileServer for Killed {
    async fn order(&self, order: Named<'_>, profile_type: &str) -> Result<Iccid, AskError> {
        lost(self.0.order(order, profile_type).await)
    }

    async fn confirm(&self, order: Named<'_>, iccid: &Iccid, matching_id: &str) -> Result<ActivationCode, AskError> {
        lost(self.0.confirm(order, iccid, matching_id).await)
    }

    async fn release(&self, order: Named<'_>, iccid: &Iccid) -> Result<(), AskError> {
        lost(self.0.release(order, iccid).await)
    }

    async fn cancel(&self, order: Named<'_>, iccid: &Iccid) -> Result<(), AskError> {
        lost(self.0.cancel(order, iccid).await)
    }
}

/// Whose answers are lost but for one, so that the next step is reached.
struct Once(Es2, std::sync::atomic::AtomicBool);

impl Once {
    fn first<T>(&self, answer: Result<T, AskError>) -> Result<T, AskError> {
        if self.1.swap(true, std::sync::atomic::Ordering::SeqCst) { lost(answer) } else { answer }
    }
}

#[async_trait]
impl ProfileServer for Once {
    async fn order(&self, order: Named<'_>, profile_type: &str) -> Result<Iccid, AskError> {
        self.first(self.0.order(order, profile_type).await)
    }

    async fn confirm(&self, order: Named<'_>, iccid: &Iccid, matching_id: &str) -> Result<ActivationCode, AskError> {
        self.first(self.0.confirm(order, iccid, matching_id).await)
    }

    async fn release(&self, order: Named<'_>, iccid: &Iccid) -> Result<(), AskError> {
        self.first(self.0.release(order, iccid).await)
    }

    async fn cancel(&self, order: Named<'_>, iccid: &Iccid) -> Result<(), AskError> {
        self.first(self.0.cancel(order, iccid).await)
    }
}

// R: B3 F8
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cloud_that_is_killed_at_every_step_gives_one_card() {
    let (mut shop, office) = nord::open(3).await;
    let settings = nord::settings(&shop, office);
    let cloud = Cloud::open(settings.clone()).await;
    let way: Arc<dyn Port> = Arc::new(Way(cloud.clone()));
    let phone = phone("phone", &shop);
    let landfall = landfall(&phone);
    owner(&landfall, &way, "ann").await;
    let wanted = wish(&landfall, &way).await;
    let order = landfall.order_card(way.clone(), &wanted).await.expect("it is in stock");
    use CardOrderState::{Confirmed, Ordered, Released, Requested};
    // Killed with the answer to the first call on its way; then with each next one.
    cloud.restart(settings.clone(), |server| Box::new(Killed(server))).await;
    cloud.work().await;
    let mut seen = vec![landfall.card_order(way.clone(), &order.order).await.expect("an answer").state];
    assert_eq!(orders(&shop), ["linked to a card"], "the SM-DP+ has it, and nobody here knows");
    for _ in 0..3 {
        cloud.restart(settings.clone(), |server| Box::new(Once(server, false.into()))).await;
        cloud.later(300);
        cloud.work().await;
        // Whoever asks the same again meanwhile has the same order.
        let again = landfall.order_card(way.clone(), &wanted).await.expect("an answer");
        assert_eq!(again.order, order.order);
        seen.push(again.state);
    }
    assert_eq!(seen, [Requested, Ordered, Confirmed, Released]);
    assert_eq!((orders(&shop), count(&shop, NumberState::Reserved)), (vec!["released".to_owned()], 1));

    // The phone is killed with the card in it, before anybody was told.
    cloud.restart(settings.clone(), |server| Box::new(server)).await;
    let code = landfall.card_released(way.clone(), &order.order, &Events::new()).await.expect("it is released");
    let mut online = Online::new(&phone, &shop);
    let card = landfall.fetch(&code, &mut online, &mut User::agreeing(), &Events::new()).await.expect("a card");
    let mut online = Online::new(&phone, &shop);
    let again = landfall.fetch(&code, &mut online, &mut User::agreeing(), &Events::new()).await.expect("the same card");
    assert_eq!(again.iccid, card.iccid);
    // The cloud is away when it should be told: it is told with the next look.
    let order = landfall.card_order(way.clone(), &order.order).await.expect("an answer");
    let nowhere: Arc<dyn Port> = Arc::new(Nowhere);
    landfall.card_arrived(nowhere, &order, card.iccid).await.expect_err("nobody answers");
    let all = landfall.card_orders(way.clone()).await.expect("a list");
    assert_eq!(all.iter().map(|one| one.state).collect::<Vec<_>>(), [CardOrderState::Given]);
    assert_eq!(landfall.cards().expect("reads").len(), 1);
    // The phone was killed there: the same wish is this card, until its user has heard of it.
    let same = landfall.order_card(way.clone(), &wanted).await.expect("the same");
    assert_eq!((same.order, same.state), (order.order.clone(), CardOrderState::Given));
    assert!(landfall.card_came(&order.order).expect("reads"));
    landfall.acknowledge(&card.iccid).expect("commits");
    assert!(!landfall.card_came(&order.order).expect("reads"));
    assert_ne!(landfall.order_card(way.clone(), &wanted).await.expect("another").order, order.order);
    shop.stop().await;
}

struct Nowhere;

#[async_trait]
impl Port for Nowhere {
    async fn ask(&self, _: app::ports::CloudRequest) -> Result<app::ports::CloudResponse, app::ports::ServerError> {
        Err(app::ports::ServerError { what: "nobody is there".to_owned(), retrying_helps: true, hint: "Wait." })
    }

    async fn listen(&self, _: &str) -> Result<Box<dyn app::ports::Wakes>, app::ports::ServerError> {
        Err(app::ports::ServerError { what: "nobody is there".to_owned(), retrying_helps: true, hint: "Wait." })
    }
}
