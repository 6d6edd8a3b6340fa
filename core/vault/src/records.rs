use crate::VaultError;
use model::{SecretBytes, record::Batch};

/// A record's id and its value.
pub type Found = (Vec<u8>, SecretBytes);

/// Durable records by table and id: the vault, a card driver's view of it, or memory for tests and benches.
pub trait Records: Send + Sync {
    /// Makes all changes of `batch` durable, in their order, or none.
    ///
    /// # Errors
    /// [`VaultError`]; nothing was changed then.
    fn commit(&self, batch: Batch) -> Result<(), VaultError>;

    /// The record's value, if it is there.
    ///
    /// # Errors
    /// [`VaultError`].
    fn get(&self, table: &str, id: &[u8]) -> Result<Option<SecretBytes>, VaultError>;

    /// Every record of `table` whose id starts with `prefix`, ordered by id.
    ///
    /// # Errors
    /// [`VaultError`].
    fn scan(&self, table: &str, prefix: &[u8]) -> Result<Vec<Found>, VaultError>;

    /// Their ids alone, ordered: no value is opened.
    ///
    /// # Errors
    /// [`VaultError`].
    fn ids(&self, table: &str, prefix: &[u8]) -> Result<Vec<Vec<u8>>, VaultError>;
}

impl<R: Records + ?Sized> Records for std::sync::Arc<R> {
    fn commit(&self, batch: Batch) -> Result<(), VaultError> {
        (**self).commit(batch)
    }

    fn get(&self, table: &str, id: &[u8]) -> Result<Option<SecretBytes>, VaultError> {
        (**self).get(table, id)
    }

    fn scan(&self, table: &str, prefix: &[u8]) -> Result<Vec<Found>, VaultError> {
        (**self).scan(table, prefix)
    }

    fn ids(&self, table: &str, prefix: &[u8]) -> Result<Vec<Vec<u8>>, VaultError> {
        (**self).ids(table, prefix)
    }
}
