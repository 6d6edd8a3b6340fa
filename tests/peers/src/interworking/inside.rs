//! A network of the run's own: loopback only, with the names that the servers' certificates have.

use landfall_stage::Broken;
use std::{env, os::unix::process::CommandExt, process::Command};

/// The name that osmo-smdpp answers to, and no other.
pub const SMDPP: &str = "testsmdpplus1.example.com";
/// Our SM-DP+'s.
pub const KIOSK: &str = "kiosk.example.com";
/// Our SM-DS's.
pub const SMDS: &str = "smds.example.com";
/// Set once the process is inside.
const MARK: &str = "LANDFALL_PEERS_INSIDE";

/// Which network a run has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// Loopback alone, of its own.
    Own,
    /// This machine's, with those names in it: what already listens there is reached. Takes root's rights.
    Machines,
}

/// Starts this program again in namespaces of its own; there it does nothing.
///
/// # Errors
/// If this user can't have namespaces.
pub fn enter(network: Network) -> Result<(), Broken> {
    if env::var_os(MARK).is_some() {
        return Ok(());
    }
    let own = env::current_exe().map_err(Broken::io("this program"))?;
    let hosts = tempfile::NamedTempFile::new().map_err(Broken::io("a hosts file"))?;
    let text = format!("127.0.0.1 localhost {SMDPP}\n127.0.0.2 {KIOSK} {SMDS}\n");
    std::fs::write(hosts.path(), text).map_err(Broken::io("a hosts file"))?;
    let (_, path) = hosts.keep().map_err(|error| Broken::not(error.error))?;
    let mut command = Command::new("unshare");
    let (namespaces, up): (&[&str], _) = match network {
        Network::Own => (&["--map-root-user", "--mount", "--net"], "ip link set lo up"),
        Network::Machines => (&["--mount"], "true"),
    };
    command.args(namespaces).args(["sh", "-c"]);
    // The mount outlives the file's name. What ends before is a mount that failed, which says so itself.
    command.arg(format!("mount --bind \"$1\" /etc/hosts && rm \"$1\" && {up} && shift && exec \"$@\""));
    command.arg("sh").arg(path).arg(own).args(env::args_os().skip(1)).env(MARK, "yes");
    Err(Broken::io("unshare")(command.exec()))
}
