use clap::Subcommand;
use model::NumberState;
use std::path::PathBuf;

/// Products and numbers.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum StockVerb {
    /// Import a stock file, all or nothing, also while serving.
    #[command(after_help = "\
Example:
  landfall-kiosk stock import --data kiosk stock/stock.toml

While a kiosk serves, its sales wait until the file is written: import many numbers when nobody buys, or in several files.")]
    Import {
        /// The stock file (TOML).
        file: PathBuf,
    },
    /// List products and what is left of them, or single numbers.
    #[command(after_help = "Example:\n  landfall-kiosk stock list --data kiosk --numbers --state reserved")]
    List {
        /// Single numbers.
        #[arg(long)]
        numbers: bool,
        /// Numbers of this product only.
        #[arg(long, requires = "numbers")]
        class: Option<String>,
        /// Numbers in this state only.
        #[arg(long, requires = "numbers")]
        state: Option<NumberState>,
        /// Numbers behind this one.
        #[arg(long, requires = "numbers")]
        after: Option<String>,
        /// At most so many numbers.
        #[arg(long, requires = "numbers", default_value_t = 1000)]
        limit: u32,
    },
    /// Every change of a number's state, and why.
    #[command(after_help = "\
Examples:
  landfall-kiosk stock log --data kiosk --limit 20
  landfall-kiosk stock log --data kiosk 99901000000")]
    Log {
        /// Of this number only.
        number: Option<String>,
        /// The latest so many.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Take a number back from a sale that will not be completed.
    #[command(
        after_help = "Example:\n  landfall-kiosk stock release --data kiosk 99901000000 --why \"phone destroyed\""
    )]
    Release {
        /// The number.
        number: String,
        /// The reason; it stays in the log.
        #[arg(long)]
        why: String,
    },
    /// Take a number out of use for good.
    #[command(after_help = "Example:\n  landfall-kiosk stock retire --data kiosk 99901000000 --why misprinted")]
    Retire {
        /// The number.
        number: String,
        /// The reason; it stays in the log.
        #[arg(long)]
        why: String,
    },
    /// Note what the network says of a number that a phone has.
    #[command(
        after_help = "Example:\n  landfall-kiosk stock note --data kiosk 99901000000 in-use --balance 500 --why \"HLR report\""
    )]
    Note {
        /// The number.
        number: String,
        /// distributed, in-use, insufficient-balance or suspended.
        state: NumberState,
        /// Its balance, in minor units of the product's currency.
        #[arg(long)]
        balance: Option<i64>,
        /// The reason; it stays in the log.
        #[arg(long)]
        why: String,
    },
    /// Write a stock file of three products with random keys, to try things out.
    #[command(after_help = "Example:\n  landfall-kiosk stock example --dir stock --count 10")]
    Example {
        /// The folder to write to.
        #[arg(long)]
        dir: PathBuf,
        /// Numbers of each product.
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        count: u32,
        /// A profile package (DER) that the rows are put into, instead of our own.
        #[arg(long, value_name = "FILE")]
        template: Option<PathBuf>,
    },
}
