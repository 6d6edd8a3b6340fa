//! The card's sequence numbers: whether a challenge is fresh (TS 33.102 Annex C.2).

mod array;
mod config;
#[cfg(test)]
mod tests;

pub use array::{DamagedSqn, Exhausted, NotFresh, OtherCard, SqnArray};
pub use config::SqnConfig;

/// The AMF over which MAC-S is made (TS 33.102 §6.3.3).
pub(super) const AMF_OF_AUTS: [u8; 2] = [0, 0];
/// SQN has 48 bits.
const SQN_MAX: u64 = (1 << 48) - 1;

/// The last 48 bits of `sqn` as the six bytes that stand in AUTN.
pub(super) fn sqn_to_bytes(sqn: u64) -> [u8; 6] {
    let [_, _, bytes @ ..] = sqn.to_be_bytes();
    bytes
}

pub(super) fn sqn_from_bytes(bytes: [u8; 6]) -> u64 {
    bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}
