use crate::{made::*, world::World};
use account::{
    keys::AccountId,
    wire::{Bytes, Introduced},
};
use landfall_cloud::storage::{KeptStanding, KeptSub, Made, Storage};

fn introduced(says: &str) -> Introduced {
    Introduced { member: signed(says), vouch: Bytes::from([3; 32]) }
}

fn sub(id: u8, main: &AccountId) -> KeptSub {
    KeptSub { id: [id; 16], main: *main, introduced: introduced("main"), accepted: None, expires: NOW + 9 }
}

fn standing(by: &AccountId, from: &AccountId, to: &AccountId, number: u64, linked: bool) -> KeptStanding {
    let says = signed(&format!("{number} {linked}"));
    KeptStanding { from: *from, to: *to, by: *by, number, linked, signed: says }
}

/// Two that are tied, and show each other cards.
pub(crate) async fn tied(storage: &dyn Storage, main: &AccountId, other: &AccountId) {
    assert_eq!(storage.put_sub(sub(1, main), 9).await.expect("keeps"), Made::New);
    assert_eq!(storage.accept_sub(&[1; 16], other, &introduced("other"), NOW).await.expect("accepts"), Made::New);
    for (from, to) in [(main, other), (other, main)] {
        assert_eq!(storage.put_standing(standing(from, from, to, 1, true)).await.expect("keeps"), Made::New);
        assert_eq!(storage.put_share(from, to, 1, &signed("cards")).await.expect("keeps"), Made::New);
    }
}

// R: B7
pub(crate) async fn an_invitation_is_accepted_once_and_in_time(World { one, two, .. }: &World) {
    let (main, ann, ben) = (an_account(&**one, 1).await, an_account(&**one, 2).await, an_account(&**one, 3).await);
    assert_eq!(one.put_sub(sub(1, &main), 2).await.expect("keeps"), Made::New);
    assert_eq!(two.put_sub(sub(1, &main), 2).await.expect("answers"), Made::Same);
    assert_eq!(two.put_sub(sub(1, &ann), 2).await.expect("answers"), Made::Other, "the id is another's");
    assert_eq!(two.put_sub(sub(2, &main), 2).await.expect("keeps"), Made::New);
    assert_eq!(one.put_sub(sub(3, &main), 2).await.expect("answers"), Made::Missing, "there are enough");
    let by = introduced("ann");
    let accept = |id: u8, who: AccountId, said: Introduced, now| async move {
        two.accept_sub(&[id; 16], &who, &said, now).await.expect("answers")
    };
    assert_eq!(accept(1, main, by.clone(), NOW).await, Made::Missing, "nobody is his own");
    assert_eq!(accept(1, ann, by.clone(), NOW + 9).await, Made::Missing, "too late");
    assert_eq!(accept(1, ann, by.clone(), NOW).await, Made::New);
    assert_eq!(accept(1, ann, by.clone(), NOW + 99).await, Made::Same);
    assert_eq!(accept(1, ben, by.clone(), NOW).await, Made::Other);
    assert_eq!(accept(9, ben, by.clone(), NOW).await, Made::Missing);
    let kept = KeptSub { accepted: Some((ann, by)), ..sub(1, &main) };
    assert_eq!(one.sub(&[1; 16]).await.expect("reads"), Some(kept.clone()));
    assert_eq!(one.subs(&ann).await.expect("reads"), [kept]);
    assert_eq!(one.subs(&main).await.expect("reads").len(), 2);
    assert!(!one.end_sub(&[1; 16], &ben).await.expect("answers"), "it is not his");
    assert!(one.end_sub(&[1; 16], &ann).await.expect("ends"));
    assert!(!two.end_sub(&[1; 16], &main).await.expect("answers"));
    assert_eq!(two.sub(&[1; 16]).await.expect("reads"), None);
    assert_eq!(two.put_sub(sub(1, &main), 9).await.expect("answers"), Made::Same, "its id is used up");
    assert_eq!(two.sub(&[1; 16]).await.expect("reads"), None);
}

