use clap::Subcommand;
use std::path::PathBuf;

/// Certificates under other CIs than the operator's own.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CertificatesVerb {
    /// Add the certificates and keys that a CI issued to you, as the GSMA's does: DPauth, DPpb and TLS, each checked against the others.
    /// Whoever has no CI key starts here. The kiosk must not serve meanwhile.
    #[command(after_help = "\
Example:
  landfall-kiosk certificates add --data kiosk --ci CERT_CI.der \\
      --dp-auth CERT_DPauth.der --dp-auth-key SK_DPauth.pem --dp-pb CERT_DPpb.der --dp-pb-key SK_DPpb.pem \\
      --tls CERT_DP_TLS.der --tls-key SK_DP_TLS.pem")]
    Add(Box<AddCertificates>),
    /// Have another operator's CI certify this kiosk too. The kiosk must not serve meanwhile.
    #[command(after_help = "Example:\n  landfall-kiosk certificates certify --data kiosk --operator second-operator")]
    Certify {
        /// The other operator's folder.
        #[arg(long)]
        operator: PathBuf,
        /// File with the other operator's passphrase, if it has one.
        #[arg(long, value_name = "FILE")]
        operator_passphrase_file: Option<PathBuf>,
    },
    /// List the CIs under which the kiosk proves itself, the operator's own first.
    #[command(after_help = "Example:\n  landfall-kiosk certificates list --data kiosk --json")]
    List,
    /// Forget the certificates under a CI.
    #[command(
        after_help = "Example:\n  landfall-kiosk certificates remove --data kiosk F54172BDF98A95D65CBEB88A38A1C11D800A85C3"
    )]
    Remove {
        /// The CI's key id, as `certificates list` has it.
        ci_key_id: String,
    },
}

/// The files.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct AddCertificates {
    /// The CI's certificate (DER).
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) ci: PathBuf,
    /// CERT.DPauth (DER).
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) dp_auth: PathBuf,
    /// Its private key: SEC 1 or PKCS#8, PEM or DER, without a passphrase. It goes into the kiosk's keystore, as the others do.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) dp_auth_key: PathBuf,
    /// CERT.DPpb (DER).
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) dp_pb: PathBuf,
    /// Its private key.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) dp_pb_key: PathBuf,
    /// CERT.DP.TLS (DER), for the name in smdp-address of kiosk.toml.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) tls: PathBuf,
    /// Its private key.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) tls_key: PathBuf,
}
