//! What both databases keep alike: numbers, JSON, a log's entry as text.

use super::{Batch, KeptApproval, KeptOrder, Session, StorageError, TokenKind};
use account::{
    keys::AccountId,
    signed::Signed,
    wire::{Approval, ApprovalRequest, Bytes, Write},
};
use ring::digest::{SHA256, digest};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Write as _;

/// As the databases count: what is above 2⁶³−1 is never.
pub(super) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Back again.
pub(super) fn number(int: i64) -> u64 {
    u64::try_from(int).unwrap_or(0)
}

pub(super) fn json(what: &impl Serialize) -> String {
    serde_json::to_string(what).expect("what is kept has string keys only")
}

pub(super) fn read<T: DeserializeOwned>(text: &str, table: &'static str) -> Result<T, StorageError> {
    serde_json::from_str(text).map_err(|_| StorageError::Damaged(table))
}

pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    digest(&SHA256, bytes).as_ref().try_into().expect("SHA-256 has 32 bytes")
}

/// An account's id from its column.
pub(super) fn account_id(bytes: &[u8], table: &'static str) -> Result<AccountId, StorageError> {
    bytes.try_into().map(AccountId).map_err(|_| StorageError::Damaged(table))
}

impl TokenKind {
    pub(super) const fn code(self) -> i16 {
        match self {
            Self::Visitor => 1,
            Self::Device => 2,
            Self::Recovery => 3,
        }
    }

    pub(super) fn read(code: i64) -> Result<Self, StorageError> {
        Self::ALL.into_iter().find(|kind| i64::from(kind.code()) == code).ok_or(StorageError::Damaged("session"))
    }
}

impl super::Purpose {
    pub(super) const fn code(self) -> i16 {
        match self {
            Self::Challenge => 1,
            Self::Attempt => 2,
        }
    }
}

impl Session {
    /// From its columns.
    pub(super) fn from_row(
        account: &[u8],
        kind: i64,
        device: Option<Vec<u8>>,
        expires: i64,
    ) -> Result<Self, StorageError> {
        Ok(Self {
            account: account_id(account, "session")?,
            kind: TokenKind::read(kind)?,
            device: device.map(Bytes),
            expires: number(expires),
        })
    }
}

/// A batch as it goes in.
pub(super) struct Prepared {
    pub(super) id: Vec<u8>,
    /// Of who writes what: the same id with another one is another batch.
    pub(super) digest: [u8; 32],
    pub(super) device: Vec<u8>,
    pub(super) entries: Vec<PreparedEntry>,
    pub(super) head: String,
    pub(super) head_seq: i64,
}

/// A write as it goes in: its place is given by the database.
pub(super) struct PreparedEntry {
    pub(super) record: Vec<u8>,
    pub(super) version: i64,
    pub(super) deleted: bool,
    /// The members of its JSON but `seq`, `sealed` and `digest`.
    pub(super) fields: String,
    /// base64url, as it is sent.
    pub(super) sealed: String,
    /// base64url of the SHA-256 of what is sealed, which stays when that goes.
    pub(super) digest: String,
}

impl Prepared {
    pub(super) fn new(batch: Batch) -> Self {
        let digest = sha256(json(&(&batch.device, &batch.writes)).as_bytes());
        let entries = batch.writes.iter().map(|write| PreparedEntry::new(&batch.device, write)).collect();
        Self {
            id: batch.id.0,
            digest,
            entries,
            head: json(&batch.head),
            head_seq: int(batch.head_seq),
            device: batch.device.0,
        }
    }
}

/// The members of [`account::wire::Entry`] that stay.
#[derive(Serialize)]
struct Fields<'a> {
    device: &'a Bytes,
    record: &'a Bytes,
    kind: &'a str,
    version: u64,
    key_epoch: u32,
    deleted: bool,
}

impl PreparedEntry {
    fn new(device: &Bytes, write: &Write) -> Self {
        let Write { record, kind, version, key_epoch, deleted, sealed } = write;
        let fields =
            json(&Fields { device, record, kind, version: *version, key_epoch: *key_epoch, deleted: *deleted });
        Self {
            record: record.0.clone(),
            version: int(*version),
            deleted: *deleted,
            fields: fields.trim_start_matches('{').trim_end_matches('}').to_owned(),
            sealed: sealed.text(),
            digest: Bytes::from(sha256(&sealed.0)).text(),
        }
    }
}

/// Adds an entry as it is sent to those before it.
pub(super) fn add_entry(out: &mut String, seq: i64, fields: &str, sealed: Option<&str>, digest: &str) {
    if !out.is_empty() {
        out.push(',');
    }
    // Writing to a string can't fail.
    let _ = write!(out, "{{\"seq\":{seq},{fields}");
    let (name, value) = sealed.map_or(("digest", digest), |sealed| ("sealed", sealed));
    if !value.is_empty() {
        let _ = write!(out, ",\"{name}\":\"{value}\"");
    }
    out.push('}');
}

/// Adds a signed thing, kept as it is sent, to those before it.
pub(super) fn add_signed(out: &mut String, signed: &str) {
    if !out.is_empty() {
        out.push(',');
    }
    out.push_str(signed);
}

pub(super) fn signed(text: &str, table: &'static str) -> Result<Signed, StorageError> {
    read(text, table)
}

/// An approval from its columns.
pub(super) fn approval(
    account: &AccountId,
    request: &str,
    answer: Option<&str>,
    opened: Option<Vec<u8>>,
    grant: Option<&str>,
    expires: i64,
) -> Result<KeptApproval, StorageError> {
    let request = ApprovalRequest { opened: opened.map(Bytes), ..read(request, "approval")? };
    let answer = answer.map(|text| read(text, "approval")).transpose()?;
    let grant = grant.map(|text| read(text, "approval")).transpose()?;
    let expires = number(expires);
    Ok(KeptApproval { account: *account, approval: Approval { request, answer, grant, expires } })
}

/// An order from its columns.
pub(super) fn order(signed: &str, states: &str, receipt: Option<&str>) -> Result<KeptOrder, StorageError> {
    Ok(KeptOrder {
        signed: read(signed, "orders")?,
        states: read(states, "orders")?,
        receipt: receipt.map(|text| read(text, "orders")).transpose()?,
    })
}
