//! The card's sequence numbers: freshness of a challenge (TS 33.102 Annex C.2).

use model::SecretBytes;

/// The largest SQN: 48 bits.
pub const SQN_MAX: u64 = (1 << 48) - 1;

/// How a card judges sequence numbers. SQN = SEQ ‖ IND; the numbers here are of SEQ, the index cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SqnConfig {
    /// Bits of the index IND, 0 to 8; the array has 2^`ind_bits` entries (Annex C.3.2 suggests 5).
    pub ind_bits: u8,
    /// Δ: a SEQ may run ahead of the highest one by at most this (protection against wrap around); `None`: no limit.
    pub delta: Option<u64>,
    /// L: a SEQ may lie behind the highest one by less than this; `None`: whatever its own entry allows.
    pub age_limit: Option<u64>,
    /// The first number ever is taken without regard to Δ: the card's first use, whatever the network counted before.
    pub first_use_free: bool,
}

impl Default for SqnConfig {
    /// IND of 5 bits, Δ = 2^28, no age limit: the profile package's defaults.
    fn default() -> Self {
        Self { ind_bits: 5, delta: Some(1 << 28), age_limit: None, first_use_free: false }
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
    /// L or more behind the highest.
    #[error("the sequence number is too old")]
    TooOld,
}

/// What went wrong with stored sequence numbers.
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
        let _ = init;
        Self { config, seq: vec![0; 1 << config.ind_bits.min(8)], used: false }
    }

    /// Accepts `sqn` (48 bits) if it is fresh, and remembers it.
    ///
    /// # Errors
    /// [`NotFresh`]; the array is unchanged.
    pub fn accept(&mut self, sqn: u64) -> Result<(), NotFresh> {
        let _ = sqn;
        Err(NotFresh::Repeated)
    }

    /// SQN_MS: the highest number accepted so far, which goes into AUTS.
    #[must_use]
    pub fn highest(&self) -> u64 {
        0
    }

    /// The durable form.
    #[must_use]
    pub fn to_bytes(&self) -> SecretBytes {
        SecretBytes::default()
    }

    /// Reads the durable form.
    ///
    /// # Errors
    /// [`DamagedSqn`] if it is not one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DamagedSqn> {
        let _ = bytes;
        Err(DamagedSqn)
    }
}
