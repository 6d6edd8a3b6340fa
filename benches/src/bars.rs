//! What the figures must reach.

use crate::Row;

/// What of a figure is judged, and its limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bar {
    /// The ratio to the peer is at least this.
    RatioAtLeast(f64),
    /// The figure is at least this.
    AtLeast(f64),
    /// The figure is at most this.
    AtMost(f64),
    /// The figure is below this.
    Below(f64),
}

/// Every bar, by the figure's name.
pub const BARS: [(&str, Bar); 36] = [
    ("aka.comp128v1", Bar::RatioAtLeast(2.0)),
    ("aka.comp128v3", Bar::RatioAtLeast(2.0)),
    ("aka.milenage", Bar::RatioAtLeast(5.0)),
    ("app.first_screen_ms", Bar::Below(300.0)),
    ("cli.cold_start_ms", Bar::Below(30.0)),
    ("cloud.edit.p95_ms", Bar::Below(25.0)),
    ("cloud.edit.rate.postgres", Bar::AtLeast(2_500.0)),
    ("cloud.edit.rate.sqlite", Bar::AtLeast(5_000.0)),
    ("cloud.full_sync.isolation", Bar::AtLeast(0.95)),
    ("cloud.full_sync.rate", Bar::AtLeast(700.0)),
    ("cloud.idle_10k_mb", Bar::Below(300.0)),
    ("cloud.poll.rate", Bar::AtLeast(15_000.0)),
    ("cloud.start_ms", Bar::Below(300.0)),
    ("es9p.download.commits", Bar::AtMost(6.0)),
    ("es9p.download_ms", Bar::AtMost(7.0)),
    ("es9p.initiate_authentication.rate", Bar::AtLeast(10_000.0)),
    ("es9p.orders.scale", Bar::AtLeast(0.9)),
    ("ffi.acquire.overhead", Bar::AtMost(1.05)),
    ("ffi.event_us", Bar::Below(50.0)),
    ("ffi.size_mb", Bar::Below(5.0)),
    ("kiosk.memory_mb", Bar::Below(64.0)),
    ("kiosk.reserve.p99_ms", Bar::Below(50.0)),
    ("kiosk.reserve.per_commit", Bar::AtLeast(100.0)),
    ("kiosk.reserve.rate", Bar::AtLeast(10_000.0)),
    ("kiosk.reserve.scale", Bar::AtLeast(0.9)),
    ("nearfield.acquire.over_limit", Bar::AtMost(1.15)),
    ("nearfield.acquire.round_trips", Bar::AtMost(7.0)),
    ("peer.download.lpac", Bar::RatioAtLeast(3.0)),
    ("peer.download.own", Bar::RatioAtLeast(10.0)),
    ("phone.acquire.commits", Bar::AtMost(4.0)),
    ("rsp.authenticate_client", Bar::RatioAtLeast(0.67)),
    ("rsp.bpp.install", Bar::AtLeast(20.0)),
    ("rsp.bpp.make", Bar::AtLeast(20.0)),
    ("rsp.initiate_authentication", Bar::RatioAtLeast(0.67)),
    ("wipe.p50_ms", Bar::Below(50.0)),
    ("wipe.p99_ms", Bar::Below(250.0)),
];

impl Bar {
    /// Whether `row` reaches it; `None` if that can't be said because the peer was missing.
    #[must_use]
    pub fn reached(self, row: &Row) -> Option<bool> {
        match self {
            Self::RatioAtLeast(least) => row.ratio.map(|ratio| ratio >= least),
            Self::AtLeast(least) => Some(row.value >= least),
            Self::AtMost(most) => Some(row.value <= most),
            Self::Below(limit) => Some(row.value < limit),
        }
    }
}

impl std::fmt::Display for Bar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&match self {
            Self::RatioAtLeast(least) => format!("ratio >= {least}"),
            Self::AtLeast(least) => format!(">= {least}"),
            Self::AtMost(most) => format!("<= {most}"),
            Self::Below(limit) => format!("< {limit}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Unit;

    #[test]
    fn reached_missed_or_unknown() {
        let row = |value, ratio| Row {
            name: "a".to_owned(),
            value,
            unit: Unit::Milliseconds,
            peer: None,
            peer_value: None,
            ratio,
        };
        assert_eq!(Bar::Below(30.0).reached(&row(30.0, None)), Some(false));
        assert_eq!(Bar::AtMost(30.0).reached(&row(30.0, None)), Some(true));
        assert_eq!(Bar::AtLeast(30.0).reached(&row(f64::NAN, None)), Some(false));
        assert_eq!(Bar::RatioAtLeast(2.0).reached(&row(30.0, Some(1.9))), Some(false));
        assert_eq!(Bar::RatioAtLeast(2.0).reached(&row(30.0, None)), None);
    }
}
