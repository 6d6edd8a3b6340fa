use crate::world::{DAY, PASSWORD, World, runtime, sign_in};
use account::{
    order::{self, Refusal},
    receipt::ChainError,
    signed::{Kind, Signed, Signer},
    wire::{Bytes, Order, OrderState, OrderView, Outcome, Verb},
};
use app::{AccountError, AwayError, Error, Given, Landfall, Proof};
use model::{Batch, Check, SecretBytes, without};
use std::sync::atomic::Ordering;
use vault::{KeystoreError, Records, Vault, VaultError};

// R: B6 F4
#[tokio::test]
async fn a_lost_phone_is_wiped_and_its_owner_holds_proof() {
    let mut world = World::new().await;
    let given = world.order(Verb::Wipe).await;
    let states: Vec<_> = world.giver().await.orders().await.expect("lists").iter().map(|order| order.state()).collect();
    assert_eq!(states, [OrderState::Stored], "it is said to be stored, not more");
    let told = world.contact().await;
    assert!(told.erased && told.owed == 0 && told.handed_in == 1, "{told:?}");
    assert!(matches!(world.phone.landfall().cards(), Err(Error::Vault(VaultError::Destroyed))));
    let orders = world.giver().await.orders().await.expect("lists");
    let [order] = &orders[..] else { panic!("one order: {orders:?}") };
    let Proof::Receipt(receipt) = &order.proof else { panic!("a receipt: {order:?}") };
    assert_eq!((order.state(), &receipt.outcome), (OrderState::Erased, &Outcome::Erased));
    assert_eq!(order.digest, Bytes::from(given.order.digest()));
    assert_eq!(world.giver().await.receipts("phone").await.expect("they hold"), std::slice::from_ref(receipt));
    // Nothing is left: no vault, no record of orders, no key that signs as this phone.
    assert!(matches!(world.phone.start(), Err(Error::Vault(VaultError::Destroyed))));
    assert!(world.phone.remains().expect("reads").is_none());
    let name: String = order.order.device.0.iter().map(|byte| format!("{byte:02x}")).collect();
    let key = vault::KeyId(format!("device.{name}"));
    assert!(matches!(world.phone.keystore().attest(&key), Err(KeystoreError::NoSuchKey(_))));
}

// R: F4
#[tokio::test]
async fn a_phone_that_was_wiped_without_a_network_hands_in_its_receipt_later() {
    let mut world = World::new().await;
    world.order(Verb::Wipe).await;
    // The network goes once the order is there.
    let server = world.server.clone();
    world.server.lies(move |_| server.away.store(true, Ordering::SeqCst));
    let cut = world.phone.landfall().contact(world.port()).await;
    assert!(matches!(cut, Err(Error::Away(AwayError::Cloud(_)))), "{cut:?}");
    assert!(matches!(world.phone.start(), Err(Error::Vault(VaultError::Destroyed))), "it was wiped all the same");
    let port = world.port();
    let left = world.phone.remains().expect("reads").expect("a receipt is owed");
    assert_eq!(left.server(), "https://cloud.test");
    assert!(left.contact(port.clone()).await.is_err(), "no network still");
    drop(left);
    let (folder, ports) = world.phone.ports();
    let owed = Landfall::begin_anew(&folder, ports.clone(), false);
    assert!(matches!(owed, Err(Error::Away(AwayError::Owed))), "its owner waits for the receipt");
    drop((folder, ports));
    let left = world.phone.remains().expect("reads").expect("it is owed still");
    *world.server.lie.lock().expect("no panic") = None;
    world.server.away.store(false, Ordering::SeqCst);
    let told = left.contact(port).await.expect("the server answers");
    assert!(told.erased && told.handed_in == 1 && told.owed == 0, "{told:?}");
    drop(left);
    assert!(world.phone.remains().expect("reads").is_none());
    let (folder, ports) = world.phone.ports();
    let new = Landfall::begin_anew(&folder, ports, false).expect("nothing is owed any more");
    assert!(new.cards().expect("it opens").is_empty() && new.account_server().expect("reads").is_none());
    let orders = world.giver().await.orders().await.expect("lists");
    assert_eq!(orders[0].state(), OrderState::Erased);
}

