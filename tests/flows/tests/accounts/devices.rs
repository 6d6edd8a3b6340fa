//! Devices are named, and taken out.

use crate::world::{Fate, World};
use app::{AccountError, AccountMended, cloud::CloudError};

// R: B5 F6
#[tokio::test]
async fn a_device_that_is_taken_out_is_out_at_once() {
    let world = World::new().await;
    let (first, sheet) = world.owner("ann").await;
    let second = world.another("second phone", "ann", &sheet).await;
    let (state, session) = second.landfall().account_session(world.port()).await.expect("in");
    session.account().await.expect("its session is good");
    let revoked = first.landfall().revoke_device(world.port(), "second phone").await.expect("it is taken out");
    assert_eq!(revoked.keyring().epoch(), 2, "new data is sealed with a key that it does not have");
    assert!(
        matches!(session.account().await, Err(CloudError::NotADevice)),
        "its session is gone, and there is no new one"
    );
    let refused = second.landfall().account_session(world.port()).await;
    assert!(matches!(refused, Err(AccountError::Cloud(CloudError::NotADevice))), "{refused:?}");
    assert_eq!(second.account(), state, "it has nothing new");
    // Once more is no change.
    let again = first.landfall().revoke_device(world.port(), &state.device.id.text()).await.expect("it is out");
    assert_eq!(again.pinned.version(), revoked.pinned.version());
    // It may come again, as another enrolment.
    second.landfall().sign_out(world.port()).await.expect("it forgets");
    second.landfall().log_in(world.port(), &second.sign_in("ann"), &sheet).await.expect("it may");
    assert_eq!(second.account().device.epoch, 3);
    assert_eq!(second.account().keys, revoked.keys);
}

// R: B5
#[tokio::test]
async fn devices_are_named_by_their_user() {
    let world = World::new().await;
    let (first, sheet) = world.owner("ann").await;
    let second = world.another("first phone", "ann", &sheet).await;
    let landfall = first.landfall();
    let which = landfall.rename_device(world.port(), "first phone", "spare").await;
    assert!(matches!(which, Err(AccountError::WhichDevice(_))), "{which:?}");
    let id = second.account().device.id.text();
    landfall.rename_device(world.port(), &id, " spare ").await.expect("it is renamed");
    let devices = second.landfall().account_devices(world.port()).await.expect("a list");
    let names: Vec<_> = devices.iter().map(|device| device.name.as_str()).collect();
    assert_eq!(names, ["first phone", "spare"]);
    let none = landfall.rename_device(world.port(), "lost", "spare").await;
    assert!(matches!(none, Err(AccountError::NoSuchDevice(_))), "{none:?}");
}

// R: B5 F8
#[tokio::test]
async fn a_session_that_ended_is_begun_again_and_so_is_one_that_a_restart_kept() {
    let world = World::new().await;
    let (first, _) = world.owner("ann").await;
    let (_, session) = first.landfall().account_session(world.port()).await.expect("in");
    world.restart().await;
    session.account().await.expect("a token outlives a restart");
    world.way().asked();
    world.later(16 * 60);
    session.account().await.expect("a new one");
    let asked = world.way().asked();
    let wanted = ["GET /v1/account", "POST /v1/challenges", "POST /v1/sessions", "GET /v1/account"];
    assert_eq!(asked, wanted);
}

// R: F6 F8
#[tokio::test]
async fn a_change_that_was_interrupted_and_overtaken_is_given_up_and_hinders_nothing() {
    let world = World::new().await;
    let (mut first, sheet) = world.owner("ann").await;
    let second = world.another("second phone", "ann", &sheet).await;
    for given_up in [true, false] {
        world.way().befall("PUT /v1/keys", Fate::Lost);
        let lost = first.landfall().rotate_keys(world.port()).await;
        assert!(lost.as_ref().is_err_and(AccountError::retrying_helps), "{lost:?}");
        let overtaking = second.landfall().rotate_keys(world.port()).await.expect("it is the first to do so");
        first.start();
        if given_up {
            assert_eq!(first.landfall().mend_account(world.port()).await.expect("asked"), AccountMended::GivenUp);
        }
        // Whatever comes first, it goes on.
        let (state, _) = first.landfall().account_session(world.port()).await.expect("in");
        assert_eq!(state.keyring().epoch(), overtaking.keyring().epoch());
        assert_eq!(first.landfall().mend_account(world.port()).await.expect("asked"), AccountMended::Nothing);
    }
    let again = first.landfall().rotate_keys(world.port()).await.expect("begun anew");
    assert_eq!(again.keyring().epoch(), 4);
}

// R: B4 F3
#[tokio::test]
async fn a_proof_that_arrived_twice_is_no_reason_to_be_a_stranger() {
    let world = World::new().await;
    let (mut first, _) = world.owner("ann").await;
    for request in ["POST /v1/sessions", "POST /v1/orders/mine"] {
        // A session that is kept would need no proof.
        first.stop();
        first.start();
        world.way().befall(request, Fate::Twice);
        first.landfall().account_devices(world.port()).await.expect("it is one of them");
        first.landfall().contact(world.port()).await.expect("it is one of them");
    }
    assert_eq!(world.way().left(), 0, "both have befallen");
}