// R: B7
pub(crate) async fn of_two_standings_the_later_one_stays(World { one, two, .. }: &World) {
    let [main, ann, ben] = [1, 2, 3].map(|n| AccountId([n; 16]));
    let second = standing(&main, &ann, &ben, 2, true);
    assert_eq!(one.put_standing(second.clone()).await.expect("keeps"), Made::New);
    assert_eq!(two.put_standing(second.clone()).await.expect("answers"), Made::Same);
    for earlier in [standing(&main, &ann, &ben, 1, false), standing(&main, &ann, &ben, 2, false)] {
        assert_eq!(two.put_standing(earlier).await.expect("answers"), Made::Other);
    }
    for concerned in [main, ann, ben] {
        assert_eq!(two.standings(&concerned).await.expect("reads"), [second.clone()]);
    }
    assert_eq!(two.standings(&AccountId([9; 16])).await.expect("reads"), []);
    assert_eq!(two.standing(&ben, &ann).await.expect("reads"), None, "the other direction is another");
    let third = standing(&main, &ann, &ben, 3, false);
    assert_eq!(one.put_standing(third.clone()).await.expect("keeps"), Made::New);
    assert_eq!(two.standing(&ann, &ben).await.expect("reads"), Some(third));
}

// R: B7
pub(crate) async fn what_is_shown_goes_with_the_link(World { one, two, .. }: &World) {
    let [main, ann, ben] = [1, 2, 3].map(|n| AccountId([n; 16]));
    let put = |number, says: &'static str| async move {
        two.put_share(&ann, &ben, number, &signed(says)).await.expect("answers")
    };
    assert_eq!(put(1, "cards").await, Made::Missing, "they are not linked");
    let linked = standing(&main, &ann, &ben, 1, true);
    assert_eq!(one.put_standing(linked.clone()).await.expect("keeps"), Made::New);
    assert_eq!((put(5, "cards").await, put(5, "cards").await), (Made::New, Made::Same));
    assert_eq!((put(5, "other").await, put(4, "older").await), (Made::Other, Made::Other));
    assert_eq!(put(6, "more").await, Made::New);
    assert_eq!(one.shares(&ben).await.expect("reads"), [(linked, signed("more"))]);
    assert_eq!(one.shares(&ann).await.expect("reads"), []);
    assert_eq!(one.put_standing(standing(&main, &ann, &ben, 2, false)).await.expect("keeps"), Made::New);
    assert_eq!(two.shares(&ben).await.expect("reads"), []);
    assert_eq!(one.put_standing(standing(&main, &ann, &ben, 3, true)).await.expect("keeps"), Made::New);
    assert_eq!(two.shares(&ben).await.expect("reads"), [], "what was shown before is gone");
    assert_eq!(put(6, "replayed").await, Made::Other, "its number is used up");
}

// R: B7
pub(crate) async fn nothing_is_shown_over_a_tie_that_ended(World { one, two, .. }: &World) {
    let (main, ann) = (an_account(&**one, 1).await, an_account(&**one, 2).await);
    let ben = AccountId([3; 16]);
    one.put_sub(sub(1, &main), 9).await.expect("keeps");
    one.accept_sub(&[1; 16], &ann, &introduced("ann"), NOW).await.expect("accepts");
    for (by, from, to) in [(&main, &main, &ann), (&main, &ann, &ben), (&main, &main, &ben)] {
        one.put_standing(standing(by, from, to, 1, true)).await.expect("keeps");
        assert_eq!(one.put_share(from, to, 1, &signed("cards")).await.expect("keeps"), Made::New);
    }
    assert!(one.end_sub(&[1; 16], &main).await.expect("ends"));
    assert_eq!(two.shares(&ann).await.expect("reads"), []);
    let left: Vec<_> = two.shares(&ben).await.expect("reads").into_iter().map(|(standing, _)| standing.from).collect();
    assert_eq!(left, [main], "another's is not concerned");
}
