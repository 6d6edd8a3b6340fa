use crate::{
    keys::{Keys, KeysError},
    schema, service,
    settings::{Settings, SettingsError},
    stock::Catalogue,
};
use model::UnixTime;
use nearfield::message::{Request, Response};
use std::{
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
};
use store::{Folder, Store};

/// How a kiosk is opened.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data folder, made by `init`.
    pub data: PathBuf,
    /// How its database runs.
    pub store: store::Options,
    /// What opens its keys.
    pub unlock: crate::keys::Unlock,
}

/// Who asks: one phone's session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// Hash of the session's first handshake, which a certificate request must be signed over.
    pub binding: [u8; 32],
}

/// Why a kiosk can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process owns the folder, or its database can't be used.
    #[error(transparent)]
    Store(#[from] store::OpenError),
    /// The settings can't be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The keys can't be used.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The database can't be read.
    #[error(transparent)]
    Read(#[from] store::Error),
}

/// The kiosk: a request in, a response out, every step durable before it is answered. Has no sockets and reads no clock,
/// and may be called from many threads at once: their writes share commits.
pub struct Kiosk {
    pub(crate) store: Store,
    pub(crate) settings: Settings,
    pub(crate) keys: Keys,
    pub(crate) catalogue: RwLock<Arc<Catalogue>>,
}

impl Kiosk {
    /// Opens the kiosk in a data folder: claims the folder, opens its database and its keys.
    ///
    /// # Errors
    /// [`OpenError`]
    pub fn open(config: Config) -> Result<Self, OpenError> {
        let folder = Folder::claim(&config.data)?;
        let settings = Settings::read(folder.path())?;
        let store = Store::open(&folder, schema::NAME, &schema::MIGRATIONS, config.store)?;
        let keys = Keys::open(folder.path(), &config.unlock)?;
        let catalogue = RwLock::new(Arc::new(Catalogue::read(&store)?));
        Ok(Self { store, settings, keys, catalogue })
    }

    /// Answers a phone's request.
    pub fn handle(&self, request: &Request, peer: &Peer, now: UnixTime) -> Response {
        service::answer(self, request, peer, now)
    }

    /// The database, for reports and operators' commands.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The owner's settings.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Reads the products anew, after an import.
    ///
    /// # Errors
    /// If the database can't be read.
    pub fn reload(&self) -> Result<(), store::Error> {
        let fresh = Arc::new(Catalogue::read(&self.store)?);
        *self.catalogue.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    pub(crate) fn catalogue(&self) -> Arc<Catalogue> {
        self.catalogue.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
