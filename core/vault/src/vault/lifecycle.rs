use super::{
    Inner, Live, State, Vault,
    head::Head,
    meta::{self, Meta, Stage},
    seal::{self, Sealer},
};
use crate::{KeyId, Keystore, KeystoreError, VaultError};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, atomic::AtomicBool},
};
use store::{Folder, Store, crash, params};
use zeroize::Zeroizing;

/// So many generations are looked for of a vault whose keystore did not count them.
const UNCOUNTED: u32 = 64;
/// No vault was wrapped anew as often; a row that says so lies.
const MOST: u32 = 65_536;

pub(super) fn open(folder: &Folder, keystore: Arc<dyn Keystore>) -> Result<Vault, VaultError> {
    if !meta::exists(folder) {
        return Err(VaultError::Missing);
    }
    let store = meta::store(folder)?;
    let meta = meta::load(&store)?.ok_or(VaultError::Missing)?;
    match meta.stage {
        Stage::Making => Err(VaultError::Missing),
        Stage::Destroyed => Err(VaultError::Destroyed),
        Stage::Destroying => {
            finish_destroying(&store, &*keystore, &meta)?;
            Err(VaultError::Destroyed)
        }
        Stage::Live => {
            finish_rotating(&store, &*keystore, &meta)?;
            awake(store, keystore, &meta)
        }
    }
}

pub(super) fn create(folder: &Folder, keystore: Arc<dyn Keystore>) -> Result<Vault, VaultError> {
    let store = meta::store(folder)?;
    let before = meta::load(&store)?;
    let id = match &before {
        Some(meta) if meta.stage == Stage::Live => return Err(VaultError::Exists),
        // A crash interrupted the making: its key may be there already.
        Some(meta) if meta.stage == Stage::Making => meta.id,
        other => {
            if let Some(meta) = other.as_ref().filter(|meta| meta.stage == Stage::Destroying) {
                finish_destroying(&store, &*keystore, meta)?;
            }
            let mut id = [0; 16];
            seal::random(&mut id)?;
            meta::write(&store, move |tx| meta::begin(tx, &id))?;
            id
        }
    };
    crash::point("vault.create.begun");
    let wrapping = key_id(&id, 0);
    keystore.make_wrapping_key(&wrapping)?;
    let mut key = Zeroizing::new([0; 32]);
    seal::random(&mut *key)?;
    let wrapped = keystore.wrap(&wrapping, &*key)?;
    let head = Head::default().seal(&Sealer::new(key))?;
    crash::point("vault.create.wrapped");
    meta::write(&store, move |tx| {
        tx.execute("UPDATE vault SET state = 1, wrapped = ?1, head = ?2", params![wrapped, head])?;
        Ok(())
    })?;
    let meta = meta::load(&store)?.ok_or(VaultError::Missing)?;
    awake(store, keystore, &meta)
}

/// The vault in memory: the key unwrapped, the head read.
fn awake(store: Store, keystore: Arc<dyn Keystore>, meta: &Meta) -> Result<Vault, VaultError> {
    let wrapping = key_id(&meta.id, meta.generation);
    let wrapped = meta.wrapped.as_deref().ok_or_else(|| VaultError::corrupt("key"))?;
    let key = keystore.unwrap(&wrapping, wrapped).map_err(|error| match error {
        KeystoreError::NoSuchKey(_) | KeystoreError::Invalidated(_) => VaultError::KeyLost,
        KeystoreError::Damaged(_) => VaultError::corrupt("key"),
        other => VaultError::Keystore(other),
    })?;
    let key = <[u8; 32]>::try_from(key.expose()).map_err(|_| VaultError::corrupt("key"))?;
    let sealer = Sealer::new(Zeroizing::new(key));
    let head = meta.head.as_deref().and_then(|head| Head::open(head, &sealer));
    let head = head.ok_or_else(|| VaultError::corrupt("head"))?;
    let (id, generation, tables) = (meta.id, meta.generation, BTreeMap::new());
    let live = Live { id, generation, sealer, head, tables, stale: false };
    let state = Mutex::new(State::Live(Box::new(live)));
    let held = AtomicBool::new(false);
    Ok(Vault { inner: Arc::new(Inner { store, keystore, state, held }), past_hold: false })
}

pub(super) fn rotate(vault: &Vault) -> Result<(), VaultError> {
    let mut state = vault.lock();
    let (store, keystore) = (&vault.inner.store, &*vault.inner.keystore);
    let live = state.live(store)?;
    // An earlier rotation may have left its old key behind.
    let meta = meta::load(store)?.ok_or(VaultError::Missing)?;
    finish_rotating(store, keystore, &meta)?;
    let (old, new) = (live.generation, live.generation + 1);
    // Where no file says otherwise: whoever destroys the vault unopened learns there which keys it has.
    keystore.raise(&number_id(&live.id), u64::from(new))?;
    let wrapping = key_id(&live.id, new);
    keystore.make_wrapping_key(&wrapping)?;
    let wrapped = keystore.wrap(&wrapping, live.sealer.key())?;
    crash::point("vault.rotate.wrapped");
    meta::write(store, move |tx| {
        tx.execute("UPDATE vault SET generation = ?1, wrapped = ?2, retired = ?3", params![new, wrapped, old])?;
        Ok(())
    })?;
    live.generation = new;
    crash::point("vault.rotate.switched");
    let meta = meta::load(store)?.ok_or(VaultError::Missing)?;
    finish_rotating(store, keystore, &meta)
}

