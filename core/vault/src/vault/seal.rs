//! How a record lies on the disk.
//!
//! | column | content |
//! |---|---|
//! | `slot` | HMAC(table) ‖ HMAC(table, id), 16 bytes each: finds a record, tells nothing about it |
//! | `version` | number of the commit that wrote it |
//! | `name` | the id, AES-256-GCM under one key; nonce = end of the slot (a MAC of the id), associated data = slot |
//! | `sealed` | nonce ‖ value, AES-256-GCM under the record's own key; associated data = table, id, version |
//!
//! So a stolen disk shows how many records there are, how long they are and when each was last written relative to
//! the others, but neither an ICCID nor the name of a table. A scan by prefix goes through the decrypted ids, which the
//! vault keeps in memory for the tables in use. Keys: HKDF-SHA-256 from the vault key, expanded with a label each, and
//! with table and id for a record's own.

use crate::{VaultError, checks};
use model::SecretBytes;
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf, hmac,
    rand::{SecureRandom, SystemRandom},
};
use zeroize::Zeroizing;

/// HMAC of a table's name.
pub(super) type Tag = [u8; 16];
/// Where a record lies: tag, then HMAC of table and id.
pub(super) type Slot = [u8; 32];

/// Everything that is made from the vault key.
pub(super) struct Sealer {
    /// The vault key, kept to be wrapped anew.
    key: Zeroizing<[u8; 32]>,
    records: hkdf::Prk,
    index: hmac::Key,
    marks: hmac::Key,
    names: LessSafeKey,
    head: LessSafeKey,
}

impl Sealer {
    pub(super) fn new(key: Zeroizing<[u8; 32]>) -> Self {
        let records = hkdf::Salt::new(hkdf::HKDF_SHA256, b"landfall vault 1").extract(&*key);
        let mac = |label| expand::<_, hmac::Key>(&records, &[label], hmac::HMAC_SHA256);
        let aead = |label| LessSafeKey::new(expand::<_, UnboundKey>(&records, &[label], &AES_256_GCM));
        let (index, marks, names, head) = (mac(b"index"), mac(b"marks"), aead(b"names"), aead(b"head"));
        Self { key, records, index, marks, names, head }
    }

    pub(super) fn key(&self) -> &[u8; 32] {
        &self.key
    }

    pub(super) fn tag(&self, table: &str) -> Tag {
        half(&self.index, &[b"table", table.as_bytes()])
    }

    pub(super) fn slot(&self, table: &str, id: &[u8]) -> Slot {
        let mut slot = [0; 32];
        let (tag, own) = slot.split_at_mut(16);
        tag.copy_from_slice(&self.tag(table));
        own.copy_from_slice(&half(&self.index, &[b"record", table.as_bytes(), id]));
        slot
    }

    /// What a record of this slot and version adds to its table's mark.
    pub(super) fn mark(&self, slot: &Slot, version: u64) -> [u8; 16] {
        half(&self.marks, &[slot, &version.to_be_bytes()])
    }

    pub(super) fn seal_name(&self, slot: &Slot, id: &[u8]) -> Vec<u8> {
        let mut sealed = id.to_vec();
        // Sealing fails for gigabytes only.
        let tag = self.names.seal_in_place_separate_tag(name_nonce(slot), Aad::from(slot), &mut sealed);
        sealed.extend_from_slice(tag.expect("an id is far below the AEAD's limit").as_ref());
        sealed
    }

    pub(super) fn open_name(&self, slot: &Slot, sealed: &[u8]) -> Option<Vec<u8>> {
        let mut buffer = sealed.to_vec();
        let id = self.names.open_in_place(name_nonce(slot), Aad::from(slot), &mut buffer).ok()?;
        Some(id.to_vec())
    }

    pub(super) fn seal_value(&self, table: &str, id: &[u8], version: u64, value: &[u8]) -> Result<Vec<u8>, VaultError> {
        seal(&self.record_key(table, id), &associated(table, id, version), value)
    }

