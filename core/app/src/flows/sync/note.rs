//! What was asked of the account's server for a card: once taken it is not asked again, and refused not for ever.

use serde::{Deserialize, Serialize};

/// How long after a refusal it is asked again, in seconds, doubled each time: the operator may hear of a card from the kiosk days later.
const FIRST_PAUSE: u64 = 3_600;
/// After so many refusals it is not asked again: the server is not the card's operator's.
const MOST: u32 = 10;

/// How it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    pub(super) taken: bool,
    pub(super) refusals: u32,
    /// Not before.
    next: u64,
}

impl Note {
    pub(super) const TAKEN: Self = Self { taken: true, refusals: 0, next: 0 };

    pub(super) const fn is_due(&self, now: u64) -> bool {
        // A clock that was far ahead must not keep it back: a pause is never longer than the last one.
        let late = self.next.saturating_sub(now) > FIRST_PAUSE << MOST;
        !self.taken && self.refusals < MOST && (now >= self.next || late)
    }

    pub(super) const fn refused(self, now: u64) -> Self {
        Self { taken: false, refusals: self.refusals + 1, next: now.saturating_add(FIRST_PAUSE << self.refusals) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: B6 A12
    #[test]
    fn a_card_that_is_refused_is_shown_again_in_longer_and_longer_pauses_and_not_for_ever() {
        let (mut note, mut now, mut shown) = (Note::default(), 1_800_000_000, 0);
        let begun = now;
        while note.refusals < MOST {
            assert!(note.is_due(now));
            let next = note.refused(now);
            assert!(!next.is_due(now) && !next.is_due(next.next - 1));
            shown += 1;
            (now, note) = (next.next, next);
        }
        assert!(shown == MOST && !note.is_due(u64::MAX) && (30..60).contains(&((now - begun) / 86_400)));
        assert!(!Note::TAKEN.is_due(u64::MAX));
        let ahead = Note { taken: false, refusals: 1, next: u64::MAX };
        assert!(ahead.is_due(now), "a clock that was set far ahead once keeps no card back");
    }
}
