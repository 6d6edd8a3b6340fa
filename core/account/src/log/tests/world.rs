//! Phones of one account and a server.

use crate::{
    keys::{AccountKeys, Keyring, LockSeed, SigningKey},
    log::{Breach, Content, Namer, RecordId, Replica, Tables, Told, head, model_server::ModelServer},
    manifest::{Founding, Pinned, first},
    scheme::Scheme,
    signed::Signed,
    testing::{device, random},
    wire::{Bytes, Device, Head, Manifest, Pulled, Push},
};
use model::{Batch, Change, SecretBytes};
use p256::ecdsa::{Signature, signature::Signer as _};
use serde_json::json;
use std::collections::BTreeMap;

pub(super) struct Phone {
    pub(super) id: Bytes,
    key: p256::ecdsa::SigningKey,
    pub(super) replica: Replica,
    pub(super) told: Vec<Told>,
    disk: Disk,
}

pub(super) struct World {
    pub(super) keys: AccountKeys,
    pub(super) pinned: Pinned,
    pub(super) phones: Vec<Phone>,
    pub(super) server: ModelServer,
    pub(super) random: Box<dyn model::Random>,
    /// How many entries a page has.
    pub(super) page: usize,
}

pub(super) fn content(text: &str) -> Content {
    Content::of(&json!({ "text": text }))
}

pub(super) fn text(content: &Content) -> String {
    content.body["text"].as_str().unwrap_or_default().to_owned()
}

pub(super) fn record(id: u8) -> RecordId {
    RecordId([id; 16])
}

impl World {
    /// An account with so many phones, and an empty log.
    pub(super) fn new(count: u8) -> Self {
        let mut random = random(7);
        let keys = AccountKeys::make(&mut random);
        let phones: Vec<Phone> = (1..=count).map(|id| Phone::new(id, &keys)).collect();
        let lock = SigningKey::lock(&keys.account, &LockSeed::make(&mut random));
        let row = |phone: &Phone| Device { key: phone.public(), ..device(phone.id.0[0]) };
        let founding = Founding { keys: &keys, lock: &lock, device: row(&phones[0]), scheme: Scheme::V1 };
        let (_, mut pinned) = first(founding).expect("the first");
        for phone in &phones[1..] {
            (_, pinned) = pinned.next(&keys.owner(), |next| assert!(next.enrol(row(phone)) > 1)).expect("the next");
        }
        let server = ModelServer::new(pinned.version());
        Self { keys, pinned, phones, server, random: Box::new(random), page: 3 }
    }

    /// The next device list.
    pub(super) fn manifest(&mut self, change: impl FnOnce(&mut Manifest)) {
        let (_, pinned) = self.pinned.next(&self.keys.owner(), change).expect("the next");
        self.pinned = pinned;
        self.server.manifest = self.pinned.version();
    }

    /// A new data key.
    pub(super) fn rotate(&mut self) {
        self.keys.keyring = self.keys.keyring.rotated(&mut *self.random);
        let epoch = self.keys.keyring.epoch();
        self.manifest(|next| next.key_epoch = epoch);
    }

    pub(super) fn put(&mut self, phone: usize, id: u8, what: &str) {
        let phone = &mut self.phones[phone];
        phone.replica.put(record(id), "note", content(what)).expect("it takes it");
        phone.save();
    }

    pub(super) fn end(&mut self, phone: usize, id: u8) {
        self.phones[phone].replica.end(record(id));
        self.phones[phone].save();
    }

    /// One page, taken; whether there is more.
    pub(super) fn take(&mut self, phone: usize, page: &Pulled) -> Result<bool, Breach> {
        let phone = &mut self.phones[phone];
        let (told, more) = phone.replica.take(page, &self.keys.keyring, &self.pinned)?;
        phone.told.extend(told);
        phone.save();
        Ok(more)
    }

    /// Reads the log to its end.
    pub(super) fn pull(&mut self, phone: usize) -> Result<(), Breach> {
        while self.take(phone, &self.server.pull(self.phones[phone].replica.reader().seq(), self.page))? {}
        Ok(())
    }

