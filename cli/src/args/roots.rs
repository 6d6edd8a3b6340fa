use clap::Subcommand;
use std::path::PathBuf;

/// Whom this phone trusts.
#[derive(Debug, Subcommand)]
pub(crate) enum Roots {
    /// Trust an operator: install its root certificate (DER).
    Add {
        /// The certificate's file.
        file: PathBuf,
    },
    /// List the operators that are trusted.
    List,
    /// Trust an operator no longer.
    Remove {
        /// The root's key id, as `roots list` shows it.
        key_id: String,
    },
}
