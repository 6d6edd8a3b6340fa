//! A phone whose app sleeps is woken by a push, and asks.

use crate::world::World;
use account::wire::{OrderState, PushAddress, PushService, Verb};
use async_trait::async_trait;
use landfall_cloud::push::{Push, PushDriver, PushError};
use std::sync::{Arc, Mutex};

/// A push service that notes whom it woke.
#[derive(Default)]
struct Woken(Mutex<Vec<String>>);

#[async_trait]
impl Push for Woken {
    fn service(&self) -> PushService {
        PushService::Apns
    }

    async fn wake(&self, token: &str, _: u64) -> Result<(), PushError> {
        self.0.lock().expect("no panic").push(token.to_owned());
        Ok(())
    }
}

// R: B6
#[tokio::test]
async fn a_phone_that_listens_to_nobody_is_woken_for_an_order_and_obeys() {
    let world = World::new().await;
    let (phone, woken) = (world.phone.landfall(), Arc::new(Woken::default()));
    let driver = PushDriver::new(world.server.storage(), vec![woken.clone()]);
    let work = async || driver.work(crate::world::NOW).await.expect("works");
    let there = |token: &str| PushAddress { service: PushService::Apns, token: token.to_owned() };
    assert!(phone.be_woken_at(world.port(), Some(&there("../v1"))).await.is_err(), "it is no address of that service");
    phone.be_woken_at(world.port(), Some(&there("00ff"))).await.expect("it is kept");
    assert_eq!(work().await, 0);
    world.order(Verb::Wipe).await;
    assert_eq!((work().await, work().await), (1, 0));
    assert_eq!(*woken.0.lock().expect("no panic"), ["00ff"]);
    assert!(phone.contact(world.port()).await.expect("the server answers").erased);
    assert_eq!(world.giver().await.orders().await.expect("lists")[0].state(), OrderState::Erased);
}
