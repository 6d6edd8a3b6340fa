use std::io;

/// What did not go as it must.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// The system refused.
    #[error("{0}: {1}")]
    Io(String, io::Error),
    /// A program that had to succeed failed.
    #[error("`{command}` failed: {said}")]
    Failed {
        /// What was asked.
        command: String,
        /// What it said.
        said: String,
    },
    /// A program's answer is not what it must be.
    #[error("{0}")]
    Not(String),
}

impl Broken {
    /// An error of the system, at `what`.
    pub fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Io(what.into(), error)
    }

    /// Whatever else went wrong, in words.
    pub fn not(what: impl std::fmt::Display) -> Self {
        Self::Not(what.to_string())
    }
}
