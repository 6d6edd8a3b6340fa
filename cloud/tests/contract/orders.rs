use crate::{made::*, world::World};
use account::{
    keys::AccountId,
    wire::OrderState::{self, Locked, Overdue, Received, Sent, Stored},
};
use landfall_cloud::storage::{KeptOrder, NewOrder, Put};

/// To device 1; good for a day.
pub(crate) fn order(n: u8) -> NewOrder {
    let signed = signed(&format!("order {n}"));
    NewOrder {
        digest: signed.digest(),
        signed,
        id: id(n),
        device: id(1),
        epoch: 1,
        counter: n.into(),
        deadline: NOW + 86_400,
        stored: NOW,
        bar: Vec::new(),
        end_sessions: false,
    }
}

pub(crate) fn kept(n: u8) -> KeptOrder {
    KeptOrder { signed: order(n).signed, states: vec![(Stored, NOW)], receipt: None }
}

// R: B6
pub(crate) async fn an_order_is_kept_once(World { one, two, .. }: &World) {
    let (account, other) = (an_account(&**one, 1).await, an_account(&**one, 2).await);
    assert_eq!(one.put_order(&account, order(1)).await.expect("keeps"), Put::New);
    assert_eq!(two.put_order(&account, order(1)).await.expect("answers"), Put::Same);
    let changed = NewOrder { signed: signed("another"), ..order(1) };
    assert_eq!(two.put_order(&account, changed).await.expect("answers"), Put::Other);
    for missing in [NewOrder { device: id(3), ..order(2) }, NewOrder { epoch: 2, ..order(2) }] {
        assert_eq!(two.put_order(&account, missing).await.expect("answers"), Put::Missing);
    }
    assert_eq!(two.put_order(&AccountId([9; 16]), order(2)).await.expect("answers"), Put::Missing);
    // A revoked device is ordered still: that is what orders are for.
    revoke_first(&**one, &account).await;
    assert_eq!(one.put_order(&account, order(2)).await.expect("keeps"), Put::New);
    assert_eq!(two.order(&account, &id(1)).await.expect("reads"), Some(kept(1)));
    assert_eq!(two.order_by_digest(&account, order(2).digest).await.expect("reads"), Some(kept(2)));
    assert_eq!(two.orders(&account).await.expect("reads"), [kept(2), kept(1)], "the latest first");
    assert_eq!(two.order(&other, &id(1)).await.expect("reads"), None);
    assert_eq!(two.order_by_digest(&other, order(2).digest).await.expect("reads"), None);
    assert_eq!(two.orders(&other).await.expect("reads"), []);
    assert_eq!(two.waiting(&other, &id(1), 1).await.expect("reads"), []);
}

// R: B6, A12
pub(crate) async fn an_order_bars_and_ends_tokens_with_it(world: &World) {
    let World { one, two, .. } = world;
    let account = an_account(&**one, 1).await;
    for (token, device) in [(1, Some(1)), (2, Some(2)), (3, None)] {
        signed_in(&**one, token, session(&account, device)).await;
    }
    let bar = vec!["8999901000000000011".to_owned(), "8999901000000000029".to_owned()];
    let wipe = NewOrder { bar: bar.clone(), end_sessions: true, ..order(1) };
    assert_eq!(one.put_order(&account, wipe.clone()).await.expect("keeps"), Put::New);
    assert_eq!([stands(&**two, 1).await, stands(&**two, 2).await, stands(&**two, 3).await], [false, true, true]);
    let rows: Vec<_> = bar.into_iter().map(|iccid| (iccid, "bar".to_owned(), NOW as i64)).collect();
    assert_eq!(world.outbox().await, rows);
    assert_eq!(two.put_order(&account, wipe.clone()).await.expect("answers"), Put::Same);
    let missing = NewOrder { id: id(2), device: id(9), ..wipe };
    assert_eq!(two.put_order(&account, missing).await.expect("answers"), Put::Missing);
    assert_eq!(world.outbox().await, rows, "nothing is barred twice, or without an order");
}

// R: B6
pub(crate) async fn orders_wait_for_one_enrolment_by_counter(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    for n in [3, 1, 2] {
        assert_eq!(one.put_order(&account, order(n)).await.expect("keeps"), Put::New);
    }
    let elsewhere = NewOrder { device: id(2), epoch: 2, ..order(4) };
    assert_eq!(one.put_order(&account, elsewhere).await.expect("keeps"), Put::New);
    assert_eq!(two.waiting(&account, &id(1), 1).await.expect("reads"), [kept(1), kept(2), kept(3)]);
    assert_eq!(two.waiting(&account, &id(2), 2).await.expect("reads"), [kept(4)]);
    assert_eq!(two.waiting(&account, &id(1), 2).await.expect("reads"), []);
}

// R: B6
pub(crate) async fn states_move_by_one_hand(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    assert_eq!(one.put_order(&account, order(1)).await.expect("keeps"), Put::New);
    let mut states: Vec<(OrderState, u64)> = vec![(Stored, NOW)];
    for n in 1..20 {
        let with = |state| [&states[..], &[(state, NOW + n)]].concat();
        let (left, right) = (with(Sent), with(Overdue));
        let order = id(1);
        let (first, second) = tokio::join!(
            one.move_order(&account, &order, &states, &left),
            two.move_order(&account, &order, &states, &right)
        );
        let (first, second) = (first.expect("answers"), second.expect("answers"));
        assert!(first != second);
        states = if first { left } else { right };
        assert_eq!(two.order(&account, &order).await.expect("reads").expect("is there").states, states);
        assert!(two.move_order(&account, &order, &[], &states).await.expect("answers"), "the same again is fine");
    }
    let stale = two.move_order(&account, &id(1), &[(Stored, NOW)], &[(Received, NOW)]).await;
    assert!(!stale.expect("answers"));
    assert!(!two.move_order(&account, &id(2), &[(Stored, NOW)], &[(Locked, NOW)]).await.expect("answers"));
}
