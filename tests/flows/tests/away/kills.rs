//! Killed at every step, in a process of its own: this test program starts itself again as the phone, with its server beside it. `child` does
//! nothing unless told what to do.

use crate::{
    server::{Port, Server},
    world::{Handset, NOW, enrolled, runtime},
};
use account::wire::{OrderState, Outcome, Verb};
use app::{Error, Given, Proof, ports::Cloud};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};
use vault::VaultError;

const WHERE: &str = "LANDFALL_TEST_FOLDER";

fn phone(at: &Path) -> Handset {
    Handset::at(&at.join("phone"))
}

async fn server(at: &Path) -> Arc<dyn Cloud> {
    Arc::new(Port(Server::open(&at.join("server"), NOW).await))
}

#[test]
fn child() {
    let Some(folder) = env::var_os(WHERE).map(PathBuf::from) else { return };
    runtime().block_on(async {
        let port = server(&folder).await;
        let mut phone = phone(&folder);
        if let Ok(landfall) = phone.start() {
            landfall.contact(port).await.expect("the server answers");
        } else {
            let left = phone.remains().expect("reads").expect("it may be ordered still");
            left.contact(port).await.expect("the server answers");
        }
    });
}

/// Runs the phone until it dies at `crash`; whether it got through alive.
fn run(at: &Path, crash: &str) -> bool {
    let status = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "kills::child"])
        .env(WHERE, at)
        .env("LANDFALL_CRASH", crash)
        .env("LANDFALL_CRASH_LOG", at.join("crashes"))
        .output()
        .expect("starts")
        .status;
    let died = fs::read_to_string(at.join("crashes")).is_ok();
    assert_eq!(status.success(), !died, "{crash}: it failed without a crash");
    status.success()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("makes");
    for entry in fs::read_dir(from).expect("reads").map(|entry| entry.expect("reads")) {
        let to = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("copies");
        }
    }
}

/// What the owner at home sees of the one order.
async fn seen(at: &Path, port: &Arc<dyn Cloud>) -> (OrderState, Option<Outcome>) {
    let all = all_seen(at, port).await;
    let [order] = &all[..] else { panic!("one order: {all:?}") };
    order.clone()
}

async fn all_seen(at: &Path, port: &Arc<dyn Cloud>) -> Vec<(OrderState, Option<Outcome>)> {
    let mut home = Handset::at(&at.join("home"));
    let giver = home.start().expect("opens").giver(port.clone()).await.expect("a device of the account");
    let orders = giver.orders().await.expect("lists");
    let told = orders.iter().map(|order| match &order.proof {
        Proof::Receipt(receipt) => (order.state(), Some(receipt.outcome.clone())),
        Proof::None => (order.state(), None),
        Proof::Wrong(error) => panic!("{error}"),
    });
    told.collect()
}

/// A phone to which these orders were given, its owner's other device, and their server.
fn given(orders: impl IntoIterator<Item = Verb>) -> tempfile::TempDir {
    let before = tempfile::tempdir().expect("a folder");
    runtime().block_on(async {
        let server = Server::open(&before.path().join("server"), NOW).await;
        let (mut home, mut phone) = (Handset::at(&before.path().join("home")), phone(before.path()));
        home.start().expect("opens");
        phone.start().expect("opens");
        enrolled(&server, &home, &phone).await;
        let giver = home.landfall().giver(Arc::new(Port(server))).await.expect("a device of the account");
        for verb in orders {
            giver.give(Given::new(verb, "phone")).await.expect("it is stored");
        }
    });
    before
}

/// Kills the phone at its first, second, … step after the order was given, and looks at what is left.
fn killed_at_each_step(verb: Verb, check: impl Fn(&Path, &tokio::runtime::Runtime)) -> u32 {
    let before = given([verb]);
    for turn in 1.. {
        let at = tempfile::tempdir().expect("a folder");
        copy(before.path(), at.path());
        let through = run(at.path(), &format!("*:{turn}"));
        check(at.path(), &runtime());
        if through {
            return turn - 1;
        }
    }
    0
}

// R: F4 F8
#[test]
fn a_wipe_is_gone_on_with_from_whatever_step_it_was_killed_at() {
    let steps = killed_at_each_step(Verb::Wipe, |at, runtime| {
        runtime.block_on(async {
            let port = server(at).await;
            let said = seen(at, &port).await.1;
            let mut phone = phone(at);
            let opened = phone.start().map(drop);
            let gone = matches!(opened, Err(Error::Vault(VaultError::Destroyed)));
            assert!(gone || opened.is_ok(), "{opened:?}");
            assert!(said.is_none() || gone, "nothing is said to be erased that is not");
            if !gone {
                let told = phone.landfall().contact(port.clone()).await.expect("the server answers");
                assert!(told.erased && told.owed == 0, "{told:?}");
            }
            if let Some(left) = phone.remains().expect("reads") {
                assert_eq!(left.contact(port.clone()).await.expect("the server answers").owed, 0);
            }
            assert!(phone.remains().expect("reads").is_none(), "nothing is owed");
            assert!(matches!(phone.start().map(drop), Err(Error::Vault(VaultError::Destroyed))));
            assert_eq!(seen(at, &port).await, (OrderState::Erased, Some(Outcome::Erased)));
        });
    });
    assert!(steps >= 30, "only {steps} steps were passed");
}

// R: F4 F8
#[test]
fn who_is_erased_by_one_order_answers_the_other_also_if_killed_in_between() {
    let before = given([Verb::Wipe, Verb::Wipe]);
    let at = before.path();
    // It has the first order alone; then it is erased, hands that in, and has not looked at what else there is.
    for crash in ["away.taken:1", "away.handed-in:1"] {
        assert!(!run(at, crash), "it is killed at {crash}");
        fs::remove_file(at.join("crashes")).expect("it says where it died");
    }
    runtime().block_on(async {
        let port = server(at).await;
        let answered = |all: &[(OrderState, Option<Outcome>)]| all.iter().filter(|(_, said)| said.is_some()).count();
        assert_eq!(answered(&all_seen(at, &port).await), 1, "the other one waits");
        let left = phone(at).remains().expect("reads").expect("it may be ordered still");
        let told = left.contact(port.clone()).await.expect("the server answers");
        assert!(told.erased && told.owed == 0, "{told:?}");
        drop(left);
        assert_eq!(answered(&all_seen(at, &port).await), 2);
        assert!(phone(at).remains().expect("reads").is_none(), "nothing is owed");
    });
}

// R: F4 F8
#[test]
fn a_lock_is_in_force_from_whatever_step_it_was_killed_at() {
    let steps = killed_at_each_step(Verb::Lock, |at, runtime| {
        runtime.block_on(async {
            let port = server(at).await;
            let said = seen(at, &port).await.1;
            let mut phone = phone(at);
            let locked = phone.start().expect("opens").lease().expect("reads").expect("a lease").locked;
            assert!(said.is_none() || locked, "nothing is said to be locked that is not");
            let told = phone.landfall().contact(port.clone()).await.expect("the server answers");
            assert!(told.locked && told.owed == 0, "{told:?}");
            assert!(matches!(phone.landfall().cards(), Err(Error::Locked)));
            assert_eq!(seen(at, &port).await, (OrderState::Locked, Some(Outcome::Locked)));
        });
    });
    assert!(steps >= 30, "only {steps} steps were passed");
}
