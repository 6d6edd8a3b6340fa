use super::AnyCard;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Cards from operators' agencies, ordered online.
#[derive(Debug, Subcommand)]
pub(crate) enum Order {
    /// List the agencies at the account's server, one an operator.
    #[command(after_help = "Example:\n  landfall order agencies")]
    Agencies,
    /// List what an agency sells, with its terms.
    #[command(after_help = "Example:\n  landfall order products nord")]
    Products {
        /// The agency, as `landfall order agencies` lists it.
        agency: String,
    },
    /// Order a card. Its terms are shown first; then it waits until the card can be fetched, and fetches it with --install.
    #[command(after_help = "\
Examples:
  landfall order new --agency nord --product month
  landfall order new --agency nord --product month --install --pin-file pin.txt --yes
  landfall order new --agency nord --product month --install --reader OMNIKEY
  landfall sync    # then the account's other devices know the card

Ctrl-C leaves the order: it goes on at the server, and the same command goes on with it. The order is for the eUICC that is here, and no other
gets its card, unless --unbound is given or there are several.")]
    New(NewOrder),
    /// Fetch the card of an order into this phone's eUICC, or another.
    #[command(after_help = "Example:\n  landfall order install s3Jm0kQ6yq1nG0mZ4m7YxA --pin-file pin.txt --yes")]
    Install {
        /// The order's number, as `landfall order list` shows it.
        #[arg(allow_hyphen_values = true)]
        order: String,
        #[command(flatten)]
        into: Into,
    },
    /// List the account's orders and how they stand.
    #[command(after_help = "Examples:\n  landfall order list\n  landfall order list --json")]
    List,
    /// Show one, with its activation code once it can be fetched.
    #[command(after_help = "Example:\n  landfall order show s3Jm0kQ6yq1nG0mZ4m7YxA")]
    Show {
        /// The order's number, as `landfall order list` shows it.
        #[arg(allow_hyphen_values = true)]
        order: String,
    },
    /// Take an order back whose card was not fetched yet.
    #[command(after_help = "Example:\n  landfall order cancel s3Jm0kQ6yq1nG0mZ4m7YxA")]
    Cancel {
        /// The order's number, as `landfall order list` shows it.
        #[arg(allow_hyphen_values = true)]
        order: String,
    },
}

/// What is ordered.
#[derive(Debug, Args)]
pub(crate) struct NewOrder {
    /// The agency, as `landfall order agencies` lists it.
    #[arg(long, value_name = "ID")]
    pub(crate) agency: String,
    /// The product, as `landfall order products` lists it.
    #[arg(long, value_name = "ID")]
    pub(crate) product: String,
    /// Fetch the card, too.
    #[arg(long)]
    pub(crate) install: bool,
    /// For whatever eUICC fetches it first: whoever learns the activation code can.
    #[arg(long)]
    pub(crate) unbound: bool,
    #[command(flatten)]
    pub(crate) into: Into,
}

/// Where the card goes.
#[derive(Debug, Args)]
pub(crate) struct Into {
    /// A file with the PIN that the card gets; without it the PIN is asked for.
    #[arg(long, value_name = "FILE")]
    pub(crate) pin_file: Option<PathBuf>,
    /// Connect here instead of asking the DNS for the operator's server; it must prove to be that server all the same.
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) via: Option<String>,
    /// Don't ask whether the terms are agreed to, and the card is wanted.
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) card: AnyCard,
}
