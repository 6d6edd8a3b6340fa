//! What of a device of an account outlives its vault: who it is, the orders under way, the receipts that the server does not have yet.
//!
//! It lies beside the vault in a file that is replaced whole, sealed under a key of its own in the keystore, which is destroyed when the last receipt
//! of a wipe was handed in. Digests and receipts are no secrets, but they name cards. The seal does not keep anybody from putting an older file
//! back: that is what the vault's mark is for (`mark`).

use super::AwayError;
use crate::{Error, OsRandom};
use account::{
    order::journal::Journal,
    wire::{Bytes, Manifest},
};
use model::Random;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde::{Deserialize, Serialize};
use std::{
    io,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use store::{Folder, files};
use vault::{KeyId, Keystore};
use zeroize::Zeroizing;

/// Its name in the data folder.
const FILE: &str = "away";
const FORMAT: u32 = 1;

/// Why nothing of the vault is readable any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Erased {
    /// By an order.
    Order,
    /// Without one: the lease ended, or somebody destroyed the vault by hand.
    Itself,
}

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outbox {
    /// The account's server.
    pub(crate) server: String,
    /// This device.
    pub(crate) device: Bytes,
    /// The name of its key in the keystore.
    pub(crate) key: String,
    /// The last manifest that was verified: whose orders count, once the vault is gone.
    pub(crate) manifest: Manifest,
    /// Orders and receipts.
    pub(crate) journal: Journal,
    /// Which vault lies beside it: its keys can be destroyed by that, whatever its own file says.
    #[serde(default)]
    pub(crate) vault: Option<[u8; 16]>,
    /// Whether there is no vault any more.
    pub(crate) erased: Option<Erased>,
    /// Whether the server has all that was owed, and wants nothing more of a device that was erased.
    #[serde(default)]
    pub(crate) is_over: bool,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    format: u32,
    /// The name of the key that wraps the next.
    key: String,
    wrapped: Bytes,
    /// nonce ‖ [`Outbox`] as JSON, AES-256-GCM.
    sealed: Bytes,
}

/// What seals the file.
struct Seal {
    id: KeyId,
    wrapped: Bytes,
    key: LessSafeKey,
}

/// The file, as long as the folder is this process's.
pub(crate) struct Away {
    path: PathBuf,
    /// Its claim.
    pub(crate) folder: Folder,
    keystore: Arc<dyn Keystore>,
    kept: Mutex<Option<(Seal, Outbox)>>,
    /// One contact at a time: what was handed in is forgotten once.
    pub(crate) contact: tokio::sync::Mutex<()>,
    /// One deed at a time: a contact and a use may both find that it is to be done.
    deeds: Mutex<()>,
    /// One step of a plan at a time: what goes on by itself, and who looks on, may both find that it is to be ordered.
    pub(crate) steps: Arc<tokio::sync::Mutex<()>>,
}

impl Away {
    /// Reads what is there, if anything.
    pub(crate) fn open(folder: &Folder, keystore: &Arc<dyn Keystore>) -> Result<Self, Error> {
        let path = folder.path().join(FILE);
        let kept = match std::fs::read(&path) {
            Ok(bytes) => Some(read(&bytes, &**keystore)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(AwayError::File(error).into()),
        };
        let (folder, keystore, kept) = (folder.clone(), keystore.clone(), Mutex::new(kept));
        let (contact, deeds, steps) = Default::default();
        Ok(Self { path, folder, keystore, kept, contact, deeds, steps })
    }

    /// Held while something is carried out.
    pub(crate) fn at_work(&self) -> MutexGuard<'_, ()> {
        self.deeds.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is kept, if this is a device of an account.
    pub(crate) fn get(&self) -> Option<Outbox> {
        self.lock().as_ref().map(|(_, outbox)| outbox.clone())
    }

    /// Changes what is kept, durably.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Outbox)) -> Result<(), Error> {
        let mut kept = self.lock();
        let Some((seal, outbox)) = &mut *kept else { return Ok(()) };
        let mut next = outbox.clone();
        change(&mut next);
        if next != *outbox {
            self.write(seal, &next)?;
            *outbox = next;
        }
        Ok(())
    }

