use clap::Subcommand;
use model::{Eid, Iccid};
use std::path::PathBuf;

/// What operators order by ES2+.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum OrdersVerb {
    /// List the orders of this kiosk with their states, the latest first.
    #[command(after_help = "Example:\n  landfall-kiosk orders list --data kiosk --limit 20")]
    List {
        /// The latest so many.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Order a profile from a server: any of a product, or the one of an ICCID. Prints its ICCID.
    #[command(after_help = "\
Examples:
  landfall-kiosk orders download-order --identity nord --server gate-7.example:8443 --type jp-week
  landfall-kiosk orders download-order --identity nord --server gate-7.example:8443 --iccid 8999901000000000018")]
    DownloadOrder {
        #[command(flatten)]
        to: To,
        /// The profile.
        #[arg(long, required_unless_present = "profile_type")]
        iccid: Option<Iccid>,
        /// Any profile of this type: a kiosk's product.
        #[arg(long = "type", value_name = "TYPE")]
        profile_type: Option<String>,
        /// The EID of the only card that may have it, 32 digits.
        #[arg(long)]
        eid: Option<Eid>,
    },
    /// Confirm an order, and release it. Prints the activation code for the phone.
    #[command(after_help = "\
Examples:
  landfall-kiosk orders confirm --identity nord --server gate-7.example:8443 --iccid 8999901000000000018
  landfall-kiosk orders confirm --identity nord --server gate-7.example:8443 --iccid 8999901000000000018 --hold \\
      --matching-id SUMMER-1 --confirmation-code-file code.txt")]
    Confirm {
        #[command(flatten)]
        to: To,
        /// The profile, as download-order answered.
        #[arg(long)]
        iccid: Iccid,
        /// The EID of the only card that may have it, 32 digits.
        #[arg(long)]
        eid: Option<Eid>,
        /// The order's name. Without it the server makes one; empty: the card of --eid gets it without any.
        #[arg(long)]
        matching_id: Option<String>,
        /// File with a confirmation code that the phone's user must type.
        #[arg(long, value_name = "FILE")]
        confirmation_code_file: Option<PathBuf>,
        /// Let nobody download it until `orders release`.
        #[arg(long)]
        hold: bool,
    },
    /// Let a confirmed order be downloaded.
    #[command(after_help = "\
Example:
  landfall-kiosk orders release --identity nord --server gate-7.example:8443 --iccid 8999901000000000018")]
    Release {
        #[command(flatten)]
        to: To,
        /// The profile.
        #[arg(long)]
        iccid: Iccid,
    },
    /// Take an order back that was not downloaded yet: its profile is in stock again.
    #[command(after_help = "\
Examples:
  landfall-kiosk orders cancel --identity nord --server gate-7.example:8443 --iccid 8999901000000000018
  landfall-kiosk orders cancel --identity nord --server gate-7.example:8443 --iccid 8999901000000000018 --unavailable")]
    Cancel {
        #[command(flatten)]
        to: To,
        /// The profile.
        #[arg(long)]
        iccid: Iccid,
        /// The EID of the order, if it has one.
        #[arg(long)]
        eid: Option<Eid>,
        /// The order's name, to be sure.
        #[arg(long)]
        matching_id: Option<String>,
        /// The profile goes out of use for good instead.
        #[arg(long)]
        unavailable: bool,
    },
}

/// Who orders, and from whom.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct To {
    /// The folder that `operator client` wrote.
    #[arg(long, value_name = "FOLDER")]
    pub(in crate::cli) identity: PathBuf,
    /// The server.
    #[arg(long, value_name = "NAME[:PORT]")]
    pub(in crate::cli) server: String,
    /// Connect here instead of asking the DNS for the server.
    #[arg(long, value_name = "HOST:PORT")]
    pub(in crate::cli) via: Option<String>,
    /// Names this call, so that it is done once however often it is sent; otherwise each one has a new name.
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) call: Option<String>,
}
