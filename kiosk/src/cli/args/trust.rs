use clap::Subcommand;
use std::path::PathBuf;

/// What is trusted beside the operator.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum TrustVerb {
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
    /// Install a root (DER) under which operators that order by ES2+ stand, beside the kiosk's own operator's. Prints the key id by which
    /// `root` of a [[client]] in kiosk.toml names it.
    #[command(after_help = "Example:\n  landfall-kiosk trust add-client-ca --data kiosk nord-root.der")]
    AddClientCa {
        /// The root certificate.
        file: PathBuf,
    },
    /// List what is installed.
    #[command(after_help = "Example:\n  landfall-kiosk trust list --data kiosk")]
    List,
}
