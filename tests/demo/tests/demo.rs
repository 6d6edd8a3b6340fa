//! The demo runs, as `make demo` runs it.
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

use std::{
    path::{Path, PathBuf},
    process::Command,
};

fn demo(profile: Option<&Path>) {
    landfall_stage::build_programs().expect("the programs build");
    let mut command = Command::new(env!("CARGO_BIN_EXE_landfall-demo"));
    command.args(profile.map(|file| [Path::new("--profile"), file]).into_iter().flatten());
    let out = command.output().expect("starts");
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success() && text.contains("claims hold"), "{profile:?}: {text}");
}

// R: A1, A3, A4, A7, A10, A12, A14, B4, B6
#[test]
fn every_claim_holds() {
    demo(None);
}

// R: A10
#[test]
fn every_test_profile_of_the_gsma_is_read_back() {
    let shared = std::env::var_os("LANDFALL_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let folder = shared.join("data/ts48");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    };
    let profiles: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|p| p.extension().is_some_and(|end| end == "der")).collect();
    assert_eq!(profiles.len(), 6, "all six profiles");
    for profile in profiles {
        demo(Some(&profile));
    }
}
