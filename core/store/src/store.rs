use crate::{
    Error, Folder, Migrations, OpenError, Options, Pending, Transaction, open,
    queue::{Job, Queue, Task},
    readers::Readers,
    writer::{Pen, Writer},
};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, TryLockError,
        atomic::{AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
};

/// A database in a folder that this process owns. Clones share it; the last one closes it: jobs that wait are still
/// written, further ones refused.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    queue: Arc<Queue>,
    readers: Readers,
    totals: Arc<Totals>,
    writer: Option<JoinHandle<()>>,
    /// Dropped after the readers: only the last connection folds the log into the file.
    pen: Arc<Mutex<Pen>>,
    /// Held as long as the database is open.
    folder: Folder,
}

#[derive(Default)]
pub(crate) struct Totals {
    pub(crate) commits: AtomicU64,
    pub(crate) jobs: AtomicU64,
}

/// What a store has done since it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// Durable commits: each waited for the disk once.
    pub commits: u64,
    /// Write jobs that those commits carried.
    pub jobs: u64,
}

impl Store {
    /// Opens `name`.db in `folder`, creating it or bringing its schema up to date.
    ///
    /// # Errors
    /// [`OpenError`]; a file that is foreign, damaged or newer than this release is left as it is.
    pub fn open(folder: &Folder, name: &str, migrations: &Migrations, options: Options) -> Result<Self, OpenError> {
        let path = open::path(folder, name);
        let connection = open::writer(&path, migrations, &options)?;
        let queue = Arc::new(Queue::new(options.queue));
        let totals = Arc::<Totals>::default();
        let readers = Readers::new(path.clone(), options.busy_timeout, options.readers);
        let pen = Arc::new(Mutex::new(Pen { connection, totals: totals.clone(), options }));
        let writer = Writer { pen: pen.clone(), queue: queue.clone() };
        let writer = thread::Builder::new()
            .name("store writer".to_owned())
            .spawn(move || writer.run())
            .map_err(|source| OpenError::Io { path: path.clone(), source })?;
        let inner = Inner { path, queue, readers, totals, writer: Some(writer), pen, folder: folder.clone() };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Whether `name`.db is there.
    #[must_use]
    pub fn exists(folder: &Folder, name: &str) -> bool {
        open::path(folder, name).exists()
    }

    /// Queues `job` for the writer. Jobs run one after another in the order of their calls; many share a commit, but
    /// each stands or falls alone: if it answers an error or panics, its changes and no others are rolled back.
    ///
    /// Blocks only when the queue is full. A job should be short, must not wait for another write, and sees
    /// [`Transaction`]; `E` takes up why a commit failed.
    pub fn write<T, E, F>(&self, job: F) -> Pending<T, E>
    where
        F: FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        // A refused job is dropped here, and with it `reply`: the caller gets `Error::Closed`.
        drop(self.inner.queue.push(Box::new(Task { work: Some(job), result: None, reply })));
        Pending::new(answer)
    }

    /// As [`write`](Self::write) and [`wait`](Pending::wait) for it: who waits anyway does it on its own thread, unless others write too. That
    /// spares a commit two changes of thread.
    ///
    /// # Errors
    /// As [`wait`](Pending::wait).
    pub fn write_now<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let free = match self.inner.pen.try_lock() {
            Ok(pen) => Some(pen),
            Err(TryLockError::Poisoned(pen)) => Some(pen.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        };
        // Nobody overtakes: what was queued before, by this caller too, comes first.
        let Some(pen) = free.filter(|_| self.inner.queue.is_idle()) else { return self.write(job).wait() };
        let (reply, answer) = oneshot::channel();
        let mut jobs: [Box<dyn Job>; 1] = [Box::new(Task { work: Some(job), result: None, reply })];
        let committed = pen.write(&mut jobs).map(drop);
        drop(pen);
        let [job] = jobs;
        job.answer(committed);
        Pending::new(answer).wait()
    }

    /// Runs `job` on one unchanging state of the database that holds every write answered so far.
    ///
    /// # Errors
    /// The job's own, or why no reader could be had.
    pub fn read<T, E: From<Error>>(&self, job: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        self.inner.readers.read(job)
    }

    /// Commits and jobs since opening.
    #[must_use]
    pub fn counters(&self) -> Counters {
        let totals = &self.inner.totals;
        Counters { commits: totals.commits.load(Ordering::Relaxed), jobs: totals.jobs.load(Ordering::Relaxed) }
    }

    /// Reads the whole file and checks its structure and indices. Takes time in proportion to its size.
    ///
    /// # Errors
    /// [`Error::Corrupt`] says what is wrong.
    pub fn integrity_check(&self) -> Result<(), Error> {
        open::check(&open::reader(self.path(), open::PATIENCE)?, "PRAGMA integrity_check(100)")
    }

    /// Moves the write-ahead log into the database file and empties it, so that nothing deleted lingers there.
    ///
    /// # Errors
    /// [`Error::Busy`] while a reader still needs the log.
    pub fn checkpoint(&self) -> Result<(), Error> {
        let connection = open::writable(&self.inner.path)?;
        let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy == 0 { Ok(()) } else { Err(Error::Busy) }
    }

    /// The database file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// The folder that it lies in.
    #[must_use]
    pub fn folder(&self) -> &Folder {
        &self.inner.folder
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("path", &self.inner.path).finish_non_exhaustive()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // The writer's connection is to be the last one: only that folds the log into the file.
        self.readers.close();
        self.queue.close();
        let Some(writer) = self.writer.take() else { return };
        // A job that holds the last clone ends the store from within the writer, which can't wait for itself.
        if writer.thread().id() != thread::current().id() && writer.join().is_err() {
            tracing::error!("the store's writer panicked");
        }
    }
}
