use clap::Subcommand;
use std::path::PathBuf;

/// What to do with the passphrase.
#[derive(Debug, Subcommand)]
pub(crate) enum Passphrase {
    /// Guard the data folder by a passphrase, or by another one than now.
    #[command(after_help = "\
Examples:
  landfall passphrase set
  landfall passphrase set --passphrase-file old.txt --new-passphrase-file new.txt")]
    Set {
        /// A file with the new passphrase; without it it is asked for.
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// Guard the data folder by its key file alone.
    #[command(after_help = "Example:\n  landfall passphrase remove --passphrase-file old.txt")]
    Remove,
}
