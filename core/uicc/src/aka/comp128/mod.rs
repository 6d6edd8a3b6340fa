//! COMP128, the algorithm of old SIMs (A3/A8 of TS 43.020): version 1 and the versions 2 and 3 that replaced it.
//!
//! None was ever published; what is known was read out of cards. Version 1 gives Ki away to whoever may ask some ten
//! thousand chosen challenges, so whoever offers it limits how often it is asked.

mod v1;
mod v1_tables;
mod v23;
mod v23_tables;

use super::gsm::Triplet;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Which COMP128.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// The leaked one, with a Kc of 54 bits.
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
    pub const fn new(version: Version, ki: &[u8; 16]) -> Self {
        Self { version, ki: *ki }
    }

    /// Which COMP128.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// SRES and Kc for a challenge.
    #[must_use]
    pub fn run(&self, rand: &[u8; 16]) -> Triplet {
        match self.version {
            Version::V1 => v1::comp128v1(&self.ki, rand),
            Version::V2 => {
                let mut triplet = v23::comp128v3(&self.ki, rand);
                triplet.kc[6] &= 0xFC;
                triplet.kc[7] = 0;
                triplet
            }
            Version::V3 => v23::comp128v3(&self.ki, rand),
        }
    }
}
