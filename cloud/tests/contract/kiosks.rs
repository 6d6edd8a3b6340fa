use crate::{
    made::*,
    subscribers::{ICCID, state, subscriber},
    world::World,
};
use account::wire::Bytes;
use landfall_cloud::storage::{KeptKiosk, Known, NewReport, Storage};
use model::NumberState;
use report::{Chain, Event, Taken, What};

/// Late results that wait for a kiosk at most.
pub(crate) const MOST: u32 = 9;

pub(crate) fn kiosk(n: u8) -> KeptKiosk {
    let address = format!("kiosk{n}.example");
    KeptKiosk { id: [n; 16], key: vec![n; 65], name: format!("Gate {n}"), address, chain: Chain::new(0) }
}

pub(crate) async fn known(storage: &dyn Storage, n: u8) -> [u8; 16] {
    storage.put_kiosk_token([n; 32], NOW + 9).await.expect("keeps");
    assert_eq!(storage.put_kiosk([n; 32], kiosk(n), NOW).await.expect("answers"), Known::New);
    [n; 16]
}

pub(crate) fn sold() -> What {
    What::Sold { price: "9.90 EUR".parse().expect("money"), by: "anna".to_owned() }
}

fn distributed() -> What {
    let eid = model::Eid::with_check_digits(&format!("89999{:025}", 1)).expect("digits");
    let price = "9.90 EUR".parse().expect("money");
    What::Distributed { eid, hardware_id: "phone".to_owned(), user_id: "someone".to_owned(), price }
}

pub(crate) fn event(iccid: &str, at: u64, what: What) -> Event {
    let iccid = iccid.parse().expect("an ICCID");
    Event { at, number: "99901".to_owned(), iccid, class_id: "jp-7".to_owned(), what }
}

pub(crate) fn chain(number: u64) -> Chain {
    match number {
        0 => Chain::new(0),
        number => Chain { epoch: 0, number, previous: Bytes::from([number as u8; 32]) },
    }
}

pub(crate) fn report(number: u64, events: Vec<Event>) -> NewReport {
    NewReport { signed: signed(&format!("report {number}")), chain: chain(number), events }
}

// R: A8
pub(crate) async fn a_token_registers_one_kiosk(World { one, two, .. }: &World) {
    one.put_kiosk_token([1; 32], NOW + 9).await.expect("keeps");
    assert_eq!(two.put_kiosk([2; 32], kiosk(1), NOW).await.expect("answers"), Known::No, "unknown");
    assert_eq!(two.put_kiosk([1; 32], kiosk(1), NOW + 9).await.expect("answers"), Known::No, "over");
    assert_eq!(two.put_kiosk([1; 32], kiosk(1), NOW).await.expect("answers"), Known::New);
    let renamed = KeptKiosk { name: "Gate 7".to_owned(), ..kiosk(1) };
    assert_eq!(one.put_kiosk([1; 32], renamed.clone(), NOW + 99).await.expect("answers"), Known::Same);
    assert_eq!(one.put_kiosk([1; 32], kiosk(2), NOW).await.expect("answers"), Known::No, "another's");
    assert_eq!(two.kiosk(&[1; 16]).await.expect("reads"), Some(renamed.clone()));
    assert_eq!(two.kiosks_at("kiosk1.example").await.expect("reads"), std::slice::from_ref(&renamed));
    assert_eq!(two.kiosk(&[2; 16]).await.expect("reads"), None);
    assert_eq!(two.kiosks().await.expect("reads"), [renamed]);
}

// R: A8 A12
pub(crate) async fn a_report_is_kept_with_all_that_it_says_or_not_at_all(World { one, two, .. }: &World) {
    let kiosk = known(&**one, 1).await;
    one.import(vec![subscriber(ICCID)], NOW).await.expect("imports");
    let first = report(1, vec![event(ICCID, 5, sold())]);
    assert!(one.put_report(&kiosk, &chain(0), first.clone(), NOW).await.expect("keeps"));
    assert!(!two.put_report(&kiosk, &chain(0), first, NOW).await.expect("answers"), "the chain went on");
    assert!(!two.put_report(&[9; 16], &chain(0), report(1, vec![]), NOW).await.expect("answers"), "nobody knows it");
    assert_eq!(state(&**two, ICCID).await, NumberState::Reserved);
    // A restored kiosk tells again what it told before: each event counts once.
    let second = report(2, vec![event(ICCID, 5, sold()), event(ICCID, 6, distributed())]);
    assert!(two.put_report(&kiosk, &chain(1), second, NOW).await.expect("keeps"));
    assert_eq!(state(&**one, ICCID).await, NumberState::Distributed);
    assert_eq!(one.kiosk(&kiosk).await.expect("reads").expect("known").chain, chain(2));
    let tasks = one.take_tasks(NOW, NOW + 60, 9).await.expect("takes");
    assert_eq!(tasks.len(), 1, "it is provisioned once");
}

