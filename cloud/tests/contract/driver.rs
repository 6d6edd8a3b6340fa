use crate::{
    made::*,
    subscribers::{ICCID, state},
    world::World,
};
use account::keys::AccountId;
use async_trait::async_trait;
use landfall_cloud::{
    service::ServerKey,
    storage::{NewOrder, NewSubscriber, Put},
    subscribers::{Cause, DirectoryError, Driver, Sealer, Standing, SubscriberDirectory, Subscription},
};
use model::{Algorithm, Imsi, NumberState};
use std::sync::{Arc, Mutex};

/// A directory that writes down what it is told, and fails as it is told to.
#[derive(Default)]
struct Told {
    said: Mutex<Vec<String>>,
    fails: Mutex<Vec<bool>>,
}

impl Told {
    fn note(&self, what: String) -> Result<(), DirectoryError> {
        match self.fails.lock().expect("not poisoned").pop() {
            Some(true) => return Err(DirectoryError::TimedOut(([127, 0, 0, 1], 1).into())),
            Some(false) => return Err(DirectoryError::NumberTaken),
            None => {}
        }
        self.said.lock().expect("not poisoned").push(what);
        Ok(())
    }

    fn said(&self) -> Vec<String> {
        std::mem::take(&mut *self.said.lock().expect("not poisoned"))
    }
}

#[async_trait]
impl SubscriberDirectory for Told {
    async fn provision(&self, subscription: &Subscription) -> Result<(), DirectoryError> {
        assert_eq!(subscription.ki, [0xA5; 16].into(), "by its own keys");
        self.note(format!("provision {}", subscription.imsi.as_str()))
    }

    async fn bar(&self, imsi: &Imsi) -> Result<(), DirectoryError> {
        self.note(format!("bar {}", imsi.as_str()))
    }

    async fn remove(&self, imsi: &Imsi) -> Result<(), DirectoryError> {
        self.note(format!("remove {}", imsi.as_str()))
    }

    async fn standing(&self, _: &Imsi) -> Result<Standing, DirectoryError> {
        Ok(Standing::Served { seen: true })
    }
}

const IMSI: &str = "999010000000001";

struct Bench {
    told: Arc<Told>,
    driver: Driver,
}

async fn bench(World { one, .. }: &World) -> Bench {
    let sealer = Sealer::of(&ServerKey::read(&[7; 32]).expect("32 bytes"));
    let subscription = Subscription {
        iccid: ICCID.parse().expect("an ICCID"),
        imsi: IMSI.parse().expect("an IMSI"),
        msisdn: None,
        ki: [0xA5; 16].into(),
        algorithm: Algorithm::Comp128 { version: 3 },
    };
    let sealed = sealer.seal(&subscription);
    let new = NewSubscriber { iccid: ICCID.to_owned(), imsi: IMSI.to_owned(), msisdn: None, sealed };
    one.import(vec![new], NOW).await.expect("imports");
    let told = Arc::new(Told::default());
    Bench { driver: Driver::new(one.clone(), told.clone(), sealer), told }
}

async fn bar(World { one, .. }: &World, account: &AccountId, order: u8) {
    let bar = NewOrder { bar: vec![ICCID.to_owned()], ..crate::orders::order(order) };
    assert_eq!(one.put_order(account, bar).await.expect("keeps"), Put::New);
}

// R: A8 A12 B6
pub(crate) async fn a_card_is_provisioned_barred_by_its_owner_and_unbarred(world: &World) {
    let (Bench { told, driver }, one) = (bench(world).await, &world.one);
    let account = an_account(&**one, 1).await;
    one.happened(ICCID, Cause::Distributed, NOW).await.expect("moves");
    // The HLR is away for a while; nothing is lost, and nothing done twice.
    told.fails.lock().expect("not poisoned").extend([true, true]);
    assert_eq!(driver.work(NOW).await.expect("works").later, 1);
    assert_eq!(driver.work(NOW).await.expect("works"), Default::default(), "not at once again");
    assert_eq!(driver.work(NOW + 1).await.expect("works").later, 1);
    assert_eq!(driver.work(NOW + 3).await.expect("works").done, 1);
    assert_eq!(told.said(), [format!("provision {IMSI}")]);
    assert_eq!(driver.look(NOW).await.expect("looks"), 1);
    assert_eq!(state(&**one, ICCID).await, NumberState::InUse);
    one.claim(ICCID, &account, NOW).await.expect("claims");
    bar(world, &account, 1).await;
    driver.work(NOW + 4).await.expect("works");
    assert_eq!((told.said(), state(&**one, ICCID).await), (vec![format!("bar {IMSI}")], NumberState::Suspended));
    // A kiosk's late report lifts no bar; the operator does.
    one.happened(ICCID, Cause::Distributed, NOW + 5).await.expect("answers");
    driver.work(NOW + 5).await.expect("works");
    assert_eq!((told.said(), state(&**one, ICCID).await), (vec![], NumberState::Suspended));
    one.wish(ICCID, landfall_cloud::subscribers::Action::Unbar, NOW + 6).await.expect("asks");
    driver.work(NOW + 6).await.expect("works");
    assert_eq!(
        (told.said(), state(&**one, ICCID).await),
        (vec![format!("provision {IMSI}")], NumberState::Distributed)
    );
    one.happened(ICCID, Cause::Retired, NOW + 7).await.expect("moves");
    driver.work(NOW + 7).await.expect("works");
    assert_eq!((told.said(), state(&**one, ICCID).await), (vec![format!("remove {IMSI}")], NumberState::Retired));
}

