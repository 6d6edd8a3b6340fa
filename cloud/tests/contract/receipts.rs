use crate::{
    made::*,
    orders::{kept, order},
    world::World,
};
use account::wire::OrderState::{Erased, Stored};
use landfall_cloud::storage::{KeptOrder, NewReceipt, Put};

/// Of device 1, for the order of that number.
pub(crate) fn receipt(number: u64, of: u8) -> NewReceipt {
    let signed = signed(&format!("receipt {number} of {of}"));
    let states = vec![(Stored, NOW), (Erased, NOW + 9)];
    NewReceipt { signed, number, order: order(of).digest, states }
}

// R: B6
pub(crate) async fn receipts_are_a_chain(World { one, two, .. }: &World) {
    let (account, other) = (an_account(&**one, 1).await, an_account(&**one, 2).await);
    for n in [1, 2] {
        assert_eq!(one.put_order(&account, order(n)).await.expect("keeps"), Put::New);
    }
    let put = |number, of| two.put_receipt(&account, Box::leak(Box::new(id(1))), 1, receipt(number, of));
    assert!(!put(2, 1).await.expect("answers"), "the first is missing");
    assert!(!put(0, 1).await.expect("answers"));
    assert!(put(1, 1).await.expect("keeps"));
    assert!(put(1, 1).await.expect("answers"), "the same again is fine");
    assert!(!put(1, 2).await.expect("answers"), "another stands there");
    assert!(!put(3, 2).await.expect("answers"));
    let done = |n, number| KeptOrder {
        states: receipt(number, n).states,
        receipt: Some(receipt(number, n).signed),
        ..kept(n)
    };
    assert_eq!(two.orders(&account).await.expect("reads"), [kept(2), done(1, 1)]);
    assert_eq!(two.waiting(&account, &id(1), 1).await.expect("reads"), [kept(2)]);
    assert!(put(2, 2).await.expect("keeps"));
    assert_eq!(one.waiting(&account, &id(1), 1).await.expect("reads"), []);
    let chain = [receipt(1, 1).signed, receipt(2, 2).signed];
    assert_eq!(one.receipts(&account, &id(1), 1).await.expect("reads"), chain);
    // Not of another enrolment, device or account.
    for (account, device, epoch) in [(account, id(1), 2), (account, id(2), 2), (other, id(1), 1)] {
        assert_eq!(one.receipts(&account, &device, epoch).await.expect("reads"), []);
    }
    assert!(!one.put_receipt(&account, &id(1), 7, receipt(1, 1)).await.expect("answers"), "there is no such enrolment");
    assert!(one.put_receipt(&other, &id(1), 1, receipt(1, 1)).await.expect("keeps"));
    assert_eq!(two.orders(&account).await.expect("reads"), [done(2, 2), done(1, 1)]);
}

// R: B6
pub(crate) async fn one_of_two_receipts_is_next(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    for number in 1..20 {
        let device = id(1);
        let (first, second) = tokio::join!(
            one.put_receipt(&account, &device, 1, receipt(number, 1)),
            two.put_receipt(&account, &device, 1, receipt(number, 2))
        );
        let (first, second) = (first.expect("answers"), second.expect("answers"));
        assert!(first != second);
        let chain = one.receipts(&account, &device, 1).await.expect("reads");
        assert_eq!(chain.last(), Some(&receipt(number, if first { 1 } else { 2 }).signed));
        assert_eq!(chain.len() as u64, number);
    }
}

// R: B6
pub(crate) async fn a_receipt_of_an_order_that_is_gone_is_kept(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    assert!(one.put_receipt(&account, &id(1), 1, receipt(1, 9)).await.expect("keeps"));
    assert_eq!(two.receipts(&account, &id(1), 1).await.expect("reads"), [receipt(1, 9).signed]);
}
