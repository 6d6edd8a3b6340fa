//! A keystore for desks: keys in files of mode 0600.
//!
//! | file | content |
//! |---|---|
//! | `keystore.key` | which data file is valid, and the root key: as it is, or sealed under a passphrase |
//! | `keystore.N` | the keys, AES-256-GCM under the root key |
//!
//! Each change writes a new data file under a *new* root key, switches to it by replacing `keystore.key`, and then
//! overwrites and removes the old files: what was destroyed can't be read with what is still there. A disk that keeps
//! overwritten blocks (flash) and a copy made before defeat that; software can't do better, hence the port.
//!
//! A passphrase goes through Argon2id (64 MiB, 3 passes, 1 lane; RFC 9106 §4 with one lane): some 0.1 s. With a key file
//! opening takes two small reads.

mod aead;
mod data;
mod files;
mod root;

pub use root::Unlock;

use super::{KeyId, Keystore, KeystoreError, Protection, SigningKey};
use data::{Entry, Keys};
use files::Files;
use model::SecretBytes;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use root::Guard;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use store::Folder;

/// See the module.
pub struct SoftwareKeystore {
    files: Files,
    state: Mutex<State>,
}

struct State {
    guard: Guard,
    generation: u32,
    keys: Keys,
    /// Signing keys that were used since `keys` last changed, read: that takes as long as signing does.
    pairs: BTreeMap<KeyId, Arc<EcdsaKeyPair>>,
}

impl SoftwareKeystore {
    /// Whether `folder` has one.
    #[must_use]
    pub fn exists(folder: &Folder) -> bool {
        Files::new(folder).exist()
    }

    /// Whether the one in `folder` asks for a passphrase.
    ///
    /// # Errors
    /// [`KeystoreError::BadFile`].
    pub fn needs_passphrase(folder: &Folder) -> Result<bool, KeystoreError> {
        root::is_sealed(&Files::new(folder).key()?)
    }

    /// Creates an empty one.
    ///
    /// # Errors
    /// [`KeystoreError::BadFile`] if there is one already; [`KeystoreError::Unavailable`] when the disk refuses.
    pub fn create(folder: &Folder, unlock: &Unlock) -> Result<Self, KeystoreError> {
        let files = Files::new(folder);
        if files.exist() {
            return Err(KeystoreError::BadFile("there is one already".to_owned()));
        }
        let mut state = State::new(Guard::make(unlock)?, 0, Keys::default());
        state.save(&files, Keys::default())?;
        Ok(Self { files, state: Mutex::new(state) })
    }

    /// Opens the one in `folder`.
    ///
    /// # Errors
    /// [`KeystoreError::WrongPassphrase`], [`KeystoreError::BadFile`].
    pub fn open(folder: &Folder, unlock: &Unlock) -> Result<Self, KeystoreError> {
        let files = Files::new(folder);
        let (guard, root) = Guard::open(&files.key()?, unlock)?;
        let keys = Keys::open(&files.data(root.generation)?, &root)?;
        files.tidy(root.generation);
        let state = State::new(guard, root.generation, keys);
        Ok(Self { files, state: Mutex::new(state) })
    }

    /// Guards the keys by another passphrase, or by the key file alone, from now on.
    ///
    /// # Errors
    /// [`KeystoreError::Unavailable`] when the disk refuses; the old way then still holds.
    pub fn change(&self, unlock: &Unlock) -> Result<(), KeystoreError> {
        let mut state = self.lock();
        let before = std::mem::replace(&mut state.guard, Guard::make(unlock)?);
        let keys = state.keys.clone();
        let saved = state.save(&self.files, keys);
        if saved.is_err() {
            state.guard = before;
        }
        saved
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Finds the key, or makes and saves it.
    fn ensure(&self, id: &KeyId, make: impl FnOnce() -> Result<Entry, KeystoreError>) -> Result<Entry, KeystoreError> {
        well_named(id)?;
        let mut state = self.lock();
        if let Some(entry) = state.keys.get(id) {
            return Ok(entry.clone());
        }
        let entry = make()?;
        let mut keys = state.keys.clone();
        keys.insert(id.clone(), entry.clone());
        state.save(&self.files, keys)?;
        Ok(entry)
    }

    fn pair(&self, id: &KeyId) -> Result<Arc<EcdsaKeyPair>, KeystoreError> {
        let mut state = self.lock();
        if let Some(pair) = state.pairs.get(id) {
            return Ok(pair.clone());
        }
        let Some(Entry::Signing(pkcs8)) = state.keys.get(id) else { return Err(KeystoreError::NoSuchKey(id.clone())) };
        let pair = Arc::new(parse(pkcs8)?);
        state.pairs.insert(id.clone(), pair.clone());
        Ok(pair)
    }

    fn wrapping(&self, id: &KeyId) -> Result<SecretBytes, KeystoreError> {
        match self.lock().keys.get(id) {
            Some(Entry::Wrapping(key)) => Ok(key.clone()),
            _ => Err(KeystoreError::NoSuchKey(id.clone())),
        }
    }
}

impl State {
    const fn new(guard: Guard, generation: u32, keys: Keys) -> Self {
        Self { guard, generation, keys, pairs: BTreeMap::new() }
    }

