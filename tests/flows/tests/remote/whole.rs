//! When all goes well, and when commands fail by themselves.

use crate::scene::{ALL, ask, cards, listed, open, order, outcomes, waiting, with_cards};
use app::{Cancel, Error, Manager, managers, ports::Decision};
use landfall_flows::User;
use landfall_kiosk::remote::RemoteError;
use model::{Eid, Iccid};
use uicc::Transport;

// R: E5 E6
#[tokio::test]
async fn several_commands_in_one_package_are_shown_carried_out_and_written_down() {
    let mut shop = open(ALL, 5).await;
    let (phone, eid, own) = with_cards(&shop, "phone", 2).await;
    let [one, two] = own[..] else { panic!("two cards") };
    phone.landfall().enable(&one).expect("it may");
    let ordered = order(
        &shop,
        eid,
        &[
            format!("disable:{one}"),
            format!("enable:{two}"),
            format!("name:{two}=A month"),
            format!("operator:{two}=Sud"),
            "list".to_owned(),
            format!("contact-pcmp:{two}=7"),
        ],
    );
    let ordered = ordered.expect("its own cards");
    assert_eq!(ordered.ids.len(), 1);
    let mut user = User::agreeing();
    let done = ask(&phone, &shop, &mut user).await.expect("carried out");
    // Each was shown before.
    let [shown] = &user.commanded[..] else { panic!("{:?}", user.commanded) };
    let words: Vec<String> = shown.commands.iter().map(ToString::to_string).collect();
    assert_eq!(words[0], format!("take card {one} (Visitor) out of use"));
    assert_eq!(words[2], format!("change card {two} (Visitor): its name to \"A month\""));
    assert_eq!((words.len(), shown.more, shown.deletes()), (6, false, false));
    assert_eq!(shown.server, shop.kiosk().settings().smdp_address);
    // The card did them.
    assert_eq!(done.len(), 1);
    assert!(done[0].reported && done[0].outcomes.iter().all(|one| one.done), "{done:?}");
    assert_eq!(done[0].outcomes[5].said, "to contact pcmp.example");
    let mut found = cards(&phone);
    found.sort();
    let mut expected = vec![(one, false, "Visitor".to_owned()), (two, true, "A month".to_owned())];
    expected.sort();
    assert_eq!(found, expected);
    assert_eq!(waiting(&phone), 0);
    // The kiosk knows of each.
    let all = listed(&shop);
    assert_eq!((all.len(), all[0].state, all[0].sent, all[0].by.as_str()), (1, "executed", 1, "anna"));
    assert_eq!(all[0].version.as_deref(), Some("v3.0.0"));
    let told = outcomes(&all[0]);
    assert!(told.iter().all(|(done, _)| *done == Some(true)), "{told:?}");
    assert_eq!((told[0].1, told[4].1), ("done", "2 found"));
    let found = all[0].commands[4].found.as_ref().expect("what was found").as_array().expect("a list");
    let second = found.iter().find(|card| card["iccid"] == two.to_string()).expect("it is among them");
    assert_eq!(
        (&second["enabled"], &second["name"], &second["operator"]),
        (&true.into(), &"A month".into(), &"Sud".into())
    );
    assert_eq!(all[0].commands[5].found, Some("pcmp.example".into()));
    // Nothing waits any more, and asking again does nothing.
    assert!(ask(&phone, &shop, &mut user).await.expect("nothing").is_empty());
    assert_eq!((listed(&shop)[0].sent, user.commanded.len()), (1, 1));
    shop.stop().await;
}

/// Who manages a card stands in its profiles.
// R: E6
#[tokio::test]
async fn a_card_knows_whom_to_ask() {
    let mut shop = open(ALL, 3).await;
    let address = shop.kiosk().settings().smdp_address.clone();
    for (count, iccids) in [(0, 0), (1, 1), (2, 0)] {
        let (phone, eid, own) = with_cards(&shop, &format!("phone {count}"), count).await;
        let mut card = phone.landfall().chip(&eid, Transport::Block).expect("its own");
        let iccid = own.first().copied().filter(|_| iccids == 1);
        let expected = (count > 0).then(|| Manager { address: address.clone(), iccid });
        assert_eq!(managers(&mut card).expect("reads"), expected.into_iter().collect::<Vec<_>>(), "{count} cards");
    }
    shop.stop().await;
}

/// What was disabled is deleted once the phone has read the card anew: the kiosk sends it in the next package, the phone asks for it at once.
// R: E6
#[tokio::test]
async fn a_card_in_use_is_disabled_and_deleted_in_one_order() {
    let mut shop = open(ALL, 3).await;
    let (phone, eid, own) = with_cards(&shop, "phone", 1).await;
    phone.landfall().enable(&own[0]).expect("it may");
    let ordered = order(&shop, eid, &[format!("disable:{}", own[0]), format!("delete:{}", own[0])]).expect("its own");
    assert_eq!(ordered.ids.len(), 2);
    let mut user = User::agreeing();
    let done = ask(&phone, &shop, &mut user).await.expect("carried out");
    assert_eq!(done.len(), 2);
    let deletes: Vec<(bool, bool)> = user.commanded.iter().map(|shown| (shown.more, shown.deletes())).collect();
    assert_eq!(deletes, [(true, false), (false, true)]);
    assert!(cards(&phone).is_empty() && waiting(&phone) == 0);
    assert!(listed(&shop).iter().all(|order| order.state == "executed"));
    shop.stop().await;
}

