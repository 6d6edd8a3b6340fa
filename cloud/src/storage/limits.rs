use super::StorageError;
use async_trait::async_trait;

/// How often something may be tried: `burst` at once, then one each `every` seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// At once.
    pub burst: u32,
    /// Seconds until one more.
    pub every: u64,
}

/// Allowances that hold across restarts and instances.
#[async_trait]
pub trait Limits: Send + Sync {
    /// Takes one try of `key` (a digest of who tries what) at `now`; `Err` in the inner result says after how many seconds there is one again.
    async fn take(&self, key: [u8; 32], allowance: Allowance, now: u64) -> Result<Result<(), u64>, StorageError>;

    /// Gives a try back: it was none that guesses.
    async fn give_back(&self, key: [u8; 32]) -> Result<(), StorageError>;
}
