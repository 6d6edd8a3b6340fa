//! Which phone has which lane. BlueZ up to 5.69 gives one stream for all writers of a characteristic and notifies all who listen to
//! one; so each phone is given characteristics of its own.

use nearfield::discovery::ble::LANES;
use std::time::{Duration, Instant};

/// A phone that took a lane and says nothing loses it after this time.
pub const CLAIM: Duration = Duration::from_secs(10);

/// The lanes of one adapter; a phone is known by its address `P`.
#[derive(Debug, Clone)]
pub struct Lanes<P>(Vec<Option<Claim<P>>>);

#[derive(Debug, Clone)]
struct Claim<P> {
    phone: P,
    since: Instant,
    used: bool,
}

impl<P> Claim<P> {
    /// The phone has said nothing for too long.
    fn has_lapsed(&self, now: Instant) -> bool {
        !self.used && now.saturating_duration_since(self.since) >= CLAIM
    }
}

impl<P: PartialEq + Clone> Lanes<P> {
    /// So many lanes, from 1 to [`LANES`], all free.
    #[must_use]
    pub fn new(count: u8) -> Self {
        Self(vec![None; count.clamp(1, LANES).into()])
    }

    /// A lane for `phone`: the one it claimed and does not use yet, or a free one.
    pub fn claim(&mut self, phone: P, now: Instant) -> Option<u8> {
        let own = self.0.iter().position(|c| c.as_ref().is_some_and(|c| c.phone == phone && !c.used));
        let free = |claim: &Option<Claim<P>>| claim.as_ref().is_none_or(|claim| claim.has_lapsed(now));
        let lane = own.or_else(|| self.0.iter().position(free))?;
        *self.0.get_mut(lane)? = Some(Claim { phone, since: now, used: false });
        u8::try_from(lane).ok()
    }

    /// Whether `phone` may use the lane: it claimed it.
    #[must_use]
    pub fn is_of(&self, lane: u8, phone: &P) -> bool {
        self.get(lane).is_some_and(|claim| claim.phone == *phone)
    }

    /// The lane carries frames now.
    pub fn begin(&mut self, lane: u8) {
        if let Some(Some(claim)) = self.0.get_mut(usize::from(lane)) {
            claim.used = true;
        }
    }

    /// The lane is free again.
    pub fn end(&mut self, lane: u8) {
        if let Some(claim) = self.0.get_mut(usize::from(lane)) {
            *claim = None;
        }
    }

    /// Whether `phone` is here: it has a lane that carries frames (two of its programs may be here), or is about to use one.
    #[must_use]
    pub fn is_here(&self, phone: &P, now: Instant) -> bool {
        self.0.iter().flatten().any(|claim| claim.phone == *phone && !claim.has_lapsed(now))
    }

    /// Whether every lane carries frames.
    #[must_use]
    pub fn are_full(&self) -> bool {
        self.used() == self.0.len()
    }

    /// How many lanes carry frames.
    #[must_use]
    pub fn used(&self) -> usize {
        self.0.iter().flatten().filter(|claim| claim.used).count()
    }

    fn get(&self, lane: u8) -> Option<&Claim<P>> {
        self.0.get(usize::from(lane))?.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: A2
    #[test]
    fn each_phone_has_a_lane_of_its_own_and_loses_it_only_by_silence() {
        let (mut lanes, start) = (Lanes::new(LANES), Instant::now());
        for phone in 0..LANES {
            assert_eq!(lanes.claim(phone, start), Some(phone));
            assert_eq!(lanes.claim(phone, start), Some(phone), "asked twice, given once");
            assert!(lanes.is_of(phone, &phone) && !lanes.is_of(phone, &99));
        }
        assert_eq!(lanes.claim(50, start), None, "all are taken");
        lanes.begin(1);
        assert_eq!(lanes.used(), 1);
        assert_eq!(lanes.claim(50, start + CLAIM), Some(0), "the first said nothing");
        assert_eq!(lanes.claim(51, start + CLAIM), Some(2), "the second speaks, so its lane stays");
        lanes.end(1);
        assert_eq!(lanes.claim(52, start + CLAIM), Some(1));
        // Back before its old link was missed: another lane.
        lanes.begin(1);
        lanes.end(3);
        assert_eq!(lanes.claim(52, start + CLAIM), Some(3));
        let here = |phone: u8, later| lanes.is_here(&phone, start + CLAIM + later);
        assert!(here(52, CLAIM) && here(51, Duration::ZERO), "one speaks, one has just claimed");
        assert!(!here(51, CLAIM) && !here(99, Duration::ZERO), "one has said nothing, one is not known");
        assert!(!lanes.is_of(200, &52) && !lanes.are_full());
        let mut one = Lanes::new(1);
        assert_eq!((one.claim(1, start), one.claim(2, start)), (Some(0), None));
        one.begin(0);
        assert!(one.are_full());
    }
}
