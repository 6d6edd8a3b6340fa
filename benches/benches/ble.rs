//! An acquisition over Bluetooth LE, both ends of it ours, on the real BlueZ in a virtual machine (`tests/ble`): how long it takes there, and how
//! many requests the phone's end sends that each wait for their answer. Emulated processors are slow: the seconds are for comparing releases.

use landfall_benches::{Report, ReportError, Unit};
use landfall_ble::{Bench, ready};

fn main() -> Result<(), ReportError> {
    if !ready() {
        return Ok(());
    }
    let Some(bench) = Bench::build().expect("the machine is built") else { return Ok(()) };
    let figures = bench.run().unwrap_or_else(|broken| panic!("{broken}"));
    let of = |name: &str| figures.get(name).unwrap_or_else(|| panic!("no figure {name}"));
    let mut report = Report::new("ble");
    report.add("ble.acquire_s", of("ble.acquire_s"), Unit::Seconds, None);
    report.add("ble.round_trips", of("ble.round_trips"), Unit::Count, None);
    report.write()
}
