use super::{AnyCard, Remote};
use clap::{Args, Subcommand};
use model::Iccid;
use std::path::PathBuf;

/// Manage an eUICC: one of the data folder, in a reader, or behind another program.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  landfall chip info
  landfall chip list --reader OMNIKEY
  landfall chip enable 8900112233445566778 --card-program 'landfall --data other card serve --stdio'")]
pub(crate) struct Chip {
    #[command(flatten)]
    pub(crate) card: AnyCard,
    /// What to do.
    #[command(subcommand)]
    pub(crate) action: ChipAction,
}

/// What to do about eUICCs.
#[derive(Debug, Subcommand)]
pub(crate) enum ChipAction {
    /// Make an eUICC in the data folder of certificates and a key that come from elsewhere, for desks and tests: those of SGP.26, say.
    #[command(after_help = "\
Example:
  landfall roots add CERT_CI.der
  landfall chip create --certificate CERT_EUICC.der --key-file SK_EUICC.pem --eum-certificate CERT_EUM.der")]
    Create(Create),
    /// Ask a discovery server (SM-DS) which profiles wait for this eUICC, and where. `landfall acquire --discover` fetches them.
    #[command(after_help = "\
Examples:
  landfall chip discovery --reader OMNIKEY
  landfall chip discovery --smds smds.example.com --json")]
    Discovery(Discovery),
    /// Ask the servers that manage its profiles whether they have commands for them, show them, and have the agreed ones carried out
    /// (remote profile management). What became of earlier ones is told first.
    #[command(after_help = "\
Examples:
  landfall chip remote
  landfall chip remote --reader OMNIKEY --yes --json
  landfall chip remote --smdp smdp.example.com --matching-id 7C3MF0Q4T5 --yes --allow-delete

Only servers that a profile's operator named may do something with that profile, and only what it let them do: the card keeps to it.")]
    Remote(Remote),
    #[command(flatten)]
    Manage(Management),
}

/// Where to ask.
#[derive(Debug, Args)]
pub(crate) struct Discovery {
    /// The discovery server, with a port if it has one; by default the one that the eUICC names.
    #[arg(long, value_name = "NAME[:PORT]")]
    pub(crate) smds: Option<String>,
    /// Connect here instead of asking the DNS for the server; it must prove to be that server all the same.
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) via: Option<String>,
}

/// What an eUICC is made of.
#[derive(Debug, Args)]
pub(crate) struct Create {
    /// The eUICC's certificate (DER); it names the eUICC's number (EID).
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: PathBuf,
    /// Its private key: SEC 1 or PKCS#8, PEM or DER, without a passphrase. It goes into the data folder's keystore.
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: PathBuf,
    /// The certificate of its maker (EUM, DER), issued by an installed root.
    #[arg(long, value_name = "FILE")]
    pub(crate) eum_certificate: PathBuf,
}

/// What to do with an eUICC.
#[derive(Debug, Subcommand)]
pub(crate) enum Management {
    /// Show what the eUICC says of itself: its number, versions, keys, room, addresses.
    #[command(after_help = "Example:\n  landfall chip info --reader OMNIKEY --json")]
    Info,
    /// List its profiles.
    #[command(after_help = "Example:\n  landfall chip list --reader OMNIKEY")]
    List,
    /// Enable a profile; the one that was enabled is disabled.
    #[command(after_help = "Example:\n  landfall chip enable 8900112233445566778 --reader OMNIKEY")]
    Enable {
        /// The profile's number (ICCID).
        iccid: Iccid,
    },
    /// Disable a profile.
    #[command(after_help = "Example:\n  landfall chip disable 8900112233445566778 --reader OMNIKEY")]
    Disable {
        /// The profile's number (ICCID).
        iccid: Iccid,
    },
    /// Delete a profile for good.
    #[command(after_help = "Example:\n  landfall chip delete 8900112233445566778 --reader OMNIKEY --yes")]
    Delete {
        /// The profile's number (ICCID).
        iccid: Iccid,
        /// Don't ask.
        #[arg(long)]
        yes: bool,
    },
    /// Give a profile a name of your own; an empty one takes it away.
    #[command(after_help = "Example:\n  landfall chip nickname 8900112233445566778 'Japan' --reader OMNIKEY")]
    Nickname {
        /// The profile's number (ICCID).
        iccid: Iccid,
        /// The name.
        name: String,
    },
    /// List the notifications that wait for their servers, or remove one.
    #[command(after_help = "\
Examples:
  landfall chip notifications --reader OMNIKEY
  landfall chip notifications --reader OMNIKEY --remove 7")]
    Notifications {
        /// Have the eUICC forget the notification with this number: its server is never told.
        #[arg(long, value_name = "NUMBER")]
        remove: Option<u64>,
    },
    /// Take away all profiles, or more or less than that.
    #[command(after_help = "\
Examples:
  landfall chip reset --reader OMNIKEY --yes
  landfall chip reset --test-profiles --address --yes")]
    Reset(Reset),
}

/// What a reset takes away; without a choice, profiles of both kinds.
#[derive(Debug, Args)]
pub(crate) struct Reset {
    /// Subscribers' profiles, whatever their operators' rules say.
    #[arg(long)]
    pub(crate) profiles: bool,
    /// Test profiles that were downloaded.
    #[arg(long)]
    pub(crate) test_profiles: bool,
    /// The default server's address: as it was when the eUICC was delivered.
    #[arg(long)]
    pub(crate) address: bool,
    /// Don't ask.
    #[arg(long)]
    pub(crate) yes: bool,
}
