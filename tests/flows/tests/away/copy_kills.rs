//! A move that is killed at every step of either phone, and of its owner's desk, in a process of its own: this test program starts itself again as all
//! of them, with their server. `child` does nothing unless told what to do.

use crate::{pair::Pair, world::runtime};
use account::order::home::Aim;
use app::{Moved, Role};
use model::Iccid;
use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const WHERE: &str = "LANDFALL_TEST_PAIR";

async fn at(folder: &Path) -> Pair {
    let cards = fs::read_to_string(folder.join("cards")).expect("reads");
    let cards: Vec<Iccid> = cards.split(' ').map(|card| card.parse().expect("a number")).collect();
    Pair::at(folder, cards[0], cards[1]).await
}

#[test]
fn child() {
    let Some(folder) = env::var_os(WHERE).map(PathBuf::from) else { return };
    runtime().block_on(async {
        let pair = at(&folder).await;
        pair.order(&pair.moving(Aim::Move)).await.expect("it moves");
    });
}

/// Runs the move until it dies at `crash`; whether it got through alive.
fn run(folder: &Path, crash: &str) -> bool {
    let output = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "copy_kills::child"])
        .env(WHERE, folder)
        .env("LANDFALL_CRASH", crash)
        .env("LANDFALL_CRASH_LOG", folder.join("crashes"))
        .output()
        .expect("starts");
    let died = fs::read_to_string(folder.join("crashes")).is_ok();
    assert_eq!(output.status.success(), !died, "{crash}: it failed without a crash: {output:?}");
    !died
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

/// What a kill left, and what comes of it.
async fn goes_on(folder: &Path, crash: &str) {
    let pair = at(folder).await;
    let (old, new) = (pair.stands(&pair.old), pair.stands(&pair.new));
    assert_ne!((old, new), (Some(Role::Live), Some(Role::Live)), "{crash}: two are live");
    assert!(old.is_some() || new.is_some(), "{crash}: none is there");
    let moved = pair.order(&pair.moving(Aim::Move)).await;
    assert!(matches!(moved, Ok(Moved::Done(None))), "{crash}: without force it comes to its end: {moved:?}");
    assert_eq!((pair.stands(&pair.old), pair.stands(&pair.new)), (None, Some(Role::Live)), "{crash}");
    assert_eq!(pair.answer(1), [false, true], "{crash}: and the network knows it");
    let orders = pair.giver().await.orders().await.expect("lists");
    let plans: BTreeSet<_> = orders.iter().filter_map(|order| order.order.plan()).map(|plan| plan.id).collect();
    assert_eq!(plans.len(), 1, "{crash}: what was begun was gone on with");
}

/// Kills at the first, second, … passing of a point, until a move gets through; how often it died.
fn killed_at(before: &Path, point: &str) -> usize {
    for turn in 1.. {
        let folder = tempfile::tempdir().expect("a folder");
        copy(before, folder.path());
        let crash = format!("{point}:{turn}");
        if run(folder.path(), &crash) {
            return turn - 1;
        }
        runtime().block_on(goes_on(folder.path(), &crash));
    }
    0
}

// R: B5 F5 F8
#[test]
fn a_killed_move_leaves_one_live_card_and_is_gone_on_with() {
    let before = tempfile::tempdir().expect("a folder");
    runtime().block_on(async {
        let pair = Pair::new(before.path(), "portable = true").await;
        fs::write(before.path().join("cards"), format!("{} {}", pair.card, pair.other)).expect("writes");
    });
    // Before each order is carried out, at each step of that, and after each receipt was handed in; and in between where something left a card.
    let least = [
        ("away.taken", 6),
        ("away.step", 12),
        ("away.handed-in", 6),
        ("away.copied-out", 1),
        ("away.handed-up", 1),
        ("away.copied-in", 1),
        ("away.copy-ended", 1),
        ("away.handed-over", 1),
        ("away.live", 1),
        ("away.ordered", 6),
    ];
    for (point, least) in least {
        let died = killed_at(before.path(), point);
        assert!(died >= least, "{point}: only {died} times");
    }
}
