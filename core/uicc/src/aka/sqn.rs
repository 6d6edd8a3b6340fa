//! The card's sequence numbers: whether a challenge is fresh (TS 33.102 Annex C.2).

use model::SecretBytes;

/// The AMF over which MAC-S is made (TS 33.102 §6.3.3).
pub(super) const AMF_OF_AUTS: [u8; 2] = [0, 0];
/// Bits of SQN.
const SQN_BITS: u8 = 48;

/// How a card judges sequence numbers. SQN = SEQ ‖ IND; the numbers here are of SEQ, the index cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SqnConfig {
    /// Bits of the index IND, 0 to 8 (more count as 8); the array has 2^`ind_bits` entries. Annex C.3.2 suggests 5.
    pub ind_bits: u8,
    /// Δ: a SEQ may run ahead of the highest one by at most this (protection against wrap around); `None`: no limit.
    pub delta: Option<u64>,
    /// L: a SEQ may lie behind the highest one by at most this; `None`: by whatever its own entry allows.
    pub age_limit: Option<u64>,
    /// The first number ever is taken without regard to Δ: the card's first use, whatever the network counted before.
    pub first_use_free: bool,
}

impl Default for SqnConfig {
    /// IND of 5 bits, Δ = 2^28, no age limit: what a profile package means that says nothing.
    fn default() -> Self {
        Self { ind_bits: 5, delta: Some(1 << 28), age_limit: None, first_use_free: false }
    }
}

impl SqnConfig {
    /// From a profile package's `sqnOptions`, `sqnDelta` and `sqnAgeLimit` (`PE-AKAParameter`): bit 1 asks for the age
    /// limit, bit 2 (set by default) for Δ, bit 3 frees the first use; other bits are skipped.
    #[must_use]
    pub fn from_package(options: u8, delta: [u8; 6], age_limit: [u8; 6]) -> Self {
        Self {
            ind_bits: 5,
            delta: (options & 0b010 != 0).then(|| sqn_from_bytes(delta)),
            age_limit: (options & 0b001 != 0).then(|| sqn_from_bytes(age_limit)),
            first_use_free: options & 0b100 != 0,
        }
    }

    const fn bits(&self) -> u8 {
        if self.ind_bits > 8 { 8 } else { self.ind_bits }
    }
}

/// Why a sequence number was not fresh. The card answers each with AUTS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotFresh {
    /// Not higher than the last one with this index.
    #[error("the sequence number was used before")]
    Repeated,
    /// More than Δ ahead.
    #[error("the sequence number is too far ahead")]
    TooFarAhead,
    /// More than L behind the highest.
    #[error("the sequence number is too old")]
    TooOld,
}