// R: A8
pub(crate) async fn a_kiosk_moves_and_hears_of_its_own_numbers_alone(World { one, two, .. }: &World) {
    let (own, other) = (known(&**one, 1).await, known(&**one, 2).await);
    one.import(vec![subscriber(ICCID)], NOW).await.expect("imports");
    let told = report(1, vec![event(ICCID, 5, sold())]);
    assert!(one.put_report(&own, &chain(0), told, NOW).await.expect("keeps"));
    let stolen = report(1, vec![event(ICCID, 6, What::Retired { why: "mine".to_owned() })]);
    assert!(two.put_report(&other, &chain(0), stolen, NOW).await.expect("keeps"), "it is kept, and moves nothing");
    assert_eq!(state(&**one, ICCID).await, NumberState::Reserved);
    assert_eq!(two.kiosk_news(&other, 0, 9).await.expect("reads"), (vec![], 0));
    let (news, after) = two.kiosk_news(&own, 0, 9).await.expect("reads");
    assert_eq!((news.len(), news[0].state, news[0].at), (1, NumberState::Reserved, NOW));
    assert_eq!(
        two.kiosk_news(&own, after, 9).await.expect("reads"),
        (vec![], after),
        "what was read is not read again"
    );
    one.set_balance(ICCID, 7, NOW + 1).await.expect("sets");
    let (news, later) = two.kiosk_news(&own, after, 9).await.expect("reads");
    assert_eq!((news.len(), news[0].balance, later > after), (1, Some(7), true));
}

// R: A8
pub(crate) async fn a_late_result_waits_for_its_kiosk_once(World { one, two, .. }: &World) {
    let (own, other) = (known(&**one, 1).await, known(&**one, 2).await);
    for _ in 0..2 {
        one.put_result(&own, b"word", MOST, NOW).await.expect("keeps");
    }
    let results = two.results(&own, 9).await.expect("reads");
    assert_eq!((results.len(), results[0].notification.0.as_slice()), (1, b"word".as_slice()));
    let taken = [Taken { seq: results[0].seq, refused: Some("no such sale".to_owned()) }];
    two.results_taken(&other, &taken, NOW).await.expect("answers");
    assert_eq!(one.results(&own, 9).await.expect("reads").len(), 1, "another kiosk takes nothing of it");
    two.results_taken(&own, &taken, NOW).await.expect("answers");
    assert_eq!(one.results(&own, 9).await.expect("reads"), []);
    one.put_result(&own, b"word", MOST, NOW).await.expect("keeps");
    assert_eq!(one.results(&own, 9).await.expect("reads"), [], "the same word was taken before");
}

// R: A8
pub(crate) async fn so_many_late_results_wait_for_a_kiosk_and_no_more(World { one, two, .. }: &World) {
    let (own, other) = (known(&**one, 1).await, known(&**one, 2).await);
    for word in [b"1", b"2", b"2"] {
        assert!(one.put_result(&own, word, 2, NOW).await.expect("answers"), "it is kept, or was");
    }
    assert!(!two.put_result(&own, b"3", 2, NOW).await.expect("answers"));
    assert!(two.put_result(&own, b"1", 2, NOW).await.expect("answers"), "it is kept already");
    assert!(two.put_result(&other, b"3", 2, NOW).await.expect("answers"), "each kiosk has its own");
    let waiting = two.results(&own, 9).await.expect("reads");
    assert_eq!(waiting.len(), 2);
    one.results_taken(&own, &[Taken { seq: waiting[0].seq, refused: None }], NOW).await.expect("answers");
    assert!(two.put_result(&own, b"3", 2, NOW).await.expect("answers"), "there is room again");
}

// R: A8, B4
pub(crate) async fn a_late_result_goes_a_week_after_it_was_taken(World { one, two, .. }: &World) {
    const WEEK: u64 = 7 * 86_400;
    let own = known(&**one, 1).await;
    for word in [b"1", b"2"] {
        assert!(one.put_result(&own, word, MOST, NOW).await.expect("keeps"));
    }
    let waiting = one.results(&own, 9).await.expect("reads");
    one.results_taken(&own, &[Taken { seq: waiting[0].seq, refused: None }], NOW).await.expect("answers");
    let gone_by = |now| two.sweep(now);
    // The token by which the kiosk came is no part of it.
    assert_eq!(gone_by(NOW + WEEK).await.expect("sweeps"), 0);
    assert_eq!(gone_by(NOW + WEEK + 1).await.expect("sweeps"), 1);
    assert_eq!(gone_by(NOW + 100 * WEEK).await.expect("sweeps"), 0, "what waits waits on");
    assert_eq!(one.results(&own, 9).await.expect("reads"), [waiting[1].clone()]);
}