// R: E6
#[tokio::test]
async fn a_failure_stops_what_stands_behind_it_unless_it_was_to_be_tried() {
    let mut shop = open(ALL, 6).await;
    for tried in [false, true] {
        let (phone, eid, own) = with_cards(&shop, &format!("phone {tried}"), 1).await;
        let card = own[0];
        let mark = if tried { "try:" } else { "" };
        // It is not in use, so it can't be taken out of it; what must come in another package waits behind.
        let commands = [
            format!("{mark}disable:{card}"),
            format!("name:{card}=New"),
            format!("enable:{card}"),
            format!("disable:{card}"),
        ];
        order(&shop, eid, &commands).expect("its own");
        let done = ask(&phone, &shop, &mut User::agreeing()).await.expect("looked at");
        let all: Vec<_> = listed(&shop).into_iter().filter(|order| order.eid == eid).collect();
        assert_eq!(all.len(), 2);
        assert_eq!(outcomes(&all[0])[0], (Some(false), "profile not in enabled state"));
        if tried {
            assert_eq!(outcomes(&all[0])[1..], [(Some(true), "done"); 2]);
            assert_eq!((all[1].state, outcomes(&all[1])), ("executed", vec![(Some(true), "done")]));
            assert_eq!((done.len(), cards(&phone)), (2, vec![(card, false, "New".to_owned())]));
        } else {
            assert_eq!(outcomes(&all[0])[1..], [(None, "-"); 2], "not looked at");
            assert_eq!(all[1].state, "cancelled");
            assert!(all[1].ended_why.as_ref().is_some_and(|why| why.contains("stopped at a failure")));
            assert_eq!(cards(&phone), [(card, false, "Visitor".to_owned())]);
        }
    }
    shop.stop().await;
}

// R: E6
#[tokio::test]
async fn the_user_decides() {
    let mut shop = open(ALL, 3).await;
    let (phone, eid, own) = with_cards(&shop, "phone", 1).await;
    let commands = [format!("enable:{}", own[0]), format!("delete:{}", own[0])];
    order(&shop, eid, &commands).expect("its own");
    for later in [Decision::Postponed, Decision::TimedOut] {
        let asked = ask(&phone, &shop, &mut User::saying([later])).await;
        assert!(matches!(asked, Err(Error::Cancelled(Cancel::Postponed))), "{asked:?}");
        assert_eq!(listed(&shop)[0].state, "waiting");
    }
    let asked = ask(&phone, &shop, &mut User::saying([Decision::Rejected])).await;
    assert!(matches!(asked, Err(Error::Cancelled(Cancel::Rejected))), "{asked:?}");
    let states: Vec<&str> = listed(&shop).iter().map(|order| order.state).collect();
    assert_eq!(states, ["cancelled"; 2], "and what stood behind it");
    assert_eq!(cards(&phone).len(), 1);
    assert!(ask(&phone, &shop, &mut User::agreeing()).await.expect("nothing").is_empty());
    shop.stop().await;
}

/// Policy rules are the card's; the phone does not even ask.
// R: E6
#[tokio::test]
async fn what_the_counter_may_order_and_what_not() {
    let mut shop = open("[product.remote]\ncommands = [\"enable\"]\nmetadata = [\"name\"]", 4).await;
    let (phone, eid, own) = with_cards(&shop, "phone", 1).await;
    let (other, other_eid, _) = with_cards(&shop, "other", 0).await;
    let stranger = Eid::with_check_digits("899990000000000000000000000099").expect("30 digits");
    let one = |text: String| order(&shop, eid, &[text]).map(|ordered| ordered.ids.len());
    assert_eq!(order(&shop, eid, &[]).err(), Some(RemoteError::Nothing));
    assert!(matches!(one(format!("delete:{}", own[0])), Err(RemoteError::NotAllowed { what: "delete", .. })));
    assert!(matches!(one("list".to_owned()), Err(RemoteError::NotAllowed { what: "list", .. })));
    assert!(matches!(one(format!("rules:{}=none", own[0])), Err(RemoteError::NotAllowed { what: "rules", .. })));
    let unsold = Iccid::with_check_digit("899990100000000003").expect("18 digits");
    assert!(matches!(one(format!("enable:{unsold}")), Err(RemoteError::NotThere { .. })));
    for eid in [other_eid, stranger] {
        let refused = order(&shop, eid, &[format!("enable:{}", own[0])]);
        assert!(matches!(refused, Err(RemoteError::NotThere { .. })), "{refused:?}");
    }
    assert!(matches!(order(&shop, other_eid, &["list".to_owned()]), Err(RemoteError::NoCard(_))));
    assert!(listed(&shop).is_empty(), "nothing was ordered");
    // A second card of another product keeps what it was made with.
    assert_eq!(one(format!("enable:{}", own[0])), Ok(1));
    assert!(ask(&phone, &shop, &mut User::agreeing()).await.expect("carried out")[0].outcomes[0].done);
    assert!(ask(&other, &shop, &mut User::agreeing()).await.expect("nothing").is_empty());
    // What nobody has fetched is taken back.
    let waits = order(&shop, eid, &[format!("name:{}=x", own[0])]).expect("its own");
    let cancel = |id| landfall_kiosk::remote::cancel(shop.kiosk().store(), id, "paid", landfall_flows::now());
    assert_eq!(cancel(waits.ids[0]), Ok(1));
    assert_eq!(cancel(waits.ids[0]), Err(RemoteError::NotWaiting(waits.ids[0])));
    assert!(ask(&phone, &shop, &mut User::agreeing()).await.expect("nothing").is_empty());
    shop.stop().await;
}
