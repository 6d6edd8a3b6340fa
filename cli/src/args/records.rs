use clap::{Args, Subcommand};

/// How to sync.
#[derive(Debug, Args)]
pub(crate) struct Sync {
    /// The server says that it was restored from a backup, and its operator told you so: read all of it anew, and bring back what this phone
    /// knows.
    #[arg(long)]
    pub(crate) believe_restored: bool,
}

/// The account's records.
#[derive(Debug, Subcommand)]
pub(crate) enum Records {
    /// List them: the cards on all devices, their names and phone books, settings, what happened; and edits that came too late.
    #[command(after_help = "Examples:\n  landfall records list\n  landfall records list --kind card --json")]
    List {
        /// Of this kind only: card, nickname, phone-book, setting, activity.
        #[arg(long, value_name = "KIND")]
        kind: Option<String>,
    },
    /// Set a setting on all devices.
    #[command(after_help = "Examples:\n  landfall records set theme dark\n  landfall records set roaming true")]
    Set {
        /// Its name.
        name: String,
        /// Its value: JSON, else it is taken as text.
        value: String,
    },
    /// Decide a conflict for the edit that came too late: it takes the place of the one that came first.
    #[command(after_help = "Example:\n  landfall records prefer s3Jm0kQ6yq1nG0mZ4m7YxA")]
    Prefer {
        /// The record that keeps the edit, as the list shows it.
        #[arg(allow_hyphen_values = true)]
        record: String,
    },
    /// End a record, on all devices and for good.
    #[command(after_help = "Example:\n  landfall records end s3Jm0kQ6yq1nG0mZ4m7YxA")]
    End {
        /// The record, as the list shows it.
        #[arg(allow_hyphen_values = true)]
        record: String,
    },
}
