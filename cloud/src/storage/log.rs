use super::{Session, StorageError};
use account::{
    keys::AccountId,
    signed::Signed,
    wire::{Bytes, Device, Entry, Write},
};
use async_trait::async_trait;

/// Who writes, as of one moment: what a batch is judged by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writer {
    /// What the token stands for.
    pub session: Session,
    /// The device that it is bound to, as the last manifest lists it.
    pub device: Option<Device>,
    /// The account's last manifest.
    pub manifest: Option<Signed>,
}

/// Writes that go in together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// 16 bytes: the same batch again is answered as at first.
    pub id: Bytes,
    /// The device that writes.
    pub device: Bytes,
    /// Each with the version that it makes.
    pub writes: Vec<Write>,
    /// Where the writer stood before, verified; kept as the device's head, as by [`Log::put_head`].
    pub head: Signed,
    /// The place that it names.
    pub head_seq: u64,
}

/// How a batch went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Appended {
    /// It is in the log from this place on, now or since it came first.
    At(u64),
    /// Versions stood in the way: the last entry of each such record. A record that a write takes for an older one and that is not there has none.
    Conflicts(Vec<Entry>),
    /// The same id came with other writes.
    OtherBatch,
    /// There is no such account, or the device is none of its, or no more.
    Missing,
}

/// A part of the log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// [`Entry`]s as JSON, joined by commas: they are kept as they are sent, since a new device reads hundreds.
    pub entries: String,
    /// The log's last place.
    pub last: u64,
    /// What the account's devices signed last, not revoked ones: [`Signed`] as JSON, joined by commas.
    pub heads: String,
    /// The last manifest's version.
    pub manifest: u64,
    /// The server's restore epoch, of the same moment.
    pub restore_epoch: u64,
}

/// The log of each account: places from 1 without gaps; a record's versions from 1 without gaps; nothing after a tombstone.
#[async_trait]
pub trait Log: Send + Sync {
    /// Who writes by a token, if that is good at `now`. The account and its device may be gone by then: [`Log::append`] looks again.
    async fn writer(&self, token: [u8; 32], now: u64) -> Result<Option<Writer>, StorageError>;

    /// Adds a batch, whole or not at all: each write against the version that is there, or that a write before it in the batch made; a batch with a
    /// key epoch below the last entry's is [`Appended::Conflicts`] of none. Of a record whose later version came, the `sealed` goes and its
    /// SHA-256 stays.
    async fn append(&self, account: &AccountId, batch: Batch) -> Result<Appended, StorageError>;

    /// Entries above `after`, in order, at most `limit` and about `bytes` (always one, if there is one).
    async fn page(&self, account: &AccountId, after: u64, limit: u32, bytes: usize) -> Result<Page, StorageError>;

    /// Keeps a device's head, verified, unless it already signed a higher place, or is none of the account's devices (any more).
    async fn put_head(&self, account: &AccountId, device: &Bytes, seq: u64, head: Signed) -> Result<(), StorageError>;
}
