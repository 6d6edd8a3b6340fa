//! Another password, and other data keys.

use crate::world::{Fate, PASSWORD, World, secret};
use ::account::opaque::OpaqueError;
use app::{AccountError, AccountMended, SignIn};

// R: B4 F6
#[tokio::test]
async fn a_new_password_holds_and_the_old_one_does_not() {
    let world = World::new().await;
    let (first, sheet) = world.owner("ann").await;
    let second = world.another("second phone", "ann", &sheet).await;
    let lock_key = first.account().manifest().expect("a list").lock_key;
    let (old, new) = (secret(PASSWORD), secret("battery horse"));
    let guess = first.landfall().change_password(world.port(), Some(&new), &new).await;
    assert!(matches!(guess, Err(AccountError::Password(OpaqueError::Password))), "{guess:?}");
    let changed = first.landfall().change_password(world.port(), Some(&old), &new).await.expect("it is changed");
    assert_ne!(changed.manifest().expect("a list").lock_key, lock_key, "what the old password opened locks no more");
    // Both go on: their sessions ended, and their keys begin new ones.
    assert!(first.is_let_in(&world).await && second.is_let_in(&world).await);
    let third = world.phone("third phone");
    let refused = third.landfall().log_in(world.port(), &third.sign_in("ann"), &sheet).await;
    assert!(matches!(refused, Err(AccountError::Password(OpaqueError::Password))), "{refused:?}");
    let sign_in = SignIn { password: new, ..third.sign_in("ann") };
    third.landfall().log_in(world.port(), &sign_in, &sheet).await.expect("the new one and the same sheet");
}

// R: F6
#[tokio::test]
async fn after_a_rotation_every_device_has_the_new_key_and_the_old_one_still() {
    let world = World::new().await;
    let (first, sheet) = world.owner("ann").await;
    let second = world.another("second phone", "ann", &sheet).await;
    let before = first.account().keys.keyring;
    let rotated = first.landfall().rotate_keys(world.port()).await.expect("it is rotated");
    assert_eq!(rotated.keyring().epoch(), 2);
    assert_eq!(rotated.keyring().key(1), before.key(1));
    let (state, _) = second.landfall().account_session(world.port()).await.expect("it follows");
    assert_eq!(state.keys, rotated.keys);
    // Whoever comes later has both, too.
    assert_eq!(world.another("third phone", "ann", &sheet).await.account().keys, rotated.keys);
}

// R: F6 F8
#[tokio::test]
async fn a_rotation_whose_answer_is_lost_happens_once() {
    for fate in [Fate::Lost, Fate::Unanswered, Fate::Twice] {
        let world = World::new().await;
        let (mut first, _) = world.owner("ann").await;
        world.way().befall("PUT /v1/keys", fate);
        let rotated = first.landfall().rotate_keys(world.port()).await;
        assert_eq!(rotated.is_ok(), fate == Fate::Twice, "{rotated:?}");
        first.start();
        if fate != Fate::Twice {
            assert_eq!(first.account().keyring().epoch(), 1, "not before the server is known to have it");
            let mended = first.landfall().mend_account(world.port()).await;
            assert_eq!(mended.expect("it is asked"), AccountMended::Finished);
        }
        let (state, _) = first.landfall().account_session(world.port()).await.expect("in");
        assert_eq!((state.keyring().epoch(), state.pinned.version()), (2, 2), "{fate:?}");
    }
}

// R: F6 F8
#[tokio::test]
async fn two_devices_that_rotate_at_the_same_time_both_do_it() {
    let world = World::new().await;
    let (first, sheet) = world.owner("ann").await;
    let second = world.another("second phone", "ann", &sheet).await;
    let (one, two) =
        tokio::join!(first.landfall().rotate_keys(world.port()), second.landfall().rotate_keys(world.port()));
    one.expect("one");
    two.expect("two");
    let (one, _) = first.landfall().account_session(world.port()).await.expect("in");
    let (two, _) = second.landfall().account_session(world.port()).await.expect("in");
    assert_eq!((one.keyring().epoch(), &one.keys), (3, &two.keys));
}
