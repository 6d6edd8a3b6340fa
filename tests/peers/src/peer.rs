//! Whether a peer is here.

use std::{env, ffi::OsString, path::PathBuf};

/// Whether all of these programs are here. In CI they must be.
///
/// # Panics
/// In CI, if one is missing.
#[must_use]
pub fn from_debian(programs: &[&str]) -> bool {
    let here = |name: &&str| folders().any(|folder| folder.join(name).is_file());
    let missing: Vec<&str> = programs.iter().filter(|name| !here(name)).copied().collect();
    missing.is_empty() || skip(&format!("{} is not installed: see scripts/setup", missing.join(", ")))
}

/// Says that a test is skipped, and why. False, for whoever asks whether it runs.
///
/// # Panics
/// In CI, where nothing of Debian may be missing.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
#[must_use]
pub fn skip(why: &str) -> bool {
    assert!(env::var_os("CI").is_none_or(|ci| ci != "true"), "{why}");
    eprintln!("skipped: {why}");
    false
}

/// A program that the environment names; none if it names none, which is said.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
#[must_use]
pub fn named(variable: &str) -> Option<OsString> {
    let program = env::var_os(variable).filter(|program| !program.is_empty());
    if program.is_none() {
        eprintln!("skipped: {variable} names no program");
    }
    program
}

/// Where programs lie, those of the system's administrator among them.
fn folders() -> impl Iterator<Item = PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let more = ["/usr/sbin", "/sbin"].map(PathBuf::from);
    env::split_paths(&path).collect::<Vec<_>>().into_iter().chain(more)
}
