//! A short torture; `make torture ROUNDS=1000` is the long one.

use landfall_torture::{Options, Run};

fn torture(rounds: u32, unsynced: bool) {
    landfall_stage::build_programs().expect("the programs build");
    let mut run = Run::prepare(Options { rounds, unsynced, seed: 7 }).expect("kiosk and stock are set up");
    while run.round().unwrap_or_else(|broken| panic!("{broken}")) {}
    let summary = run.end().unwrap_or_else(|broken| panic!("{broken}"));
    assert!(summary.census.kills() >= rounds, "most rounds kill somebody: {}", summary.census);
    assert!(summary.cards >= rounds as usize);
}

// R: A7, F1
#[test]
fn killed_processes_lose_and_double_nothing() {
    torture(20, false);
}

// R: A7, F1, F8
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn power_cuts_lose_and_double_nothing() {
    torture(15, true);
}