    /// Sends a batch, if there is one; whether there was.
    pub(super) fn push(&mut self, phone: usize) -> bool {
        let one = &mut self.phones[phone];
        let Some(pushing) = one.replica.next_push(&self.keys.keyring, &mut *self.random) else { return false };
        one.save();
        let head = one.head().1;
        let push = Push { batch: pushing.batch, writes: pushing.writes, head };
        let _conflicts = self.server.push(&one.id.clone(), &push);
        true
    }

    /// Reads, sends, reads, until there is nothing more to send; says where it stands.
    pub(super) fn sync(&mut self, phone: usize) -> Result<(), Breach> {
        self.pull(phone)?;
        for _ in 0..1000 {
            if !self.push(phone) {
                let (head, signed) = self.phones[phone].head();
                self.server.put_head(&head.device, &signed);
                self.phones[phone].replica.head_kept(&head, phone as u64 + 1);
                self.phones[phone].save();
                return Ok(());
            }
            self.pull(phone)?;
        }
        panic!("it never ends");
    }

    /// The phone is killed and starts anew from what was durable.
    pub(super) fn kill(&mut self, phone: usize) {
        let phone = &mut self.phones[phone];
        let namer = Namer::of(&self.keys);
        let loaded = Replica::load(self.keys.account, phone.id.clone(), namer, &phone.disk);
        phone.replica = loaded.expect("as it was kept");
    }

    /// What a phone shows: id → text.
    pub(super) fn shown(&self, phone: usize) -> BTreeMap<RecordId, String> {
        self.phones[phone].replica.views().map(|view| (view.record, text(&view.content))).collect()
    }

    /// A write of a record by somebody who has the data key of `epoch`, whatever the log has.
    pub(super) fn forge(&mut self, author: &Bytes, id: u8, version: u64, epoch: u32, what: Option<&str>) {
        let what = what.map(content);
        let bound = crate::log::seal::Bound {
            account: &self.keys.account,
            record: record(id),
            kind: "note",
            version,
            key_epoch: epoch,
            deleted: what.is_none(),
            device: &author.0,
        };
        let keys: &Keyring = &self.keys.keyring;
        let write = bound.seal(keys.key(epoch).expect("there is one"), what.as_ref(), &mut *self.random);
        self.server.append(author, write);
    }
}

impl Phone {
    fn new(id: u8, keys: &AccountKeys) -> Self {
        let key = p256::ecdsa::SigningKey::from_slice(&[id; 32]).expect("a scalar");
        let (id, namer) = (device(id).id, Namer::of(keys));
        let replica = Replica::new(keys.account, id.clone(), namer);
        Self { id, key, replica, told: Vec::new(), disk: Disk::default() }
    }

    fn public(&self) -> Bytes {
        Bytes::from(self.key.verifying_key().to_sec1_point(false).as_bytes())
    }

    pub(super) fn sign(&self, head: &Head) -> Signed {
        let sign = |message: &[u8]| {
            let signature: Signature = self.key.sign(message);
            Ok::<_, std::convert::Infallible>(signature.to_bytes().to_vec())
        };
        let Ok(signed) = head::sign(head, sign);
        signed
    }

    pub(super) fn head(&self) -> (Head, Signed) {
        let head = self.replica.reader().head(&self.id, 1);
        let signed = self.sign(&head);
        (head, signed)
    }

    fn save(&mut self) {
        self.disk.commit(self.replica.changes());
    }
}

/// Durable tables in memory.
#[derive(Default)]
pub(super) struct Disk(BTreeMap<(&'static str, Vec<u8>), SecretBytes>);

impl Disk {
    fn commit(&mut self, batch: Batch) {
        for change in batch.changes {
            match change {
                Change::Put { table, id, value } => drop(self.0.insert((table, id), value)),
                Change::Delete { table, id } => drop(self.0.remove(&(table, id))),
                Change::DeletePrefix { table, prefix } => {
                    self.0.retain(|(own, id), _| *own != table || !id.starts_with(&prefix));
                }
            }
        }
    }
}

impl Tables for Disk {
    type Error = &'static str;

    fn scan(&self, table: &'static str) -> Result<Vec<(Vec<u8>, SecretBytes)>, &'static str> {
        let own = self.0.iter().filter(|((own, _), _)| *own == table);
        Ok(own.map(|((_, id), value)| (id.clone(), value.clone())).collect())
    }

    fn damaged(&self, table: &'static str) -> &'static str {
        table
    }
}
