//! A server that holds the database and lies.

use crate::world::{World, rights};
use account::{
    keys::AccountKeys,
    order::Refusal,
    record::Side,
    rights::{Act, Denied, Link, Role},
    sub::{Code, SubError, checks, introduce},
    wire::Verb,
};
use app::OsRandom;
use landfall_flows::here;
use model::without;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

const CONSENT: [Act; 3] = [Act::See, Act::Lock, Act::Delegate];

// R: B7 F6
#[test]
fn it_puts_no_account_of_its_own_in_the_place_of_the_one_that_had_the_code() {
    let world = here(World::strangers());
    let main = &world.main;
    let given = rights(Role::Manager, &[Act::See]);
    let _code = here(world.invite("Ann", &given));
    let own = AccountKeys::make(&mut OsRandom::new());
    let said = introduce(&own, "Ann", Side::Sub, &Code::make(&mut OsRandom::new()));
    world.server.lies(move |path, mut body| {
        if path == "/v1/subs" {
            body["subs"][0]["accepted"] = serde_json::to_value(&said).expect("JSON");
        }
        body
    });
    let family = here(main.follow());
    assert_eq!(family.untaken.iter().map(|one| one.why).collect::<Vec<_>>(), [SubError::Vouch]);
    assert_eq!(family.ties[0].link, Link::Invited, "nothing was given");
    let family = without(&[checks::VOUCH], || here(main.follow()));
    assert_eq!(family.ties[0].link, Link::Linked, "it is the check");
}

// R: B7 F6
#[test]
fn it_hides_no_unlinking_behind_an_older_word() {
    let world = here(World::tied(&rights(Role::Manager, &[Act::See, Act::Lock]), &rights(Role::Manager, &CONSENT)));
    here(world.link());
    let World { ann, ben, server, .. } = &world;
    // What it says now, it will say again.
    let kept: Arc<Mutex<Option<Value>>> = Arc::default();
    let keep = kept.clone();
    server.lies(move |path, body| {
        if path == "/v1/subs" {
            *keep.lock().expect("no panic") = Some(body.clone());
        }
        body
    });
    here(ann.follow());
    server.is_honest();
    here(world.unlink());
    here(ann.follow());
    let old = kept.lock().expect("no panic").clone().expect("it was asked");
    let replay = move |path: &str, body: Value| if path == "/v1/subs" { old.clone() } else { body };
    server.lies(replay.clone());
    let family = here(ann.follow());
    assert!(family.untaken.iter().any(|one| matches!(one.why, SubError::Older { .. })), "{:?}", family.untaken);
    // Nor does the phone obey by it.
    let order = || here(ben.phone().order_by_right(ben.port(), "ann@example.test", Verb::Lock, &ann.card));
    without(&[landfall_cloud::service::checks::RIGHTS], order).expect("a server that lets all in");
    let told = here(ann.contact());
    assert_eq!((told.locked, &told.refused[0].1), (false, &Refusal::Rights(Denied::Role)));
    let told = without(&[checks::NUMBER], || here(ann.contact()));
    assert!(told.locked, "it is the check");
}

// R: B7 F6
#[test]
fn it_shows_no_cards_of_its_own_making_and_no_older_ones() {
    let world = here(World::tied(&rights(Role::Manager, &[Act::See]), &rights(Role::Manager, &CONSENT)));
    here(world.settle());
    let World { main, ann, server, .. } = &world;
    let kept: Arc<Mutex<Option<Value>>> = Arc::default();
    let keep = kept.clone();
    server.lies(move |path, body| {
        if path == "/v1/shares" {
            *keep.lock().expect("no panic") = Some(body.clone());
        }
        body
    });
    here(ann.follow());
    server.is_honest();
    main.phone().set_nickname(&main.card, "Renamed").expect("it is renamed");
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    here(main.follow());
    let seen = here(ann.follow()).cards;
    assert_eq!(seen[0].card.name, "Renamed");
    let old = kept.lock().expect("no panic").clone().expect("it was asked");
    let replay = old.clone();
    server.lies(move |path, body| if path == "/v1/shares" { replay.clone() } else { body });
    let family = here(ann.follow());
    assert!(matches!(family.untaken[..], [app::Untaken { why: SubError::Older { .. }, .. }]), "{:?}", family.untaken);
    assert_eq!(family.cards[0].card.name, "Renamed", "what was seen stays");
    let family = without(&[checks::SHARE_NUMBER], || here(ann.follow()));
    assert_ne!(family.cards[0].card.name, "Renamed", "it is the check");
    // Another's key, the same envelope.
    server.lies(move |path, body| match path {
        "/v1/shares" => {
            let mut forged = old.clone();
            forged["shares"][0]["signature"] = json!(account::wire::Bytes::from([1; 64]));
            forged
        }
        _ => body,
    });
    let family = here(ann.follow());
    assert!(matches!(family.untaken[..], [app::Untaken { why: SubError::Share, .. }]), "{:?}", family.untaken);
}

// R: B7 F6
#[test]
fn it_gives_nobody_a_right_and_replays_no_order() {
    let world = here(World::tied(&rights(Role::Manager, &[Act::See, Act::Lock]), &rights(Role::Manager, &CONSENT)));
    here(world.link());
    let World { ann, ben, server, .. } = &world;
    let lock = here(ben.phone().order_by_right(ben.port(), "ann@example.test", Verb::Lock, &ann.card)).expect("he may");
    assert!(here(ann.contact()).locked);
    here(ann.phone().sign_in(ann.port(), &model::SecretBytes::from(*b"correct horse battery"))).expect("hers");
    let replayed = serde_json::to_value(&lock.order).expect("JSON");
    server.lies(move |path, mut body| {
        if path == "/v1/orders/mine" {
            body["orders"] = json!([replayed]);
        }
        body
    });
    let told = here(ann.contact());
    assert_eq!((told.locked, &told.refused[0].1), (false, &Refusal::Counter));
    let told = without(&[account::order::checks::COUNTER], || here(ann.contact()));
    assert!(told.locked, "it is the check");
}