    /// Makes `keys` what holds, durably.
    fn save(&mut self, files: &Files, keys: Keys) -> Result<(), KeystoreError> {
        let generation = self.generation.wrapping_add(1);
        let root = root::Root::make(generation)?;
        files.replace(generation, &keys.seal(&root)?, &self.guard.seal(&root)?)?;
        (self.generation, self.keys) = (generation, keys);
        // What was destroyed does not sign again.
        self.pairs.clear();
        Ok(())
    }
}

impl Keystore for SoftwareKeystore {
    fn protection(&self) -> Protection {
        Protection::Software
    }

    fn generate_signing_key(&self, id: &KeyId, _challenge: &[u8]) -> Result<SigningKey, KeystoreError> {
        let entry = self.ensure(id, || {
            let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
            Ok(Entry::Signing(SecretBytes::from(pkcs8.map_err(|_| no_random())?.as_ref())))
        })?;
        match entry {
            Entry::Signing(pkcs8) => public(id, &parse(&pkcs8)?),
            Entry::Wrapping(_) | Entry::Number(_) => Err(KeystoreError::BadArgument),
        }
    }

    fn import_signing_key(&self, id: &KeyId, pkcs8: &SecretBytes) -> Result<SigningKey, KeystoreError> {
        let given = public(id, &parse(pkcs8).map_err(|_| KeystoreError::BadArgument)?)?;
        let entry = self.ensure(id, || Ok(Entry::Signing(pkcs8.clone())))?;
        match entry {
            Entry::Signing(kept) if public(id, &parse(&kept)?)?.public_key == given.public_key => Ok(given),
            Entry::Signing(_) | Entry::Wrapping(_) | Entry::Number(_) => Err(KeystoreError::BadArgument),
        }
    }

    fn attest(&self, id: &KeyId) -> Result<SigningKey, KeystoreError> {
        public(id, &*self.pair(id)?)
    }

    fn sign(&self, id: &KeyId, message: &[u8]) -> Result<[u8; 64], KeystoreError> {
        let signature = self.pair(id)?.sign(&SystemRandom::new(), message).map_err(|_| no_random())?;
        signature.as_ref().try_into().map_err(|_| KeystoreError::Unavailable("a signature of a wrong size".to_owned()))
    }

    fn make_wrapping_key(&self, id: &KeyId) -> Result<(), KeystoreError> {
        let entry = self.ensure(id, || Ok(Entry::Wrapping(aead::random_key()?)))?;
        if matches!(entry, Entry::Wrapping(_)) { Ok(()) } else { Err(KeystoreError::BadArgument) }
    }

    fn wrap(&self, id: &KeyId, plain: &[u8]) -> Result<Vec<u8>, KeystoreError> {
        if plain.len() > 256 {
            return Err(KeystoreError::BadArgument);
        }
        aead::seal(self.wrapping(id)?.expose(), id.0.as_bytes(), plain)
    }

    fn unwrap(&self, id: &KeyId, wrapped: &[u8]) -> Result<SecretBytes, KeystoreError> {
        let key = self.wrapping(id)?;
        aead::open(key.expose(), id.0.as_bytes(), wrapped).ok_or_else(|| KeystoreError::Damaged(id.clone()))
    }

    fn number(&self, id: &KeyId) -> Result<u64, KeystoreError> {
        match self.lock().keys.get(id) {
            Some(entry) => number(entry),
            None => Ok(0),
        }
    }

    fn raise(&self, id: &KeyId, to: u64) -> Result<(), KeystoreError> {
        well_named(id)?;
        let mut state = self.lock();
        if state.keys.get(id).map(number).transpose()?.unwrap_or(0) >= to {
            return Ok(());
        }
        let mut keys = state.keys.clone();
        keys.insert(id.clone(), Entry::Number(to.to_be_bytes().as_slice().into()));
        state.save(&self.files, keys)
    }

    fn destroy(&self, id: &KeyId) -> Result<(), KeystoreError> {
        let mut state = self.lock();
        let mut keys = state.keys.clone();
        if keys.remove(id) { state.save(&self.files, keys) } else { Ok(()) }
    }
}

impl std::fmt::Debug for SoftwareKeystore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SoftwareKeystore").finish_non_exhaustive()
    }
}

fn well_named(id: &KeyId) -> Result<(), KeystoreError> {
    let well_named = (1..=128).contains(&id.0.len()) && id.0.bytes().all(|b| b.is_ascii_graphic());
    if well_named { Ok(()) } else { Err(KeystoreError::BadArgument) }
}

fn number(entry: &Entry) -> Result<u64, KeystoreError> {
    let Entry::Number(bytes) = entry else { return Err(KeystoreError::BadArgument) };
    let bytes = bytes.expose().try_into();
    bytes.map(u64::from_be_bytes).map_err(|_| KeystoreError::BadFile("a number in it is malformed".to_owned()))
}

fn parse(pkcs8: &SecretBytes) -> Result<EcdsaKeyPair, KeystoreError> {
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.expose(), &SystemRandom::new())
        .map_err(|_| KeystoreError::BadFile("a signing key in it is malformed".to_owned()))
}

fn public(id: &KeyId, pair: &EcdsaKeyPair) -> Result<SigningKey, KeystoreError> {
    let point = pair.public_key().as_ref().try_into();
    let public_key = point.map_err(|_| KeystoreError::Unavailable("a point of a wrong size".to_owned()))?;
    Ok(SigningKey { id: id.clone(), public_key, attestation: Vec::new() })
}

fn no_random() -> KeystoreError {
    KeystoreError::Unavailable("the system gave no random bytes".to_owned())
}
