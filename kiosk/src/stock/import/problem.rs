use std::{fmt, io};

/// The most problems listed at once; an import with more is wrong as a whole.
pub(super) const MOST: usize = 20;

/// One thing that is wrong in a stock file. Never shows a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The line, from 1; 0 if it is about the file as a whole.
    pub line: u64,
    /// What is wrong, and what is right.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.what),
            line => write!(f, "{}:{line}: {}", self.file, self.what),
        }
    }
}

/// Why nothing was imported. The stock is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file, or one that it names, is wrong; up to twenty problems.
    #[error("nothing was imported:\n{}", list(.0))]
    Problems(Vec<Problem>),
    /// The kiosk has no sealing key yet.
    #[error("this folder has no sealing key; run `landfall-kiosk init` first")]
    NoSealingKey,
    /// The database refused.
    #[error("nothing was imported: {0}")]
    Store(#[from] store::Error),
}

impl From<store::SqlError> for ImportError {
    fn from(error: store::SqlError) -> Self {
        Self::Store(error.into())
    }
}

impl From<Problems> for ImportError {
    fn from(problems: Problems) -> Self {
        Self::Problems(problems.0)
    }
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Collects problems; full, it ends the import.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<Problem>);

impl Problems {
    pub(super) fn add(&mut self, file: &str, line: u64, what: impl fmt::Display) {
        if !self.is_full() {
            self.0.push(Problem { file: file.to_owned(), line, what: what.to_string() });
        }
    }

    pub(super) fn unreadable(&mut self, file: &str, error: &io::Error) {
        self.add(file, 0, format_args!("can't be read: {error}"));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= MOST
    }

    pub(super) fn check(self) -> Result<(), ImportError> {
        if self.0.is_empty() { Ok(()) } else { Err(self.into()) }
    }
}
