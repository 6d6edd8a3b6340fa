//! The SM-DP+ over HTTPS: our server, our client, TLS on loopback.
//!
//! | figure | |
//! |---|---|
//! | `es9p.initiate_authentication.rate` | InitiateAuthentications a second over 64 connections that are kept, each with one request under way; the client, a loop that writes the same bytes and reads answers, shares the cores |
//! | `es9p.initiate_authentication.cpu_us` | processor time for each of these, both sides: what two cores could do at best, whatever else they do |
//! | `es9p.download_ms` | from the connection to the accepted result: TLS, five functions, a profile of 12 kB made, bound and installed in the vault's eUICC, both sides' commits; both data folders in memory |
//! | `es9p.download.commits` | durable commits of both sides for that, on a disk |
//! | `es9p.download.disk_ms` | how long that takes on a disk |
//! | `es9p.orders.scale` | sessions a second up to the offer of an order with 10,000 orders waiting, by the rate with 10, in turns |

mod download;
mod orders;
mod rate;

use landfall_benches::{Report, ReportError, Unit};

fn main() -> Result<(), ReportError> {
    if download::run_if_told() {
        return Ok(());
    }
    let mut report = Report::new("es9p");
    // What one phone waits for, before a crowd has heated the machine.
    download::report(&mut report)?;
    let rate::Rate { rate, cpu } = rate::initiate_authentication();
    report.add("es9p.initiate_authentication.rate", rate, Unit::PerSecond, None);
    report.add("es9p.initiate_authentication.cpu_us", cpu, Unit::Microseconds, None);
    report.add("es9p.orders.scale", orders::scale(), Unit::Ratio, None);
    report.write()
}
