use super::StorageError;
use account::{
    keys::AccountId,
    wire::{Bytes, Wake},
};
use async_trait::async_trait;

/// That there is something for an account's devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Woken {
    /// The account.
    pub account: AccountId,
    /// One device alone, or all.
    pub device: Option<Bytes>,
    /// What to ask for; none tells instances to close what hangs on tokens that ended.
    pub wake: Option<Wake>,
}

/// What an instance hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Somebody is woken.
    Woken(Woken),
    /// It could not hear for a while, and nobody knows what was told meanwhile: everybody asks.
    Missed,
}

/// Telling every instance. A wake that is lost costs time, never an order: devices ask by themselves, too.
#[async_trait]
pub trait Wakes: Send + Sync {
    /// Tells it, after what it is about was committed.
    async fn wake(&self, woken: Woken) -> Result<(), StorageError>;

    /// What is told from now on, by any instance. Who reads too slowly misses some, and is told that he did.
    fn listen(&self) -> tokio::sync::broadcast::Receiver<Heard>;
}
