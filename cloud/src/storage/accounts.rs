use super::{NewManifest, Next, StorageError};
use account::{
    keys::AccountId,
    wire::{Bytes, HandOver, SealedKeys},
};
use async_trait::async_trait;

/// An account to be made, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Made by the client.
    pub id: AccountId,
    /// Trimmed and in lower case.
    pub login: String,
    /// OPAQUE's RegistrationRecord.
    pub record: Bytes,
    /// What only its keys open.
    pub sealed: SealedKeys,
    /// Its first manifest.
    pub manifest: NewManifest,
    /// Seconds since 1970.
    pub created: u64,
}

/// How making an account went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Created {
    /// It is there now.
    New,
    /// It was there, the same: an answer was lost.
    Same,
    /// Its login, or its id, is another's; or the id was that of a deleted account whose devices orders still wait for, and nobody may answer for
    /// those with keys of his own.
    Taken,
}

/// An account as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its login.
    pub login: String,
    /// OPAQUE's RegistrationRecord.
    pub record: Bytes,
    /// What only its keys open.
    pub sealed: SealedKeys,
    /// The version of its last manifest.
    pub manifest: u64,
    /// Rises when all its tokens end: who was verified before gets none after ([`Sessions::put_session`](super::Sessions::put_session)).
    pub generation: u64,
}

/// New sealed keys with the manifest that goes with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// A new OPAQUE record, if the password changes.
    pub record: Option<Bytes>,
    /// The new sealed keys.
    pub sealed: SealedKeys,
    /// The next manifest.
    pub manifest: NewManifest,
    /// Whether every token of the account ends with it (password change, new root, recovery).
    pub end_sessions: bool,
    /// Of a new root: what it is handed over as, in place of what was handed over before.
    pub hand_overs: Option<Vec<HandOver>>,
}

/// Accounts and their sealed keys.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Makes an account, or says whose its login is.
    async fn create(&self, account: NewAccount) -> Result<Created, StorageError>;

    /// The account.
    async fn account(&self, id: &AccountId) -> Result<Option<Account>, StorageError>;

    /// The account that signs in so.
    async fn by_login(&self, login: &str) -> Result<Option<Account>, StorageError>;

    /// Replaces keys and manifest together, if the manifest is the next one. [`Next::Same`] only if both are
    /// the last ones.
    async fn replace_keys(&self, id: &AccountId, replacement: Replacement) -> Result<Next, StorageError>;

    /// The last root that was handed over to a device.
    async fn hand_over(&self, id: &AccountId, device: &Bytes) -> Result<Option<HandOver>, StorageError>;

    /// Deletes the account with all that is its, but for orders that no receipt ended: they stay until their deadline for the devices that they are
    /// about, with those devices' keys. `false` if it was not there.
    async fn delete(&self, id: &AccountId) -> Result<bool, StorageError>;
}
