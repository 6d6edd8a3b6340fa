use account::lease::Reading;
use model::UnixTime;
use std::time::{SystemTime, UNIX_EPOCH};

/// What time it is. Phones' clocks may be wrong: what depends on them says so.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> UnixTime;

    /// Now, for the lease: with the time since the device was started, and which start that was. Where a platform tells neither, the lease goes by
    /// the clock alone, which anybody can set.
    fn reading(&self) -> Reading {
        Reading { wall: self.now().0, uptime: 0, boot: [0; 16] }
    }
}

/// The operating system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> UnixTime {
        // A clock before 1970 is as wrong as one at 1970: certificates will say so.
        UnixTime(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs()))
    }

    fn reading(&self) -> Reading {
        let read = |path: &str| std::fs::read_to_string(path).ok();
        // Linux: seconds since the start, sleep included, with a fraction; and a UUID that is new with each start.
        let uptime = read("/proc/uptime").and_then(|text| text.split(['.', ' ']).next()?.parse().ok());
        let boot = read("/proc/sys/kernel/random/boot_id").and_then(|text| boot(&text));
        let (uptime, boot) = uptime.zip(boot).unwrap_or_default();
        Reading { wall: self.now().0, uptime, boot }
    }
}

fn boot(uuid: &str) -> Option<[u8; 16]> {
    let digits: String = uuid.chars().filter(char::is_ascii_hexdigit).collect();
    u128::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 32).map(u128::to_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_is_named_by_its_uuid() {
        assert_eq!(boot("00000000-0000-0000-0000-00000000010f\n").map(|boot| boot[14..].to_vec()), Some(vec![1, 15]));
        assert_eq!(boot("0000"), None);
    }
}