    pub(super) fn open_value(&self, table: &str, id: &[u8], version: u64, sealed: &[u8]) -> Option<SecretBytes> {
        open(&self.record_key(table, id), &associated(table, id, version), sealed)
    }

    pub(super) fn seal_head(&self, head: &[u8]) -> Result<Vec<u8>, VaultError> {
        seal(&self.head, b"head", head)
    }

    pub(super) fn open_head(&self, sealed: &[u8]) -> Option<SecretBytes> {
        open(&self.head, b"head", sealed)
    }

    fn record_key(&self, table: &str, id: &[u8]) -> LessSafeKey {
        let info: [&[u8]; 4] = [b"record", &(table.len() as u64).to_be_bytes(), table.as_bytes(), id];
        LessSafeKey::new(expand::<_, UnboundKey>(&self.records, &info, &AES_256_GCM))
    }
}

/// Fills `out` from the system.
pub(crate) fn random(out: &mut [u8]) -> Result<(), VaultError> {
    SystemRandom::new().fill(out).map_err(|_| VaultError::Random)
}

fn seal(key: &LessSafeKey, associated: &[u8], plain: &[u8]) -> Result<Vec<u8>, VaultError> {
    let mut nonce = [0; NONCE_LEN];
    random(&mut nonce)?;
    let mut out = Vec::with_capacity(NONCE_LEN + plain.len() + AES_256_GCM.tag_len());
    out.extend_from_slice(&nonce);
    out.extend_from_slice(plain);
    if !checks::SEAL.on() {
        return Ok(out);
    }
    let (_, body) = out.split_at_mut(NONCE_LEN);
    let tag = key
        .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(associated), body)
        .map_err(|_| VaultError::Store(store::Error::Statement("a record is too long to be sealed".to_owned())))?;
    out.extend_from_slice(tag.as_ref());
    Ok(out)
}

fn open(key: &LessSafeKey, associated: &[u8], sealed: &[u8]) -> Option<SecretBytes> {
    let (nonce, body) = sealed.split_at_checked(NONCE_LEN)?;
    if !checks::SEAL.on() {
        return Some(body.into());
    }
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut buffer = Zeroizing::new(body.to_vec());
    let length = key.open_in_place(nonce, Aad::from(associated), &mut buffer).ok()?.len();
    let mut plain = std::mem::take(&mut *buffer);
    plain.truncate(length);
    Some(SecretBytes::new(plain))
}

fn expand<L: hkdf::KeyType + Copy, K>(prk: &hkdf::Prk, info: &[&[u8]], kind: L) -> K
where
    K: for<'a> From<hkdf::Okm<'a, L>>,
{
    prk.expand(info, kind).expect("a key is shorter than HKDF's limit of 255 hashes").into()
}

/// The first 16 bytes of HMAC over `parts`, each led by its length.
fn half(key: &hmac::Key, parts: &[&[u8]]) -> [u8; 16] {
    let mut context = hmac::Context::with_key(key);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    let tag = context.sign();
    let mut out = [0; 16];
    for (to, from) in out.iter_mut().zip(tag.as_ref()) {
        *to = *from;
    }
    out
}

/// The end of a slot is a MAC of the id: another id has another nonce, and the same id the same text.
fn name_nonce(slot: &Slot) -> Nonce {
    let mut nonce = [0; NONCE_LEN];
    for (to, from) in nonce.iter_mut().zip(slot.iter().rev()) {
        *to = *from;
    }
    Nonce::assume_unique_for_key(nonce)
}

fn associated(table: &str, id: &[u8], version: u64) -> Vec<u8> {
    let mut out = Vec::with_capacity(16 + table.len() + id.len());
    out.extend_from_slice(&(table.len() as u64).to_be_bytes());
    out.extend_from_slice(table.as_bytes());
    out.extend_from_slice(&version.to_be_bytes());
    out.extend_from_slice(id);
    out
}
