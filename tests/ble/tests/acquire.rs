//! Acquire over Bluetooth LE, both ends of it ours, BlueZ between them.

use landfall_ble::{Bench, ready};

// R: A2
#[test]
#[expect(clippy::print_stderr, reason = "what was measured is shown")]
fn acquire_over_bluez_with_a_drop_and_several_phones() {
    if !ready() {
        return;
    }
    let Some(bench) = Bench::build().expect("the machine is built") else { return };
    let figures = bench.run().unwrap_or_else(|broken| panic!("{broken}"));
    for (name, value) in figures.iter() {
        eprintln!("{name} {value}");
    }
    let of = |name: &str| figures.get(name).unwrap_or_else(|| panic!("no figure {name}"));
    assert!(of("ble.acquire_s") > 0.0 && of("ble.two_at_once_s") > 0.0 && of("ble.acquire_channels3_s") > 0.0);
    assert!(of("ble.links_after_drop") >= 2.0, "the link was cut");
    // What BlueZ's discovery asks, one lane, one subscription, one write that opens it.
    let round_trips = of("ble.round_trips");
    assert!((4.0..80.0).contains(&round_trips), "{round_trips}");
    assert!(of("ble.notifications") > 20.0);
}
