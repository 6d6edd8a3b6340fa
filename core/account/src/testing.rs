//! What the unit tests of several modules need.

use crate::wire::{Bytes, Device};
use rand::{RngCore, SeedableRng, rngs::StdRng};

/// Randomness that a seed repeats.
pub(crate) fn random(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut rng = StdRng::seed_from_u64(seed);
    move |out: &mut [u8]| rng.fill_bytes(out)
}

/// A device that has not been enrolled.
pub(crate) fn device(id: u8) -> Device {
    let (name, key) = (format!("phone {id}"), Bytes::from([id; 65]));
    Device { id: Bytes::from([id; 16]), name, key, epoch: 0, revoked: false }
}
