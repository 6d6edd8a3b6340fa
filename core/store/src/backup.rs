use crate::{Error, Folder, Migrations, OpenError, Store, Transaction, crash, files, open};
use rusqlite::{
    Connection, OpenFlags, TransactionBehavior,
    backup::{Backup, StepResult},
};
use std::{
    fs::{File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// Why a backup was not put back. The store is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The backup can't be opened, belongs to another program or comes from a newer release.
    #[error("the backup can't be used: {0}")]
    Unusable(#[from] OpenError),
    /// The backup is damaged.
    #[error("the backup is damaged: {0}")]
    Damaged(Error),
    /// The caller's change of the restored data failed.
    #[error("the restored data could not be prepared: {0}")]
    Prepare(Error),
    /// A file can't be copied or renamed.
    #[error("can't write {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl RestoreError {
    /// Whether the same call may succeed later without anybody repairing something first.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Unusable(error) => error.retrying_helps(),
            Self::Prepare(error) => error.retrying_helps(),
            Self::Damaged(_) | Self::Io { .. } => false,
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Unusable(error) => error.hint(),
            Self::Damaged(_) => "Use another backup.",
            Self::Prepare(error) => error.hint(),
            Self::Io { .. } => "Check the folder's permissions, and the room on its disk.",
        }
    }
}

impl Store {
    /// Copies the database as it is now to `target`, one file (mode 0600), while writing goes on. `prepare` changes the
    /// copy (a kiosk marks it there as one that must be reconciled). `target` appears, or is replaced, only when the copy
    /// is whole, changed and on the disk.
    ///
    /// # Errors
    /// [`Error`]; `target` is then as it was.
    pub fn backup(
        &self,
        target: &Path,
        prepare: impl FnOnce(&Transaction<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let io = |e: io::Error| Error::Io(format!("{}: {e}", target.display()));
        let partial = files::partial(target);
        fresh(&partial).map_err(io)?;
        let source = open::reader(self.path(), open::PATIENCE)?;
        copy(&source, &partial, prepare).inspect_err(|_| {
            let _ = std::fs::remove_file(&partial);
        })?;
        std::fs::rename(&partial, target).and_then(|()| files::sync_parent(target)).map_err(io)
    }
}

/// Puts the backup at `source` in the place of the store `name`, which must not be open. `prepare` changes the copy
/// before it becomes the store (a kiosk notes there that it must be reconciled before it sells again), so that no crash
/// leaves restored data without that change.
///
/// # Errors
/// [`RestoreError`]; the store is then as it was.
pub fn restore(
    folder: &Folder,
    name: &str,
    source: &Path,
    migrations: &Migrations,
    prepare: impl FnOnce(&Transaction<'_>) -> Result<(), Error>,
) -> Result<(), RestoreError> {
    let target = open::path(folder, name);
    let copied = folder.path().join(format!("{name}.restoring"));
    let io = |path: &Path, source| RestoreError::Io { path: path.to_owned(), source };
    let from =
        open::reader(source, open::PATIENCE).map_err(|e| OpenError::Database { path: source.to_owned(), source: e })?;
    migrations.check(&from, source)?;
    open::check(&from, "PRAGMA integrity_check(20)").map_err(RestoreError::Damaged)?;
    fresh(&copied).map_err(|e| io(&copied, e))?;
    copy(&from, &copied, |_| Ok(())).map_err(RestoreError::Damaged)?;
    adapt(&copied, migrations, prepare)?;
    crash::point("store.restore.copied");
    retire(&target).map_err(|e| io(&target, e))?;
    crash::point("store.restore.retired");
    std::fs::rename(&copied, &target).and_then(|()| files::sync_parent(&target)).map_err(|e| io(&target, e))
}

/// Brings the copy's schema up to date and lets the caller change it.
fn adapt(
    copied: &Path,
    migrations: &Migrations,
    prepare: impl FnOnce(&Transaction<'_>) -> Result<(), Error>,
) -> Result<(), RestoreError> {
    let mut connection = open::writable(copied).map_err(RestoreError::Prepare)?;
    migrations.apply(&mut connection, copied)?;
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(|e| RestoreError::Prepare(e.into()))?;
    prepare(&Transaction::new(&transaction)).map_err(RestoreError::Prepare)?;
    transaction.commit().map_err(|e| RestoreError::Prepare(e.into()))
}

/// Leaves the old database without a write-ahead log.
fn retire(target: &Path) -> io::Result<()> {
    if target.exists() {
        // Folds the log into the file, so that a crash before the rename leaves the old store whole. A store too
        // damaged for that loses nothing by losing its log.
        let folded = open::writable(target).and_then(|c| {
            Ok(c.query_row("PRAGMA journal_mode=DELETE", [], |row| row.get::<_, String>(0)).map(drop)?)
        });
        if let Err(error) = folded {
            tracing::warn!(%error, "the store that is being replaced can't be closed cleanly");
        }
    }
    remove_journals(target)?;
    files::sync_parent(target)
}

/// A journal or log beside a file that it doesn't belong to would damage that.
fn remove_journals(database: &Path) -> io::Result<()> {
    for suffix in ["-wal", "-shm", "-journal"] {
        let mut path = database.as_os_str().to_owned();
        path.push(suffix);
        remove(Path::new(&path))?;
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Copies the whole database in one step: one state, and no writer waits for it. Then lets the caller change it.
fn copy(
    source: &Connection,
    target: &Path,
    prepare: impl FnOnce(&Transaction<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut copy = Connection::open_with_flags(target, flags)?;
    if Backup::new(source, &mut copy)?.step(-1)? != StepResult::Done {
        return Err(Error::Busy);
    }
    // One file that carries everything: no log beside it.
    copy.query_row("PRAGMA journal_mode=DELETE", [], |row| row.get::<_, String>(0))?;
    let transaction = copy.transaction_with_behavior(TransactionBehavior::Immediate)?;
    prepare(&Transaction::new(&transaction))?;
    transaction.commit()?;
    copy.flush_prepared_statement_cache();
    copy.close().map_err(|(_, error)| error)?;
    File::open(target).and_then(|f| f.sync_all()).map_err(|e| Error::Io(e.to_string()))
}

/// An empty file of mode 0600 at `path`, without what a crash may have left beside an earlier one.
fn fresh(path: &Path) -> io::Result<File> {
    remove(path)?;
    remove_journals(path)?;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}
