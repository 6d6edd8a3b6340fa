#[cfg(feature = "postgres")]
use crate::storage::postgres::Postgres;
use crate::{
    server_key,
    settings::Settings,
    storage::{Storage, StorageError, sqlite::Sqlite},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use store::Folder;

/// What is kept, opened: a data folder, or PostgreSQL. Opening brings its schema up to date.
#[derive(Debug, Clone)]
pub enum Data {
    /// SQLite in a folder that this process owns.
    Folder(Arc<Sqlite>, Folder),
    /// PostgreSQL.
    #[cfg(feature = "postgres")]
    Postgres(Arc<Postgres>),
}

impl Data {
    /// Opens what the settings name.
    ///
    /// # Errors
    /// [`StorageError`]
    pub async fn open(data: &Path, settings: &Settings) -> Result<Self, StorageError> {
        match &settings.database_url {
            #[cfg(not(feature = "postgres"))]
            Some(_) => Err(StorageError::NoPostgres),
            #[cfg(feature = "postgres")]
            Some(url) => Ok(Self::Postgres(Arc::new(Postgres::open(url).await?))),
            None => {
                let folder = Folder::claim(data)?;
                Ok(Self::Folder(Arc::new(Sqlite::open(&folder)?), folder))
            }
        }
    }

    /// As the service takes it.
    #[must_use]
    pub fn storage(&self) -> Arc<dyn Storage> {
        match self {
            Self::Folder(sqlite, _) => sqlite.clone(),
            #[cfg(feature = "postgres")]
            Self::Postgres(postgres) => postgres.clone(),
        }
    }
}

/// Where the server's key lies. It is the data folder's with PostgreSQL, too: a secret beside what it seals seals nothing.
#[must_use]
pub fn key_file(data: &Path, settings: &Settings) -> PathBuf {
    settings.key_file.clone().unwrap_or_else(|| data.join(server_key::FILE))
}
