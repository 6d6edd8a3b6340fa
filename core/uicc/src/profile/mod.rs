//! What a card holds: files, codes, keys and counters; how they are built, made durable and loaded again.
//!
//! A profile is durable as records of the table [`TABLE`]. An id is the ICCID's 10 bytes as in EF.ICCID and a part:
//! `00` the image (files as first made durable, keys: written once), `01` the state (codes, counters, sequence
//! numbers), `02` and the path of a file whose content or life cycle changed since. Values are TLV; readers skip tags
//! they don't know, and refuse a version above theirs.

mod builder;
mod changes;
mod codec;
mod elsewhere;
mod expand;
mod image;
mod keys;
mod load;
mod mirror;
mod network_files;
mod state;
mod vouch;

pub use builder::{BuildError, ProfileBuilder};
pub(crate) use changes::Changes;
pub use elsewhere::Marks;
pub use keys::{AkaAlgorithm, AkaKeys};
pub use load::LoadError;
pub(crate) use mirror::USIM_AID;
pub(crate) use state::State;

use crate::{
    aka::Aka,
    file::{FilePath, Tree},
};
use model::{Batch, Iccid};
use std::collections::BTreeMap;

/// The table that profiles' records stand in.
pub const TABLE: &str = "uicc.card";

/// A SIM's subscription data: file tree, codes, authentication keys, and what changed of them since.
#[derive(Clone)]
pub struct Profile {
    pub(crate) iccid: Iccid,
    pub(crate) tree: Tree,
    pub(crate) authenticators: Vec<Authenticator>,
    /// Which authenticator an application (its ADF, or DF.GSM) uses.
    pub(crate) applications: BTreeMap<FilePath, usize>,
    pub(crate) state: State,
}

/// Keys, and the algorithm made of them.
#[derive(Clone)]
pub(crate) struct Authenticator {
    pub(crate) keys: AkaKeys,
    pub(crate) aka: Aka,
}

/// The parts of a profile as records.
pub(crate) mod part {
    pub(crate) const IMAGE: u8 = 0x00;
    pub(crate) const STATE: u8 = 0x01;
    pub(crate) const FILE: u8 = 0x02;
}

impl Profile {
    /// The number of the card that this is.
    #[must_use]
    pub const fn iccid(&self) -> &Iccid {
        &self.iccid
    }

    /// Whether it was never used, so that its user may still choose the first PIN.
    #[must_use]
    pub const fn is_fresh(&self) -> bool {
        self.state.fresh
    }

    /// Every record of the profile, as it is now; it replaces whatever stood there under this ICCID.
    #[must_use]
    pub fn records(&self) -> Batch {
        let mut batch = Self::erase(&self.iccid);
        batch.put(TABLE, self.id(part::IMAGE), image::write(self));
        batch.put(TABLE, self.id(part::STATE), self.state.write());
        batch
    }

    /// The removal of every record of the profile `iccid`.
    #[must_use]
    pub fn erase(iccid: &Iccid) -> Batch {
        let mut batch = Batch::new();
        batch.delete_prefix(TABLE, iccid.as_ef().as_slice());
        batch
    }

    /// The files with their paths: what a listing shows, without any content.
    pub fn files(&self) -> impl Iterator<Item = (&FilePath, &crate::file::Structure)> {
        self.tree.iter().map(|(path, file)| (path, &file.structure))
    }

    fn id(&self, part: u8) -> Vec<u8> {
        let mut id = self.iccid.as_ef().to_vec();
        id.push(part);
        id
    }
}

impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Profile({}, {} files)", self.iccid, self.tree.iter().count())
    }
}
