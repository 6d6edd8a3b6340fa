use crate::{Durability, Error, Folder, Migrations, OpenError, Options, files};
use rusqlite::{Connection, OpenFlags};
use std::{
    fs::OpenOptions,
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

/// How long a backup or restore waits for a lock.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// Where the store `name` lies in its folder.
pub(crate) fn path(folder: &Folder, name: &str) -> PathBuf {
    folder.path().join(format!("{name}.db"))
}

/// Opens the writing connection: creates the file (0600), checks and migrates it.
pub(crate) fn writer(path: &Path, migrations: &Migrations, options: &Options) -> Result<Connection, OpenError> {
    create(path).map_err(|source| OpenError::Io { path: path.to_owned(), source })?;
    let database = |source: Error| OpenError::Database { path: path.to_owned(), source };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = connect(path, flags, options.busy_timeout).map_err(database)?;
    migrations.check(&connection, path)?;
    let mode: String =
        connection.query_row("PRAGMA journal_mode=WAL", [], |row| row.get(0)).map_err(|e| database(Error::from(e)))?;
    if mode != "wal" {
        return Err(OpenError::NoWriteAheadLog { path: path.to_owned() });
    }
    settle(&connection, options).map_err(|e| database(Error::from(e)))?;
    migrations.apply(&mut connection, path)?;
    if options.check {
        check(&connection, "PRAGMA quick_check(20)").map_err(database)?;
    }
    Ok(connection)
}

/// Opens a connection that can't write.
pub(crate) fn reader(path: &Path, busy_timeout: Duration) -> Result<Connection, Error> {
    let reader = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX, busy_timeout)?;
    // Ten thousand orders that wait are looked at in memory: 8 MiB at the most.
    reader.pragma_update(None, "cache_size", -8_192)?;
    Ok(reader)
}

/// Opens a second connection that can write, for what can't go through the writer.
pub(crate) fn writable(path: &Path) -> Result<Connection, Error> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX, PATIENCE)?;
    settle(&connection, &Options::default())?;
    Ok(connection)
}

/// Runs `quick_check` or `integrity_check`; [`Error::Corrupt`] carries what it found.
pub(crate) fn check(connection: &Connection, pragma: &str) -> Result<(), Error> {
    let mut statement = connection.prepare(pragma)?;
    let lines: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    if lines == ["ok"] { Ok(()) } else { Err(Error::Corrupt(lines.join("; "))) }
}

fn connect(path: &Path, flags: OpenFlags, busy_timeout: Duration) -> Result<Connection, Error> {
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(busy_timeout)?;
    connection.set_prepared_statement_cache_capacity(256);
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    // Sorting and temporary tables stay in memory: no copies of secrets in temporary files.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(connection)
}

fn settle(connection: &Connection, options: &Options) -> rusqlite::Result<()> {
    let synchronous = match options.durability {
        Durability::Full => "FULL",
        Durability::None => "OFF",
    };
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.pragma_update(None, "wal_autocheckpoint", options.checkpoint)?;
    // On Apple systems only this reaches the disk itself; elsewhere it means nothing.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    // What is written again and again stays in memory: 16 MiB at the most.
    connection.pragma_update(None, "cache_size", -16_384)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)
}

/// Creates the file before SQLite does, since SQLite would let others read it; journals inherit its mode.
fn create(path: &Path) -> io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(file) => {
            file.sync_all()?;
            files::sync_parent(path)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}
