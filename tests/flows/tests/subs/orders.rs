use crate::world::{Person, World, rights};
use account::{
    order::Refusal,
    rights::{self, Act, Denied, Role},
    wire::{OrderView, Verb},
};
use app::{TieError, cloud::ProblemKind};
use landfall_cloud::service;
use landfall_flows::here;
use model::without;

async fn linked(given: &[Act]) -> World {
    let consent = [Act::See, Act::Use, Act::Lock, Act::Erase, Act::Delegate];
    let world = World::tied(&rights(Role::Manager, given), &rights(Role::Manager, &consent)).await;
    world.link().await;
    world
}

/// Ben orders something of Ann's card.
async fn order(ben: &Person, ann: &Person, verb: Verb) -> Result<OrderView, TieError> {
    ben.phone().order_by_right(ben.port(), "ann@example.test", verb, &ann.card).await
}

// R: B7
#[test]
fn a_linked_account_locks_and_erases_what_it_has_a_right_to_and_the_device_signs_for_it() {
    here(async {
        let world = linked(&[Act::See, Act::Lock, Act::Erase]).await;
        let World { ann, ben, .. } = &world;
        let lock = order(ben, ann, Verb::Lock).await.expect("he may");
        let told = ann.contact().await;
        assert_eq!((told.taken.len(), told.locked, told.refused.len()), (1, true, 0));
        order(ben, ann, Verb::Delete).await.expect("he may");
        let told = ann.contact().await;
        assert_eq!((told.taken.len(), told.owed), (1, 0), "a locked phone obeys, too");
        assert_ne!(lock.order.payload, order(ben, ann, Verb::Lock).await.expect("he may").order.payload);
        ann.phone().sign_in(ann.port(), &model::SecretBytes::from(*b"correct horse battery")).await.expect("hers");
        assert!(!ann.has_card());
    });
}

// R: B7 F6
#[test]
fn what_there_is_no_right_to_is_refused_on_the_own_phone_by_the_server_and_by_the_device() {
    let world = here(linked(&[Act::See, Act::Lock]));
    let World { ann, ben, .. } = &world;
    let try_it = || here(order(ben, ann, Verb::Delete));
    assert!(matches!(try_it(), Err(TieError::Rights(Denied::NotGiven))), "his own phone knows");
    let refused = without(&[app::checks::OWN_RIGHTS], try_it);
    assert!(
        matches!(&refused, Err(TieError::Account(app::AccountError::Cloud(error))) if error.is(ProblemKind::Refused)),
        "the server looks: {refused:?}"
    );
    without(&[app::checks::OWN_RIGHTS, service::checks::RIGHTS], try_it).expect("a server that lets all in");
    let told = here(ann.contact());
    assert_eq!((told.taken.len(), ann.has_card()), (0, true));
    assert_eq!(told.refused[0].1, Refusal::Rights(Denied::NotGiven), "the device looks itself");
    let told = without(&[rights::checks::GIVEN], || here(ann.contact()));
    assert_eq!((told.taken.len(), ann.has_card()), (1, false), "it is the check");
    // Nobody's order but an owner's wipes or unlocks.
    for verb in [Verb::Wipe, Verb::Unlock] {
        assert!(here(order(ben, ann, verb)).is_err());
    }
}

// R: B7 F6
#[test]
fn once_unlinked_nothing_more_is_obeyed_though_the_right_is_in_hand() {
    let world = here(linked(&[Act::See, Act::Lock]));
    let World { ann, ben, .. } = &world;
    let stale = || here(order(ben, ann, Verb::Lock));
    here(world.unlink());
    // Ben has not heard of it.
    let refused = stale();
    assert!(
        matches!(&refused, Err(TieError::Account(app::AccountError::Cloud(error))) if error.is(ProblemKind::Refused)),
        "{refused:?}"
    );
    without(&[service::checks::RIGHTS], stale).expect("a server that lets all in");
    let told = here(ann.contact());
    assert_eq!((told.taken.len(), told.locked), (0, false));
    assert_eq!(told.refused[0].1, Refusal::Rights(Denied::Role));
    let told = without(&[rights::checks::ROLE], || here(ann.contact()));
    assert!(told.locked, "it is the check");
}

// R: B7 F6
#[test]
fn a_revocation_epoch_voids_what_was_given_before() {
    let world = here(linked(&[Act::See, Act::Lock]));
    let World { main, ben, .. } = &world;
    let stale = || here(ben.phone().order_by_right(ben.port(), "Home", Verb::Lock, &main.card));
    here(async { main.phone().end_tie(main.port(), "Ben").await.expect("it ends") });
    assert!(stale().is_err());
    without(&[service::checks::RIGHTS], stale).expect("a server that lets all in");
    let told = here(main.contact());
    assert_eq!((told.taken.len(), &told.refused[0].1), (0, &Refusal::Rights(Denied::Revoked)));
    let told = without(&[rights::checks::REVOCATION, rights::checks::ROLE], || here(main.contact()));
    assert!(told.locked, "it is the check");
}
