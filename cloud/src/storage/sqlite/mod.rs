//! In a data folder, over [`store::Store`]: one process, group commit.

mod accounts;
mod again;
mod approvals;
mod backup;
mod card_orders;
mod devices;
mod kiosks;
mod limits;
mod log;
mod manifests;
mod orders;
mod pushes;
mod receipts;
mod schema;
mod sessions;
mod storage;
mod subs;
mod subscribers;
mod sweep;
mod wakes;

pub use backup::restore;

use super::{Heard, StorageError};
use store::{Folder, Options, Store, Transaction};
use tokio::sync::broadcast::Sender;

/// 128 MiB: many write at once, and most of what they change is changed again soon. While it is folded in nobody's write goes on, so that it must be
/// seldom enough for one write in twenty not to meet it, however many there are.
const CHECKPOINT: u32 = 32_768;
/// So many wakes may wait for whoever reads slowly.
const WAKES: usize = 4096;

/// The cloud's data in a folder that this process owns.
#[derive(Debug, Clone)]
pub struct Sqlite {
    store: Store,
    wakes: Sender<Heard>,
    /// Only changed while nobody has it open.
    restore_epoch: u64,
}

impl Sqlite {
    /// Opens the data in `folder`, or makes it; brings its schema up to date. What a killed process had in hand is due again.
    ///
    /// # Errors
    /// [`StorageError::Newer`] if a newer release was here; nothing was changed then.
    pub fn open(folder: &Folder) -> Result<Self, StorageError> {
        // Reads hold a thread of the runtime each, so that there are never more than it has.
        let readers = std::thread::available_parallelism().map_or(4, usize::from).max(4);
        Self::open_with(folder, Options { readers, checkpoint: CHECKPOINT, ..Options::default() })
    }

    /// [`open`](Self::open) with other options, for tests and benches.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_with(folder: &Folder, options: Options) -> Result<Self, StorageError> {
        let store = Store::open(folder, schema::NAME, &schema::MIGRATIONS, options)?;
        let restore_epoch = store.read(backup::restore_epoch)?;
        let (wakes, _) = tokio::sync::broadcast::channel(WAKES);
        let this = Self { store, wakes, restore_epoch };
        this.due_again()?;
        Ok(this)
    }

    /// The database below, for what is no part of [`Storage`](super::Storage).
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    fn read<T>(&self, job: impl FnOnce(&Transaction<'_>) -> Result<T, StorageError>) -> Result<T, StorageError> {
        self.store.read(job)
    }

    async fn write<T, F>(&self, job: F) -> Result<T, StorageError>
    where
        F: FnOnce(&Transaction<'_>) -> Result<T, StorageError> + Send + 'static,
        T: Send + 'static,
    {
        self.store.write(job).await
    }
}

/// The row that every request reads.
struct Known {
    no: i64,
    manifest: i64,
    last: i64,
    generation: i64,
}

impl Known {
    fn read(tx: &Transaction<'_>, id: &[u8; 16]) -> Result<Option<Self>, StorageError> {
        let sql = "SELECT no, manifest, last, generation FROM account WHERE id = ?1";
        Ok(tx.query_optional(sql, [&id[..]], |row| {
            Ok(Self { no: row.get(0)?, manifest: row.get(1)?, last: row.get(2)?, generation: row.get(3)? })
        })?)
    }
}
