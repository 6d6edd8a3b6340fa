//! Lost messages, restarts, phones that die in the middle: what was ordered is applied once, and both sides know.

use crate::scene::{ALL, ask, ask_by, cards, listed, open, order, outcomes, waiting, with_cards};
use landfall_flows::{Lost, Online, Phone, Shop, User};
use model::{Eid, Iccid};
use rsp::es9::Function;

/// Counts how often the card was enabled: each time it tells its server.
async fn scene(commands: impl Fn(Iccid) -> Vec<String>) -> (Shop, Phone, Eid, Iccid) {
    let shop = open(ALL, 2).await;
    let (phone, eid, own) = with_cards(&shop, "phone", 1).await;
    order(&shop, eid, &commands(own[0])).expect("its own");
    (shop, phone, eid, own[0])
}

fn commands(card: Iccid) -> Vec<String> {
    vec![format!("enable:{card}"), format!("name:{card}=New")]
}

/// Both sides know that it was done, once.
fn ended_well(shop: &Shop, phone: &Phone, card: Iccid, what: &str) {
    let all = listed(shop);
    assert_eq!(all[0].state, "executed", "{what}");
    assert_eq!(outcomes(&all[0]), [(Some(true), "done"); 2], "{what}");
    assert_eq!(cards(phone), [(card, true, "New".to_owned())], "{what}");
    assert_eq!(waiting(phone), 0, "{what}");
}

// R: E6 F1 F2
#[tokio::test]
async fn whatever_is_lost_it_is_done_once() {
    let functions = [Function::InitiateAuthentication, Function::AuthenticateClient, Function::HandleNotification];
    for function in functions {
        for lost in [Lost::Request, Lost::Answer] {
            let (mut shop, mut phone, _, card) = scene(commands).await;
            let what = format!("{function}, {lost:?}");
            let mut server = Online::new(&phone, &shop).losing(move |asked| (asked == function).then_some(lost));
            let first = ask_by(&phone, &shop, &mut server, &mut User::agreeing()).await;
            match function {
                // The card has done it, and keeps its word.
                Function::HandleNotification => {
                    assert!(!first.expect("carried out")[0].reported, "{what}");
                    assert_eq!(listed(&shop)[0].state, if lost == Lost::Answer { "executed" } else { "waiting" });
                    assert!(waiting(&phone) > 0, "{what}");
                }
                _ => assert!(first.expect_err("lost").retrying_helps(), "{what}"),
            }
            // Both begin anew, as after a power cut.
            shop.stop().await;
            shop.start().await;
            phone.start();
            let mut user = User::agreeing();
            let again = ask(&phone, &shop, &mut user).await.expect("it is there again");
            let done_before = function == Function::HandleNotification;
            assert_eq!((again.is_empty(), user.commanded.is_empty()), (done_before, done_before), "{what}");
            ended_well(&shop, &phone, card, &what);
            let sent = if function == Function::AuthenticateClient && lost == Lost::Answer { 2 } else { 1 };
            assert_eq!(listed(&shop)[0].sent, sent, "{what}");
            shop.stop().await;
        }
    }
}

/// The card can't sign what became of the commands: nothing of them is done, and they are asked for again.
// R: E6 F1
#[tokio::test]
async fn a_card_that_dies_before_it_has_signed_has_done_nothing() {
    let (mut shop, mut phone, _, card) = scene(commands).await;
    // It proves itself by the first signature; the next one would be over what it did.
    phone = phone.signing(1);
    let first = ask(&phone, &shop, &mut User::agreeing()).await;
    assert!(first.expect_err("not signed").retrying_helps());
    phone.start();
    assert_eq!(cards(&phone), [(card, false, "Visitor".to_owned())]);
    assert_eq!((listed(&shop)[0].state, waiting(&phone)), ("waiting", 0));
    ask(&phone, &shop, &mut User::agreeing()).await.expect("carried out");
    ended_well(&shop, &phone, card, "after a failure");
    shop.stop().await;
}

/// A package that was carried out in a session whose result comes late, after it was sent once more: the first word counts, and the
/// card has not done it twice.
// R: E6 F1
#[tokio::test]
async fn a_result_that_comes_late_is_taken_once() {
    let (mut shop, phone, eid, card) = scene(|card| vec![format!("enable:{card}")]).await;
    let mut server =
        Online::new(&phone, &shop).losing(move |asked| (asked == Function::HandleNotification).then_some(Lost::Answer));
    let first = ask_by(&phone, &shop, &mut server, &mut User::agreeing()).await.expect("carried out");
    assert!(!first[0].reported);
    assert_eq!(listed(&shop)[0].state, "executed", "its answer was lost, not it");
    // The next order finds the same word told again.
    order(&shop, eid, &[format!("disable:{card}")]).expect("its own");
    let second = ask(&phone, &shop, &mut User::agreeing()).await.expect("carried out");
    assert_eq!((second.len(), waiting(&phone)), (1, 0));
    let all = listed(&shop);
    assert_eq!([outcomes(&all[0]), outcomes(&all[1])].concat(), [(Some(true), "done"); 2]);
    assert!(!cards(&phone)[0].1);
    shop.stop().await;
}
