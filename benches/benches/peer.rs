//! Downloads from our SM-DP+ and from osmo-smdpp by the same client: 12 kB, TLS, data folders in memory. Where no server
//! is named (`OSMO_SMDPP`, or `SMDPP_URL` for one that runs already; see `tests/peers`), nothing is measured.
//!
//! | figure | |
//! |---|---|
//! | `peer.download.own` | our LPA in this process, from the connection to the accepted result (as `es9p.download_ms`, but for the server, which is a program of its own): from our SM-DP+; beside it from osmo-smdpp |
//! | `peer.download.program` | the same of `landfall acquire`, from its start to its end, the card enabled with its PIN |
//! | `peer.download.lpac` | the same of lpac, from its start to its end, the profile installed in our card, which is on by then |

use landfall_benches::{Report, ReportError, Unit, measure};
use landfall_peers::interworking::speed::speed;
use std::{path::Path, process::Command};

const MEMORY: &str = "/dev/shm";
/// Set once the programs are there and temporary folders lie in memory.
const READY: &str = "LANDFALL_BENCH_PEER";

#[expect(clippy::print_stdout, reason = "what was not measured is said")]
fn main() -> Result<(), ReportError> {
    let named = ["OSMO_SMDPP", "SMDPP_URL"].iter().any(|name| std::env::var_os(name).is_some_and(|it| !it.is_empty()));
    if !named {
        println!("skipped: neither OSMO_SMDPP nor SMDPP_URL names a server");
        return Ok(());
    }
    if std::env::var_os(READY).is_none() {
        again();
        return Ok(());
    }
    let mut report = Report::new("peer");
    match speed() {
        Ok(speeds) => {
            for speed in speeds.into_iter().flatten() {
                let theirs = Some(("osmo-smdpp", measure::median(speed.theirs)));
                let name = format!("peer.download.{}", speed.client);
                report.add(&name, measure::median(speed.ours), Unit::Milliseconds, theirs);
            }
        }
        Err(error) => println!("not measured: {error}"),
    }
    report.write()
}

/// The same program, once what it runs is built.
fn again() {
    landfall_stage::build_programs().expect("the programs build");
    let mut again = Command::new(std::env::current_exe().expect("this program has a path"));
    if Path::new(MEMORY).is_dir() {
        again.env("TMPDIR", MEMORY);
    }
    let ended = again.env(READY, "yes").status().expect("it runs");
    assert!(ended.success(), "the measurement");
}
