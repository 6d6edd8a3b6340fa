use crate::world::{PASSWORD, World};
use account::wire::{OrderState, Verb};
use app::Watched;
use std::{sync::atomic::Ordering, time::Duration};
use tokio::{sync::mpsc, time::timeout};

const SOON: Duration = Duration::from_secs(20);

// R: B6 F4
#[tokio::test]
async fn a_phone_that_listens_obeys_at_once_and_comes_back_when_the_line_breaks() {
    let world = World::new().await;
    let (tell, mut told) = mpsc::unbounded_channel();
    let landfall = world.phone.landfall().clone();
    let port = world.port();
    let watching = tokio::spawn(async move {
        let mut each = |watched: Watched| drop(tell.send(watched));
        landfall.watch(port, &mut each).await
    });
    let mut until = async |wanted: fn(&Watched) -> bool| loop {
        let watched = timeout(SOON, told.recv()).await.expect("in time").expect("it watches");
        if wanted(&watched) {
            return;
        }
    };
    until(|watched| matches!(watched, Watched::Listening)).await;
    world.order(Verb::Lock).await;
    until(|watched| matches!(watched, Watched::Contact(told) if told.locked && told.handed_in == 1)).await;
    // A lock ends the device's sessions, and with them the line: it opens another.
    until(|watched| matches!(watched, Watched::Listening)).await;
    world.server.away.store(true, Ordering::SeqCst);
    world.order(Verb::Wipe).await;
    until(|watched| matches!(watched, Watched::Lost { .. })).await;
    world.server.away.store(false, Ordering::SeqCst);
    until(|watched| matches!(watched, Watched::Contact(told) if told.erased && told.owed == 0)).await;
    timeout(SOON, watching).await.expect("in time").expect("no panic").expect("nothing is left to be watched");
    assert_eq!(world.giver().await.orders().await.expect("lists")[0].state(), OrderState::Erased);
}

// R: B6 F4
#[tokio::test]
async fn a_phone_that_is_wiped_while_it_listens_ends_with_its_receipt_handed_in() {
    let world = World::new().await;
    let (tell, mut told) = mpsc::unbounded_channel();
    let landfall = world.phone.landfall().clone();
    let port = world.port();
    let watching = tokio::spawn(async move {
        let mut each = |watched: Watched| drop(tell.send(watched));
        landfall.watch(port, &mut each).await
    });
    while !matches!(timeout(SOON, told.recv()).await.expect("in time").expect("it watches"), Watched::Listening) {}
    world.order(Verb::Wipe).await;
    let last = timeout(SOON, told.recv()).await.expect("in time").expect("it watches");
    assert!(matches!(&last, Watched::Contact(told) if told.erased && told.owed == 0), "{last:?}");
    timeout(SOON, watching).await.expect("in time").expect("no panic").expect("nothing is left to be watched");
    assert!(told.recv().await.is_none(), "and there is nothing more to say");
}

// R: B5 F4 F6
#[tokio::test]
async fn a_phone_that_listens_has_the_new_root_at_once() {
    let world = World::new().await;
    let (tell, mut told) = mpsc::unbounded_channel();
    let (landfall, port) = (world.phone.landfall().clone(), world.port());
    let watching = tokio::spawn(async move {
        let mut each = |watched: Watched| drop(tell.send(watched));
        landfall.watch(port, &mut each).await
    });
    while !matches!(timeout(SOON, told.recv()).await.expect("in time").expect("it watches"), Watched::Listening) {}
    let password = model::SecretBytes::from(PASSWORD);
    let made = world.home.landfall().replace_root(world.port(), &password, None).await.expect("a new root");
    let phone = || world.phone.landfall().account().expect("signed in");
    let follows = async {
        // Its session ends with the old root, and it opens another line.
        while phone().keys != made.state.keys {
            told.recv().await.expect("it watches");
        }
    };
    timeout(SOON, follows).await.expect("in time");
    watching.abort();
}
