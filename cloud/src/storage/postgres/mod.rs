//! For several instances, over PostgreSQL (15 or later).
//!
//! An account's writers take turns by the lock of its row. Whatever needs several statements is a transaction here; what is done most is a function in
//! the database, so that it takes one round trip (`quick`), and edits of several accounts share a transaction (`together`), as what is told does
//! (`telling`).

mod accounts;
mod approvals;
mod card_orders;
mod devices;
mod kiosks;
mod lanes;
mod limits;
mod log;
mod manifests;
mod migrate;
mod orders;
mod pushes;
mod quick;
mod receipts;
mod restored;
mod sessions;
mod storage;
mod subs;
mod subscribers;
mod sweep;
mod telling;
mod together;
mod wakes;
mod writers;

use super::{Heard, StorageError};
use sqlx::{
    Connection, FromRow, PgConnection, PgPool, Postgres as Driver, Row as _, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions, PgRow},
};
use std::{str::FromStr, sync::Arc, time::Duration};
use tokio::{sync::broadcast::Sender, task::JoinHandle};

/// So many wakes may wait for whoever reads slowly.
const WAKES: usize = 4096;
/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// A connection that nobody used for so long is asked whether it stands, before it is used.
const IDLE: Duration = Duration::from_secs(1);
/// The connections of one instance, unless told otherwise; one more listens.
const CONNECTIONS: u32 = 20;

/// The cloud's data in a PostgreSQL database.
#[derive(Debug, Clone)]
pub struct Postgres {
    pool: PgPool,
    kept: Arc<quick::Kept>,
    together: Arc<together::Together>,
    telling: Arc<telling::Telling>,
    writers: Arc<writers::Writers>,
    wakes: Sender<Heard>,
    _listener: Arc<Listener>,
}

/// Ends with the last clone.
#[derive(Debug)]
struct Listener(JoinHandle<()>);

impl Drop for Listener {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Postgres {
    /// Opens the database at `url` (`postgres://…`), brings its schema up to date (one instance does, the others wait), and listens for wakes.
    ///
    /// # Errors
    /// [`StorageError::Newer`] if a newer release was here; nothing was changed then.
    pub async fn open(url: &str) -> Result<Self, StorageError> {
        Self::open_with(url, CONNECTIONS).await
    }

    /// [`open`](Self::open) with at most so many connections at a time, beside the one that listens.
    ///
    /// # Errors
    /// As `open`.
    pub async fn open_with(url: &str, connections: u32) -> Result<Self, StorageError> {
        let options = PgConnectOptions::from_str(url)?.application_name("landfall-cloud");
        let pool = PgPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE);
        let pool = pool.test_before_acquire(false).before_acquire(|connection, known| {
            Box::pin(async move { Ok(known.idle_for < IDLE || connection.ping().await.is_ok()) })
        });
        let pool = pool.connect_with(options.clone()).await?;
        migrate::migrate(&pool).await?;
        let (wakes, _) = tokio::sync::broadcast::channel(WAKES);
        let listener = wakes::listen(options, wakes.clone()).await?;
        // The others wait for connections, too.
        let kept = quick::Kept::new(connections as usize / 2);
        let together = together::Together::new(pool.clone(), kept.clone());
        let telling = telling::Telling::new(pool.clone(), kept.clone(), wakes::CHANNEL);
        let writers = writers::Writers::new(pool.clone(), kept.clone());
        Ok(Self { pool, kept, together, telling, writers, wakes, _listener: Arc::new(Listener(listener)) })
    }

    /// The connections, for what is no part of [`Storage`](super::Storage).
    #[must_use]
    pub const fn pool(&self) -> &PgPool {
        &self.pool
    }

    async fn begin(&self) -> Result<Transaction<'static, Driver>, StorageError> {
        Ok(self.pool.begin().await?)
    }
}

/// The row that every request reads.
struct Known {
    no: i64,
    manifest: i64,
}

impl FromRow<'_, PgRow> for Known {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self { no: row.try_get("no")?, manifest: row.try_get("manifest")? })
    }
}

impl Known {
    /// As it is.
    async fn read(connection: &mut PgConnection, id: &[u8; 16]) -> Result<Option<Self>, StorageError> {
        let sql = "SELECT no, manifest FROM account WHERE id = $1";
        Ok(sqlx::query_as(sql).bind(&id[..]).fetch_optional(connection).await?)
    }

    /// As it is, and stays until the transaction's end.
    async fn lock(connection: &mut PgConnection, id: &[u8; 16]) -> Result<Option<Self>, StorageError> {
        let sql = "SELECT no, manifest FROM account WHERE id = $1 FOR NO KEY UPDATE";
        Ok(sqlx::query_as(sql).bind(&id[..]).fetch_optional(connection).await?)
    }
}
