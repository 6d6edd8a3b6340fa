use model::UnixTime;
use std::time::{SystemTime, UNIX_EPOCH};

/// What time it is. Phones' clocks may be wrong: what depends on them says so.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> UnixTime;
}

/// The operating system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> UnixTime {
        // A clock before 1970 is as wrong as one at 1970: certificates will say so.
        UnixTime(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs()))
    }
}
