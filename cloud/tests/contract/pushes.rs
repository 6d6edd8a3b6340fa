use crate::{made::*, orders, world::World};
use account::wire::{PushAddress, PushService};
use landfall_cloud::storage::{DuePush, NewOrder, Pushed, Storage};

fn address(token: &str) -> PushAddress {
    PushAddress { service: PushService::Fcm, token: token.to_owned() }
}

/// The `n`th order, to that device.
fn order(n: u8, device: u8) -> NewOrder {
    NewOrder { device: id(device), epoch: device.into(), ..orders::order(n) }
}

async fn due(storage: &dyn Storage, now: u64) -> Vec<DuePush> {
    storage.take_pushes(now, now + 300, 10).await.expect("answers")
}

// R: B6
pub(crate) async fn an_order_makes_a_push_due_where_there_is_an_address(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    assert!(one.put_push(&account, &id(1), Some(&address("a"))).await.expect("keeps"));
    assert!(!one.put_push(&account, &id(3), Some(&address("a"))).await.expect("answers"), "there is no such device");
    assert!(due(&**two, NOW).await.is_empty());
    for device in [1, 2] {
        one.put_order(&account, order(device, device)).await.expect("keeps");
    }
    let taken = due(&**two, NOW).await;
    let [push] = &taken[..] else { panic!("one push: {taken:?}") };
    assert_eq!((push.account, &push.device, &push.address, push.tries), (account, &id(1), &address("a"), 0));
}

// R: B6 F8
pub(crate) async fn a_push_is_one_hands_and_due_again_until_it_is_over(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    one.put_push(&account, &id(1), Some(&address("a"))).await.expect("keeps");
    one.put_order(&account, order(1, 1)).await.expect("keeps");
    let first = due(&**one, NOW).await.swap_remove(0);
    assert!(due(&**two, NOW).await.is_empty(), "it is in one hand");
    // Whoever had it was killed: it is due again.
    let again = due(&**two, NOW + 300).await.swap_remove(0);
    assert_eq!(again, first);
    one.push_ended(&again, Pushed::Later(NOW + 500)).await.expect("keeps");
    assert!(due(&**two, NOW + 499).await.is_empty());
    let third = due(&**two, NOW + 500).await.swap_remove(0);
    assert_eq!(third.tries, 1);
    // Another order came while it was under way, and is not forgotten with it.
    one.put_order(&account, order(2, 1)).await.expect("keeps");
    two.push_ended(&third, Pushed::Over).await.expect("keeps");
    let fourth = due(&**one, NOW + 500).await.swap_remove(0);
    assert_eq!((fourth.tries, fourth.asked), (0, third.asked + 1));
    one.push_ended(&fourth, Pushed::Over).await.expect("keeps");
    assert!(due(&**two, u64::MAX >> 2).await.is_empty());
}

// R: B6
pub(crate) async fn an_address_goes_with_its_device(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    for device in [1, 2] {
        one.put_push(&account, &id(device), Some(&address("a"))).await.expect("keeps");
    }
    one.put_order(&account, order(1, 1)).await.expect("keeps");
    let push = due(&**two, NOW).await.swap_remove(0);
    // It was replaced while the old one was tried.
    one.put_push(&account, &id(1), Some(&address("b"))).await.expect("keeps");
    two.push_ended(&push, Pushed::Gone).await.expect("keeps");
    let push = due(&**two, NOW + 300).await.swap_remove(0);
    assert_eq!(push.address, address("b"));
    two.push_ended(&push, Pushed::Gone).await.expect("keeps");
    one.put_order(&account, order(2, 1)).await.expect("keeps");
    one.put_order(&account, order(3, 2)).await.expect("keeps");
    // A device that is taken out is woken for what is ordered; it registers nothing more.
    one.put_push(&account, &id(2), None).await.expect("keeps");
    revoke_first(&**one, &account).await;
    assert!(!one.put_push(&account, &id(1), Some(&address("c"))).await.expect("answers"));
    assert!(due(&**two, NOW + 600).await.is_empty());
    one.put_push(&account, &id(2), Some(&address("d"))).await.expect("keeps");
    assert!(one.delete(&account).await.expect("deletes"));
    assert!(due(&**two, NOW + 600).await.is_empty());
}
