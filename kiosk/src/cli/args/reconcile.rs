use std::path::PathBuf;

/// What was sold since the backup, and whether the clock is to be believed.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
pub(in crate::cli) struct ReconcileArgs {
    /// File with the numbers that were sold since the backup, one a line.
    #[arg(long, value_name = "FILE", group = "since")]
    pub(in crate::cli) sold: Option<PathBuf>,
    /// Retire every number that no phone is known to have.
    #[arg(long, group = "since")]
    pub(in crate::cli) retire_available: bool,
    /// Nothing was sold since the backup.
    #[arg(long, group = "since")]
    pub(in crate::cli) nothing_sold: bool,
    /// Numbers of the list that are not in the stock were imported after the backup: never sell them once they are again.
    #[arg(long, requires = "sold")]
    pub(in crate::cli) remember: bool,
    /// File with the vouchers that were redeemed since the backup, one a line. All others are good then.
    #[arg(long, value_name = "FILE", requires = "sold")]
    pub(in crate::cli) redeemed: Option<PathBuf>,
    /// Believe the clock, although it was later once.
    #[arg(long)]
    pub(in crate::cli) clock: bool,
}
