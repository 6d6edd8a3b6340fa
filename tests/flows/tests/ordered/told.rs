//! What an operator is told: at least once, whatever its server does, and no download waits for it.

use crate::{
    nord::{CLASS, NORD, Operator, activation, closed, code, confirmed, count, ordered, state},
    office::Office,
};
use app::{Events, ports::Decision};
use landfall_flows::{Online, Phone, Shop, User, now};
use landfall_kiosk::orders::list;
use model::{ActivationCode, NumberState};
use rsp::es2::ConfirmOrderRequest;
use std::sync::atomic::Ordering;

async fn scene(count: u32) -> (Shop, Operator, Office) {
    let office = Office::closed().await;
    let mut shop = closed(count);
    let operator = Operator::certified(&mut shop, NORD, "2.999.10");
    let client = operator.named(NORD, Some(office.url()));
    shop.set(|settings| settings.clients.push(client));
    shop.start().await;
    (shop, operator, office)
}

/// An order with a confirmation code.
async fn with_code(shop: &Shop, operator: &Operator) -> ActivationCode {
    let mut orderer = operator.orderer(shop);
    let iccid = ordered(&mut orderer, &operator.any_of(CLASS)).await;
    let request = ConfirmOrderRequest { confirmation_code: code("4711"), ..operator.confirm(iccid) };
    activation(&confirmed(&mut orderer, &request).await, true)
}

async fn fetch(
    shop: &Shop,
    phone: &Phone,
    code: &ActivationCode,
    user: &mut User,
) -> Result<app::Acquired, app::Error> {
    phone.landfall().fetch(code, &mut Online::new(phone, shop), user, &Events::new()).await
}

fn untold(shop: &Shop) -> u64 {
    list::orders(shop.kiosk().store(), 1).expect("reads").untold
}

// R: E7 A7
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_there_is_told_later_also_after_a_restart() {
    let (mut shop, operator, mut office) = scene(3).await;
    let code = with_code(&shop, &operator).await;
    let phone = Phone::new("phone", shop.root()).certified(&shop, now());
    // Nobody listens: the download goes on all the same.
    fetch(&shop, &phone, &code, &mut User::typing(["4711"])).await.expect("a card");
    assert_eq!((state(&shop).as_str(), untold(&shop)), ("installed", 3));
    shop.stop().await;
    shop.start().await;
    assert_eq!(untold(&shop), 3);
    // One that fails at first is asked again.
    office.desk.failing.store(2, Ordering::SeqCst);
    office.open(&operator, &shop).await;
    let mut points = office.points(3).await;
    points.sort_unstable();
    assert_eq!(points, [(1, true), (3, true), (4, true)]);
    let calls = office.told(3).await.into_iter().map(|told| told.header.function_call_identifier);
    assert_eq!(calls.collect::<std::collections::BTreeSet<_>>().len(), 3, "each is a call of its own");
    let all = async {
        while untold(&shop) > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), all).await.expect("what was taken waits no more");
    shop.stop().await;
}

// R: E7
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_hears_of_wrong_codes_and_of_a_user_who_says_no() {
    let (mut shop, operator, mut office) = scene(3).await;
    office.open(&operator, &shop).await;
    let code = with_code(&shop, &operator).await;
    let phone = Phone::new("phone", shop.root()).certified(&shop, now());
    fetch(&shop, &phone, &code, &mut User::typing(["1"])).await.expect_err("a wrong code");
    let told = office.told(3).await;
    let points: Vec<_> = told
        .iter()
        .map(|t| {
            let data = t.notification_point_status.status_code_data.as_ref();
            (t.notification_point_id, data.map(|data| format!("{}/{}", data.subject_code, data.reason_code)))
        })
        .collect();
    let some = |text: &str| Some(text.to_owned());
    // The user has put it off after that.
    assert_eq!(points, [(1, None), (2, some("8.2.7/3.8")), (3, some("8/4.2"))]);
    assert_eq!(state(&shop), "released");
    fetch(&shop, &phone, &code, &mut User::saying([Decision::Rejected])).await.expect_err("it was rejected");
    let last = office.told(5).await.pop().expect("told");
    let data = last.notification_point_status.status_code_data.expect("why");
    assert_eq!(
        (last.notification_point_id, data.subject_code.as_str(), data.reason_code.as_str()),
        (3, "8.8.5", "3.8")
    );
    // Nobody else gets the number: the operator is to say what becomes of it.
    assert_eq!(state(&shop), "ended without an installation");
    assert_eq!(count(&shop, NumberState::Reserved), 1);
    shop.stop().await;
}

/// The order of an operator that is told nowhere writes nothing down to be told.
// R: E7
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_wants_to_hear_nothing_is_told_nothing() {
    let (mut shop, operator) = crate::nord::open(3).await;
    let code = with_code(&shop, &operator).await;
    let phone = Phone::new("phone", shop.root()).certified(&shop, now());
    fetch(&shop, &phone, &code, &mut User::typing(["4711"])).await.expect("a card");
    assert_eq!((state(&shop).as_str(), untold(&shop)), ("installed", 0));
    shop.stop().await;
}
