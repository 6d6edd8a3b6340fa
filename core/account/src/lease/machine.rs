use super::checks;
use serde::{Deserialize, Serialize};

/// For how long a device may be without contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// T1, seconds: it locks.
    pub lock_after: u64,
    /// T2, seconds of summed powered-on time: it erases itself.
    pub erase_after: u64,
}

/// What the device's clocks say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The clock, seconds since 1970: anybody can set it.
    pub wall: u64,
    /// Seconds since the device was started, sleep included.
    pub uptime: u64,
    /// Names this start.
    pub boot: [u8; 16],
}

/// How the device stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It may be used.
    Open,
    /// Nothing is used until there was contact and its user signed in.
    Locked,
    /// Everything is to be erased; contact no longer helps.
    Erased,
}

/// The lease, kept durably: saved after each reading, before anything is done by it; then its number goes where no backup reaches
/// (the keystore), as the anchor of the next reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    terms: Terms,
    contact_wall: u64,
    last: Reading,
    elapsed: u64,
    powered: u64,
    total: u64,
    standing: Standing,
    number: u64,
}

impl Lease {
    /// Of a device that has just been enrolled, in contact.
    #[must_use]
    pub const fn new(terms: Terms, now: Reading) -> Self {
        let standing = Standing::Open;
        Self { terms, contact_wall: now.wall, last: now, elapsed: 0, powered: 0, total: 0, standing, number: 1 }
    }

    /// Its number: what the anchor is set to once it is saved.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// For how long it may be without contact.
    #[must_use]
    pub const fn terms(&self) -> Terms {
        self.terms
    }

    /// The same under other terms, from the next reading on.
    #[must_use]
    pub const fn under(self, terms: Terms) -> Self {
        Self { terms, ..self }
    }

    /// The last reading.
    #[must_use]
    pub const fn last(&self) -> &Reading {
        &self.last
    }

    /// How the device stood at the last reading.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// Seconds powered on since it was enrolled, over all boots.
    #[must_use]
    pub const fn powered_on(&self) -> u64 {
        self.total
    }

    /// Whether a clock was set back: to be named to the user, not believed.
    #[must_use]
    pub const fn is_set_back(&self, now: &Reading) -> bool {
        now.wall < self.last.wall
    }

    /// How the device stands now. `anchor`: the number of the last lease saved, as the keystore has it; 0 where there is none.
    pub fn read(&mut self, now: Reading, anchor: u64) -> Standing {
        let same_boot = now.boot == self.last.boot && now.uptime >= self.last.uptime;
        let since_boot = if checks::SUM.on() { now.uptime } else { 0 };
        let on = if same_boot { now.uptime - self.last.uptime } else { since_boot };
        self.powered = self.powered.saturating_add(on);
        self.total = self.total.saturating_add(on);
        let by_uptime = if checks::UPTIME.on() { self.elapsed.saturating_add(on) } else { self.elapsed };
        let by_wall = if checks::WALL.on() { now.wall.saturating_sub(self.contact_wall) } else { 0 };
        self.elapsed = by_uptime.max(by_wall);
        let restored = checks::ANCHOR.on() && anchor > self.number;
        let locked = restored || self.elapsed >= self.terms.lock_after || self.powered >= self.terms.erase_after;
        let standing = if self.powered >= self.terms.erase_after {
            Standing::Erased
        } else if locked {
            Standing::Locked
        } else {
            Standing::Open
        };
        self.standing = if checks::STICKY.on() { self.standing.max(standing) } else { standing };
        self.last = now;
        self.number = self.number.max(anchor) + 1;
        self.standing
    }

    /// Its owner, who let it be so, signed in on the device itself: the time until it locks begins anew, the one until it erases itself does not.
    pub fn signed_in(&mut self, now: Reading, anchor: u64) -> Standing {
        if self.read(now, anchor) != Standing::Erased {
            (self.contact_wall, self.elapsed, self.standing) = (now.wall, 0, Standing::Open);
        }
        self.standing
    }

    /// There was contact: the server answered a request signed by the device's key, and its orders were obeyed. A lock ends with it (the user
    /// signs in still), an erasure does not.
    pub fn contact(&mut self, now: Reading, anchor: u64) -> Standing {
        if self.read(now, anchor) != Standing::Erased {
            let total = self.total;
            let number = self.number;
            *self = Self { total, number, ..Self::new(self.terms, now) };
        }
        self.standing
    }
}
