use crate::{Records, VaultError, records::Found};
use model::{SecretBytes, record::Batch};
use std::sync::atomic::{AtomicU64, Ordering};

/// Any backend, with commits that fail when a test wants it: nothing of a failed batch is kept.
#[derive(Debug)]
pub struct FailingRecords<R> {
    inner: R,
    /// How many commits still succeed before the failing ones.
    spare: AtomicU64,
    /// How many fail after those.
    failing: AtomicU64,
}

impl<R> FailingRecords<R> {
    /// `inner`, where nothing fails yet.
    pub const fn new(inner: R) -> Self {
        Self { inner, spare: AtomicU64::new(0), failing: AtomicU64::new(0) }
    }

    /// Lets `spare` commits succeed, then `failing` fail, then all succeed again.
    pub fn fail(&self, spare: u64, failing: u64) {
        self.spare.store(spare, Ordering::SeqCst);
        self.failing.store(failing, Ordering::SeqCst);
    }

    /// What is wrapped.
    pub const fn inner(&self) -> &R {
        &self.inner
    }

    fn fails_now(&self) -> bool {
        let take = |n: u64| n.checked_sub(1);
        self.spare.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).is_err()
            && self.failing.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).is_ok()
    }
}

impl<R: Records> Records for FailingRecords<R> {
    fn commit(&self, batch: Batch) -> Result<(), VaultError> {
        if self.fails_now() { Err(VaultError::Injected) } else { self.inner.commit(batch) }
    }

    fn get(&self, table: &str, id: &[u8]) -> Result<Option<SecretBytes>, VaultError> {
        self.inner.get(table, id)
    }

    fn scan(&self, table: &str, prefix: &[u8]) -> Result<Vec<Found>, VaultError> {
        self.inner.scan(table, prefix)
    }

    fn ids(&self, table: &str, prefix: &[u8]) -> Result<Vec<Vec<u8>>, VaultError> {
        self.inner.ids(table, prefix)
    }
}
