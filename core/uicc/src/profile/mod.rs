//! What a card holds: files, codes, keys and counters; how they are built, made durable and loaded again.

mod builder;
mod keys;
mod load;

pub use builder::{BuildError, ProfileBuilder};
pub use keys::{AkaAlgorithm, AkaKeys};
pub use load::LoadError;

use model::{Batch, Iccid};

/// The table that profiles' records stand in. An id is the ICCID's 10 bytes as in EF.ICCID and a part: `00` image,
/// `01` state (codes, counters, sequence numbers), `02` and the path of an EF whose content changed.
pub const TABLE: &str = "uicc.card";

/// A SIM's subscription data: file tree, codes, authentication keys, and what changed of them since.
pub struct Profile {
    iccid: Iccid,
}

impl Profile {
    /// The number of the card that this is.
    #[must_use]
    pub const fn iccid(&self) -> &Iccid {
        &self.iccid
    }

    /// Every record of the profile, as it is now.
    #[must_use]
    pub fn records(&self) -> Batch {
        Batch::new()
    }

    /// The removal of every record of the profile `iccid`.
    #[must_use]
    pub fn erase(iccid: &Iccid) -> Batch {
        let mut batch = Batch::new();
        batch.delete_prefix(TABLE, iccid.as_ef().as_slice());
        batch
    }
}
