use super::Bytes;
use crate::signed::Signed;
use serde::{Deserialize, Serialize};

/// One write of a record, sealed; what is not sealed is bound to it as associated data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Write {
    /// 16 bytes.
    pub record: Bytes,
    /// "card", "phone-book", …
    pub kind: String,
    /// One above the version that it replaces; 1 for a new record.
    pub version: u64,
    /// Which data key sealed it.
    pub key_epoch: u32,
    /// A tombstone: the record is gone for good.
    #[serde(default)]
    pub deleted: bool,
    /// nonce ‖ ciphertext ‖ tag; of a tombstone the seal of nothing.
    #[serde(default, skip_serializing_if = "Bytes::is_empty")]
    pub sealed: Bytes,
}

/// A write in the account's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Flat")]
pub struct Entry {
    /// From 1, without gaps.
    pub seq: u64,
    /// The device that wrote it.
    pub device: Bytes,
    /// Of an entry that a later version of its record superseded, whose `sealed` the server may drop: SHA-256 of that. Else empty.
    #[serde(default, skip_serializing_if = "Bytes::is_empty")]
    pub digest: Bytes,
    /// What it wrote.
    #[serde(flatten)]
    pub write: Write,
}

/// [`Entry`] as it is read: member by member, where `flatten` would take each into memory first. A log has hundreds.
#[derive(Deserialize)]
struct Flat {
    seq: u64,
    device: Bytes,
    #[serde(default)]
    digest: Bytes,
    record: Bytes,
    kind: String,
    version: u64,
    key_epoch: u32,
    #[serde(default)]
    deleted: bool,
    #[serde(default)]
    sealed: Bytes,
}

impl From<Flat> for Entry {
    fn from(read: Flat) -> Self {
        let Flat { seq, device, digest, record, kind, version, key_epoch, deleted, sealed } = read;
        Self { seq, device, digest, write: Write { record, kind, version, key_epoch, deleted, sealed } }
    }
}

/// How far a device has read (`Kind::Head`, signed by its key).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The account.
    pub account: Bytes,
    /// The device.
    pub device: Bytes,
    /// The last entry that it saw; 0 for none.
    pub seq: u64,
    /// The chain's value there, 32 bytes.
    pub chain: Bytes,
    /// The server's restore epoch that it knows.
    pub restore_epoch: u64,
    /// When, by the device's clock.
    pub time: u64,
}

/// `POST /v1/log`: writes that go in together or not at all. Along the log the key epoch never sinks: a batch with an older one than the
/// last entry's is answered 409, so that nobody who holds old keys alone writes after a rotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Push {
    /// 16 bytes: the same batch again is answered as at first.
    pub batch: Bytes,
    /// Each is compared with the version that is there.
    pub writes: Vec<Write>,
    /// Where the writer stands before them.
    pub head: Signed,
}

/// Its answer, 200. 409 answers [`Conflicts`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pushed {
    /// The first write's place; the others follow.
    pub first_seq: u64,
}

/// What stood in the way: the entries that are there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflicts {
    /// The last entry of each record that a write was too old for; none if the key epoch was.
    pub entries: Vec<Entry>,
}

/// `GET /v1/log?after=N&limit=M`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pulled {
    /// In order, without gaps, from N+1. Each write that was ever made stands in the log; a record's earlier ones may have `digest` in place of
    /// `sealed`.
    pub entries: Vec<Entry>,
    /// The log's last place.
    pub last_seq: u64,
    /// What the account's devices signed last, under their present enrolment; not those of revoked ones. Entries, `last_seq`, heads and
    /// manifest are of one moment.
    pub heads: Vec<Signed>,
    /// The manifest's version.
    pub manifest: u64,
    /// Rises when the operator restored a backup.
    pub restore_epoch: u64,
}

/// `PUT /v1/heads`: where the device stands. 204.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutHead {
    /// Signed by the device.
    pub head: Signed,
}
