//! Phone and cloud die together at every point that either passes, and what comes of it is whole.
//!
//! The test runs itself as a child: what is to be killed needs a process of its own.

use crate::world::{PASSWORD, Phone, SERVER, World, secret};
use ::account::sheet::Sheet;
use app::{AccountError, AccountMended, Recovery, SignIn};
use std::{
    path::Path,
    process::{Command, Stdio},
};

const CHILD: &str = "LANDFALL_TEST_CHILD";
const WORK: &str = "LANDFALL_TEST_WORK";
/// More points than any of these flows passes.
const MOST: u32 = 200;

/// What the child does.
#[tokio::test]
async fn child() {
    let (Some(folder), Ok(work)) = (std::env::var_os(CHILD), std::env::var(WORK)) else { return };
    let (world, phone) = both(Path::new(&folder)).await;
    let landfall = phone.landfall();
    match work.as_str() {
        "create" => drop(landfall.create_account(world.port(), &phone.sign_in("ann")).await.expect("an account")),
        "rotate" => drop(landfall.rotate_keys(world.port()).await.expect("it is rotated")),
        "root" => drop(landfall.replace_root(world.port(), &secret(PASSWORD), None).await.expect("a new root")),
        "password" => {
            let changed = landfall.change_password(world.port(), None, &secret("a new password")).await;
            drop(changed.expect("it is changed"));
        }
        "login" => {
            let (second, sheet) = (second(&world, &phone), sheet(&phone));
            second.landfall().log_in(world.port(), &second.sign_in("ann"), &sheet).await.expect("it may");
        }
        "recover" => {
            let second = second(&world, &phone);
            second.landfall().recover_account(world.port(), &recovery(&phone)).await.expect("it may");
        }
        "delete" => landfall.delete_account(world.port()).await.expect("it is deleted"),
        other => panic!("{other}"),
    }
}

async fn both(folder: &Path) -> (World, Phone) {
    let world = World::at(&folder.join("world")).await;
    let phone = world.phone_at(&folder.join("phone"), "first phone");
    (world, phone)
}

/// Another phone in the same folder.
fn second(world: &World, first: &Phone) -> Phone {
    let data = first.data();
    let folder = data.ancestors().nth(2).expect("phones lie in it");
    world.phone_at(&folder.join("second"), "second phone")
}

/// The recovery sheet of its account.
fn sheet(phone: &Phone) -> Sheet {
    let state = phone.account();
    Sheet { account: state.account(), secret: state.keys.secret }
}

/// By the first phone's sheet; it is out of the account then.
fn recovery(first: &Phone) -> Recovery {
    let sheet = sheet(first);
    let (server, device) = (SERVER.to_owned(), "second phone".to_owned());
    Recovery { server, sheet, password: secret("a new password"), device, revoke_others: true }
}

