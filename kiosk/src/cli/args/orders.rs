use clap::Subcommand;

/// What operators ordered by ES2+.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum OrdersVerb {
    /// List the orders with their states, the latest first.
    #[command(after_help = "Example:\n  landfall-kiosk orders list --data kiosk --limit 20")]
    List {
        /// The latest so many.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
}
