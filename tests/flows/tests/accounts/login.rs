//! A second phone, by password and sheet.

use crate::world::{Fate, World, secret};
use ::account::{keys::SecretKey, opaque::OpaqueError, sheet::Sheet};
use app::{AccountError, AccountMended, SignIn};

// R: B4 B5
#[tokio::test]
async fn password_and_sheet_let_a_second_phone_in_and_it_has_the_same_keys() {
    let world = World::new().await;
    let (first, sheet) = world.owner("ann").await;
    let second = world.another("second phone", "ann", &sheet).await;
    let state = second.account();
    assert_eq!(state.keys, first.account().keys);
    assert!(second.is_let_in(&world).await && first.is_let_in(&world).await);
    let devices = first.landfall().account_devices(world.port()).await.expect("a list");
    let names: Vec<_> = devices.iter().map(|device| (device.name.as_str(), device.epoch)).collect();
    assert_eq!(names, [("first phone", 1), ("second phone", 2)]);
    assert_eq!(first.account().pinned.version(), 2, "the first one followed");
}

// R: B4 F6
#[tokio::test]
async fn neither_half_is_enough() {
    let world = World::new().await;
    let (_first, sheet) = world.owner("ann").await;
    let (_other, other_sheet) = world.owner("bea").await;
    let phone = world.phone("thief");
    let landfall = phone.landfall();
    let wrong = SignIn { password: secret("correct horse batterz"), ..phone.sign_in("ann") };
    let refused = landfall.log_in(world.port(), &wrong, &sheet).await;
    assert!(matches!(refused, Err(AccountError::Password(OpaqueError::Password))), "{refused:?}");
    let nobody = landfall.log_in(world.port(), &phone.sign_in("nobody"), &sheet).await;
    assert!(matches!(nobody, Err(AccountError::Password(OpaqueError::Password))), "{nobody:?}");
    let mixed = landfall.log_in(world.port(), &phone.sign_in("ann"), &other_sheet).await;
    assert!(matches!(mixed, Err(AccountError::OtherAccount)), "{mixed:?}");
    let forged = Sheet { secret: SecretKey::new([7; 16]), ..sheet };
    let forged = landfall.log_in(world.port(), &phone.sign_in("ann"), &forged).await;
    assert!(matches!(forged, Err(AccountError::Keys(_))), "{forged:?}");
    assert!(matches!(landfall.account(), Err(AccountError::None)));
}

// R: B4 F8
#[tokio::test]
async fn a_login_whose_answer_is_lost_is_found_out() {
    for (fate, mended) in [(Fate::Lost, AccountMended::GivenUp), (Fate::Unanswered, AccountMended::Finished)] {
        let world = World::new().await;
        let (_first, sheet) = world.owner("ann").await;
        let mut phone = world.phone("second phone");
        world.way().befall("PUT /v1/keys", fate);
        let lost = phone.landfall().log_in(world.port(), &phone.sign_in("ann"), &sheet).await;
        assert!(lost.as_ref().is_err_and(AccountError::retrying_helps), "{lost:?}");
        phone.start();
        assert!(
            matches!(phone.landfall().account(), Err(AccountError::None)),
            "not before the server is known to have it"
        );
        assert_eq!(phone.landfall().mend_account(world.port()).await.expect("it is asked"), mended);
        if mended == AccountMended::GivenUp {
            phone.landfall().log_in(world.port(), &phone.sign_in("ann"), &sheet).await.expect("begun anew");
        }
        assert!(phone.account().is_enrolled() && phone.is_let_in(&world).await);
        assert_eq!(phone.account().manifest().expect("a list").devices.len(), 2, "and is listed once");
    }
}
