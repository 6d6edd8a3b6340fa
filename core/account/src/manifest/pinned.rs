use super::{ManifestError, checks, follow};
use crate::{
    keys::AccountId,
    scheme::Scheme,
    signed::Signed,
    wire::{Bytes, Device, Kdf, Manifest},
};
use serde::{Deserialize, Serialize};

/// A manifest, by version and digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Its version.
    pub version: u64,
    /// SHA-256 of its payload.
    pub digest: Bytes,
}

/// What a device holds an account's server to. Nothing in it is secret; it lies in the vault, so that nobody changes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pinned {
    pub(super) account: Bytes,
    pub(super) owner_key: Bytes,
    pub(super) kdf: Kdf,
    /// What must be reached at least: what the device that approved this one had.
    pub(super) floor: Option<Mark>,
    pub(super) last: Option<Signed>,
}

impl Pinned {
    /// Before the first look at a chain: the owner key is the one made from the root, which the server never had.
    #[must_use]
    pub fn anchor(account: &AccountId, owner_key: &[u8; 65], scheme: Scheme) -> Self {
        let (account, owner_key) = (account.bytes(), Bytes::from(owner_key));
        Self { account, owner_key, kdf: scheme.kdf(), floor: None, last: None }
    }

    /// From the last manifest of a chain that was verified when it was kept: what a server holds the next one to. None if it is no manifest.
    #[must_use]
    pub fn kept(last: &Signed) -> Option<Self> {
        let manifest: Manifest = serde_json::from_slice(&last.payload.0).ok()?;
        let Manifest { account, owner_key, kdf, .. } = manifest;
        Some(Self { account, owner_key, kdf, floor: None, last: Some(last.clone()) })
    }

    /// The same, knowing that the chain has this one.
    #[must_use]
    pub fn at_least(mut self, floor: Mark) -> Self {
        self.floor = Some(floor);
        self
    }

    /// What is pinned after the chain that the server served: manifests in order, after any version up to the pinned one. An empty chain says
    /// that there is nothing newer.
    ///
    /// # Errors
    /// [`ManifestError`]; nothing of the chain is taken then.
    pub fn follow(&self, chain: &[Signed]) -> Result<Self, ManifestError> {
        let mut now = self.clone();
        // Who has seen nothing yet may come after successions: the chain begins with whoever founded it, and must come to the key that is known.
        let founder = chain.first().filter(|_| self.last.is_none()).and_then(Self::kept);
        if let Some(founder) = founder {
            now.owner_key = founder.owner_key;
        }
        let mut known = now.owner_key == self.owner_key;
        for signed in chain {
            follow::take(&mut now, signed)?;
            known |= now.owner_key == self.owner_key;
        }
        let reached = now.version();
        if checks::OWNER_KEY.on() && !known {
            return Err(ManifestError::Signature(reached));
        }
        match &now.floor {
            _ if reached == 0 => Err(ManifestError::Missing),
            Some(floor) if checks::ROLLBACK.on() && reached < floor.version => {
                Err(ManifestError::Rollback { found: reached, seen: floor.version })
            }
            _ => Ok(now),
        }
    }

    /// Holds the version that the server speaks of against what was seen.
    ///
    /// # Errors
    /// [`ManifestError::Rollback`].
    pub fn told(&self, version: u64) -> Result<(), ManifestError> {
        let seen = self.version().max(self.floor.as_ref().map_or(0, |floor| floor.version));
        if checks::ROLLBACK.on() && version < seen {
            return Err(ManifestError::Rollback { found: version, seen });
        }
        Ok(())
    }

    /// The last manifest's version; 0 before the first.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.manifest().map_or(0, |manifest| manifest.version)
    }

    /// The last manifest.
    #[must_use]
    pub fn manifest(&self) -> Option<Manifest> {
        self.last.as_ref().and_then(|last| serde_json::from_slice(&last.payload.0).ok())
    }

    /// The last manifest, by version and digest.
    #[must_use]
    pub fn mark(&self) -> Option<Mark> {
        let last = self.last.as_ref()?;
        Some(Mark { version: self.version(), digest: Bytes::from(last.digest()) })
    }

    /// The owner key.
    #[must_use]
    pub const fn owner_key(&self) -> &Bytes {
        &self.owner_key
    }

    /// A device that is one of the account's still.
    #[must_use]
    pub fn device(&self, id: &Bytes) -> Option<Device> {
        let manifest = self.manifest()?;
        manifest.devices.into_iter().find(|device| device.id == *id && !device.revoked)
    }
}
