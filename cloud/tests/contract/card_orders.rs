//! Orders of cards, as they are kept.

use crate::{
    made::*,
    subscribers::{ICCID, state, subscriber},
    world::World,
};
use account::{
    keys::AccountId,
    wire::{Bytes, CardOrderState, Product},
};
use landfall_cloud::{
    storage::{CardStanding, CardTask, KeptCardOrder, NewCardOrder, PutCard, Storage, Wanted},
    subscribers::{Action, Cause},
};
use model::NumberState;

pub(crate) const AGENCY: &str = "nord";
pub(crate) const PRODUCT: &str = "month";

pub(crate) fn wanted(account: &AccountId, n: u8) -> NewCardOrder {
    let text = |text: &str| text.to_owned();
    let product = Product {
        product: text(PRODUCT),
        name: text("A month"),
        price: text("10 EUR"),
        validity: text("30 days"),
        terms: text("None."),
    };
    let name = Bytes::from([account.0[0] ^ n.rotate_left(4); 16]);
    let wanted = Wanted { product, profile_type: text("month-v2"), eid: None, name };
    NewCardOrder { account: *account, id: [n; 16], digest: [n; 32], agency: text(AGENCY), wanted }
}

pub(crate) async fn ordered(storage: &dyn Storage, account: &AccountId, n: u8, now: u64) -> KeptCardOrder {
    match storage.put_card_order(wanted(account, n), 8, now).await.expect("keeps") {
        PutCard::New(kept) => *kept,
        other => panic!("not new: {other:?}"),
    }
}

pub(crate) async fn stands(storage: &dyn Storage, account: &AccountId, n: u8) -> CardStanding {
    storage.card_order(account, &[n; 16]).await.expect("reads").expect("it is kept").at
}

fn now_is(state: CardOrderState, task: Option<CardTask>) -> CardStanding {
    CardStanding { state, task, why: None, again: false, iccid: Some(ICCID.to_owned()), code: None }
}

// R: B3
pub(crate) async fn an_order_of_a_card_is_kept_once(World { one, two, .. }: &World) {
    let (ann, bea) = (an_account(&**one, 1).await, an_account(&**one, 2).await);
    let first = ordered(&**one, &ann, 1, NOW).await;
    assert_eq!((first.at.state, first.at.task), (CardOrderState::Requested, Some(CardTask::Order)));
    for storage in [one, two] {
        let again = storage.put_card_order(wanted(&ann, 1), 8, NOW + 1).await.expect("answers");
        assert_eq!(again, PutCard::Same(Box::new(first.clone())));
        let other = NewCardOrder { digest: [9; 32], ..wanted(&ann, 1) };
        assert_eq!(storage.put_card_order(other, 8, NOW).await.expect("answers"), PutCard::Other);
    }
    // The same id is another order in another account, and nobody sees the other's.
    let others = ordered(&**two, &bea, 1, NOW).await;
    assert_ne!(others.no, first.no);
    ordered(&**two, &ann, 2, NOW).await;
    let ids = |orders: Vec<KeptCardOrder>| orders.into_iter().map(|one| (one.account, one.id[0])).collect::<Vec<_>>();
    assert_eq!(ids(one.card_orders(&ann, 9).await.expect("reads")), [(Some(ann), 2), (Some(ann), 1)]);
    assert_eq!(ids(one.card_orders(&bea, 9).await.expect("reads")), [(Some(bea), 1)]);
    assert_eq!(one.card_order(&bea, &[2; 16]).await.expect("reads"), None);
    assert_eq!(ids(one.agency_orders(AGENCY, 2).await.expect("reads")).len(), 2);
    // What is open is counted; what is over is not.
    assert_eq!(one.put_card_order(wanted(&ann, 3), 2, NOW).await.expect("answers"), PutCard::TooMany);
    let failed = now_is(CardOrderState::Failed, None);
    assert!(one.card_order_moves(&first, failed, None, NOW, NOW).await.expect("moves"));
    assert!(matches!(one.put_card_order(wanted(&ann, 3), 2, NOW).await, Ok(PutCard::New(_))));
    let nobody = wanted(&AccountId([7; 16]), 1);
    assert_eq!(one.put_card_order(nobody, 8, NOW).await.expect("answers"), PutCard::Missing);
}

