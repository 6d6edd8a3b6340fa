//! The command line, a file a group of commands.

mod account;
mod acquire;
mod any_card;
mod away;
mod card;
mod chip;
mod copies;
mod kiosk;
mod order;
mod passphrase;
mod records;
mod remote;
mod roots;
mod serve;
mod sim;
mod sub;
mod versions;

pub(crate) use account::{Account, NewRoot, Who};
pub(crate) use acquire::{Acquire, GiveUp, Notifications};
pub(crate) use any_card::AnyCard;
pub(crate) use away::{Away, By, Erasing, Wipe};
pub(crate) use card::{Card, Pin};
pub(crate) use chip::{Chip, ChipAction, Create, Discovery, Management, Reset};
pub(crate) use copies::{ActivateCard, CopyCard, FORCED, Force, MoveCard, OverwriteCard, Steps};
pub(crate) use kiosk::{Bluetooth, Kiosk, Selection};
pub(crate) use order::{Into, NewOrder, Order};
pub(crate) use passphrase::Passphrase;
pub(crate) use records::{Records, Sync};
pub(crate) use remote::Remote;
pub(crate) use roots::Roots;
pub(crate) use serve::Serve;
pub(crate) use sim::{ReadSim, Sim};
pub(crate) use sub::{Allowed, Consent, Sub};
pub(crate) use versions::Versions;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// A phone on a desk: gets SIMs from kiosks nearby and keeps them.
#[derive(Debug, Parser)]
#[command(
    name = "landfall",
    version,
    after_help = "\
Examples:
  landfall roots add operator/root.der
  landfall offers --kiosk 127.0.0.1:7788 --area JP
  landfall acquire --kiosk 127.0.0.1:7788 --class tourist-30 --pin-file pin.txt
  landfall cards
  landfall card phonebook 8900112233445566778 --add 'Ann=+99901234'
  landfall chip list --reader OMNIKEY"
)]
pub(crate) struct Cli {
    /// The data folder; by default $LANDFALL_DATA, else ~/.local/share/landfall.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Print one JSON document on standard output instead of text.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Read the passphrase of the data folder from this file instead of asking for it.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Accounts' servers prove themselves under the roots in this file (PEM), and no others; by default $LANDFALL_CLOUD_ROOTS, else the
    /// public ones.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) cloud_roots: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Find kiosks nearby, on every link that this build has: the local network, and Bluetooth LE.
    #[command(after_help = "Example:\n  landfall discover --seconds 5")]
    Discover {
        /// How long to look.
        #[arg(long, default_value_t = 3, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=60))]
        seconds: u64,
        #[command(flatten)]
        bluetooth: Bluetooth,
    },
    /// Look at a kiosk's offers.
    #[command(after_help = "Example:\n  landfall offers --kiosk 127.0.0.1:7788 --area JP --area KR --most '20.00 EUR'")]
    Offers {
        #[command(flatten)]
        kiosk: Kiosk,
        #[command(flatten)]
        selection: Selection,
    },
    /// Get a card: from a kiosk (without --class it asks which), or by an activation code from any server in the network.
    #[command(after_help = "\
Examples:
  landfall acquire --kiosk 127.0.0.1:7788
  landfall acquire --kiosk 127.0.0.1:7788 --class tourist-30 --voucher-file code.txt --pin-file pin.txt --yes
  landfall acquire --activation-code 'LPA:1$smdp.example.com$ABC-123'
  landfall acquire --activation-qr code.png
  landfall acquire --default-server --reader OMNIKEY
  landfall acquire --discover
  landfall acquire --smdp smdp.example.com --matching-id ABC-123 --reader OMNIKEY

A run that was interrupted is gone on with by the same command: the kiosk gives the same number.")]
    Acquire(Box<Acquire>),
    /// Deliver the results that wait for servers in the network.
    #[command(after_help = "Example:\n  landfall notifications")]
    Notifications(Notifications),
    /// Give up what was begun at a kiosk and not finished, and tell the kiosk if it can be reached.
    #[command(after_help = "\
Examples:
  landfall give-up --kiosk 127.0.0.1:4460
  landfall give-up --class tourist-30 --yes")]
    GiveUp(GiveUp),
    /// List the cards.
    #[command(after_help = "Examples:\n  landfall cards\n  landfall cards --json")]
    Cards,
    /// Use one card.
    #[command(subcommand)]
    Card(Card),
    /// Manage an eUICC: one of the data folder, in a reader, or behind another program.
    Chip(Chip),
    /// Physical SIMs: read them into the data folder, see what was read.
    #[command(subcommand)]
    Sim(Sim),
    /// List the system's smart card readers.
    #[command(after_help = "Example:\n  landfall readers --json")]
    Readers,
    /// Whom this phone trusts: operators' root certificates.
    #[command(
        subcommand,
        after_help = "Examples:\n  landfall roots add operator/root.der\n  landfall roots list\n  landfall roots remove 5AA0…"
    )]
    Roots(Roots),
    /// Your account: your cards and settings on all your devices, readable by nobody else.
    #[command(
        subcommand,
        after_help = "\
Examples:
  landfall account create --server https://cloud.example.com --login ann@example.com
  landfall account devices
  landfall account approve"
    )]
    Account(Account),
    /// Cards from operators' agencies at the account's server, ordered online.
    #[command(
        subcommand,
        after_help = "\
Examples:
  landfall order agencies
  landfall order products nord
  landfall order new --agency nord --product month --install"
    )]
    Order(Order),
    /// Orders to devices of the account, and what became of them; and this phone, as far as it is ordered about.
    #[command(subcommand)]
    Remote(Away),
    /// Keep a line to the account's server open: orders come at once. Ends with Ctrl-C, or once everything here is erased.
    #[command(after_help = "Example:\n  landfall daemon")]
    Daemon,
    /// Bring the account's records on this phone and at its server together. What is edited offline waits for it.
    #[command(after_help = "Examples:\n  landfall sync\n  landfall sync --json\n  landfall sync --believe-restored")]
    Sync(Sync),
    /// The account's records on this phone, as of the last sync.
    #[command(subcommand, after_help = "Examples:\n  landfall records list\n  landfall records set theme dark")]
    Records(Records),
    /// Set, change or take away the passphrase that guards the data folder.
    #[command(subcommand)]
    Passphrase(Passphrase),
    /// Check the data folder, mend what was interrupted, and say what is wrong.
    #[command(after_help = "Examples:\n  landfall doctor\n  landfall doctor --data /media/old/landfall --json")]
    Doctor,
    /// Print completions for a shell.
    #[command(after_help = "Example:\n  landfall completions bash > /etc/bash_completion.d/landfall")]
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::Parser;

    // R: F3
    #[test]
    fn an_id_may_begin_with_a_dash() {
        let ids = ["-Jn9meFK9LE19T539Pc3Vg", "--n9meFK9LE19T539Pc3Vg", "-hn9meFK9LE19T539Pc3Vg"];
        for id in ids {
            for words in [
                &["remote", "lock", id][..],
                &["remote", "unlock", id, "--server", "https://cloud.test"],
                &["remote", "wipe", id, "--yes"],
                &["remote", "delete", id, "8999901000000000019", "--yes"],
                &["remote", "take-back", id, "--json"],
                &["remote", "receipts", id],
                &["account", "approve", id, "--code-file", "code"],
                &["account", "rename", id, "spare phone"],
                &["account", "revoke", "--yes", id],
                &["records", "prefer", id],
                &["records", "end", id],
                &["order", "show", id],
                &["order", "cancel", id, "--json"],
                &["order", "install", id, "--pin-file", "pin", "--yes"],
                &["remote", "copy", "8999901000000000019", "--to", id],
            ] {
                let read = Cli::try_parse_from([&["landfall"], words].concat());
                assert!(read.is_ok(), "{words:?}: {}", read.err().map(|error| error.to_string()).unwrap_or_default());
            }
        }
    }
}
