use account::lease::Reading;
use app::ports::SystemClock;
use model::UnixTime;
use std::sync::Arc;

/// What the clocks say.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ClockReading {
    /// Seconds since 1970.
    pub wall: u64,
    /// Seconds since the phone was started, sleep included: Android's `elapsedRealtime`, Apple's `CLOCK_MONOTONIC`. 0 where it is not known.
    pub uptime: u64,
    /// Which start that was, 16 bytes: of Android's `BOOT_COUNT` or of the time of the start. Empty where it is not known.
    pub boot: Vec<u8>,
}

/// The phone's clocks. The lease counts by uptime, which nobody sets.
#[uniffi::export(with_foreign)]
pub trait Clock: Send + Sync {
    /// What they say now.
    fn read(&self) -> ClockReading;
}

/// The clocks as the core has them.
pub(crate) struct ClockPort(pub(crate) Option<Arc<dyn Clock>>);

impl app::ports::Clock for ClockPort {
    fn now(&self) -> UnixTime {
        self.0.as_ref().map_or_else(|| SystemClock.now(), |clock| UnixTime(clock.read().wall))
    }

    fn reading(&self) -> Reading {
        let Some(clock) = &self.0 else { return SystemClock.reading() };
        let ClockReading { wall, uptime, boot } = clock.read();
        match <[u8; 16]>::try_from(boot) {
            Ok(boot) => Reading { wall, uptime, boot },
            Err(_) => Reading { wall, uptime: 0, boot: [0; 16] },
        }
    }
}
