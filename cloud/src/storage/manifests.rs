use super::StorageError;
use account::{
    keys::AccountId,
    signed::Signed,
    wire::{Bytes, Device},
};
use async_trait::async_trait;

/// A manifest that `service` verified, and what is looked up of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewManifest {
    /// As it came.
    pub signed: Signed,
    /// Its version: one above the last.
    pub version: u64,
    /// Every device that it lists.
    pub devices: Vec<Device>,
}

/// How a next manifest went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It is the last one now. Tokens and heads of devices that it revokes, or gives another key, ended with it.
    Stored,
    /// It was there already, byte for byte.
    Same,
    /// Another came first; the last version is this.
    Behind(u64),
    /// There is no such account, or no such approval that waits for it.
    Missing,
}

/// The chain of manifests.
#[async_trait]
pub trait Manifests: Send + Sync {
    /// The chain above version `after`, in order, at most `limit`.
    async fn manifests(&self, account: &AccountId, after: u64, limit: u32) -> Result<Vec<Signed>, StorageError>;

    /// Adds one, if it is the next; ends the sessions of devices that it revokes.
    async fn next_manifest(&self, account: &AccountId, manifest: NewManifest) -> Result<Next, StorageError>;

    /// A device as the last manifest lists it, or as it was when the account was deleted.
    async fn device(&self, account: &AccountId, device: &Bytes) -> Result<Option<Device>, StorageError>;

    /// Every device.
    async fn devices(&self, account: &AccountId) -> Result<Vec<Device>, StorageError>;
}
