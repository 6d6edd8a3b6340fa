//! How much memory a kiosk takes: a process of its own that does nothing but open it and serve.

use crate::{
    common::{self, open},
    phones,
};
use landfall_benches::{ReportError, folder};
use std::{path::Path, process::Command, time::Duration};

/// Set in the process that is measured: the kiosk's folder.
const FOLDER: &str = "LANDFALL_BENCH_KIOSK";
const SERVED: Duration = Duration::from_secs(2);

/// Whether this is the process that is measured; if so, it serves and tells its peak.
#[expect(clippy::print_stdout, reason = "the answer to the process that asked")]
pub(crate) fn serve_if_told() -> bool {
    let Some(data) = std::env::var_os(FOLDER) else { return false };
    let kiosk = open(Path::new(&data), store::Options::default());
    let served = phones::come(&kiosk, SERVED, common::now());
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux");
    println!("{} {}", served.times.len(), peak.trim().trim_end_matches(" kB"));
    true
}

/// Peak of resident memory in MB (10^6) of a process that opens the kiosk in `data` and serves some seconds of sales.
pub(crate) fn peak(data: &Path) -> Result<f64, ReportError> {
    let failed = |error| ReportError::File { path: folder(), error };
    let program = std::env::current_exe().map_err(failed)?;
    let output = Command::new(program).env(FOLDER, data).output().map_err(failed)?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut fields = text.split_whitespace().filter_map(|field| field.parse::<f64>().ok());
    match (fields.next(), fields.next()) {
        (Some(served), Some(kib)) if served > 0.0 => Ok(kib * 1_024.0 / 1e6),
        _ => panic!("the measured process failed: {}", String::from_utf8_lossy(&output.stderr)),
    }
}
