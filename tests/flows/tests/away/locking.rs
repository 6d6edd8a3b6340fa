use crate::world::{DAY, Handset, LOGIN, PASSWORD, World, runtime, sign_in};
use account::{
    keys::{AccountKeys, LockSeed, SecretKey},
    lease::Terms,
    opaque::LoggingIn,
    scheme::Scheme,
    sheet::Sheet,
    wire::{LoggedIn, LoginStart, OrderState, Verb},
};
use app::{AwayError, Error, Given, OsRandom, SignIn};
use model::{SecretBytes, without};
use std::{
    net::Ipv4Addr,
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

const TERMS: Terms = Terms { lock_after: 30 * DAY, erase_after: 90 * DAY };

// R: B5 F4
#[tokio::test]
async fn a_locked_phone_refuses_every_use_until_its_owner_says_otherwise() {
    let mut world = World::new().await;
    world.order(Verb::Lock).await;
    assert!(world.contact().await.locked);
    for started in [false, true] {
        if started {
            world.phone.start().expect("a locked phone opens, to be unlocked");
        }
        let phone = world.phone.landfall();
        assert!(matches!(phone.cards(), Err(Error::Locked)));
        assert!(matches!(phone.euiccs(), Err(Error::Locked)));
        assert!(matches!(phone.roots(), Err(Error::Locked)));
        assert!(matches!(phone.vault(), Err(Error::Locked)));
        assert!(matches!(phone.set_lease(TERMS, true), Err(Error::Locked)));
        assert!(matches!(phone.before_use(None).await, Err(Error::Locked)));
        assert!(matches!(phone.giver(world.port()).await, Err(Error::Locked)), "nor does a thief order others about");
    }
    world.order(Verb::Unlock).await;
    assert!(!world.contact().await.locked);
    world.phone.landfall().cards().expect("it is used again");
    let orders = world.giver().await.orders().await.expect("lists");
    let states: Vec<_> = orders.iter().map(|order| order.state()).collect();
    assert_eq!(states, [OrderState::Done, OrderState::Locked]);
}

// R: F4
#[tokio::test]
async fn the_password_alone_locks_and_does_not_wipe() {
    let world = World::new().await;
    let password = SecretBytes::from(PASSWORD);
    // From a device that belongs to no account.
    let stranger = Handset::new();
    let giver = stranger.landfall().giver_by_password(world.port(), LOGIN, &password).await.expect("signs in");
    for verb in [Verb::Wipe, Verb::Unlock, Verb::Delete] {
        let refused = giver.give(Given::new(verb, "phone")).await;
        assert!(matches!(refused, Err(Error::Away(AwayError::Power))), "{verb:?}: {refused:?}");
    }
    giver.give(Given::new(Verb::Lock, "phone")).await.expect("it locks");
    assert!(world.contact().await.locked);
    // And does not keep the owner's own orders from being newer.
    world.order(Verb::Unlock).await;
    assert!(!world.contact().await.locked);
    let wrong = SecretBytes::from(b"correct horse staple".as_slice());
    let refused = stranger.landfall().giver_by_password(world.port(), LOGIN, &wrong).await;
    assert!(matches!(refused, Err(Error::Account(_))), "{refused:?}");
}

// R: F4
#[tokio::test]
async fn the_sheet_orders_everything_from_wherever() {
    let world = World::new().await;
    let stranger = Handset::new();
    let giver = stranger.landfall().giver_by_sheet(world.port(), &world.sheet).await.expect("it is the account's");
    giver.give(Given::new(Verb::Lock, "phone")).await.expect("it locks");
    assert!(world.contact().await.locked);
    giver.give(Given::new(Verb::Wipe, "phone")).await.expect("it wipes");
    assert!(world.contact().await.erased);
    assert_eq!(giver.orders().await.expect("lists")[0].state(), OrderState::Erased);
    let other = Sheet { secret: SecretKey::new([9; 16]), ..world.sheet.clone() };
    assert!(stranger.landfall().giver_by_sheet(world.port(), &other).await.is_err());
}

// R: F4
#[tokio::test]
async fn a_locked_phone_is_unlocked_by_its_owner_on_it() {
    let world = World::new().await;
    let phone = world.phone.landfall();
    let (password, wrong) = (SecretBytes::from(PASSWORD), SecretBytes::from(b"correct horse staple".as_slice()));
    world.order(Verb::Lock).await;
    assert!(world.contact().await.locked);
    assert!(matches!(phone.sign_in(world.port(), &wrong).await, Err(Error::Account(_))));
    assert!(matches!(phone.sign_in_by_sheet(&world.sheet), Err(Error::Away(AwayError::OnlyOnline))));
    assert!(matches!(phone.cards(), Err(Error::Locked)));
    phone.sign_in(world.port(), &password).await.expect("the owner is there");
    phone.cards().expect("it is used again");
    // Without a network only where the owner let it be so.
    phone.set_lease(TERMS, true).expect("keeps");
    world.order(Verb::Lock).await;
    assert!(world.contact().await.locked);
    world.server.away.store(true, Ordering::SeqCst);
    let other = Sheet { secret: SecretKey::new([9; 16]), ..world.sheet.clone() };
    assert!(matches!(phone.sign_in_by_sheet(&other), Err(Error::Away(AwayError::OtherSheet))));
    assert!(phone.sign_in(world.port(), &password).await.is_err());
    phone.sign_in_by_sheet(&world.sheet).expect("the owner is there");
    phone.cards().expect("it is used again");
}

// R: F4
#[tokio::test]
async fn orders_are_asked_for_before_a_use_and_a_silent_server_holds_it_up_for_two_seconds_at_most() {
    let world = World::new().await;
    let phone = world.phone.landfall();
    phone.before_use(Some(world.port())).await.expect("nothing was ordered");
    world.server.silent.store(true, Ordering::SeqCst);
    let begun = Instant::now();
    phone.before_use(Some(world.port())).await.expect("the lease decides");
    assert!(begun.elapsed() < Duration::from_millis(2_500), "{:?}", begun.elapsed());
    world.server.silent.store(false, Ordering::SeqCst);
    world.order(Verb::Lock).await;
    assert!(matches!(phone.before_use(Some(world.port())).await, Err(Error::Locked)), "before anything is used");
}

/// What a server makes up that takes the thief's password for the owner's.
async fn made_up(world: &World, password: &SecretBytes) -> LoggedIn {
    let thief = Handset::new();
    let sign_in = SignIn { login: "mallory".to_owned(), password: password.clone(), ..sign_in("thief") };
    thief.landfall().create_account(world.port(), &sign_in).await.expect("an account");
    let random = &mut OsRandom::new();
    let (logging_in, request) = LoggingIn::begin(password, random).expect("begins");
    let start = LoginStart { login: "mallory".to_owned(), request };
    let started = world.server.service().login_start(start, Ipv4Addr::LOCALHOST.into()).await.expect("answers");
    let export = logging_in.finish(password, &started.response, Scheme::CHEAP, random).expect("it is theirs").export;
    let keys = AccountKeys { account: world.sheet.account, ..AccountKeys::make(random) };
    let sealed = keys.seal(&export, &LockSeed::make(random), random);
    LoggedIn { account: world.sheet.account.bytes(), token: String::new(), sealed }
}

// R: F4 F6
#[test]
fn a_server_that_takes_a_thiefs_password_for_the_owners_unlocks_nothing() {
    let runtime = runtime();
    let world = runtime.block_on(World::new());
    let password = SecretBytes::from(b"wide open sesame".as_slice());
    runtime.block_on(async {
        world.order(Verb::Lock).await;
        assert!(world.contact().await.locked);
        let made_up = made_up(&world, &password).await;
        *world.server.impostor.lock().expect("no panic") = Some(("mallory".to_owned(), made_up));
    });
    let attack = || runtime.block_on(world.phone.landfall().sign_in(world.port(), &password));
    assert!(matches!(attack(), Err(Error::Away(AwayError::OtherAccount))));
    assert!(matches!(world.phone.landfall().cards(), Err(Error::Locked)));
    without(&[app::checks::SIGN_IN], attack).expect("it is the check");
    world.phone.landfall().cards().expect("unlocked");
}
