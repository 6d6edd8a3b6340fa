//! What Kotlin adds to the core, by `scripts/android-bench`: an acquisition through it beside the same from Rust, an event that is pulled, the time to
//! the first screen in a fresh JVM, and how large the library is. Without a JDK and Maven nothing is measured.

use landfall_benches::{Report, ReportError, Unit, measure};
use landfall_stage::{build_programs, programs};
use serde_json::Value;
use std::{path::Path, process::Command};

fn main() -> Result<(), ReportError> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/android-bench");
    build_programs().expect("the programs build");
    let programs = programs().expect("they lie above this one");
    let run = Command::new(script).env("LANDFALL_PROGRAMS_DIR", programs).output().expect("a shell");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let said = String::from_utf8_lossy(&run.stdout);
    let lines: Vec<Value> = said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let all = |name: &str| -> Vec<f64> { lines.iter().filter_map(|line| line[name].as_f64()).collect() };
    let mut report = Report::new("ffi");
    for (key, name, unit) in [
        ("overhead", "ffi.acquire.overhead", Unit::Ratio),
        ("event_us", "ffi.event_us", Unit::Microseconds),
        ("first_screen_ms", "app.first_screen_ms", Unit::Milliseconds),
        ("size_mb", "ffi.size_mb", Unit::Megabytes),
    ] {
        let values = all(key);
        if !values.is_empty() {
            report.add(name, measure::median(values), unit, None);
        }
    }
    report.write()
}