// R: B6 F4
pub(crate) async fn nobody_bars_a_card_that_he_has_not_shown(world: &World) {
    let (Bench { told, driver }, one) = (bench(world).await, &world.one);
    let (owner, stranger) = (an_account(&**one, 1).await, an_account(&**one, 2).await);
    one.claim(ICCID, &owner, NOW).await.expect("claims");
    driver.work(NOW).await.expect("works");
    told.said();
    bar(world, &stranger, 1).await;
    assert_eq!(driver.work(NOW).await.expect("works").done, 1);
    assert_eq!((told.said(), state(&**one, ICCID).await), (vec![], NumberState::Distributed));
}

// R: A8 F3
pub(crate) async fn what_can_not_be_done_holds_up_nothing(world: &World) {
    let (Bench { told, driver }, one) = (bench(world).await, &world.one);
    one.happened(ICCID, Cause::Distributed, NOW).await.expect("moves");
    told.fails.lock().expect("not poisoned").push(false);
    assert_eq!(driver.work(NOW).await.expect("works").done, 1, "trying again would not help");
    one.wish(ICCID, landfall_cloud::subscribers::Action::Bar, NOW).await.expect("asks");
    assert_eq!(driver.work(NOW).await.expect("works").done, 1);
    assert_eq!(told.said(), [format!("bar {IMSI}")]);
    // Keys sealed by another server's key are no keys.
    let other = Driver::new(one.clone(), told.clone(), Sealer::of(&ServerKey::read(&[8; 32]).expect("32 bytes")));
    one.wish(ICCID, landfall_cloud::subscribers::Action::Unbar, NOW).await.expect("asks");
    assert_eq!(other.work(NOW).await.expect("works").done, 1);
    assert_eq!((told.said(), state(&**one, ICCID).await), (vec![], NumberState::Suspended));
}

/// An order to wipe device 1, which bars the card; its payload is one that can be read.
fn wipe(account: &AccountId, number: u8) -> NewOrder {
    let order = account::wire::Order {
        account: account.bytes(),
        order: id(number),
        verb: account::wire::Verb::Wipe,
        device: id(1),
        epoch: 1,
        counter: number.into(),
        issued: NOW,
        deadline: NOW + 86_400,
        not_before: NOW + 3_600,
        cards: vec![ICCID.to_owned()],
        parameters: serde_json::Value::Null,
        manifest: 1,
    };
    let signed = signed(&serde_json::to_string(&order).expect("string keys"));
    NewOrder { digest: signed.digest(), signed, bar: order.barred(), ..crate::orders::order(number) }
}

// R: B6 F4 A12
pub(crate) async fn a_bar_is_lifted_with_its_order_and_the_operators_stands(world: &World) {
    use account::wire::OrderState::{Received, Stored, TakenBack};
    let (Bench { told, driver }, one) = (bench(world).await, &world.one);
    let account = an_account(&**one, 1).await;
    one.claim(ICCID, &account, NOW).await.expect("claims");
    let stored = vec![(Stored, NOW)];
    let taken_back = vec![(Stored, NOW), (TakenBack, NOW + 9)];
    // Taken back before its device had it; then by the device's receipt.
    for number in [1, 2] {
        let order = wipe(&account, number);
        assert_eq!(one.put_order(&account, order.clone()).await.expect("keeps"), Put::New);
        driver.work(NOW).await.expect("works");
        assert_eq!(state(&**one, ICCID).await, NumberState::Suspended);
        if number == 1 {
            for _ in 0..2 {
                assert!(one.move_order(&account, &order.id, &stored, &taken_back).await.expect("moves"));
            }
        } else {
            let receipt = landfall_cloud::storage::NewReceipt {
                signed: signed("receipt"),
                number: 1,
                order: order.digest,
                states: taken_back.clone(),
            };
            assert!(one.put_receipt(&account, &id(1), 1, receipt).await.expect("keeps"));
        }
        driver.work(NOW).await.expect("works");
        assert_eq!(state(&**one, ICCID).await, NumberState::Distributed, "as if it had not been given");
        let said = told.said();
        assert_eq!(said.iter().filter(|what| what.starts_with("bar")).count(), 1, "{said:?}");
    }
    // Meanwhile the operator's office has barred it, too.
    let order = wipe(&account, 3);
    one.put_order(&account, order.clone()).await.expect("keeps");
    one.wish(ICCID, landfall_cloud::subscribers::Action::Bar, NOW).await.expect("asks");
    driver.work(NOW).await.expect("works");
    assert!(one.move_order(&account, &order.id, &stored, &taken_back).await.expect("moves"));
    driver.work(NOW).await.expect("works");
    assert_eq!(state(&**one, ICCID).await, NumberState::Suspended);
    // An order that goes on lifts nothing.
    one.wish(ICCID, landfall_cloud::subscribers::Action::Unbar, NOW).await.expect("asks");
    driver.work(NOW).await.expect("works");
    let order = wipe(&account, 4);
    one.put_order(&account, order.clone()).await.expect("keeps");
    let received = vec![(Stored, NOW), (Received, NOW + 9)];
    assert!(one.move_order(&account, &order.id, &stored, &received).await.expect("moves"));
    driver.work(NOW).await.expect("works");
    assert_eq!(state(&**one, ICCID).await, NumberState::Suspended);
}