/// Stored sequence numbers that can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the stored sequence numbers are damaged")]
pub struct DamagedSqn;

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
        if self.config.age_limit.is_some_and(|limit| highest.saturating_sub(seq) > limit) {
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

const FORMAT: u8 = 1;
const SQN_MAX: u64 = (1 << SQN_BITS) - 1;

/// The last 48 bits of `sqn` as the six bytes that stand in AUTN.
pub(super) fn sqn_to_bytes(sqn: u64) -> [u8; 6] {
    let [_, _, bytes @ ..] = sqn.to_be_bytes();
    bytes
}

pub(super) fn sqn_from_bytes(bytes: [u8; 6]) -> u64 {
    bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sqn(seq: u64, ind: u64) -> u64 {
        seq << 5 | ind
    }

    // R: A10
    #[test]
    fn each_index_counts_for_itself() {
        let mut array = SqnArray::new(SqnConfig::default());
        assert_eq!(array.highest(), 0);
        assert_eq!(array.accept(sqn(0, 3)), Err(NotFresh::Repeated), "zero is below the first");
        assert_eq!(array.accept(sqn(5, 3)), Ok(()));
        assert_eq!(array.accept(sqn(5, 3)), Err(NotFresh::Repeated));
        assert_eq!(array.accept(sqn(4, 3)), Err(NotFresh::Repeated));
        assert_eq!(array.accept(sqn(2, 4)), Ok(()), "older, and the first of its index");
        assert_eq!(array.highest(), sqn(5, 3));
        assert_eq!(array.accept(sqn(5, 7)), Ok(()));
        assert_eq!(array.highest(), sqn(5, 7));
    }

    // R: A10
    #[test]
    fn delta_stops_a_jump() {
        let mut array = SqnArray::new(SqnConfig { delta: Some(10), ..SqnConfig::default() });
        assert_eq!(array.accept(sqn(11, 0)), Err(NotFresh::TooFarAhead));
        assert_eq!(array.accept(sqn(10, 0)), Ok(()));
        assert_eq!(array.accept(sqn(20, 1)), Ok(()));
        assert_eq!(array.accept(sqn(31, 0)), Err(NotFresh::TooFarAhead));
        let mut free = SqnArray::new(SqnConfig { delta: None, ..SqnConfig::default() });
        assert_eq!(free.accept(SQN_MAX), Ok(()));
    }

    // R: A10
    #[test]
    fn the_age_limit_counts_from_the_highest() {
        let mut array = SqnArray::new(SqnConfig { age_limit: Some(10), ..SqnConfig::default() });
        assert_eq!(array.accept(sqn(100, 0)), Ok(()));
        assert_eq!(array.accept(sqn(89, 1)), Err(NotFresh::TooOld));
        assert_eq!(array.accept(sqn(90, 1)), Ok(()));
    }

    // R: A10
    #[test]
    fn the_first_use_may_be_free_of_delta_once() {
        let config = SqnConfig { delta: Some(10), first_use_free: true, ..SqnConfig::default() };
        let mut array = SqnArray::new(config);
        assert_eq!(array.accept(sqn(1_000_000, 0)), Ok(()));
        assert_eq!(array.accept(sqn(2_000_000, 0)), Err(NotFresh::TooFarAhead));
        let mut stored = SqnArray::from_bytes(array.to_bytes().expose()).expect("what was written");
        assert_eq!(stored.accept(sqn(2_000_000, 0)), Err(NotFresh::TooFarAhead), "a restart frees nothing");
    }

    // R: A10
    #[test]
    fn a_package_says_how_numbers_are_judged() {
        let number = [0, 0, 0x10, 0, 0, 0];
        assert_eq!(SqnConfig::from_package(2, number, number), SqnConfig::default());
        let all = SqnConfig::from_package(7, number, [0, 0, 0, 0, 0, 9]);
        let expected = SqnConfig { ind_bits: 5, delta: Some(1 << 28), age_limit: Some(9), first_use_free: true };
        assert_eq!(all, expected);
        assert_eq!(SqnConfig::from_package(0, number, number).delta, None);
        let mut array = SqnArray::starting_at(SqnConfig::default(), &[7, 9]);
        assert_eq!(array.highest(), sqn(9, 1));
        assert_eq!(array.accept(sqn(7, 0)), Err(NotFresh::Repeated));
        assert_eq!(array.accept(sqn(8, 0)), Ok(()));
    }

    mod properties {
        use super::*;
        use proptest::prelude::*;

        fn config() -> impl Strategy<Value = SqnConfig> {
            let limit = || proptest::option::of(0..=SQN_MAX);
            (0..=8_u8, limit(), limit(), any::<bool>()).prop_map(|(ind_bits, delta, age_limit, first_use_free)| {
                SqnConfig { ind_bits, delta, age_limit, first_use_free }
            })
        }

        proptest! {
            // R: A10
            #[test]
            fn no_number_is_accepted_twice(config in config(), numbers in prop::collection::vec(0..5_000_u64, 0..200)) {
                let mut array = SqnArray::new(config);
                let mut accepted = std::collections::BTreeSet::new();
                for number in numbers {
                    let before = array.clone();
                    match array.accept(number) {
                        Ok(()) => prop_assert!(accepted.insert(number), "{number} twice"),
                        Err(_) => prop_assert_eq!(&array, &before),
                    }
                    prop_assert_eq!(SqnArray::from_bytes(array.to_bytes().expose()), Ok(array.clone()));
                }
            }

            // R: A10
            #[test]
            fn damaged_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
                if let Ok(array) = SqnArray::from_bytes(&bytes) {
                    prop_assert_eq!(SqnArray::from_bytes(array.to_bytes().expose()), Ok(array));
                }
            }
        }
    }
}
