mod head;
mod lifecycle;
mod meta;
mod records;
mod rights;
mod seal;
mod tables;

use crate::{Cards, Grant, Keystore, VaultError, checks};
use head::Head;
use seal::Sealer;
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use store::{Folder, Store};

/// The vault of one data folder: encrypted records, opened by a key that the platform's keystore guards. Clones share it.
///
/// Calls block on disk and keystore. Commits are serialised: a phone makes few.
#[derive(Clone)]
pub struct Vault {
    inner: Arc<Inner>,
    /// What is done by an order of the owner is not held up.
    past_hold: bool,
}

struct Inner {
    store: Store,
    keystore: Arc<dyn Keystore>,
    state: Mutex<State>,
    /// Cards are not used now.
    held: AtomicBool,
}

/// What the vault knows while it is open.
enum State {
    Live(Box<Live>),
    Destroyed,
}

struct Live {
    /// Names this vault's keys in the keystore.
    id: [u8; 16],
    /// Of the wrapping key.
    generation: u32,
    sealer: Sealer,
    head: Head,
    /// Ids and versions of the tables that were looked at so far: what the head vouches for.
    tables: BTreeMap<seal::Tag, tables::Index>,
    /// A commit failed: what is on the disk must be looked at again.
    stale: bool,
}

impl Vault {
    /// Opens the vault in `folder`; finishes a rotation or destruction that a crash interrupted.
    ///
    /// # Errors
    /// [`VaultError::Missing`], [`VaultError::Destroyed`], [`VaultError::KeyLost`] and what `store` and `keystore` say.
    pub fn open(folder: &Folder, keystore: Arc<dyn Keystore>) -> Result<Self, VaultError> {
        lifecycle::open(folder, keystore)
    }

    /// Creates the vault in `folder`, also where one was destroyed before.
    ///
    /// # Errors
    /// [`VaultError::Exists`] and what `store` and `keystore` say. After a crash the call may be repeated.
    pub fn create(folder: &Folder, keystore: Arc<dyn Keystore>) -> Result<Self, VaultError> {
        lifecycle::create(folder, keystore)
    }

    /// Wraps the vault under a new key of the keystore and destroys the old one: every copy and backup of the database
    /// made before is dead data from then on.
    ///
    /// # Errors
    /// What `store` and `keystore` say; the vault stays usable, and the next opening or rotation destroys the old key if
    /// this one could not.
    pub fn rotate(&self) -> Result<(), VaultError> {
        lifecycle::rotate(self)
    }

    /// Crypto-erase: destroys the wrapping key, then the keys named in `also` (those of its eUICCs), then the rows. From
    /// the first durable step on the vault opens no more, and whatever interrupts the rest, the next opening finishes it.
    ///
    /// # Errors
    /// What `store` and `keystore` say: repeat, or open again.
    pub fn destroy(&self, also: &[crate::KeyId]) -> Result<(), VaultError> {
        lifecycle::destroy(self, also)
    }

    /// Destroys the vault in `folder` without opening it, as far as what opens it is still there: what is left of one that can't be opened, too.
    /// None there, or one that was destroyed before, is no error. `known`: its [`Vault::id`], from where nobody writes who writes the folder; the keys
    /// of that one are destroyed whatever the folder says.
    ///
    /// # Errors
    /// As [`Vault::destroy`].
    pub fn destroy_unopened(
        folder: &Folder,
        keystore: &dyn Keystore,
        known: Option<&[u8; 16]>,
    ) -> Result<(), VaultError> {
        lifecycle::destroy_unopened(folder, keystore, known)
    }

    /// Which vault it is, for as long as it lives: its keys are named by it.
    ///
    /// # Errors
    /// [`VaultError::Destroyed`].
    pub fn id(&self) -> Result<[u8; 16], VaultError> {
        Ok(self.lock().live(&self.inner.store)?.id)
    }

    /// How often the vault was wrapped anew.
    ///
    /// # Errors
    /// [`VaultError::Destroyed`].
    pub fn generation(&self) -> Result<u32, VaultError> {
        Ok(self.lock().live(&self.inner.store)?.generation)
    }

    /// From now on, until it is taken back, nobody uses a card: neither whoever asks ([`Vault::check`]) nor a driver that has one. What is no
    /// card's stays readable to the program, which is to ask first. It is not durable: whoever holds says so again after opening.
    pub fn hold(&self, held: bool) {
        self.inner.held.store(held, Ordering::SeqCst);
    }

    /// Whether cards may not be used here now.
    #[must_use]
    pub fn is_held(&self) -> bool {
        !self.past_hold && self.inner.held.load(Ordering::SeqCst) && checks::HOLD.on()
    }

    /// The same vault for what its owner has ordered, which nothing holds up.
    #[must_use]
    pub fn past_hold(&self) -> Self {
        Self { past_hold: true, ..self.clone() }
    }

    /// A card driver's view, as far as `grant` goes.
    #[must_use]
    pub fn cards(&self, grant: &Grant) -> Cards {
        Cards::new(self.clone(), grant)
    }

    /// Durable commits since opening.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.inner.store.counters().commits
    }

    /// Checks the database's structure and that every record is whole and the one last written.
    ///
    /// # Errors
    /// [`VaultError::Corrupt`] names what is not.
    pub fn verify(&self) -> Result<(), VaultError> {
        self.inner.store.integrity_check()?;
        tables::verify_all(self)
    }

    /// The keystore behind this vault.
    #[must_use]
    pub fn keystore(&self) -> &Arc<dyn Keystore> {
        &self.inner.keystore
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn live(&mut self, store: &Store) -> Result<&mut Live, VaultError> {
        match self {
            Self::Destroyed => Err(VaultError::Destroyed),
            Self::Live(live) => {
                if live.stale {
                    live.head = Head::load(store, &live.sealer)?;
                    live.tables.clear();
                    live.stale = false;
                }
                Ok(live)
            }
        }
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("store", &self.inner.store).finish_non_exhaustive()
    }
}
