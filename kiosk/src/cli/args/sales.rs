use clap::Subcommand;
use model::Eid;
use std::path::PathBuf;

/// Sales.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SalesVerb {
    /// List the sales that wait, each with the code that its phone shows.
    #[command(after_help = "Example:\n  landfall-kiosk sales pending --data kiosk")]
    Pending,
    /// Agree to a sale: the phone may then fetch its profile. Ask for the code that the phone shows.
    #[command(after_help = "\
Examples:
  landfall-kiosk sales authorise --data kiosk K7Q-4MD --by anna     # the code that the phone shows
  landfall-kiosk sales authorise --data kiosk 17 --by anna          # its number in `sales pending`")]
    Authorise {
        /// The sale: the code that its phone shows, or its number in `sales pending`.
        sale: String,
        /// Who agrees; stays with the sale.
        #[arg(long, default_value = "attendant")]
        by: String,
    },
    /// Sell over the counter: prints an activation code, which any phone takes from a kiosk that serves HTTPS.
    #[command(after_help = "\
Examples:
  landfall-kiosk sales issue --data kiosk --class jp-week --qr
  landfall-kiosk sales issue --data kiosk --class jp-week --hours 2 --confirmation-code-file code.txt
  landfall-kiosk sales issue --data kiosk --class jp-week --eid 89999… --announce")]
    Issue {
        /// The product.
        #[arg(long, value_name = "ID")]
        class: String,
        /// Who sells; stays with the sale.
        #[arg(long, default_value = "attendant")]
        by: String,
        /// For how many hours the number is held for the code.
        #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=8_760))]
        hours: u32,
        /// The EID of the only card that may have it, 32 digits.
        #[arg(long)]
        eid: Option<Eid>,
        /// Tell that card of it, by the kiosk's discovery server: its phone needs no code then (`landfall acquire --discover`).
        #[arg(long, requires = "eid")]
        announce: bool,
        /// File with a confirmation code that its user is told in person and must type.
        #[arg(long, value_name = "FILE")]
        confirmation_code_file: Option<PathBuf>,
        /// Draw the activation code as a QR code.
        #[arg(long)]
        qr: bool,
    },
    /// Refuse a sale: its number is available again.
    #[command(after_help = "Example:\n  landfall-kiosk sales deny --data kiosk K7Q-4MD --why \"no passport\"")]
    Deny {
        /// The sale: the code that its phone shows, or its number in `sales pending`.
        sale: String,
        /// The reason; the phone shows it.
        #[arg(long)]
        why: String,
    },
}
