use crate::{made::*, world::World};
use account::keys::AccountId;
use landfall_cloud::{
    storage::{NewOrder, NewSubscriber, Put, Storage, Task},
    subscribers::{Action, Cause},
};
use model::NumberState;

pub(crate) const ICCID: &str = "8999901000000000001";
const OTHER: &str = "8999901000000000002";

pub(crate) fn subscriber(iccid: &str) -> NewSubscriber {
    let imsi = format!("99901{}", &iccid[9..]);
    NewSubscriber { iccid: iccid.to_owned(), imsi, msisdn: None, sealed: vec![1, 2, 3] }
}

pub(crate) async fn state(storage: &dyn Storage, iccid: &str) -> NumberState {
    storage.subscriber(iccid).await.expect("reads").expect("it is known").state
}

async fn due(storage: &dyn Storage, now: u64) -> Vec<Task> {
    storage.take_tasks(now, now + 60, 10).await.expect("takes")
}

fn names(tasks: &[Task]) -> Vec<(&str, Action)> {
    tasks.iter().map(|task| (task.iccid.as_str(), task.action)).collect()
}

// R: A12
pub(crate) async fn a_number_moves_as_the_table_says_and_each_change_is_logged(World { one, two, .. }: &World) {
    assert_eq!(one.import(vec![subscriber(ICCID), subscriber(OTHER)], NOW).await.expect("imports"), 2);
    assert_eq!(two.import(vec![subscriber(ICCID)], NOW).await.expect("imports"), 0, "the same again is none more");
    assert_eq!(state(&**two, ICCID).await, NumberState::Available);
    for (cause, moves) in [
        (Cause::Seen, false),
        (Cause::Sold, true),
        (Cause::Distributed, true),
        (Cause::Distributed, false),
        (Cause::Barred, true),
        (Cause::Distributed, false),
        (Cause::Unbarred, true),
        (Cause::Seen, true),
    ] {
        assert_eq!(one.happened(ICCID, cause, NOW + 1).await.expect("answers"), moves, "{cause:?}");
    }
    assert!(!one.happened("8999901000000000009", Cause::Sold, NOW).await.expect("answers"), "nobody knows it");
    assert!(two.set_balance(ICCID, 500, NOW + 2).await.expect("sets"));
    assert!(two.set_balance(ICCID, 0, NOW + 3).await.expect("sets"));
    assert_eq!(state(&**one, ICCID).await, NumberState::InsufficientBalance);
    assert!(two.set_balance(ICCID, 100, NOW + 4).await.expect("sets"));
    let changes = one.changes(ICCID).await.expect("reads");
    let states: Vec<&str> = changes.iter().map(|change| change.state.as_str()).collect();
    assert_eq!(
        states,
        [
            "available",
            "reserved",
            "distributed",
            "suspended",
            "distributed",
            "in-use",
            "in-use",
            "insufficient-balance",
            "in-use"
        ]
    );
    assert!(changes.is_sorted_by_key(|change| (change.seq, change.at)));
    assert_eq!(changes.last().and_then(|change| change.balance), Some(100));
    let in_use = one.subscribers_in(NumberState::InUse, "", 9).await.expect("reads");
    assert_eq!(in_use.iter().map(|one| one.iccid.as_str()).collect::<Vec<_>>(), [ICCID]);
    assert_eq!(one.subscribers_in(NumberState::InUse, ICCID, 9).await.expect("reads"), []);
}

// R: A8 B6
pub(crate) async fn each_cards_tasks_come_one_by_one_and_to_one_hand(World { one, two, .. }: &World) {
    let account = an_account(&**one, 1).await;
    one.import(vec![subscriber(ICCID), subscriber(OTHER)], NOW).await.expect("imports");
    for iccid in [ICCID, OTHER] {
        assert!(one.happened(iccid, Cause::Distributed, NOW).await.expect("moves"));
    }
    let bar = NewOrder { bar: vec![ICCID.to_owned()], ..crate::orders::order(1) };
    assert_eq!(one.put_order(&account, bar).await.expect("keeps"), Put::New);
    let first = due(&**one, NOW).await;
    assert_eq!(names(&first), [(ICCID, Action::Provision), (OTHER, Action::Provision)]);
    assert_eq!(due(&**two, NOW + 59).await, [], "somebody has them");
    // Whoever had them was killed.
    let again = due(&**two, NOW + 60).await;
    assert_eq!(names(&again), names(&first));
    two.task_later(&again[0], NOW + 100).await.expect("later");
    two.task_done(&again[1], None, "done", NOW + 61).await.expect("done");
    assert_eq!(due(&**one, NOW + 99).await, [], "the bar waits behind what comes before it");
    let third = due(&**one, NOW + 100).await;
    assert_eq!((names(&third), third[0].tries), (vec![(ICCID, Action::Provision)], 1));
    one.task_done(&third[0], None, "done", NOW + 101).await.expect("done");
    one.task_done(&third[0], None, "done", NOW + 101).await.expect("the same again is fine");
    let bar = due(&**two, NOW + 102).await;
    assert_eq!((names(&bar), bar[0].account), (vec![(ICCID, Action::Bar)], Some(account)));
    two.task_done(&bar[0], Some(Cause::Barred), "done", NOW + 103).await.expect("done");
    assert_eq!(state(&**one, ICCID).await, NumberState::Suspended);
    assert_eq!(due(&**one, NOW + 9_999).await, []);
}

// R: A8
pub(crate) async fn what_is_imported_late_is_provisioned_then(World { one, .. }: &World) {
    one.import(vec![subscriber(ICCID)], NOW).await.expect("imports");
    one.happened(ICCID, Cause::Claimed, NOW).await.expect("moves");
    let task = due(&**one, NOW).await;
    one.task_done(&task[0], None, "its keys are not here", NOW).await.expect("done");
    one.import(vec![subscriber(ICCID)], NOW + 1).await.expect("imports");
    assert_eq!(names(&due(&**one, NOW + 1).await), [(ICCID, Action::Provision)]);
}

// R: B6
pub(crate) async fn a_card_is_the_accounts_that_showed_it_last(World { one, two, .. }: &World) {
    one.import(vec![subscriber(ICCID)], NOW).await.expect("imports");
    assert!(!one.claim(OTHER, &AccountId([1; 16]), NOW).await.expect("answers"));
    for n in [1, 2] {
        assert!(one.claim(ICCID, &AccountId([n; 16]), NOW).await.expect("claims"));
        let kept = two.subscriber(ICCID).await.expect("reads").expect("known");
        assert_eq!((kept.account, kept.state), (Some(AccountId([n; 16])), NumberState::Distributed));
    }
}
