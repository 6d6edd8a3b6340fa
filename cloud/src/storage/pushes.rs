use super::StorageError;
use account::{
    keys::AccountId,
    wire::{Bytes, PushAddress},
};
use async_trait::async_trait;

/// A device that is to be woken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuePush {
    /// The account.
    pub account: AccountId,
    /// Its device.
    pub device: Bytes,
    /// Where.
    pub address: PushAddress,
    /// How many orders asked for it so far: what was asked for since is due still.
    pub asked: u64,
    /// How often it was tried for these.
    pub tries: u32,
}

/// How a push ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    /// The service took it, or nobody tries any more.
    Over,
    /// It is tried again at this time.
    Later(u64),
    /// Nobody is at that address any more.
    Gone,
}

/// Where devices are woken. An order makes a push due in its own transaction, so that none is forgotten.
#[async_trait]
pub trait Pushes: Send + Sync {
    /// Keeps where a device is woken, or that it is nowhere. False if the account has no such device that stands.
    async fn put_push(
        &self,
        account: &AccountId,
        device: &Bytes,
        address: Option<&PushAddress>,
    ) -> Result<bool, StorageError>;

    /// At most `limit` of those that are due at `now`; nobody else gets them before `until`.
    async fn take_pushes(&self, now: u64, until: u64, limit: u32) -> Result<Vec<DuePush>, StorageError>;

    /// It ended so. An address that was replaced meanwhile stays.
    async fn push_ended(&self, push: &DuePush, ended: Pushed) -> Result<(), StorageError>;
}
