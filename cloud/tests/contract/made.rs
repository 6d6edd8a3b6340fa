//! Things to keep. What is signed is not verified here, so it may say anything.

use account::{
    keys::AccountId,
    signed::{Signed, Signer},
    wire::{Bytes, Device, Entry, HandOver, SealedKeys, Write},
};
use landfall_cloud::storage::{
    Appended, Batch, Created, NewAccount, NewManifest, Next, Page, Replacement, Session, Storage, TokenKind,
};
use std::sync::atomic::{AtomicU32, Ordering};

/// In none of these tests does it matter when.
pub(crate) const NOW: u64 = 1_800_000_000;

pub(crate) fn id(n: u8) -> Bytes {
    Bytes::from([n; 16])
}

pub(crate) fn signed(says: &str) -> Signed {
    Signed { payload: Bytes::from(says), signer: Signer::Owner, signature: Bytes::from([7; 64]) }
}

pub(crate) fn sealed(n: u8) -> SealedKeys {
    let part = |kind: u8| Bytes::from([n, kind]);
    SealedKeys { root: part(1), root_by_sheet: part(2), lock: part(3), keyring: part(4) }
}

/// A device with the enrolment of the same number.
pub(crate) fn device(n: u8) -> Device {
    Device {
        id: id(n),
        name: format!("phone {n}"),
        key: Bytes::from([n; 65]),
        epoch: n.into(),
        revoked: false,
        agreement: None,
    }
}

pub(crate) fn revoked(n: u8) -> Device {
    Device { revoked: true, ..device(n) }
}

pub(crate) fn manifest(version: u64, devices: &[Device]) -> NewManifest {
    let says = format!("manifest {version} {devices:?}");
    NewManifest { signed: signed(&says), version, devices: devices.to_vec() }
}

pub(crate) fn new_account(n: u8) -> NewAccount {
    NewAccount {
        id: AccountId([n; 16]),
        login: format!("user{n}@example.org"),
        record: Bytes::from([n, 9]),
        sealed: sealed(n),
        manifest: manifest(1, &[device(1), device(2)]),
        created: NOW,
    }
}

/// An account with devices 1 and 2.
pub(crate) async fn an_account(storage: &dyn Storage, n: u8) -> AccountId {
    assert_eq!(storage.create(new_account(n)).await.expect("creates"), Created::New);
    AccountId([n; 16])
}

/// Device 1 is revoked, by the second manifest.
pub(crate) async fn revoke_first(storage: &dyn Storage, account: &AccountId) {
    let next = storage.next_manifest(account, manifest(2, &[revoked(1), device(2)])).await;
    assert_eq!(next.expect("stores"), Next::Stored);
}

pub(crate) fn replacement(version: u64, n: u8) -> Replacement {
    let manifest = manifest(version, &[device(1), device(2)]);
    Replacement { record: Some(Bytes::from([n, 9])), sealed: sealed(n), manifest, end_sessions: true, hand_overs: None }
}

/// A new root as it is handed over to a device.
pub(crate) fn hand_over(device: u8, n: u8) -> HandOver {
    HandOver { device: id(device), key: Bytes::from([n; 65]), sealed: Bytes::from([n; 76]) }
}

pub(crate) fn session(account: &AccountId, device: Option<u8>) -> Session {
    let kind = if device.is_some() { TokenKind::Device } else { TokenKind::Visitor };
    Session { account: *account, kind, device: device.map(id), expires: NOW + 900 }
}

pub(crate) async fn signed_in(storage: &dyn Storage, token: u8, session: Session) {
    assert!(storage.put_session([token; 32], session, None).await.expect("keeps"));
}

pub(crate) async fn stands(storage: &dyn Storage, token: u8) -> bool {
    storage.session([token; 32], NOW).await.expect("reads").is_some()
}

pub(crate) fn write(record: u8, version: u64) -> Write {
    Write {
        record: id(record),
        kind: "card".to_owned(),
        version,
        key_epoch: 1,
        deleted: false,
        sealed: Bytes::from(format!("sealed {record}.{version}")),
    }
}

pub(crate) fn tombstone(record: u8, version: u64) -> Write {
    Write { deleted: true, ..write(record, version) }
}

/// A batch of device 1 with an id of its own.
pub(crate) fn batch(writes: &[Write]) -> Batch {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let mut name = [0; 16];
    name[..4].copy_from_slice(&MADE.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    Batch { id: Bytes::from(name), device: id(1), writes: writes.to_vec(), head: signed("head 0"), head_seq: 0 }
}

pub(crate) async fn append(storage: &dyn Storage, account: &AccountId, writes: &[Write]) -> Appended {
    storage.append(account, batch(writes)).await.expect("answers")
}

pub(crate) async fn page(storage: &dyn Storage, account: &AccountId, after: u64) -> Page {
    storage.page(account, after, 1_000, 1 << 20).await.expect("reads")
}

/// The entries of a page as who asked reads them.
pub(crate) fn entries(page: &Page) -> Vec<Entry> {
    serde_json::from_str(&format!("[{}]", page.entries)).expect("entries as JSON")
}

pub(crate) fn heads(page: &Page) -> Vec<Signed> {
    serde_json::from_str(&format!("[{}]", page.heads)).expect("heads as JSON")
}

/// What device 1 wrote at a place.
pub(crate) fn entry(seq: u64, write: Write) -> Entry {
    Entry { seq, device: id(1), digest: Bytes::default(), write }
}

/// The same once a later version came.
pub(crate) fn superseded(seq: u64, write: Write) -> Entry {
    let digest = ring::digest::digest(&ring::digest::SHA256, &write.sealed.0);
    Entry { digest: Bytes::from(digest), ..entry(seq, Write { sealed: Bytes::default(), ..write }) }
}
