/// Why the database did not do it. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// SQLite's.
    #[error(transparent)]
    Sqlite(#[from] store::Error),
    /// SQLite's, at opening.
    #[error(transparent)]
    Open(store::OpenError),
    /// PostgreSQL's.
    #[cfg(feature = "postgres")]
    #[error("the database says: {0}")]
    Postgres(#[from] sqlx::Error),
    /// PostgreSQL is asked for, and this program was built without it.
    #[cfg(not(feature = "postgres"))]
    #[error("this program was built without PostgreSQL")]
    NoPostgres,
    /// The database was made by a newer release.
    #[error("the database has schema {found}, this release knows {known}: it was opened by a newer one")]
    Newer {
        /// The schema that is there.
        found: i64,
        /// The last one known here.
        known: i64,
    },
    /// An account's log has as many entries as can be counted (2³²−1 in SQLite).
    #[error("the account's log is full")]
    Full,
    /// A row can't be read.
    #[error("a row of {0} can't be read")]
    Damaged(&'static str),
}

impl StorageError {
    /// Whether trying again may help by itself.
    #[must_use]
    pub fn retrying_helps(&self) -> bool {
        match self {
            Self::Sqlite(error) => error.retrying_helps(),
            Self::Open(error) => error.retrying_helps(),
            #[cfg(feature = "postgres")]
            Self::Postgres(sqlx::Error::Database(error)) => error.code().is_some_and(|code| passes(&code)),
            #[cfg(feature = "postgres")]
            Self::Postgres(error) => {
                matches!(error, sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::WorkerCrashed)
            }
            #[cfg(not(feature = "postgres"))]
            Self::NoPostgres => false,
            Self::Newer { .. } | Self::Full | Self::Damaged(_) => false,
        }
    }

    /// What the operator can do.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Sqlite(error) => error.hint(),
            Self::Open(error) => error.hint(),
            #[cfg(not(feature = "postgres"))]
            Self::NoPostgres => "Take DATABASE_URL away, or build it with the feature `postgres`.",
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => "Look whether PostgreSQL runs and DATABASE_URL is right, then try again.",
            Self::Newer { .. } => "Run the release that was here last, or restore a backup that this one made.",
            Self::Full => "Move what the account holds to a new account.",
            Self::Damaged(_) => "Restore a backup.",
        }
    }
}

/// Of PostgreSQL's codes (its appendix A) those of what passes: the connection, too few resources, the operator restarts it, another transaction
/// stood in the way.
#[cfg(feature = "postgres")]
fn passes(code: &str) -> bool {
    ["08", "53", "57P"].iter().any(|class| code.starts_with(class)) || ["40001", "40P01"].contains(&code)
}

impl From<store::OpenError> for StorageError {
    fn from(error: store::OpenError) -> Self {
        match error {
            store::OpenError::Newer { found, known, .. } => Self::Newer { found: found.into(), known: known.into() },
            error => Self::Open(error),
        }
    }
}

impl From<store::SqlError> for StorageError {
    fn from(error: store::SqlError) -> Self {
        store::Error::from(error).into()
    }
}
