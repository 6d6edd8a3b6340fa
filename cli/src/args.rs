use clap::{Args, Parser, Subcommand};
use model::{Country, Iccid, Money};
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
  landfall card phonebook 8900112233445566778 --add 'Ann=+99901234'"
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
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Find kiosks on the local network.
    #[command(after_help = "Example:\n  landfall discover --seconds 5")]
    Discover {
        /// How long to look.
        #[arg(long, default_value_t = 3, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=60))]
        seconds: u64,
    },
    /// Look at a kiosk's offers.
    #[command(after_help = "Example:\n  landfall offers --kiosk 127.0.0.1:7788 --area JP --area KR --most '20.00 EUR'")]
    Offers {
        #[command(flatten)]
        kiosk: Kiosk,
        #[command(flatten)]
        selection: Selection,
    },
    /// Get a card from a kiosk. Without --class it asks which.
    #[command(after_help = "\
Examples:
  landfall acquire --kiosk 127.0.0.1:7788
  landfall acquire --kiosk 127.0.0.1:7788 --class tourist-30 --voucher-file code.txt --pin-file pin.txt --yes

A run that was interrupted is gone on with by the same command: the kiosk gives the same number.")]
    Acquire(Acquire),
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
    /// Whom this phone trusts: operators' root certificates.
    #[command(
        subcommand,
        after_help = "Examples:\n  landfall roots add operator/root.der\n  landfall roots list\n  landfall roots remove 5AA0…"
    )]
    Roots(Roots),
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

/// Where the kiosk is.
#[derive(Debug, Args)]
pub(crate) struct Kiosk {
    /// The kiosk's start code (LANDFALL:…, as its QR shows it) or HOST:PORT. Without it the one kiosk nearby is taken.
    #[arg(long, value_name = "CODE")]
    pub(crate) kiosk: Option<String>,
}

/// What the card must be able to do.
#[derive(Debug, Args)]
pub(crate) struct Selection {
    /// Least speed, in kbit/s.
    #[arg(long, value_name = "KBIT/S")]
    pub(crate) rate: Option<u32>,
    /// The operator's name.
    #[arg(long, value_name = "NAME")]
    pub(crate) operator: Option<String>,
    /// The most to pay, such as '20.00 EUR'.
    #[arg(long, value_name = "MONEY")]
    pub(crate) most: Option<Money>,
    /// A country where it must work, such as JP; may be given more than once.
    #[arg(long, value_name = "COUNTRY")]
    pub(crate) area: Vec<Country>,
    /// The kind of management program.
    #[arg(long, value_name = "KIND")]
    pub(crate) program: Option<String>,
}

/// Get a card.
#[derive(Debug, Args)]
pub(crate) struct Acquire {
    #[command(flatten)]
    pub(crate) kiosk: Kiosk,
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// The offer's class id, as `landfall offers` lists it.
    #[arg(long, value_name = "ID")]
    pub(crate) class: Option<String>,
    /// Who you are to the kiosk, if the shop asks for it.
    #[arg(long, value_name = "ID", default_value = "")]
    pub(crate) user: String,
    /// A file with the voucher or invitation code.
    #[arg(long, value_name = "FILE")]
    pub(crate) voucher_file: Option<PathBuf>,
    /// A file with the PIN that the card gets; without it the PIN is asked for.
    #[arg(long, value_name = "FILE")]
    pub(crate) pin_file: Option<PathBuf>,
    /// Don't ask whether the offer is agreed to.
    #[arg(long)]
    pub(crate) yes: bool,
}

/// Give up what was begun.
#[derive(Debug, Args)]
pub(crate) struct GiveUp {
    #[command(flatten)]
    pub(crate) kiosk: Kiosk,
    /// Only this offer's class id; without it everything that was begun.
    #[arg(long, value_name = "ID")]
    pub(crate) class: Option<String>,
    /// Don't ask.
    #[arg(long)]
    pub(crate) yes: bool,
}