/// Whether the child came to its end, dying at the `nth` point that it passes otherwise.
fn run(folder: &Path, work: &str, nth: u32) -> bool {
    let status = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "kills::child", "--test-threads=1"])
        .env(CHILD, folder)
        .env(WORK, work)
        .env("LANDFALL_CRASH", format!("*:{nth}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.expect("it runs").success()
}

/// Runs `work` in a folder of its own for each point, and has `look` look at what is left; how many points there were.
async fn everywhere<F: Future<Output = ()>>(
    work: &str,
    begin: impl AsyncFn(&Path),
    look: impl Fn(World, Phone) -> F,
) -> u32 {
    for nth in 1..MOST {
        let kept = tempfile::tempdir().expect("a folder");
        begin(kept.path()).await;
        let ended = run(kept.path(), work, nth);
        let (world, phone) = both(kept.path()).await;
        look(world, phone).await;
        if ended {
            return nth - 1;
        }
    }
    panic!("{work} passes more than {MOST} points");
}

async fn nothing(_: &Path) {}

async fn an_account(folder: &Path) {
    let (world, phone) = both(folder).await;
    phone.landfall().create_account(world.port(), &phone.sign_in("ann")).await.expect("an account");
}

// R: B4 F8
#[tokio::test]
async fn an_account_that_is_made_under_kills_is_one() {
    let points = everywhere("create", nothing, |world, phone| async move {
        let landfall = phone.landfall();
        let made = match landfall.create_account(world.port(), &phone.sign_in("ann")).await {
            Ok(created) => created.state,
            // It was whole before.
            Err(AccountError::Exists(_)) => phone.account(),
            Err(error) => panic!("{error}"),
        };
        assert!(landfall.recovery_sheet().is_ok(), "nobody has seen it");
        assert!(phone.is_let_in(&world).await && made.is_enrolled());
        assert_eq!(landfall.mend_account(world.port()).await.expect("asked"), AccountMended::Nothing);
    });
    assert!(points.await > 8);
}

// R: F6 F8
#[tokio::test]
async fn a_rotation_under_kills_is_whole_or_not_at_all() {
    let points = everywhere("rotate", an_account, |world, phone| async move {
        let (state, cloud) = phone.landfall().account_session(world.port()).await.expect("in");
        let epoch = state.keyring().epoch();
        assert_eq!((u64::from(epoch), state.manifest().expect("a list").key_epoch), (state.pinned.version(), epoch));
        assert_eq!(
            cloud.account().await.expect("it is there").manifest,
            state.pinned.version(),
            "nothing is half done"
        );
        let again = phone.landfall().rotate_keys(world.port()).await.expect("the next one");
        assert_eq!(again.keyring().epoch(), epoch + 1);
    });
    assert!(points.await > 8);
}

// R: F6 F8
#[tokio::test]
async fn a_password_that_is_changed_under_kills_is_the_old_or_the_new_one() {
    let points = everywhere("password", an_account, |world, phone| async move {
        let landfall = phone.landfall();
        let (state, _) = landfall.account_session(world.port()).await.expect("in");
        let holds = if state.pinned.version() == 1 { PASSWORD } else { "a new password" };
        let third = secret("a third password");
        landfall.change_password(world.port(), Some(&secret(holds)), &third).await.expect("one of both holds");
    });
    assert!(points.await > 8);
}

/// With a second device, which is off meanwhile.
async fn an_account_of_two(folder: &Path) {
    let (world, phone) = both(folder).await;
    let created = phone.landfall().create_account(world.port(), &phone.sign_in("ann")).await.expect("an account");
    phone.landfall().sheet_was_shown().expect("it is kept");
    let second = world.phone_at(&folder.join("second"), "second phone");
    second.landfall().log_in(world.port(), &second.sign_in("ann"), &created.sheet).await.expect("it may");
}

// R: F6 F8
#[tokio::test]
async fn a_new_root_under_kills_is_everybodys_or_nobodys() {
    let points = everywhere("root", an_account_of_two, |world, phone| async move {
        let landfall = phone.landfall();
        let (state, cloud) = landfall.account_session(world.port()).await.expect("in");
        let made = state.pinned.version() == 3;
        assert_eq!((state.keyring().epoch(), state.has_root()), (if made { 2 } else { 1 }, true));
        assert_eq!(
            cloud.account().await.expect("it is there").manifest,
            state.pinned.version(),
            "nothing is half done"
        );
        assert_eq!(landfall.recovery_sheet().is_ok(), made, "whoever made a new sheet is shown it");
        let folder = phone.data().ancestors().nth(2).expect("a folder").join("second");
        let second = world.phone_at(&folder, "second phone");
        let (second, _) = second.landfall().account_session(world.port()).await.expect("in");
        assert_eq!(second.keys, state.keys);
        // What lies sealed at the server is of the same keys.
        let sheet = Sheet { account: state.account(), secret: state.keys.secret.clone() };
        let third = world.another("third phone", "ann", &sheet).await;
        assert_eq!(third.account().keys, state.keys);
        landfall.replace_root(world.port(), &secret(PASSWORD), Some("third phone")).await.expect("the next one");
    });
    assert!(points.await > 8);
}

// R: B4 F8
#[tokio::test]
async fn a_phone_that_signs_in_under_kills_is_a_device_once() {
    let points = everywhere("login", an_account, |world, phone| async move {
        let (second, sheet) = (second(&world, &phone), sheet(&phone));
        match second.landfall().log_in(world.port(), &second.sign_in("ann"), &sheet).await {
            // It was whole before.
            Ok(_) | Err(AccountError::Exists(_)) => {}
            Err(error) => panic!("{error}"),
        }
        assert!(second.account().is_enrolled() && second.is_let_in(&world).await && phone.is_let_in(&world).await);
        assert_eq!(second.account().manifest().expect("a list").devices.len(), 2, "it is listed once");
    });
    assert!(points.await > 8);
}

// R: B4 F6 F8
#[tokio::test]
async fn a_recovery_under_kills_is_whole_or_not_at_all() {
    let points = everywhere("recover", an_account, |world, phone| async move {
        let second = second(&world, &phone);
        match second.landfall().recover_account(world.port(), &recovery(&phone)).await {
            Ok(_) | Err(AccountError::Exists(_)) => {}
            Err(error) => panic!("{error}"),
        }
        let (state, _) = second.landfall().account_session(world.port()).await.expect("in");
        let devices = state.manifest().expect("a list").devices;
        let out: Vec<_> = devices.iter().map(|device| (device.name.as_str(), device.revoked)).collect();
        assert_eq!(out, [("first phone", true), ("second phone", false)]);
        // By the new password, and once more by the new root.
        assert_eq!(state.keyring().epoch(), 3, "each once");
        assert!(!phone.is_let_in(&world).await);
        let sign_in = SignIn { password: secret("a new password"), ..second.sign_in("ann") };
        let third = world.phone("third phone");
        let sheet = sheet(&second);
        third.landfall().log_in(world.port(), &sign_in, &sheet).await.expect("the new password holds");
    });
    assert!(points.await > 8);
}

// R: B4 F8
#[tokio::test]
async fn a_deletion_under_kills_goes_on() {
    let points = everywhere("delete", an_account, |world, phone| async move {
        let landfall = phone.landfall();
        match landfall.delete_account(world.port()).await {
            // Forgotten already.
            Ok(()) | Err(AccountError::None) => {}
            Err(error) => panic!("{error}"),
        }
        landfall.create_account(world.port(), &phone.sign_in("ann")).await.expect("the login is free");
    });
    assert!(points.await > 4);
}
