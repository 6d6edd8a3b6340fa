use clap::Subcommand;
use std::path::PathBuf;

/// The operator's commands.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum OperatorVerb {
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
    /// Certify a network operator that orders from kiosks by ES2+: writes client.pem, client.key and ca.pem, for any program that speaks
    /// TLS, and says what to put into kiosk.toml.
    #[command(after_help = "\
Examples:
  landfall-kiosk operator client --dir operator --name \"Nord Mobile\" --requester 2.999.10 --out nord
  landfall-kiosk operator client --dir operator --name \"Nord Mobile\" --requester 2.999.10 --host es2.nord.example --out nord

With --host its certificate also serves where the operator is told of downloads (notify in kiosk.toml).")]
    Client {
        /// The operator's folder.
        #[arg(long)]
        dir: PathBuf,
        /// The network operator's name.
        #[arg(long)]
        name: String,
        /// Its functionRequesterIdentifier: an object identifier of its own.
        #[arg(long, value_name = "OID")]
        requester: String,
        /// The DNS name of its server, if it is to be told of downloads.
        #[arg(long, value_name = "NAME")]
        host: Option<String>,
        /// For how many days.
        #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=3_650))]
        days: u32,
        /// The folder to write to.
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
    },
    /// Take back all certificates of a kiosk, or of a client: writes a revocation list, for `trust add-crl` on the (other) kiosks.
    #[command(after_help = "\
Examples:
  landfall-kiosk operator revoke --dir operator --kiosk \"Gate 7\" operator.crl
  landfall-kiosk operator revoke --dir operator --client \"Nord Mobile\" operator.crl")]
    Revoke {
        /// The operator's folder.
        #[arg(long)]
        dir: PathBuf,
        /// The kiosk whose certificates are taken back. Without it or --client, the list is made anew.
        #[arg(long)]
        kiosk: Option<String>,
        /// The client whose certificates are taken back.
        #[arg(long, conflicts_with = "kiosk")]
        client: Option<String>,
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
