//! The sheet alone.

use crate::world::{Fate, SERVER, World, secret};
use ::account::{
    keys::{AccountKeys, KeyError, SecretKey},
    sheet::Sheet,
};
use app::{AccountError, AccountMended, Recovery, SignIn};

fn recovery(sheet: &Sheet, revoke_others: bool) -> Recovery {
    let (server, device) = (SERVER.to_owned(), "found phone".to_owned());
    Recovery { server, sheet: sheet.clone(), password: secret("a new password"), device, revoke_others }
}

// R: B4 F6
#[tokio::test]
async fn the_sheet_alone_lets_in_with_a_new_password() {
    let world = World::new().await;
    let (first, sheet) = world.owner("ann").await;
    let found = world.phone("found phone");
    let state = found.landfall().recover_account(world.port(), &recovery(&sheet, false)).await.expect("it may");
    assert_eq!((state.login.as_str(), &state.keys), ("ann", &first.account().keys));
    assert!(found.is_let_in(&world).await && first.is_let_in(&world).await, "the first one stays");
    let third = world.phone("third phone");
    let sign_in = SignIn { password: secret("a new password"), ..third.sign_in("ann") };
    third.landfall().log_in(world.port(), &sign_in, &sheet).await.expect("the new password holds");
}

// R: B4 F6
#[tokio::test]
async fn a_recovery_may_take_all_others_out_and_they_get_no_new_keys() {
    let world = World::new().await;
    let (first, sheet) = world.owner("ann").await;
    let found = world.phone("found phone");
    let state = found.landfall().recover_account(world.port(), &recovery(&sheet, true)).await.expect("it may");
    assert_eq!(state.keyring().epoch(), 3, "what is sealed from now on is not the others' to read");
    assert!(!first.is_let_in(&world).await);
    let refused = first.landfall().account_session(world.port()).await;
    assert!(refused.is_err(), "{refused:?}");
    assert_eq!(first.account().keyring().epoch(), 1);
    let sealed = found.landfall().cloud_of(&state, world.port()).account().await.expect("it is there").sealed;
    let open = |sheet: &Sheet| AccountKeys::open_root_by_sheet(&sealed, &sheet.account, &sheet.secret);
    let new = found.landfall().recovery_sheet().expect("nobody has seen it");
    assert_eq!((open(&new), open(&sheet)), (Ok(state.keys.root), Err(KeyError::Root)), "they know the old sheet");
}

// R: B4 F6
#[tokio::test]
async fn a_sheet_that_is_none_of_the_account_opens_nothing() {
    let world = World::new().await;
    let (_first, sheet) = world.owner("ann").await;
    let found = world.phone("found phone");
    let forged = Sheet { secret: SecretKey::new([7; 16]), ..sheet };
    let refused = found.landfall().recover_account(world.port(), &recovery(&forged, true)).await;
    assert!(matches!(refused, Err(AccountError::Keys(_))), "{refused:?}");
    assert!(matches!(found.landfall().account(), Err(AccountError::None)));
}

// R: B4 F8
#[tokio::test]
async fn a_recovery_whose_answer_is_lost_is_found_out() {
    for (fate, mended) in [(Fate::Lost, AccountMended::GivenUp), (Fate::Unanswered, AccountMended::Finished)] {
        let world = World::new().await;
        let (_first, sheet) = world.owner("ann").await;
        let mut found = world.phone("found phone");
        world.way().befall("PUT /v1/keys", fate);
        let lost = found.landfall().recover_account(world.port(), &recovery(&sheet, true)).await;
        assert!(lost.as_ref().is_err_and(AccountError::retrying_helps), "{lost:?}");
        found.start();
        assert_eq!(found.landfall().mend_account(world.port()).await.expect("it is asked"), mended);
        if mended == AccountMended::GivenUp {
            found.landfall().recover_account(world.port(), &recovery(&sheet, true)).await.expect("begun anew");
        } else {
            // The others are out; the root is the one that they know until it is replaced.
            assert_eq!(found.account().keyring().epoch(), 2);
            let password = secret("a new password");
            found.landfall().replace_root(world.port(), &password, None).await.expect("the new one holds");
        }
        let (state, _) = found.landfall().account_session(world.port()).await.expect("in");
        assert_eq!((state.manifest().expect("a list").devices.len(), state.keyring().epoch()), (2, 3));
        found.landfall().recovery_sheet().expect("a new one");
    }
}
