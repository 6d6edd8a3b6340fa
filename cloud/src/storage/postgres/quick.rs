use super::{IDLE, Postgres};
use crate::storage::StorageError;
use sqlx::{PgConnection, PgPool, Postgres as Driver, pool::PoolConnection};
use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// So long is one kept; then the pool has it again, which ends those that are old.
const AGE: Duration = Duration::from_secs(60);

/// Connections that are used again at once, for what is done most: one that is given back to the pool is asked first whether it stands, which takes a
/// round trip.
#[derive(Debug)]
pub(super) struct Kept {
    connections: Mutex<Vec<One>>,
    most: usize,
}

#[derive(Debug)]
struct One {
    connection: PoolConnection<Driver>,
    taken: Instant,
    used: Instant,
}

impl Kept {
    /// So many at most.
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { connections: Mutex::default(), most })
    }

    fn one(&self) -> Option<One> {
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        connections.retain(|one| one.used.elapsed() < IDLE && one.taken.elapsed() < AGE);
        connections.pop()
    }

    pub(super) async fn connection(self: &Arc<Self>, pool: &PgPool) -> Result<Quick, StorageError> {
        let one = match self.one() {
            Some(one) => one,
            None => One { connection: pool.acquire().await?, taken: Instant::now(), used: Instant::now() },
        };
        Ok(Quick { kept: self.clone(), one })
    }
}

/// One of them. If what was asked came to no end, it goes to the pool, which looks at it.
#[derive(Debug)]
pub(super) struct Quick {
    kept: Arc<Kept>,
    one: One,
}

impl Quick {
    /// All was answered: the next may have it.
    pub(super) fn done(self) {
        let Self { kept, mut one } = self;
        one.used = Instant::now();
        let mut connections = kept.connections.lock().unwrap_or_else(PoisonError::into_inner);
        if connections.len() < kept.most {
            connections.push(one);
        }
    }
}

impl Deref for Quick {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.one.connection
    }
}

impl DerefMut for Quick {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.one.connection
    }
}

impl Postgres {
    /// A connection for one statement.
    pub(super) async fn quick(&self) -> Result<Quick, StorageError> {
        self.kept.connection(&self.pool).await
    }
}
