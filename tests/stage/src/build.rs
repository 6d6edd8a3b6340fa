use crate::Broken;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Builds `landfall`, `landfall-kiosk` and `landfall-cloud` beside the test that calls this; `cargo test` alone builds no other package's programs. Where
/// the system has its smart card library, `landfall` knows readers; where it has libdbus, both ends know Bluetooth LE. `make test` has built them with all else and says so by
/// `LANDFALL_PROGRAMS=built`: by themselves they have other features, and with them most crates would be built again.
///
/// # Errors
/// If they don't build.
pub fn build_programs() -> Result<(), Broken> {
    if std::env::var_os("LANDFALL_PROGRAMS").is_some_and(|they_are| they_are == "built") {
        return Ok(());
    }
    // target/PROFILE
    let profile = programs()?;
    let target = profile.parent().unwrap_or(Path::new(""));
    let mut cargo = cargo();
    cargo
        .args([
            "build",
            "--quiet",
            "-p",
            "landfall-kiosk",
            "-p",
            "landfall-cli",
            "-p",
            "landfall-cloud",
            "--target-dir",
        ])
        .arg(target);
    for (library, features) in [("libpcsclite", "landfall-cli/pcsc"), ("dbus-1", "landfall-cli/ble,landfall-kiosk/ble")]
    {
        let there = Command::new("pkg-config").args(["--exists", library]).status();
        if there.is_ok_and(|status| status.success()) {
            cargo.args(["--features", features]);
        }
    }
    // Builds of the profile "bench" lie there too, and take a fraction of the time.
    if profile.ends_with("release") {
        cargo.args(["--profile", "bench"]);
    }
    let status = cargo.status().map_err(Broken::io("cargo build"))?;
    if status.success() { Ok(()) } else { Err(Broken::not("the programs don't build")) }
}

/// The folder of the programs that were built with this one.
///
/// # Errors
/// If the system does not say where this one lies.
pub fn programs() -> Result<PathBuf, Broken> {
    let own = std::env::current_exe().map_err(Broken::io("this program"))?;
    // A test runs in `deps`, below the programs.
    let beside = own.parent().unwrap_or(Path::new("."));
    Ok(if beside.ends_with("deps") { beside.parent().unwrap_or(beside) } else { beside }.to_owned())
}

/// Cargo, as it is from a shell. It tells what it runs of itself by the environment; told that again, it holds some crates for changed, and builds them and
/// all that needs them anew.
fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| {
            name == "OUT_DIR" || name.starts_with("CARGO_MANIFEST_") || name.starts_with("CARGO_PKG_")
        }) {
            cargo.env_remove(name);
        }
    }
    cargo
}