// R: F4
#[tokio::test]
async fn a_device_that_was_taken_out_of_the_account_obeys_still() {
    let world = World::new().await;
    world.home.landfall().revoke_device(world.port(), "phone").await.expect("it is taken out");
    let given = Given::new(Verb::Wipe, "phone");
    world.give(given).await;
    let told = world.contact().await;
    assert!(told.erased && told.handed_in == 1, "{told:?}");
    assert_eq!(world.giver().await.orders().await.expect("lists")[0].state(), OrderState::Erased);
}

// R: B5 F4 F6
#[tokio::test]
async fn a_lost_phone_obeys_who_made_a_new_root_when_it_was_taken_out() {
    for wiped_before in [true, false] {
        let world = World::new().await;
        let wipe = Given::new(Verb::Wipe, "phone");
        if wiped_before {
            world.give(wipe.clone()).await;
        }
        let landfall = world.home.landfall();
        let password = SecretBytes::from(PASSWORD);
        landfall.replace_root(world.port(), &password, Some("phone")).await.expect("a new root");
        let known = world.phone.landfall().account().expect("signed in").pinned.version();
        if !wiped_before {
            let told = world.contact().await;
            assert!(!told.erased, "{told:?}");
            assert_eq!(
                world.phone.landfall().account().expect("signed in").pinned.version(),
                known,
                "it reads no list"
            );
            world.give(wipe).await;
        }
        let told = world.contact().await;
        assert!(told.erased && told.handed_in == 1 && told.manifest.is_none(), "{told:?}");
        let orders = world.giver().await.orders().await.expect("lists");
        assert_eq!((orders.len(), orders[0].state()), (1, OrderState::Erased), "{orders:?}");
        assert_eq!(orders[0].unvouched, wiped_before.then_some(Refusal::Signature), "by a key that was replaced since");
    }
}

// R: B5 F4 F6
#[tokio::test]
async fn a_lost_phone_takes_no_order_of_who_only_says_that_he_made_a_new_root() {
    let world = World::new().await;
    let other = World::new().await;
    let landfall = world.home.landfall();
    let password = SecretBytes::from(PASSWORD);
    landfall.replace_root(world.port(), &password, Some("phone")).await.expect("a new root");
    let given = world.order(Verb::Wipe).await;
    // The server hands out another chain with it: nothing that it can't follow is believed.
    let foreign = other.home.landfall().account().expect("signed in");
    let chain = foreign.pinned.manifest().expect("a list");
    let forged = foreign.keys.owner().sign(Kind::Manifest, &chain);
    world.server.lies(move |waiting| waiting.manifests = vec![forged.clone()]);
    let told = world.contact().await;
    assert!(told.manifest.is_some() && !told.erased, "{told:?}");
    assert!(matches!(told.refused[..], [(_, Refusal::Signature)]), "{told:?}");
    // The order waits on: with the true one it is obeyed.
    *world.server.lie.lock().expect("no panic") = None;
    let told = world.contact().await;
    assert!(told.erased && told.taken.iter().any(|order| order.order == id(&given)), "{told:?}");
}

fn id(given: &OrderView) -> Bytes {
    serde_json::from_slice::<Order>(&given.order.payload.0).expect("an order").order
}

// R: F4
#[tokio::test]
async fn an_order_to_an_enrolment_before_does_not_wipe_a_phone_that_was_enrolled_again() {
    let world = World::new().await;
    let old = world.order(Verb::Wipe).await;
    // Before it hears of it, its user signs out of it and in again.
    world.phone.landfall().sign_out(world.port()).await.expect("signs out");
    world.phone.landfall().log_in(world.port(), &sign_in("phone"), &world.sheet).await.expect("signs in");
    let told = world.contact().await;
    assert!(told.taken.is_empty() && !told.erased, "{told:?}");
    // Nor where the server hands it out to the new enrolment.
    world.server.lies(move |waiting| waiting.orders = vec![old.order.clone()]);
    let told = world.contact().await;
    assert!(matches!(told.refused[..], [(_, Refusal::Device)]), "{told:?}");
    world.phone.landfall().cards().expect("it is used as before");
}

