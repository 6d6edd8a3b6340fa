use crate::world::{DAY, PASSWORD, World, runtime};
use account::lease::{Standing, checks};
use app::Error;
use model::{SecretBytes, without};
use std::sync::atomic::Ordering;
use vault::VaultError;

async fn used(world: &World) -> Result<(), Error> {
    world.phone.landfall().before_use(None).await.map(drop)
}

// R: F4 F8
#[tokio::test]
async fn a_phone_that_nobody_hears_of_locks_and_then_erases_itself() {
    let mut world = World::new().await;
    world.phone.clocks.pass(29 * DAY);
    used(&world).await.expect("not yet");
    world.phone.clocks.pass(DAY);
    assert!(matches!(used(&world).await, Err(Error::Locked)));
    world.phone.start().expect("opens");
    assert!(matches!(world.phone.landfall().cards(), Err(Error::Locked)), "it stays so");
    // Contact alone is not enough: somebody may have carried it into a network.
    world.server.now.fetch_add(30 * DAY, Ordering::SeqCst);
    assert!(world.contact().await.locked);
    assert_eq!(world.phone.landfall().lease().expect("reads").expect("a lease").standing, Standing::Open);
    world.phone.landfall().sign_in(world.port(), &SecretBytes::from(PASSWORD)).await.expect("the owner is there");
    used(&world).await.expect("it is used again");
    // On and off, for ninety days of being on.
    for _ in 0..3 {
        world.phone.clocks.pass(29 * DAY);
        world.phone.start().expect("opens");
        world.phone.clocks.reboot();
        world.phone.start().expect("opens");
    }
    assert!(matches!(used(&world).await, Err(Error::Locked)));
    world.phone.clocks.pass(4 * DAY);
    assert!(matches!(used(&world).await, Err(Error::Vault(VaultError::Destroyed))));
    assert!(matches!(world.phone.start(), Err(Error::Vault(VaultError::Destroyed))));
    // It has no receipt to give, since nobody ordered it; to an order it says what is so.
    world.order(account::wire::Verb::Wipe).await;
    let port = world.port();
    let left = world.phone.remains().expect("reads").expect("it may be ordered still");
    let told = left.contact(port).await.expect("the server answers");
    assert!(told.erased && told.handed_in == 1, "{told:?}");
}

// R: F4 F8
#[test]
fn whoever_turns_the_clock_back_gains_nothing() {
    for check in [Some(checks::UPTIME), None] {
        let runtime = runtime();
        let world = runtime.block_on(World::new());
        world.phone.clocks.pass(20 * DAY);
        runtime.block_on(used(&world)).expect("not yet");
        world.phone.clocks.wall.fetch_sub(19 * DAY, Ordering::SeqCst);
        world.phone.clocks.pass(10 * DAY);
        let after = || runtime.block_on(used(&world));
        match check {
            Some(_) => assert!(without(&[checks::UPTIME], after).is_ok(), "it is the check"),
            None => assert!(matches!(after(), Err(Error::Locked)), "uptime counts"),
        }
    }
}

// R: F4 F8
#[test]
fn whoever_restarts_the_phone_before_its_time_gains_nothing() {
    for check in [Some(checks::SUM), None] {
        let runtime = runtime();
        let world = runtime.block_on(World::new());
        // Ten days on, then off, the clock turned back; our program is opened once each time.
        let ten_days = || {
            world.phone.clocks.reboot();
            world.phone.clocks.pass(10 * DAY);
            world.phone.clocks.wall.fetch_sub(10 * DAY, Ordering::SeqCst);
            runtime.block_on(used(&world))
        };
        let after = || [ten_days(), ten_days(), ten_days()];
        match check {
            Some(_) => assert!(without(&[checks::SUM], after).iter().all(Result::is_ok), "it is the check"),
            None => assert!(matches!(after(), [Ok(()), Ok(()), Err(Error::Locked)]), "time is summed over boots"),
        }
    }
}

// R: F4 F8
#[tokio::test]
async fn a_clock_set_forward_locks_and_does_not_erase() {
    let world = World::new().await;
    world.phone.clocks.wall.fetch_add(1_000 * DAY, Ordering::SeqCst);
    assert!(matches!(used(&world).await, Err(Error::Locked)));
    world.phone.clocks.wall.fetch_sub(1_000 * DAY, Ordering::SeqCst);
    world.phone.clocks.reboot();
    assert!(matches!(used(&world).await, Err(Error::Locked)), "and stays so");
    assert!(world.contact().await.locked);
    world.phone.landfall().sign_in(world.port(), &SecretBytes::from(PASSWORD)).await.expect("the owner is there");
    used(&world).await.expect("it is used again");
}

// R: F4 F8
#[tokio::test]
async fn restored_old_data_is_locked() {
    let mut world = World::new().await;
    world.phone.stop();
    let vault = world.phone.data().join("vault.db");
    let before = std::fs::read(&vault).expect("reads");
    world.phone.start().expect("opens");
    world.phone.clocks.pass(DAY);
    used(&world).await.expect("not yet");
    world.phone.stop();
    for name in ["vault.db", "vault.db-wal", "vault.db-shm"] {
        let _ = std::fs::remove_file(world.phone.data().join(name));
    }
    std::fs::write(&vault, &before).expect("writes");
    world.phone.start().expect("a lock opens");
    assert!(matches!(used(&world).await, Err(Error::Locked)), "the keystore knows of a later reading");
    world.phone.stop();
    std::fs::write(&vault, before).expect("writes");
    let attack = without(&[checks::ANCHOR], || world.phone.start().map(|phone| phone.cards().map(drop)));
    assert!(matches!(attack, Ok(Ok(()))), "it is the check: {attack:?}");
}
