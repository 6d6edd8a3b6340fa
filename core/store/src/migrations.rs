use crate::{Error, OpenError};
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// A schema as the steps that led to it. Step *n* (from 1) brings `user_version` from *n*−1 to *n*. A released step is
/// never edited: a change of the schema is a further step.
#[derive(Debug, Clone, Copy)]
pub struct Migrations {
    /// Stands in the file's header and keeps other programs' databases out; four letters, say `*b"LFki"`.
    pub application_id: [u8; 4],
    /// The steps: SQL, several statements each.
    pub steps: &'static [&'static str],
}

impl Migrations {
    /// The schema version that this release knows.
    #[must_use]
    pub const fn newest(&self) -> u32 {
        self.steps.len() as u32
    }

    /// Refuses foreign and newer files, then runs the steps that are missing, each in a transaction of its own.
    pub(crate) fn apply(&self, connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
        let mut version = self.check(connection, path)?;
        while let Some(step) = self.steps.get(version as usize) {
            let to = version + 1;
            self.run(connection, step, to).map_err(|source| OpenError::Migration {
                path: path.to_owned(),
                to,
                source: source.into(),
            })?;
            tracing::debug!(schema = to, "database migrated");
            version = to;
        }
        Ok(())
    }

    /// Refuses foreign and newer files; answers the file's schema version.
    pub(crate) fn check(&self, connection: &Connection, path: &Path) -> Result<u32, OpenError> {
        let database = |e: rusqlite::Error| OpenError::Database { path: path.to_owned(), source: Error::from(e) };
        let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i32>(0)).map_err(database);
        let found = number("PRAGMA application_id")? as u32;
        let version = number("PRAGMA user_version")?;
        let tables = number("SELECT count(*) FROM sqlite_schema")?;
        if found != self.id() && (found != 0 || version != 0 || tables != 0) {
            return Err(OpenError::Foreign { path: path.to_owned(), found });
        }
        let version = version as u32;
        if version > self.newest() {
            return Err(OpenError::Newer { path: path.to_owned(), found: version, known: self.newest() });
        }
        Ok(version)
    }

    fn run(&self, connection: &mut Connection, step: &str, to: u32) -> rusqlite::Result<()> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "application_id", self.id() as i32)?;
        transaction.pragma_update(None, "user_version", to)?;
        transaction.commit()
    }

    const fn id(&self) -> u32 {
        u32::from_be_bytes(self.application_id)
    }
}
