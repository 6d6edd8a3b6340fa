use crate::{KeyId, VaultError};
use store::{Error, Folder, Migrations, Options, Store, Transaction, params};

/// The database's name in its folder.
const NAME: &str = "vault";

const MIGRATIONS: Migrations = Migrations {
    application_id: *b"LFva",
    steps: &["
        CREATE TABLE vault (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            id BLOB NOT NULL,             -- 16 random bytes that name its keys in the keystore
            state INTEGER NOT NULL,       -- 0 being made, 1 live, 2 being destroyed, 3 destroyed
            generation INTEGER NOT NULL,  -- of the wrapping key
            retired INTEGER,              -- generation of a key that is still to be destroyed
            wrapped BLOB,                 -- the vault key, wrapped
            head BLOB,                    -- sealed: number of the last commit, marks of the tables
            doomed TEXT NOT NULL          -- further keys to destroy with it, a line each
        ) STRICT;
        CREATE TABLE record (
            slot BLOB PRIMARY KEY,
            version INTEGER NOT NULL,
            name BLOB NOT NULL,
            sealed BLOB NOT NULL
        ) STRICT;
    "],
};

/// How far a vault's life has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Making,
    Live,
    Destroying,
    Destroyed,
}

/// The row about the vault itself.
pub(super) struct Meta {
    pub(super) id: [u8; 16],
    pub(super) stage: Stage,
    pub(super) generation: u32,
    pub(super) retired: Option<u32>,
    pub(super) wrapped: Option<Vec<u8>>,
    pub(super) head: Option<Vec<u8>>,
    pub(super) doomed: Vec<KeyId>,
}

pub(super) fn exists(folder: &Folder) -> bool {
    Store::exists(folder, NAME)
}

pub(super) fn store(folder: &Folder) -> Result<Store, VaultError> {
    Ok(Store::open(folder, NAME, &MIGRATIONS, Options::default())?)
}

pub(super) fn load(store: &Store) -> Result<Option<Meta>, VaultError> {
    let row = store.read(|tx| {
        let sql = "SELECT id, state, generation, retired, wrapped, head, doomed FROM vault";
        let row = tx.query_optional(sql, [], |row| {
            let doomed: String = row.get(6)?;
            let meta = Meta {
                id: row.get(0)?,
                stage: Stage::Making,
                generation: row.get(2)?,
                retired: row.get(3)?,
                wrapped: row.get(4)?,
                head: row.get(5)?,
                doomed: doomed.lines().map(KeyId::from).collect(),
            };
            Ok((meta, row.get::<_, i64>(1)?))
        });
        row.map_err(Error::from)
    })?;
    let Some((meta, stage)) = row else { return Ok(None) };
    let stage = match stage {
        0 => Stage::Making,
        1 => Stage::Live,
        2 => Stage::Destroying,
        3 => Stage::Destroyed,
        _ => return Err(VaultError::corrupt("state")),
    };
    Ok(Some(Meta { stage, ..meta }))
}

/// Changes the row, or whatever else, durably.
pub(super) fn write(
    store: &Store,
    job: impl FnOnce(&Transaction<'_>) -> Result<(), Error> + Send + 'static,
) -> Result<(), VaultError> {
    store.write_now(job).map_err(VaultError::Store)
}

/// Starts over: no records, a vault of this id that is being made.
pub(super) fn begin(tx: &Transaction<'_>, id: &[u8; 16]) -> Result<(), Error> {
    tx.execute("DELETE FROM record", [])?;
    tx.execute("DELETE FROM vault", [])?;
    tx.execute("INSERT INTO vault (one, id, state, generation, doomed) VALUES (1, ?1, 0, 0, '')", params![id])?;
    Ok(())
}