    /// Keeps this, durably, in place of what was there.
    pub(crate) fn put(&self, outbox: Outbox) -> Result<(), Error> {
        let mut kept = self.lock();
        if let Some((seal, before)) = &mut *kept {
            self.write(seal, &outbox)?;
            *before = outbox;
        } else {
            let seal = Seal::make(&*self.keystore)?;
            self.write(&seal, &outbox)?;
            *kept = Some((seal, outbox));
        }
        Ok(())
    }

    /// Forgets all of it.
    pub(crate) fn forget(&self) -> Result<(), Error> {
        let mut kept = self.lock();
        let Some((seal, _)) = &*kept else { return Ok(()) };
        Self::remove(&self.folder)?;
        self.keystore.destroy(&seal.id)?;
        *kept = None;
        Ok(())
    }

    /// Removes the file, unread.
    pub(crate) fn remove(folder: &Folder) -> Result<(), Error> {
        let path = folder.path().join(FILE);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(AwayError::File(error).into()),
            _ => Ok(files::sync_parent(&path).map_err(AwayError::File)?),
        }
    }

    fn write(&self, seal: &Seal, outbox: &Outbox) -> Result<(), Error> {
        let plain = Zeroizing::new(serde_json::to_vec(outbox).expect("what is kept has string keys only"));
        let sealed = Sealed {
            format: FORMAT,
            key: seal.id.0.clone(),
            wrapped: seal.wrapped.clone(),
            sealed: Bytes(seal.seal(&plain)),
        };
        let bytes = serde_json::to_vec(&sealed).expect("what is kept has string keys only");
        Ok(files::write_atomic(&self.path, &bytes).map_err(AwayError::File)?)
    }

    fn lock(&self) -> MutexGuard<'_, Option<(Seal, Outbox)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(bytes: &[u8], keystore: &dyn Keystore) -> Result<(Seal, Outbox), Error> {
    let sealed: Sealed = serde_json::from_slice(bytes).map_err(|_| AwayError::Unreadable)?;
    if sealed.format != FORMAT {
        return Err(AwayError::Unreadable.into());
    }
    let seal = Seal::open(KeyId(sealed.key), sealed.wrapped, keystore)?;
    let plain = seal.open_bytes(&sealed.sealed.0).ok_or(AwayError::Unreadable)?;
    let outbox = serde_json::from_slice(&plain).map_err(|_| AwayError::Unreadable)?;
    Ok((seal, outbox))
}

impl Seal {
    fn make(keystore: &dyn Keystore) -> Result<Self, Error> {
        let mut random = OsRandom::new();
        let name: String = random.array::<8>().iter().map(|byte| format!("{byte:02x}")).collect();
        let (id, key) = (KeyId(format!("{FILE}.{name}")), Zeroizing::new(random.array::<32>()));
        keystore.make_wrapping_key(&id)?;
        let wrapped = Bytes(keystore.wrap(&id, &*key)?);
        Ok(Self { id, wrapped, key: aead(&*key).ok_or(AwayError::Unreadable)? })
    }

    fn open(id: KeyId, wrapped: Bytes, keystore: &dyn Keystore) -> Result<Self, Error> {
        let key = keystore.unwrap(&id, &wrapped.0)?;
        Ok(Self { id, wrapped, key: aead(key.expose()).ok_or(AwayError::Unreadable)? })
    }

    fn seal(&self, plain: &[u8]) -> Vec<u8> {
        let nonce = OsRandom::new().array::<NONCE_LEN>();
        let mut sealed = [&nonce, plain].concat();
        let (_, body) = sealed.split_at_mut(NONCE_LEN);
        let tag =
            self.key.seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(FILE.as_bytes()), body);
        sealed.extend_from_slice(tag.expect("the file is far below the AEAD's limit").as_ref());
        sealed
    }

    fn open_bytes(&self, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, body) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut plain = Zeroizing::new(body.to_vec());
        let length = self.key.open_in_place(nonce, Aad::from(FILE.as_bytes()), &mut plain).ok()?.len();
        plain.truncate(length);
        Some(plain)
    }
}

fn aead(key: &[u8]) -> Option<LessSafeKey> {
    UnboundKey::new(&AES_256_GCM, key).ok().map(LessSafeKey::new)
}
