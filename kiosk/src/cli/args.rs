use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use model::{Eid, NumberState};
use std::path::PathBuf;

/// A kiosk that sells SIM profiles with no network: stock, sales, and an SM-DP+ near by.
#[derive(Debug, Parser)]
#[command(name = "landfall-kiosk", version, after_help = EXAMPLES)]
pub struct Args {
    /// The kiosk's data folder.
    #[arg(long, global = true, default_value = "kiosk", value_name = "FOLDER")]
    pub(super) data: PathBuf,
    /// Answer in JSON.
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// File with the passphrase of the keys that are used; asked for at the terminal otherwise.
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) passphrase_file: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) verb: Verb,
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
pub(super) enum Verb {
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
    /// Products and numbers.
    #[command(subcommand)]
    Stock(StockVerb),
    /// Sales that wait for the attendant.
    #[command(subcommand)]
    Sales(SalesVerb),
    /// Roots of phones' key attestations, and revocation lists.
    #[command(subcommand)]
    Trust(TrustVerb),
    /// Sell: listen for phones until told to stop.
    #[command(after_help = "Example:\n  landfall-kiosk serve --data kiosk --listen 0.0.0.0:7788 --announce --qr")]
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

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
pub(super) struct ReconcileArgs {
    /// File with the numbers that were sold since the backup, one a line.
    #[arg(long, value_name = "FILE", group = "since")]
    pub(super) sold: Option<PathBuf>,
    /// Retire every number that no phone is known to have.
    #[arg(long, group = "since")]
    pub(super) retire_available: bool,
    /// Nothing was sold since the backup.
    #[arg(long, group = "since")]
    pub(super) nothing_sold: bool,
    /// Numbers of the list that are not in the stock were imported after the backup: never sell them once they are again.
    #[arg(long, requires = "sold")]
    pub(super) remember: bool,
    /// File with the vouchers that were redeemed since the backup, one a line. All others are good then.
    #[arg(long, value_name = "FILE", requires = "sold")]
    pub(super) redeemed: Option<PathBuf>,
    /// Believe the clock, although it was later once.
    #[arg(long)]
    pub(super) clock: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ServeArgs {
    /// Where to listen, instead of what kiosk.toml says.
    #[arg(long, value_name = "HOST:PORT")]
    pub(super) listen: Option<String>,
    /// Serve any phone's own eSIM settings too: ES9+ over HTTPS, here. Activation codes come from `sales issue`.
    #[arg(long, value_name = "HOST:PORT")]
    pub(super) https: Option<String>,
    /// Serve a page for browsers on the kiosk's own Wi-Fi, without TLS: offers, and the activation code of the one that is chosen. See
    /// deploy/kiosk-wifi.
    #[arg(long, value_name = "HOST:PORT", requires = "https")]
    pub(super) page: Option<String>,
    /// Tell phones on the local network (multicast DNS); on 127.0.0.1, those on this machine. `landfall discover` finds it.
    #[arg(long)]
    pub(super) announce: bool,
    /// Draw the start code as a QR code.
    #[arg(long)]
    pub(super) qr: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum OperatorVerb {
    /// Make an operator: its root certificate is to be installed on phones.
    #[command(after_help = "\
Examples:
  landfall-kiosk operator init --dir operator --name \"Test Mobile\"
  landfall-kiosk operator init --dir operator --ci-certificate CERT_CI.der --ci-key-file SK_CI.pem")]
    Init {
        /// The operator's folder.
        #[arg(long)]
        dir: PathBuf,
        /// The operator's name.
        #[arg(long, default_value = "Landfall test operator")]
        name: String,
        /// First digits of the EIDs that its kiosks give.
        #[arg(long, default_value = "89999")]
        eid_prefix: String,
        /// Be this CI (DER) instead of making a root: kiosks then serve the eUICCs under it. For a CI of your own, or SGP.26's in tests.
        #[arg(long, value_name = "FILE", requires = "ci_key_file")]
        ci_certificate: Option<PathBuf>,
        /// That CI's private key: SEC 1 or PKCS#8, PEM or DER, without a passphrase. It goes into the operator's keystore.
        #[arg(long, value_name = "FILE", requires = "ci_certificate")]
        ci_key_file: Option<PathBuf>,
        /// Guard the operator's keys by a passphrase, typed twice. A file given by --passphrase-file does so too.
        #[arg(long)]
        passphrase: bool,
    },
    /// Print vouchers.
    #[command(
        after_help = "Example:\n  landfall-kiosk operator voucher --dir operator --days 30 --class jp-7 --count 5"
    )]
    Voucher {
        /// The operator's folder.
        #[arg(long)]
        dir: PathBuf,
        /// For how many days they are good.
        #[arg(long, default_value_t = 30)]
        days: u32,
        /// Good for this product only.
        #[arg(long)]
        class: Option<String>,
        /// How many.
        #[arg(long, default_value_t = 1)]
        count: u32,
    },
    /// Print the key by which vouchers are checked, for [[voucher-issuer]] in stock files.
    #[command(after_help = "Example:\n  landfall-kiosk operator voucher-key --dir operator >> stock/stock.toml")]
    VoucherKey {
        /// The operator's folder.
        #[arg(long)]
        dir: PathBuf,
    },
    /// Take back all certificates of a kiosk: writes a revocation list, for `trust add-crl` on the other kiosks.
    #[command(after_help = "Example:\n  landfall-kiosk operator revoke --dir operator --kiosk \"Gate 7\" operator.crl")]
    Revoke {
        /// The operator's folder.
        #[arg(long)]
        dir: PathBuf,
        /// The kiosk whose certificates are taken back. Without it, the list is made anew.
        #[arg(long)]
        kiosk: Option<String>,
        /// After how many days the next list is due.
        #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=366))]
        days: u32,
        /// The list to write.
        file: PathBuf,
    },
    /// Sign a management program or driver: writes FILE.manifest, for [[package]] in stock files.
    #[command(after_help = "\
Example:
  landfall-kiosk operator sign-package --dir operator --kind driver --class jp-7 --os android-15 --cpu aarch64 \\
      --package-version 1.2 driver.apk")]
    SignPackage {
        /// The operator's folder.
        #[arg(long)]
        dir: PathBuf,
        /// What it is.
        #[arg(long, value_parser = ["program", "driver"])]
        kind: String,
        /// The product it comes with.
        #[arg(long)]
        class: String,
        /// The operating system, with its version.
        #[arg(long)]
        os: String,
        /// The processor.
        #[arg(long)]
        cpu: String,
        /// Its version.
        #[arg(long)]
        package_version: String,
        /// The package.
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum StockVerb {
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

#[derive(Debug, Subcommand)]
pub(super) enum TrustVerb {
    /// Install a root (DER) of phones' key attestations, such as Google's: their cards then get assurance 2 or 3.
    #[command(after_help = "Example:\n  landfall-kiosk trust add-root --data kiosk google-hardware-root.der")]
    AddRoot {
        /// The root certificate.
        file: PathBuf,
    },
    /// Install a revocation list (DER) of the kiosk's operator: what it names is refused from now on.
    #[command(after_help = "Example:\n  landfall-kiosk trust add-crl --data kiosk operator.crl")]
    AddCrl {
        /// The list.
        file: PathBuf,
    },
    /// List what is installed.
    #[command(after_help = "Example:\n  landfall-kiosk trust list --data kiosk")]
    List,
}

#[derive(Debug, Subcommand)]
pub(super) enum SalesVerb {
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
  landfall-kiosk sales issue --data kiosk --class jp-week --hours 2 --confirmation-code-file code.txt")]
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

pub(super) fn completions(shell: Shell) {
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
