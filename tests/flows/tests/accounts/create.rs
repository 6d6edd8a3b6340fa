//! An account is made, once, whatever gets lost.

use crate::world::{Fate, PASSWORD, World, secret};
use ::account::{keys::AccountKeys, sheet::Sheet};
use app::{AccountError, AccountMended, SignIn};

// R: B4 F6
#[tokio::test]
async fn an_account_is_made_and_the_server_has_nothing_that_it_could_open() {
    let world = World::new().await;
    let phone = world.phone("first phone");
    let created = phone.landfall().create_account(world.port(), &phone.sign_in(" Ann@Example.com ")).await;
    let created = created.expect("an account");
    assert!(!created.resumed);
    let state = phone.account();
    assert_eq!((state.login.as_str(), &state), ("ann@example.com", &created.state));
    assert!(state.is_enrolled() && phone.is_let_in(&world).await);
    assert_eq!(state.manifest().expect("a manifest").devices.len(), 1);
    // What lies at the server opens by the sheet, and holds neither root nor keys.
    let cloud = phone.landfall().cloud_of(&state, world.port());
    let view = cloud.account().await.expect("it is there");
    let Sheet { account, secret } = &created.sheet;
    let root = AccountKeys::open_root_by_sheet(&view.sealed, account, secret).expect("the sheet opens it");
    assert_eq!(root, state.keys.root);
    let export = serde_json::to_string(&cloud.export().await.expect("it is given")).expect("JSON");
    let hidden = [&root.expose()[..], &secret.expose()[..], PASSWORD.as_bytes()];
    let texts = hidden.map(|bytes| ::account::wire::Bytes::from(bytes).text());
    assert!(texts.iter().all(|text| !export.contains(text)) && !export.contains(PASSWORD));
}

// R: B4
#[tokio::test]
async fn the_sheet_is_shown_once_and_a_kill_before_that_loses_nothing() {
    let world = World::new().await;
    let mut phone = world.phone("first phone");
    let created = phone.landfall().create_account(world.port(), &phone.sign_in("ann")).await.expect("an account");
    phone.start();
    assert_eq!(phone.landfall().recovery_sheet().expect("it was not shown"), created.sheet);
    phone.landfall().sheet_was_shown().expect("it is kept");
    assert!(matches!(phone.landfall().recovery_sheet(), Err(AccountError::SheetShown)));
}

// R: B4
#[tokio::test]
async fn what_can_not_be_is_said_before_anything_is_made() {
    let world = World::new().await;
    let (first, _) = world.owner("ann").await;
    let again = first.landfall().create_account(world.port(), &first.sign_in("bea")).await;
    assert!(matches!(again, Err(AccountError::Exists(login)) if login == "ann"));
    let other = world.phone("other phone");
    let taken = other.landfall().create_account(world.port(), &other.sign_in("ANN ")).await;
    assert!(matches!(taken, Err(AccountError::LoginTaken(_))), "{taken:?}");
    let short = SignIn { password: secret("1234567"), ..other.sign_in("bea") };
    let weak = other.landfall().create_account(world.port(), &short).await;
    assert!(matches!(weak, Err(AccountError::WeakPassword(8))));
    let bad = other.landfall().create_account(world.port(), &other.sign_in("a\nb")).await;
    assert!(matches!(bad, Err(AccountError::BadLogin)));
    let nameless = SignIn { device: " ".to_owned(), ..other.sign_in("bea") };
    let nameless = other.landfall().create_account(world.port(), &nameless).await;
    assert!(matches!(nameless, Err(AccountError::BadName)));
    assert!(matches!(other.landfall().account(), Err(AccountError::None)));
    other.landfall().create_account(world.port(), &other.sign_in("bea")).await.expect("nothing is left over");
}

// R: B4 F8
#[tokio::test]
async fn an_answer_that_is_lost_makes_no_second_account() {
    for fate in [Fate::Lost, Fate::Unanswered, Fate::Twice] {
        let world = World::new().await;
        let mut phone = world.phone("first phone");
        world.way().befall("POST /v1/accounts/start", Fate::Lost);
        let none = phone.landfall().create_account(world.port(), &phone.sign_in("ann")).await;
        assert!(matches!(none, Err(AccountError::Cloud(_))), "nothing was sent yet: {none:?}");
        assert!(matches!(phone.landfall().mend_account(world.port()).await, Ok(AccountMended::Nothing)));
        world.way().befall("POST /v1/accounts", fate);
        let made = phone.landfall().create_account(world.port(), &phone.sign_in("ann")).await;
        if fate == Fate::Twice {
            assert!(!made.expect("the same again is answered as at first").resumed);
            continue;
        }
        assert!(made.as_ref().is_err_and(AccountError::retrying_helps), "{made:?}");
        phone.start();
        let made = phone.landfall().create_account(world.port(), &phone.sign_in("ann")).await.expect("it goes on");
        assert!(made.resumed && phone.is_let_in(&world).await);
        assert_eq!(phone.landfall().recovery_sheet().expect("not shown yet"), made.sheet);
    }
}
