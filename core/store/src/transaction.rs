use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Row};

/// What a job sees of the database: statements inside one transaction, prepared once and cached.
///
/// A write job's changes stand or fall together, and see those of the jobs before it. A read job sees one unchanging
/// state and can't write. Constraints must be immediate (SQLite's default): a deferred one would be checked only by
/// the commit that many jobs share.
#[derive(Debug)]
pub struct Transaction<'c> {
    connection: &'c Connection,
}

impl<'c> Transaction<'c> {
    pub(crate) const fn new(connection: &'c Connection) -> Self {
        Self { connection }
    }

    /// Runs one statement that returns no rows; answers how many rows it changed.
    ///
    /// # Errors
    /// What SQLite refused, as in every method here.
    pub fn execute(&self, sql: &str, params: impl Params) -> rusqlite::Result<usize> {
        self.connection.prepare_cached(sql)?.execute(params)
    }

    /// The first row; [`rusqlite::Error::QueryReturnedNoRows`] if there is none.
    ///
    /// # Errors
    /// Also when `map` refuses the row.
    pub fn query_row<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        self.connection.prepare_cached(sql)?.query_row(params, map)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// Also when `map` refuses the row.
    pub fn query_optional<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Option<T>> {
        self.query_row(sql, params, map).optional()
    }

    /// Every row.
    ///
    /// # Errors
    /// Also when `map` refuses a row.
    pub fn query_all<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        self.connection.prepare_cached(sql)?.query_map(params, map)?.collect()
    }

    /// A statement for a loop, or for rows that shall not all stand in memory.
    ///
    /// # Errors
    /// When the statement is malformed.
    pub fn prepare(&self, sql: &str) -> rusqlite::Result<CachedStatement<'c>> {
        self.connection.prepare_cached(sql)
    }

    /// The row id of the latest insert.
    #[must_use]
    pub fn last_insert_rowid(&self) -> i64 {
        self.connection.last_insert_rowid()
    }
}
