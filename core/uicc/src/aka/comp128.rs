//! COMP128, the algorithm of old SIMs: version 1 and the versions 2 and 3 that replaced it.

use zeroize::{Zeroize, ZeroizeOnDrop};

/// Which COMP128.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// The leaked one: a few ten thousand chosen challenges give Ki away.
    V1,
    /// Its replacement, with a Kc of 54 bits.
    V2,
    /// Version 2 with the whole Kc.
    V3,
}

/// COMP128 with a Ki.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Comp128 {
    #[zeroize(skip)]
    version: Version,
    ki: [u8; 16],
}

impl Comp128 {
    /// With this Ki.
    #[must_use]
    pub const fn new(version: Version, ki: [u8; 16]) -> Self {
        Self { version, ki }
    }
}