/// What a server that lies hands out, and the check that keeps the phone from obeying.
fn lies(world: &World, lock: &OrderView, other: &OrderView) -> [(&'static [Check], Signed, Refusal); 5] {
    let mut forged = lock.order.clone();
    let mut order: Order = serde_json::from_slice(&forged.payload.0).expect("an order");
    (order.verb, order.counter) = (Verb::Wipe, order.counter + 100);
    forged.payload = Bytes(serde_json::to_vec(&order).expect("string keys only"));
    // Its own key, which somebody who has the phone can have sign.
    let device = world.home.landfall().account().expect("signed in");
    order.verb = Verb::Unlock;
    let by_device = device.identity(world.home.keys()).sign(Kind::Order, &order).expect("signs");
    let late = Signed { signer: Signer::Kiosk(Bytes::from([1; 16])), ..forged.clone() };
    [
        (&[order::checks::SIGNATURE], forged, Refusal::Signature),
        // The vault, too, would not let its record of orders go back.
        (&[order::checks::COUNTER, app::checks::OUTBOX_PUT_BACK], lock.order.clone(), Refusal::Counter),
        // No two devices of an account have the same epoch.
        (&[order::checks::DEVICE, order::checks::EPOCH], other.order.clone(), Refusal::Device),
        (&[order::checks::POWER], by_device, Refusal::Power),
        (&[], late, Refusal::Signer),
    ]
}

// R: F4 F6
#[test]
fn a_server_that_forges_moves_and_replays_orders_is_not_obeyed() {
    for attack in 0..5 {
        let runtime = runtime();
        let (world, lock, other) = runtime.block_on(async {
            let world = World::new().await;
            let lock = world.order(Verb::Lock).await;
            world.contact().await;
            world.order(Verb::Unlock).await;
            world.contact().await;
            world.pass(10);
            let other = world.give(Given::new(Verb::Lock, "home")).await;
            (world, lock, other)
        });
        let (checks, lie, refusal) = lies(&world, &lock, &other).into_iter().nth(attack).expect("five");
        world.server.lies(move |waiting| waiting.orders = vec![lie.clone()]);
        let told = runtime.block_on(world.contact());
        assert!(matches!(told.refused[..], [(_, why)] if why == refusal), "{refusal:?}: {told:?}");
        assert!(told.taken.is_empty() && !told.erased && !told.locked, "{told:?}");
        assert_eq!(told.owed, 0, "nobody makes it sign");
        world.phone.landfall().cards().expect("it is used as before");
        if checks.is_empty() {
            continue;
        }
        let told = without(checks, || runtime.block_on(world.contact()));
        assert!(!told.taken.is_empty(), "{refusal:?} is the check: {told:?}");
    }
}

// R: F4
#[tokio::test]
async fn an_owners_mistake_is_taken_back_until_it_is_carried_out() {
    let world = World::new().await;
    let wipe = Given { grace: 3_600, ..Given::new(Verb::Wipe, "phone") };
    let id = |view: &OrderView| serde_json::from_slice::<Order>(&view.order.payload.0).expect("an order").order.text();
    let first = world.give(wipe.clone()).await;
    let told = world.contact().await;
    assert!(!told.erased && told.taken.len() == 1, "{told:?}");
    world.pass(1_800);
    world.giver().await.take_back(&id(&first)).await.expect("in time");
    let told = world.contact().await;
    assert_eq!(told.handed_in, 2, "{told:?}");
    world.pass(DAY);
    world.phone.landfall().before_use(None).await.expect("it is used as before");
    let late = world.giver().await.take_back(&id(&first)).await;
    assert!(matches!(late, Err(Error::Away(AwayError::TooLate(_)))), "{late:?}");
    let lock = world.order(Verb::Lock).await;
    let at_once = world.giver().await.take_back(&id(&lock)).await;
    assert!(matches!(at_once, Err(Error::Away(AwayError::TooLate(_)))), "{at_once:?}");
    world.order(Verb::Unlock).await;
    // Taken back before the phone has heard of either: the wipe, which acts at once, is not carried out first.
    let second = world.give(Given::new(Verb::Wipe, "phone")).await;
    world.giver().await.take_back(&id(&second)).await.expect("in time");
    let told = world.contact().await;
    assert!(!told.erased, "{told:?}");
    // Without being taken back it is done when its grace is over, in contact or not.
    world.give(wipe).await;
    assert!(!world.contact().await.erased);
    world.pass(3_601);
    let Error::Vault(VaultError::Destroyed) =
        world.phone.landfall().before_use(None).await.expect_err("its time has come")
    else {
        panic!("it is wiped")
    };
    let states: Vec<_> = world.giver().await.orders().await.expect("lists").iter().map(|order| order.state()).collect();
    assert_eq!(states.iter().filter(|state| **state == OrderState::TakenBack).count(), 2, "{states:?}");
}

// R: F4 B6
#[tokio::test]
async fn who_holds_the_phone_does_not_get_round_a_wipe_by_leaving_the_account() {
    let world = World::new().await;
    world.give(Given { grace: 3_600, ..Given::new(Verb::Wipe, "phone") }).await;
    assert!(!world.contact().await.erased, "its grace goes on");
    let (phone, port) = (world.phone.landfall(), world.port());
    let left = [phone.sign_out(port.clone()).await, phone.forget_account(), phone.delete_account(port).await];
    assert!(left.iter().all(|left| matches!(left, Err(AccountError::Obeying))), "{left:?}");
    world.pass(3_601);
    let erased = phone.before_use(None).await.expect_err("its time has come");
    assert!(matches!(erased, Error::Vault(VaultError::Destroyed)), "{erased:?}");
}

// R: F4 B6
#[tokio::test]
async fn a_sim_that_cant_be_read_keeps_nobody_from_having_the_phone_wiped() {
    let mut world = World::new().await;
    world.phone.stop();
    let (folder, ports) = world.phone.ports();
    let vault = Vault::open(&folder, ports.keystore).expect("opens");
    let mut batch = Batch::new();
    batch.put(euicc::state::TABLE, [7; 16].to_vec(), b"of a later version".to_vec());
    vault.commit(batch).expect("is kept");
    drop((vault, folder));
    let phone = world.phone.start().expect("opens");
    assert!(phone.cards().is_err(), "they can't be read");
    world.order(Verb::Wipe).await;
    assert!(world.contact().await.erased);
}

// R: F4
#[tokio::test]
async fn an_order_whose_deadline_has_passed_is_overdue_and_is_refused_by_the_phone() {
    let world = World::new().await;
    world.server.away.store(true, Ordering::SeqCst);
    assert!(world.phone.landfall().contact(world.port()).await.is_err());
    world.server.away.store(false, Ordering::SeqCst);
    world.give(Given { good_for: Some(DAY), ..Given::new(Verb::Wipe, "phone") }).await;
    world.pass(2 * DAY);
    let orders = world.giver().await.orders().await.expect("lists");
    assert_eq!(orders[0].state(), OrderState::Overdue);
    let told = world.contact().await;
    assert!(!told.erased && told.handed_in == 1, "the phone says so: {told:?}");
    let orders = world.giver().await.orders().await.expect("lists");
    let Proof::Receipt(receipt) = &orders[0].proof else { panic!("a receipt: {orders:?}") };
    assert_eq!(receipt.outcome, Outcome::Refused("deadline".to_owned()));
}

// R: F4 F8
#[tokio::test]
async fn a_folder_from_before_an_order_opens_no_more() {
    let mut world = World::new().await;
    world.phone.stop();
    let before = tempfile::tempdir().expect("a folder");
    copy(&world.phone.data(), before.path());
    world.phone.start().expect("opens");
    world.order(Verb::Lock).await;
    assert!(world.contact().await.locked);
    world.phone.stop();
    // Whoever has the phone puts the folder back as it was; what the platform keeps stays.
    std::fs::remove_dir_all(world.phone.data()).expect("removes");
    copy(before.path(), &world.phone.data());
    let opened = world.phone.start().map(drop);
    assert!(matches!(opened, Err(Error::Vault(VaultError::KeyLost))), "{opened:?}");
    // It obeys still.
    world.order(Verb::Wipe).await;
    let port = world.port();
    let left = world.phone.remains().expect("reads").expect("a device of the account");
    assert!(left.contact(port).await.expect("the server answers").erased);
}

// R: F4 F8
#[tokio::test]
async fn a_lock_that_comes_while_the_vault_cant_be_read_is_in_force_once_it_can() {
    let mut world = World::new().await;
    world.phone.stop();
    let (data, before) = (world.phone.data(), tempfile::tempdir().expect("a folder"));
    copy(&data, before.path());
    let files = std::fs::read_dir(&data).expect("lists").map(|entry| entry.expect("a file").path());
    for file in files.filter(|file| file.is_file() && !file.ends_with("away")) {
        std::fs::write(file, b"nothing of Landfall's").expect("writes");
    }
    world.order(Verb::Lock).await;
    let port = world.port();
    let left = world.phone.remains().expect("reads").expect("a device of the account");
    let told = left.contact(port).await.expect("the server answers");
    assert_eq!((told.taken.len(), told.handed_in), (1, 0), "it is not said to be locked: {told:?}");
    drop(left);
    // Whoever has the phone puts the rest back.
    let record = std::fs::read(data.join("away")).expect("reads");
    std::fs::remove_dir_all(&data).expect("removes");
    copy(before.path(), &data);
    std::fs::write(data.join("away"), record).expect("writes");
    let phone = world.phone.start().expect("opens");
    assert!(matches!(phone.cards(), Err(Error::Locked)));
    let told = world.contact().await;
    assert_eq!((told.locked, told.handed_in), (true, 1), "{told:?}");
}

// R: F4 F8
#[tokio::test]
async fn the_record_of_orders_alone_is_not_put_back() {
    let mut world = World::new().await;
    world.order(Verb::Lock).await;
    world.contact().await;
    world.phone.stop();
    let record = world.phone.data().join("away");
    let before = std::fs::read(&record).expect("reads");
    world.phone.start().expect("opens");
    world.order(Verb::Lock).await;
    world.contact().await;
    for put_back in [Some(before), None] {
        world.phone.stop();
        let now = std::fs::read(&record).expect("reads");
        match &put_back {
            Some(bytes) => std::fs::write(&record, bytes).expect("writes"),
            None => std::fs::remove_file(&record).expect("removes"),
        }
        let opened = world.phone.start().map(drop);
        assert!(matches!(opened, Err(Error::Away(AwayError::PutBack))), "{opened:?}");
        let attack = model::without(&[app::checks::OUTBOX_PUT_BACK], || world.phone.start().map(drop));
        assert!(attack.is_ok(), "it is the check: {attack:?}");
        world.phone.stop();
        std::fs::write(&record, now).expect("writes");
        world.phone.start().expect("opens");
    }
    world.phone.stop();
    let mut bent = std::fs::read(&record).expect("reads");
    let at = bent.len() - 20;
    bent[at] ^= 1;
    std::fs::write(&record, bent).expect("writes");
    let opened = world.phone.start().map(drop);
    assert!(matches!(opened, Err(Error::Away(AwayError::Unreadable))), "{opened:?}");
}

// R: F4
#[tokio::test]
async fn receipts_that_were_seen_can_not_be_hidden_again() {
    let world = World::new().await;
    for verb in [Verb::Lock, Verb::Unlock] {
        world.order(verb).await;
        world.contact().await;
    }
    let receipts = world.giver().await.receipts("phone").await.expect("they hold");
    assert_eq!(receipts.iter().map(|receipt| receipt.number).collect::<Vec<_>>(), [1, 2]);
    // A server that shows fewer than it did is found out; a device that was never here knows no better.
    world.server.hides.store(true, Ordering::SeqCst);
    let hidden = world.giver().await.receipts("phone").await;
    assert!(matches!(hidden, Err(Error::Away(AwayError::Receipts(ChainError::Missing(2))))), "{hidden:?}");
    let orders = world.giver().await.orders().await.expect("lists");
    assert!(orders.iter().all(|order| order.proof == Proof::Wrong(ChainError::Missing(2))), "{orders:?}");
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("makes");
    for entry in std::fs::read_dir(from).expect("reads") {
        let entry = entry.expect("reads");
        if entry.file_type().expect("a type").is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).expect("copies");
        }
    }
}