fn finish_rotating(store: &Store, keystore: &dyn Keystore, meta: &Meta) -> Result<(), VaultError> {
    let Some(retired) = meta.retired else { return Ok(()) };
    keystore.destroy(&key_id(&meta.id, retired))?;
    crash::point("vault.rotate.destroyed");
    meta::write(store, |tx| {
        tx.execute("UPDATE vault SET retired = NULL", [])?;
        Ok(())
    })
}

pub(super) fn destroy(vault: &Vault, also: &[KeyId]) -> Result<(), VaultError> {
    let mut state = vault.lock();
    let store = &vault.inner.store;
    begin_destroying(store, also)?;
    *state = State::Destroyed;
    crash::point("vault.destroy.marked");
    go_on_destroying(store, &*vault.inner.keystore)
}

pub(super) fn destroy_unopened(
    folder: &Folder,
    keystore: &dyn Keystore,
    known: Option<&[u8; 16]>,
) -> Result<(), VaultError> {
    // The row may say anything, and the file may be no database: the keys go first, by what was known before.
    if let Some(id) = known {
        destroy_every_key(keystore, id, 0)?;
    }
    if !meta::exists(folder) {
        return Ok(());
    }
    match destroy_file(folder, keystore) {
        Err(error) if known.is_some() && !error.retrying_helps() => {
            tracing::warn!(%error, "what is left of the vault can't be read; nothing opens it any more");
            Ok(())
        }
        destroyed => destroyed,
    }
}

fn destroy_file(folder: &Folder, keystore: &dyn Keystore) -> Result<(), VaultError> {
    let store = meta::store(folder)?;
    if let Some(meta) = meta::load(&store)? {
        destroy_every_key(keystore, &meta.id, meta.generation)?;
    }
    begin_destroying(&store, &[])?;
    go_on_destroying(&store, keystore)
}

/// The keys of every generation that this vault can have had, as the keystore counts them, and at least up to `last`.
fn destroy_every_key(keystore: &dyn Keystore, id: &[u8; 16], last: u32) -> Result<(), VaultError> {
    let counted = u32::try_from(keystore.number(&number_id(id))?).unwrap_or(u32::MAX);
    // A vault of an older release was not counted.
    let last = counted.max(last).clamp(UNCOUNTED, MOST);
    for generation in 0..=last.saturating_add(1) {
        keystore.destroy(&key_id(id, generation))?;
    }
    Ok(keystore.destroy(&number_id(id))?)
}

fn begin_destroying(store: &Store, also: &[KeyId]) -> Result<(), VaultError> {
    let names: Vec<_> = also.iter().map(|id| id.0.clone()).collect();
    let doomed = names.join("\n");
    meta::write(store, move |tx| {
        // A repeated call keeps what the first one named.
        tx.execute("UPDATE vault SET state = 2, doomed = doomed || char(10) || ?1 WHERE state IN (1, 2)", [doomed])?;
        Ok(())
    })
}

fn go_on_destroying(store: &Store, keystore: &dyn Keystore) -> Result<(), VaultError> {
    match meta::load(store)? {
        Some(meta) if meta.stage == Stage::Destroying => finish_destroying(store, keystore, &meta),
        // Destroyed before, or never made: there is nothing that could be read.
        _ => Ok(()),
    }
}

fn finish_destroying(store: &Store, keystore: &dyn Keystore, meta: &Meta) -> Result<(), VaultError> {
    // The key that opens the records goes first; then those that a rotation left or had begun to make.
    keystore.destroy(&key_id(&meta.id, meta.generation))?;
    crash::point("vault.destroy.key");
    for generation in meta.retired.into_iter().chain([meta.generation + 1]) {
        keystore.destroy(&key_id(&meta.id, generation))?;
    }
    for id in meta.doomed.iter().filter(|id| !id.0.is_empty()) {
        keystore.destroy(id)?;
    }
    keystore.destroy(&number_id(&meta.id))?;
    crash::point("vault.destroy.keys");
    meta::write(store, |tx| {
        tx.execute("DELETE FROM record", [])?;
        tx.execute("UPDATE vault SET state = 3, retired = NULL, wrapped = NULL, head = NULL, doomed = ''", [])?;
        Ok(())
    })?;
    crash::point("vault.destroy.rows");
    Ok(store.checkpoint()?)
}

/// Where the keystore counts the vault's generations.
fn number_id(id: &[u8; 16]) -> KeyId {
    KeyId(format!("vault.{}.generation", hex(id)))
}

/// The wrapping key's name. It follows from the row, so that a key made just before a crash is found again.
fn key_id(id: &[u8; 16], generation: u32) -> KeyId {
    KeyId(format!("vault.{}.{generation}", hex(id)))
}

fn hex(id: &[u8; 16]) -> String {
    id.iter().map(|b| format!("{b:02x}")).collect()
}
