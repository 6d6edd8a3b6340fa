//! The command line, a file a group of commands.

mod certificates;
mod operator;
mod orders;
mod reconcile;
mod report;
mod rpm;
mod sales;
mod serve;
mod stock;
mod trust;

pub(in crate::cli) use certificates::{AddCertificates, CertificatesVerb};
pub(in crate::cli) use operator::OperatorVerb;
pub(in crate::cli) use orders::{OrdersVerb, To};
pub(in crate::cli) use reconcile::ReconcileArgs;
pub(in crate::cli) use report::ReportVerb;
pub(in crate::cli) use rpm::RpmVerb;
pub(in crate::cli) use sales::SalesVerb;
pub(in crate::cli) use serve::ServeArgs;
pub(in crate::cli) use stock::StockVerb;
pub(in crate::cli) use trust::TrustVerb;

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use std::path::PathBuf;

/// A kiosk that sells SIM profiles with no network: stock, sales, and an SM-DP+ near by.
#[derive(Debug, Parser)]
#[command(name = "landfall-kiosk", version, after_help = EXAMPLES)]
pub struct Args {
    /// The kiosk's data folder.
    #[arg(long, global = true, default_value = "kiosk", value_name = "FOLDER")]
    pub(in crate::cli) data: PathBuf,
    /// Answer in JSON.
    #[arg(long, global = true)]
    pub(in crate::cli) json: bool,
    /// File with the passphrase of the keys that are used; asked for at the terminal otherwise.
    #[arg(long, global = true, value_name = "FILE")]
    pub(in crate::cli) passphrase_file: Option<PathBuf>,
    #[command(subcommand)]
    pub(in crate::cli) verb: Verb,
}

const EXAMPLES: &str = "\
Examples, from nothing to a kiosk that sells:
  landfall-kiosk operator init --dir operator
  landfall-kiosk init --data kiosk --operator operator --name \"Gate 7\"
  landfall-kiosk stock example --dir stock --count 10
  landfall-kiosk stock import --data kiosk stock/stock.toml
  landfall-kiosk serve --data kiosk
  landfall-kiosk sales pending --data kiosk";

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Verb {
    /// The operator's side: root, packages, vouchers. Its folder never lies on a kiosk.
    #[command(subcommand)]
    Operator(OperatorVerb),
    /// Make a kiosk, certified by an operator.
    #[command(after_help = "Example:\n  landfall-kiosk init --data kiosk --operator operator --name \"Gate 7\"")]
    Init {
        /// The operator's folder.
        #[arg(long)]
        operator: PathBuf,
        /// The kiosk's name, as phones show it.
        #[arg(long)]
        name: String,
        /// Its SM-DP+'s name in activation codes, with a port if it has one, for phones that come by HTTPS.
        #[arg(long, value_name = "NAME[:PORT]")]
        address: Option<String>,
        /// Be a discovery server (SM-DS) too, by this name: it tells cards what waits for them (`sales issue --announce`).
        #[arg(long, value_name = "NAME[:PORT]")]
        smds_address: Option<String>,
        /// For how many days it may make cards for phones that have none.
        #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u32).range(1..=366))]
        eum_days: u32,
        /// Guard the kiosk's keys by a passphrase, typed twice. A file given by --passphrase-file does so too.
        #[arg(long)]
        passphrase: bool,
        /// File with the operator's passphrase, if it has one.
        #[arg(long, value_name = "FILE")]
        operator_passphrase_file: Option<PathBuf>,
    },
    /// Give the kiosk new certificates; those by which it makes cards live for days only.
    #[command(after_help = "Example:\n  landfall-kiosk renew --data kiosk --operator operator")]
    Renew {
        /// The operator's folder.
        #[arg(long)]
        operator: PathBuf,
        /// For how many days it may make cards for phones that have none.
        #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u32).range(1..=366))]
        eum_days: u32,
        /// File with the operator's passphrase, if it has one.
        #[arg(long, value_name = "FILE")]
        operator_passphrase_file: Option<PathBuf>,
    },
    /// Certificates under other CIs, beside the operator's own: those of the GSMA's CI, for stock phones.
    #[command(subcommand)]
    Certificates(CertificatesVerb),
    /// Products and numbers.
    #[command(subcommand)]
    Stock(StockVerb),
    /// Sales that wait for the attendant.
    #[command(subcommand)]
    Sales(SalesVerb),
    /// Commands for cards that were given out: remote profile management.
    #[command(subcommand)]
    Rpm(RpmVerb),
    /// What operators ordered (ES2+).
    #[command(subcommand)]
    Orders(OrdersVerb),
    /// The operator's cloud: what it is told, and tells.
    #[command(subcommand)]
    Report(ReportVerb),
    /// Roots of phones' key attestations and of operators that order, and revocation lists.
    #[command(subcommand)]
    Trust(TrustVerb),
    /// Sell: listen for phones until told to stop.
    #[command(
        after_help = "Examples:\n  landfall-kiosk serve --data kiosk --listen 0.0.0.0:7788 --announce --qr\n  landfall-kiosk serve --data kiosk --tcp --ble hci0 --nfc"
    )]
    Serve(ServeArgs),
    /// How the kiosk stands.
    #[command(after_help = "Example:\n  landfall-kiosk status --data kiosk")]
    Status,
    /// Write a backup of the stock, also while serving.
    #[command(after_help = "Example:\n  landfall-kiosk backup --data kiosk kiosk-2026-11-23.db")]
    Backup {
        /// The file to write.
        file: PathBuf,
    },
    /// Put a backup back. The kiosk then sells nothing until `reconcile`.
    #[command(after_help = "Example:\n  landfall-kiosk restore --data kiosk kiosk-2026-11-23.db")]
    Restore {
        /// The backup.
        file: PathBuf,
    },
    /// Let a restored kiosk sell again, or one whose clock was wrong.
    #[command(after_help = "\
Examples:
  landfall-kiosk reconcile --data kiosk --sold sold.txt        # one number a line, sold since the backup
  landfall-kiosk reconcile --data kiosk --sold sold.txt --redeemed vouchers.txt
  landfall-kiosk reconcile --data kiosk --retire-available     # what was sold can't be known
  landfall-kiosk reconcile --data kiosk --nothing-sold
  landfall-kiosk reconcile --data kiosk --clock                # the clock was wrong before, and is right now

Unless --redeemed or --nothing-sold says which vouchers were used, only vouchers issued afterwards are taken.")]
    Reconcile(ReconcileArgs),
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

pub(in crate::cli) fn completions(shell: Shell) {
    clap_complete::generate(shell, &mut Args::command(), "landfall-kiosk", &mut std::io::stdout());
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: F8
    #[test]
    fn the_clock_is_believed_alone_or_beside_what_was_sold() {
        let takes = |args: &str| Args::try_parse_from(args.split(' ')).is_ok();
        for good in ["--clock", "--clock --sold a.txt", "--nothing-sold", "--sold a.txt --remember --redeemed b.txt"] {
            assert!(takes(&format!("landfall-kiosk reconcile {good}")), "{good}");
        }
        for bad in ["--json", "--sold a.txt --nothing-sold", "--retire-available --sold a", "--clock --remember"] {
            assert!(!takes(&format!("landfall-kiosk reconcile {bad}")), "{bad}");
        }
        Args::command().debug_assert();
    }
}
