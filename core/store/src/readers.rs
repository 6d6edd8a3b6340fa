use crate::{Error, Transaction};
use rusqlite::Connection;
use std::{
    path::PathBuf,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Read-only connections, opened when first needed and used again.
pub(crate) struct Readers {
    path: PathBuf,
    busy_timeout: Duration,
    most: usize,
    state: Mutex<State>,
    returned: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Connection>,
    busy: usize,
}

impl Readers {
    pub(crate) fn new(path: PathBuf, busy_timeout: Duration, most: usize) -> Self {
        let (state, returned) = (Mutex::default(), Condvar::new());
        Self { path, busy_timeout, most: most.max(1), state, returned }
    }

    /// Runs `job` on one unchanging state of the database.
    pub(crate) fn read<T, E: From<Error>>(&self, job: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        let lease = Lease { readers: self, connection: Some(self.take()?) };
        let Some(connection) = lease.connection.as_ref() else { return Err(Error::Closed.into()) };
        let snapshot = Snapshot::begin(connection)?;
        job(&Transaction::new(snapshot.0))
    }

    fn take(&self) -> Result<Connection, Error> {
        let mut state = self.lock();
        while state.idle.is_empty() && state.busy >= self.most {
            state = self.returned.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let idle = state.idle.pop();
        state.busy += 1;
        drop(state);
        idle.map_or_else(|| crate::open::reader(&self.path, self.busy_timeout), Ok).inspect_err(|_| self.give(None))
    }

    /// Closes the idle connections.
    pub(crate) fn close(&self) {
        self.lock().idle.clear();
    }

    fn give(&self, connection: Option<Connection>) {
        let mut state = self.lock();
        state.busy -= 1;
        state.idle.extend(connection);
        self.returned.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One state of the database until it is dropped. By statements that are kept, since a read is as short as their text is long to read.
struct Snapshot<'c>(&'c Connection);

impl<'c> Snapshot<'c> {
    fn begin(connection: &'c Connection) -> Result<Self, Error> {
        connection.prepare_cached("BEGIN")?.execute([])?;
        Ok(Self(connection))
    }
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        // A failed read may have ended it already.
        if !self.0.is_autocommit()
            && let Err(error) = self.0.prepare_cached("ROLLBACK").and_then(|mut statement| statement.execute([]))
        {
            tracing::error!(%error, "a read did not end");
        }
    }
}

/// Gives the connection back, also when the job panics; not one that still reads.
struct Lease<'r> {
    readers: &'r Readers,
    connection: Option<Connection>,
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        self.readers.give(self.connection.take().filter(Connection::is_autocommit));
    }
}
