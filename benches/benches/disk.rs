//! How long the disk takes for one durable write: the figure by which others that commit are read.

use landfall_benches::{Report, ReportError, Unit, folder, measure};
use std::{fs, io::Write, time::Instant};

const WRITES: usize = 200;

fn main() -> Result<(), ReportError> {
    let mut report = Report::new("disk");
    let path = folder().join("bench").join("sync.probe");
    let at = |error| ReportError::File { path: path.clone(), error };
    let times = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| {
        let mut file = fs::File::create(&path)?;
        let mut sync = || {
            file.write_all(&[0xA5; 100])?;
            let start = Instant::now();
            file.sync_data()?;
            Ok(start.elapsed().as_secs_f64() * 1e3)
        };
        let times = (0..WRITES).map(|_| sync()).collect::<std::io::Result<Vec<f64>>>()?;
        fs::remove_file(&path)?;
        Ok(times)
    });
    report.add("disk.sync_ms", measure::median(times.map_err(at)?), Unit::Milliseconds, None);
    report.write()
}
