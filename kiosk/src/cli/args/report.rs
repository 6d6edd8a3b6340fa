use clap::Subcommand;
use std::path::PathBuf;

/// What the cloud is told of this kiosk's cards, and tells.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ReportVerb {
    /// Make the kiosk known at its operator's cloud.
    #[command(after_help = "\
Examples:
  landfall-kiosk report register --data kiosk --cloud https://cloud.example --token-file token.txt
  landfall-kiosk report register --data kiosk --cloud https://10.0.0.5:8443 --token-file token.txt --roots cloud-ca.pem

The cloud's administrator makes the token.")]
    Register {
        /// The cloud: https://HOST[:PORT].
        #[arg(long, value_name = "URL")]
        cloud: String,
        /// File with the token.
        #[arg(long, value_name = "FILE")]
        token_file: PathBuf,
        /// The roots under which the cloud proves who it is (PEM), if they are not those of web servers.
        #[arg(long, value_name = "FILE")]
        roots: Option<PathBuf>,
    },
    /// How kiosk and cloud stand: what waits, what is accepted, how the last contact went.
    #[command(after_help = "Example:\n  landfall-kiosk report status --data kiosk")]
    Status,
    /// Tell the cloud now what waits, and take what is new. A kiosk that serves does so by itself.
    #[command(after_help = "Example:\n  landfall-kiosk report send --data kiosk")]
    Send,
}
