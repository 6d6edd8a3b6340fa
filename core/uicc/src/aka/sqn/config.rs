use super::sqn_from_bytes;

/// How a card judges sequence numbers. SQN = SEQ ‖ IND; the numbers here are of SEQ, the index cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SqnConfig {
    /// Bits of the index IND, 0 to 8 (more count as 8); the array has 2^`ind_bits` entries. Annex C.3.2 suggests 5.
    pub ind_bits: u8,
    /// Δ: a SEQ may run ahead of the highest one by at most this (protection against wrap around); `None`: no limit.
    pub delta: Option<u64>,
    /// L: a SEQ must lie less than this behind the highest one (C.2.2); `None`: by whatever its own entry allows.
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
    /// From a profile package's `sqnOptions` and `sqnDelta` (`PE-AKAParameter`): bit 2 (set by default) is protection
    /// against wrap around, by Δ. No public source says what the other bits mean; they change nothing here.
    #[must_use]
    pub fn from_package(options: u8, delta: [u8; 6]) -> Self {
        Self { delta: (options & 0b010 != 0).then(|| sqn_from_bytes(delta)), ..Self::default() }
    }

    /// The bits of IND that count.
    pub(super) const fn bits(&self) -> u8 {
        if self.ind_bits > 8 { 8 } else { self.ind_bits }
    }
}