/// What to do with the passphrase.
#[derive(Debug, Subcommand)]
pub(crate) enum Passphrase {
    /// Guard the data folder by a passphrase, or by another one than now.
    #[command(after_help = "\
Examples:
  landfall passphrase set
  landfall passphrase set --passphrase-file old.txt --new-passphrase-file new.txt")]
    Set {
        /// A file with the new passphrase; without it it is asked for.
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// Guard the data folder by its key file alone.
    #[command(after_help = "Example:\n  landfall passphrase remove --passphrase-file old.txt")]
    Remove,
}

/// Use one card.
#[derive(Debug, Subcommand)]
pub(crate) enum Card {
    /// Show a card.
    #[command(after_help = "Example:\n  landfall card show 8900112233445566778")]
    Show {
        /// The card's number (ICCID).
        iccid: Iccid,
    },
    /// Set, change, switch or unblock a card's PIN.
    #[command(after_help = "\
Examples:
  landfall card pin 8900112233445566778 set
  landfall card pin 8900112233445566778 change --pin-file old.txt --new-pin-file new.txt
  landfall card pin 8900112233445566778 unblock --puk-file puk.txt")]
    Pin {
        /// The card's number (ICCID).
        iccid: Iccid,
        /// What to do with the PIN.
        #[command(subcommand)]
        action: Pin,
    },
    /// Make a card the one in use.
    #[command(after_help = "Example:\n  landfall card enable 8900112233445566778")]
    Enable {
        /// The card's number (ICCID).
        iccid: Iccid,
    },
    /// Take a card out of use.
    #[command(after_help = "Example:\n  landfall card disable 8900112233445566778")]
    Disable {
        /// The card's number (ICCID).
        iccid: Iccid,
    },
    /// Give a card a name of your own; an empty one takes it away.
    #[command(after_help = "\
Examples:
  landfall card nickname 8900112233445566778 'Japan'
  landfall card nickname 8900112233445566778 ''")]
    Nickname {
        /// The card's number (ICCID).
        iccid: Iccid,
        /// The name.
        name: String,
    },
    /// Delete a card for good.
    #[command(after_help = "\
Examples:
  landfall card disable 8900112233445566778
  landfall card delete 8900112233445566778 --yes")]
    Delete {
        /// The card's number (ICCID).
        iccid: Iccid,
        /// Don't ask.
        #[arg(long)]
        yes: bool,
    },
    /// Read or write a card's phone book.
    #[command(after_help = "\
Examples:
  landfall card phonebook 8900112233445566778
  landfall card phonebook 8900112233445566778 --add 'Ann=+99901234' --pin-file pin.txt")]
    Phonebook {
        /// The card's number (ICCID).
        iccid: Iccid,
        /// Add an entry, written NAME=NUMBER.
        #[arg(long, value_name = "NAME=NUMBER")]
        add: Option<String>,
        /// A file with the PIN; without it the PIN is asked for.
        #[arg(long, value_name = "FILE")]
        pin_file: Option<PathBuf>,
    },
    /// Have a card answer a network's challenge (AKA), as a modem does.
    #[command(after_help = "\
Example:
  landfall card auth 8900112233445566778 --rand 00112233445566778899AABBCCDDEEFF --autn 8899AABBCCDDEEFF0011223344556677")]
    Auth {
        /// The card's number (ICCID).
        iccid: Iccid,
        /// RAND, 32 hexadecimal digits.
        #[arg(long, value_name = "HEX")]
        rand: String,
        /// AUTN, 32 hexadecimal digits.
        #[arg(long, value_name = "HEX")]
        autn: String,
        /// A file with the PIN; without it the PIN is asked for.
        #[arg(long, value_name = "FILE")]
        pin_file: Option<PathBuf>,
    },
}

/// What to do with a PIN.
#[derive(Debug, Subcommand)]
pub(crate) enum Pin {
    /// Set the first PIN of a new card.
    Set {
        /// A file with the new PIN.
        #[arg(long, value_name = "FILE")]
        new_pin_file: Option<PathBuf>,
    },
    /// How many tries are left.
    Status,
    /// Change the PIN.
    Change {
        /// A file with the PIN.
        #[arg(long, value_name = "FILE")]
        pin_file: Option<PathBuf>,
        /// A file with the new PIN.
        #[arg(long, value_name = "FILE")]
        new_pin_file: Option<PathBuf>,
    },
    /// Ask for the PIN again.
    On {
        /// A file with the PIN.
        #[arg(long, value_name = "FILE")]
        pin_file: Option<PathBuf>,
    },
    /// Don't ask for the PIN any more.
    Off {
        /// A file with the PIN.
        #[arg(long, value_name = "FILE")]
        pin_file: Option<PathBuf>,
    },
    /// Give a blocked card a new PIN by its PUK.
    Unblock {
        /// A file with the PUK.
        #[arg(long, value_name = "FILE")]
        puk_file: Option<PathBuf>,
        /// A file with the new PIN.
        #[arg(long, value_name = "FILE")]
        new_pin_file: Option<PathBuf>,
    },
}

/// Whom this phone trusts.
#[derive(Debug, Subcommand)]
pub(crate) enum Roots {
    /// Trust an operator: install its root certificate (DER).
    Add {
        /// The certificate's file.
        file: PathBuf,
    },
    /// List the operators that are trusted.
    List,
    /// Trust an operator no longer.
    Remove {
        /// The root's key id, as `roots list` shows it.
        key_id: String,
    },
}
