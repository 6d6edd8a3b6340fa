use crate::{
    made::*,
    orders::{kept, order},
    receipts::receipt,
    world::World,
};
use account::keys::AccountId;
use landfall_cloud::storage::{Created, NewAccount, NewOrder, Put};

// R: B4
pub(crate) async fn nothing_of_a_deleted_account_stays(world: &World) {
    let World { one, two, .. } = world;
    let other = an_account(&**one, 2).await;
    append(&**one, &other, &[write(1, 1)]).await;
    let before = world.rows().await;
    let account = an_account(&**one, 1).await;
    for version in 1..=3 {
        append(&**one, &account, &[write(1, version)]).await;
    }
    one.put_head(&account, &id(1), 3, signed("head")).await.expect("keeps");
    for (token, device) in [(1, Some(1)), (2, None)] {
        signed_in(&**one, token, session(&account, device)).await;
    }
    let approval =
        account::wire::ApprovalRequest { approval: id(7), device: device(3), commitment: id(1), opened: None };
    assert!(one.ask(&account, approval, NOW + 600).await.expect("keeps"));
    assert_eq!(one.put_order(&account, order(1)).await.expect("keeps"), Put::New);
    assert!(one.put_receipt(&account, &id(1), 1, receipt(1, 1)).await.expect("keeps"));
    crate::subs::tied(&**one, &account, &other).await;
    assert!(two.delete(&account).await.expect("deletes"));
    assert!(!two.delete(&account).await.expect("answers"));
    assert_eq!(world.rows().await, before);
    assert_eq!(one.account(&account).await.expect("reads"), None);
    assert!(!stands(&**one, 1).await && !stands(&**one, 2).await);
    assert_eq!(entries(&page(&**one, &other, 0).await), [entry(1, write(1, 1))]);
    // Login and id are free again, and begin anew.
    an_account(&**one, 1).await;
    assert_eq!(page(&**one, &account, 0).await.last, 0);
}

// R: B6
pub(crate) async fn orders_outlive_their_account(world: &World) {
    let World { one, two, .. } = world;
    let account = an_account(&**one, 1).await;
    for n in [1, 2, 3] {
        assert_eq!(one.put_order(&account, order(n)).await.expect("keeps"), Put::New);
    }
    let elsewhere = NewOrder { device: id(2), epoch: 2, deadline: NOW + 5, ..order(4) };
    assert_eq!(one.put_order(&account, elsewhere).await.expect("keeps"), Put::New);
    assert!(one.put_receipt(&account, &id(1), 1, receipt(1, 1)).await.expect("keeps"));
    assert!(one.delete(&account).await.expect("deletes"));
    assert_eq!(two.orders(&account).await.expect("reads"), [kept(4), kept(3), kept(2)], "those without a receipt");
    assert_eq!(two.waiting(&account, &id(1), 1).await.expect("reads"), [kept(2), kept(3)]);
    assert_eq!(two.device(&account, &id(1)).await.expect("reads"), Some(device(1)), "with the device's key");
    // It hands in its next receipt, whose number goes on, twice.
    for _ in 0..2 {
        assert!(two.put_receipt(&account, &id(1), 1, receipt(2, 2)).await.expect("keeps"));
    }
    assert_eq!(two.waiting(&account, &id(1), 1).await.expect("reads"), [kept(3)]);
    assert_eq!(two.put_order(&account, order(5)).await.expect("answers"), Put::Missing, "nobody gives a new one");
    // Until their deadline.
    one.sweep(NOW + 5).await.expect("sweeps");
    assert_eq!(two.device(&account, &id(2)).await.expect("reads"), None);
    assert_eq!(two.waiting(&account, &id(1), 1).await.expect("reads"), [kept(3)]);
    one.sweep(NOW + 86_399).await.expect("sweeps");
    assert_eq!(two.waiting(&account, &id(1), 1).await.expect("reads"), [kept(3)]);
    one.sweep(NOW + 86_400).await.expect("sweeps");
    assert_eq!(world.rows().await, 0);
}

// R: B6
pub(crate) async fn nobody_takes_the_place_of_an_account_that_orders_wait_for(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    assert_eq!(one.put_order(&account, order(1)).await.expect("keeps"), Put::New);
    assert!(one.delete(&account).await.expect("deletes"));
    let mine =
        || NewAccount { manifest: manifest(1, &[account::wire::Device { key: id(9), ..device(1) }]), ..new_account(1) };
    assert_eq!(two.create(mine()).await.expect("answers"), Created::Taken);
    assert_eq!(two.device(&account, &id(1)).await.expect("reads"), Some(device(1)));
    let login = NewAccount { id: AccountId([2; 16]), ..new_account(1) };
    assert_eq!(two.create(login).await.expect("answers"), Created::New, "its login is free");
    one.sweep(NOW + 86_400).await.expect("sweeps");
    let late = NewAccount { login: "late@example.org".to_owned(), ..mine() };
    assert_eq!(two.create(late).await.expect("answers"), Created::New);
}
