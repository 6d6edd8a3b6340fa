use super::{SQN_MAX, SqnConfig, sqn_from_bytes, sqn_to_bytes};
use model::SecretBytes;

const FORMAT: u8 = 1;

/// Why a sequence number was not fresh. The card answers each with AUTS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotFresh {
    /// Not higher than the last one with this index.
    #[error("the sequence number was used before")]
    Repeated,
    /// More than Δ ahead.
    #[error("the sequence number is too far ahead")]
    TooFarAhead,
    /// L or more behind the highest.
    #[error("the sequence number is too old")]
    TooOld,
}

impl NotFresh {
    /// Whether another challenge of the same network may be fresh: always, once it was told.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        true
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Answer with AUTS: the next challenge is then a fresh one."
    }
}

/// Stored sequence numbers that can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the stored sequence numbers are damaged")]
pub struct DamagedSqn;

impl DamagedSqn {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Restore the data folder from a copy."
    }
}

/// Two arrays that judge numbers differently: they are not of copies of one card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sequence numbers are those of another card")]
pub struct OtherCard;

impl OtherCard {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Copy the card anew from the one that is in use."
    }
}

/// There is no room for a leap any more: 2^43 numbers of a common card hold two thousand of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the card's sequence numbers are used up")]
pub struct Exhausted;

impl Exhausted {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Ask the operator for a new card."
    }
}

/// By how much [`SqnArray::leap`] advances SEQ. A network that counts challenges makes this many in 136 years at one a second; one whose numbers follow
/// the clock in steps of 0.1 s (TS 33.102 annex C.3.2) reaches it in 13 years.
const LEAP: u64 = 1 << 32;

/// The highest accepted SEQ for each index: state that must be durable before an answer leaves the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqnArray {
    config: SqnConfig,
    seq: Vec<u64>,
    used: bool,
}

impl SqnArray {
    /// All entries zero.
    #[must_use]
    pub fn new(config: SqnConfig) -> Self {
        Self::starting_at(config, &[])
    }

    /// Entries as a profile package gives them (`sqnInit`): SEQ without IND; missing ones are zero.
    #[must_use]
    pub fn starting_at(config: SqnConfig, init: &[u64]) -> Self {
        let most = SQN_MAX >> config.bits();
        let entry = |i: usize| init.get(i).copied().unwrap_or_default().min(most);
        Self { config, seq: (0..1 << config.bits()).map(entry).collect(), used: false }
    }

    /// How numbers are judged.
    #[must_use]
    pub const fn config(&self) -> &SqnConfig {
        &self.config
    }

    /// Accepts `sqn` (48 bits) if it is fresh (C.2.2), and remembers it.
    ///
    /// # Errors
    /// [`NotFresh`]; the array is unchanged.
    pub fn accept(&mut self, sqn: u64) -> Result<(), NotFresh> {
        let seq = (sqn & SQN_MAX) >> self.config.bits();
        let highest = self.seq.iter().copied().max().unwrap_or_default();
        let free = self.config.first_use_free && !self.used;
        if !free && self.config.delta.is_some_and(|delta| seq.saturating_sub(highest) > delta) {
            return Err(NotFresh::TooFarAhead);
        }
        if self.config.age_limit.is_some_and(|limit| highest.saturating_sub(seq) >= limit) {
            return Err(NotFresh::TooOld);
        }
        let ind = sqn as usize & (self.seq.len() - 1);
        match self.seq.get_mut(ind) {
            Some(last) if seq > *last => *last = seq,
            _ => return Err(NotFresh::Repeated),
        }
        self.used = true;
        Ok(())
    }

    /// Raises each entry to what a copy of the card had accepted, so that nothing it accepted is fresh here.
    ///
    /// # Errors
    /// [`OtherCard`] if that one judges numbers differently; the array is unchanged.
    pub fn raise(&mut self, other: &Self) -> Result<(), OtherCard> {
        if self.config != other.config || self.seq.len() != other.seq.len() {
            return Err(OtherCard);
        }
        self.seq.iter_mut().zip(&other.seq).for_each(|(own, seen)| *own = (*own).max(*seen));
        self.used |= other.used;
        Ok(())
    }

    /// Advances every entry to 2^32 beyond the highest, further than a copy of the card that can't be asked may have got: whatever it accepted, or
    /// could accept of what the network has made so far, is stale here. The network's next challenge is stale too; it gets AUTS once, and goes on from
    /// there (TS 33.102 §6.3.5).
    ///
    /// # Errors
    /// [`Exhausted`]; the array is unchanged.
    pub fn leap(&mut self) -> Result<(), Exhausted> {
        let highest = self.seq.iter().copied().max().unwrap_or_default();
        let most = SQN_MAX >> self.config.bits();
        // As much must be left for the authentications that follow.
        let next = highest.checked_add(LEAP).filter(|next| most.checked_sub(LEAP).is_some_and(|last| *next <= last));
        self.seq.fill(next.ok_or(Exhausted)?);
        self.used = true;
        Ok(())
    }

    /// SQN_MS: the highest number accepted so far, which goes into AUTS. Zero before the first.
    #[must_use]
    pub fn highest(&self) -> u64 {
        let entries = self.seq.iter().zip(0_u64..).filter(|(seq, _)| **seq > 0);
        entries.map(|(seq, ind)| seq << self.config.bits() | ind).max().unwrap_or_default()
    }

    /// The durable form: a version byte, IND's bits, flags, Δ and L, then each SEQ; numbers of 6 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> SecretBytes {
        let SqnConfig { delta, age_limit, first_use_free, .. } = self.config;
        let flags = [delta.is_some(), age_limit.is_some(), first_use_free, self.used];
        let flags = flags.iter().rev().fold(0, |sum, flag| sum << 1 | u8::from(*flag));
        let mut out = vec![FORMAT, self.config.bits(), flags];
        for number in [delta.unwrap_or_default(), age_limit.unwrap_or_default()].iter().chain(&self.seq) {
            out.extend(sqn_to_bytes(*number));
        }
        out.into()
    }

    /// Reads the durable form.
    ///
    /// # Errors
    /// [`DamagedSqn`] if it is not one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DamagedSqn> {
        let (&[format, ind_bits, flags], numbers) = bytes.split_first_chunk().ok_or(DamagedSqn)?;
        let (numbers, rest) = numbers.as_chunks::<6>();
        let (limits, seq) = numbers.split_first_chunk::<2>().ok_or(DamagedSqn)?;
        if format != FORMAT || ind_bits > 8 || flags > 0x0F || !rest.is_empty() || seq.len() != 1 << ind_bits {
            return Err(DamagedSqn);
        }
        let limit = |flag: u8, bytes: [u8; 6]| (flags & flag != 0).then(|| sqn_from_bytes(bytes));
        let config = SqnConfig {
            ind_bits,
            delta: limit(1, limits[0]),
            age_limit: limit(2, limits[1]),
            first_use_free: flags & 4 != 0,
        };
        let seq: Vec<u64> = seq.iter().map(|bytes| sqn_from_bytes(*bytes)).collect();
        if seq.iter().any(|seq| *seq > SQN_MAX >> ind_bits) {
            return Err(DamagedSqn);
        }
        Ok(Self { config, seq, used: flags & 8 != 0 })
    }
}