// R: B3
pub(crate) async fn a_step_is_taken_by_one_hand_and_not_lost_with_it(World { one, two, .. }: &World) {
    let ann = an_account(&**one, 1).await;
    ordered(&**one, &ann, 1, NOW).await;
    ordered(&**one, &ann, 2, NOW).await;
    let take = async |storage: &dyn Storage, now| storage.take_card_order(AGENCY, now, now + 90).await.expect("takes");
    let (first, second) = tokio::join!(take(&**one, NOW), take(&**two, NOW));
    let (first, second) = (first.expect("one is due"), second.expect("and another"));
    assert_ne!(first.no, second.no);
    assert_eq!(take(&**one, NOW + 89).await, None, "somebody has them");
    assert_eq!(one.take_card_order("sued", NOW + 999, NOW + 1_000).await.expect("answers"), None, "another agency's");
    // Whoever had the first was killed; whoever had the second says when.
    let id = second.no;
    two.card_order_later(id, "away", NOW + 150).await.expect("later");
    let again = take(&**two, NOW + 90).await.expect("it is due again");
    assert_eq!((again.no, again.tries), (first.no, 0));
    assert_eq!(take(&**two, NOW + 91).await, None);
    let later = take(&**one, NOW + 150).await.expect("it is due");
    assert_eq!((later.no, later.tries, later.at.why.as_deref()), (second.no, 1, Some("away")));
    // One moves it; what the other one knows is old then.
    let next = now_is(CardOrderState::Ordered, Some(CardTask::Confirm));
    assert!(one.card_order_moves(&again, next.clone(), None, NOW + 300, NOW + 92).await.expect("moves"));
    assert!(!two.card_order_moves(&first, next, None, NOW, NOW + 93).await.expect("answers"));
    let kept = two.card_order(&ann, &again.id).await.expect("reads").expect("kept");
    assert_eq!((kept.at.state, kept.changed, kept.tries), (CardOrderState::Ordered, NOW + 92, 0));
    assert_eq!(one.order_of_card(AGENCY, ICCID).await.expect("reads").map(|order| order.no), Some(kept.no));
    assert_eq!(one.order_of_card("sued", ICCID).await.expect("reads"), None);
    // What has no next step is never due.
    assert!(one.card_order_moves(&kept, now_is(CardOrderState::Failed, None), None, 0, NOW).await.expect("moves"));
    assert_eq!(one.order_of_card(AGENCY, ICCID).await.expect("reads"), None);
    assert_eq!(take(&**one, NOW + 230).await, None);
}

// R: B3 A12
pub(crate) async fn a_step_moves_its_number_with_it(World { one, two, .. }: &World) {
    let ann = an_account(&**one, 1).await;
    one.import(vec![subscriber(ICCID)], NOW).await.expect("imports");
    let order = ordered(&**one, &ann, 1, NOW).await;
    let next = now_is(CardOrderState::Ordered, Some(CardTask::Confirm));
    assert!(one.card_order_moves(&order, next, Some(Cause::Sold), NOW, NOW).await.expect("moves"));
    assert_eq!(state(&**two, ICCID).await, NumberState::Reserved);
    let order = two.card_order(&ann, &[1; 16]).await.expect("reads").expect("kept");
    let given = now_is(CardOrderState::Given, None);
    assert!(two.card_order_moves(&order, given.clone(), Some(Cause::Distributed), NOW, NOW).await.expect("moves"));
    assert!(!two.card_order_moves(&order, given, Some(Cause::Returned), NOW, NOW).await.expect("answers"));
    assert_eq!(state(&**one, ICCID).await, NumberState::Distributed);
    let told = one.take_tasks(NOW, NOW + 60, 9).await.expect("takes");
    assert_eq!(told.iter().map(|task| task.action).collect::<Vec<_>>(), [Action::Provision]);
    // A number that nobody has spoken of before is known from then on.
    const NEW: &str = "8999901000000000077";
    let order = ordered(&**one, &ann, 2, NOW).await;
    let next = CardStanding { iccid: Some(NEW.to_owned()), ..now_is(CardOrderState::Ordered, Some(CardTask::Confirm)) };
    assert!(one.card_order_moves(&order, next, Some(Cause::Sold), NOW, NOW).await.expect("moves"));
    assert_eq!(state(&**two, NEW).await, NumberState::Reserved);
}

// R: B3 B4
pub(crate) async fn what_a_deleted_account_ordered_is_taken_back_and_goes(World { one, two, .. }: &World) {
    let (ann, bea) = (an_account(&**one, 1).await, an_account(&**one, 2).await);
    for n in [1, 2, 3] {
        ordered(&**one, &ann, n, NOW).await;
    }
    ordered(&**one, &bea, 1, NOW).await;
    let given = one.card_order(&ann, &[1; 16]).await.expect("reads").expect("kept");
    assert!(one.card_order_moves(&given, now_is(CardOrderState::Given, None), None, 0, NOW).await.expect("moves"));
    assert!(one.delete(&ann).await.expect("deletes"));
    assert_eq!(two.card_orders(&ann, 9).await.expect("reads"), []);
    let mut left = Vec::new();
    while let Some(order) = two.take_card_order(AGENCY, NOW, NOW + 90).await.expect("takes") {
        left.push((order.account, order.at.task));
        if order.account.is_none() {
            let over = CardStanding { task: None, ..order.at.clone() };
            assert!(two.card_order_moves(&order, over, None, 0, NOW).await.expect("moves"));
        }
    }
    left.sort();
    assert_eq!(
        left,
        [(None, Some(CardTask::Cancel)), (None, Some(CardTask::Cancel)), (Some(bea), Some(CardTask::Order))]
    );
    let all = one.agency_orders(AGENCY, 9).await.expect("reads");
    assert_eq!(all.iter().map(|order| order.account).collect::<Vec<_>>(), [Some(bea)]);
    // Who comes after with the same id has nothing of it.
    an_account(&**one, 1).await;
    assert_eq!(one.card_orders(&ann, 9).await.expect("reads"), []);
}
