use std::{env, fs, path::PathBuf};

/// Where Debian and its kin put each release.
const RELEASES: &str = "/usr/lib/postgresql";
/// The oldest release that the cloud knows.
const OLDEST: u32 = 15;

/// The folder of the newest release's programs.
pub(crate) fn programs() -> Option<PathBuf> {
    let releases = fs::read_dir(RELEASES).ok()?.flatten();
    let newest = releases
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|release| *release >= OLDEST)
        .max()?;
    let programs = PathBuf::from(RELEASES).join(newest.to_string()).join("bin");
    ["initdb", "postgres", "psql"].iter().all(|name| programs.join(name).is_file()).then_some(programs)
}

/// Whether PostgreSQL 15 or later is installed; if not, that is said.
///
/// # Panics
/// In CI if it is not.
#[must_use]
pub fn installed() -> bool {
    let installed = programs().is_some();
    if !installed {
        skip("PostgreSQL 15 or later is not installed (Debian: postgresql)");
    }
    installed
}

/// Says that a test is skipped, and why.
///
/// # Panics
/// In CI, where nothing of Debian may be missing.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(crate) fn skip(why: &str) {
    assert!(env::var_os("CI").is_none(), "{why}");
    eprintln!("skipped: {why}");
}
