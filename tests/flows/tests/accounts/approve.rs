//! A second phone, by password and an old device's word.

use crate::world::{Fate, Phone, World};
use ::account::wire::Bytes;
use app::{AccountError, Approving, Comparing};

/// Both phones to where they show their codes.
async fn compare(world: &World, old: &Phone, new: &Phone) -> (Approving, Comparing) {
    let asking = new.landfall().ask_approval(world.port(), &new.sign_in("ann")).await.expect("it may ask");
    let waiting = old.landfall().waiting_devices(world.port()).await.expect("a list");
    let named: Vec<_> = waiting.iter().map(|waiter| (&waiter.approval, waiter.name.as_str())).collect();
    assert_eq!(named, [(asking.approval(), "second phone")]);
    let approval = asking.approval().clone();
    let (approving, comparing) =
        tokio::join!(old.landfall().approve_device(world.port(), &approval), asking.answered());
    (approving.expect("it opens"), comparing.expect("it is answered"))
}

// R: B4 F6
#[tokio::test]
async fn an_old_device_lets_in_a_new_one_whose_code_is_the_same() {
    let world = World::new().await;
    let (old, _) = world.owner("ann").await;
    let new = world.phone("second phone");
    let (approving, comparing) = compare(&world, &old, &new).await;
    assert_eq!(approving.code(), comparing.code());
    assert_eq!(approving.device().name, "second phone");
    approving.grant().await.expect("it is granted");
    let state = comparing.granted().await.expect("it is let in");
    assert_eq!(state.keys, old.account().keys);
    assert!(new.account().is_enrolled() && new.is_let_in(&world).await);
    assert_eq!(state.device.epoch, 2);
    assert!(old.landfall().waiting_devices(world.port()).await.expect("a list").is_empty());
}

// R: B4 F6
#[tokio::test]
async fn a_device_that_is_refused_gets_nothing() {
    let world = World::new().await;
    let (old, _) = world.owner("ann").await;
    let new = world.phone("second phone");
    let (approving, comparing) = compare(&world, &old, &new).await;
    approving.refuse().await.expect("it is told");
    assert!(matches!(comparing.granted().await, Err(AccountError::NotApproved)));
    assert!(matches!(new.landfall().account(), Err(AccountError::None)));
    assert_eq!(old.landfall().account_devices(world.port()).await.expect("a list").len(), 1);
    let none = old.landfall().approve_device(world.port(), &Bytes::from([1; 16])).await;
    assert!(matches!(none, Err(AccountError::NoSuchRequest)), "{none:?}");
}

// R: B4 F8
#[tokio::test]
async fn a_grant_whose_answer_is_lost_is_given_once() {
    for fate in [Fate::Lost, Fate::Unanswered, Fate::Twice] {
        let world = World::new().await;
        let (mut old, _) = world.owner("ann").await;
        let new = world.phone("second phone");
        let (approving, comparing) = compare(&world, &old, &new).await;
        world.way().befall(&format!("PUT /v1/approvals/{}/grant", waiting(&world, &old).await), fate);
        let granted = approving.grant().await;
        assert_eq!(granted.is_ok(), fate == Fate::Twice, "{granted:?}");
        old.start();
        old.landfall().mend_account(world.port()).await.expect("it is finished");
        assert!(comparing.granted().await.expect("it is let in").is_enrolled());
        assert_eq!(old.account().manifest().expect("a list").devices.len(), 2);
    }
}

async fn waiting(world: &World, old: &Phone) -> String {
    let waiting = old.landfall().waiting_devices(world.port()).await.expect("a list");
    waiting.first().expect("one waits").approval.text()
}
