use super::Serve;
use clap::Subcommand;
use model::Iccid;
use std::path::PathBuf;

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
    /// Offer the cards of an eUICC to other programs, as a card in a reader.
    #[command(after_help = "\
Examples:
  landfall card serve --vpcd
  landfall card serve --vpcd 127.0.0.1:35963 --card 8900112233445566778
  landfall card serve --stdio -- lpac chip info")]
    Serve(Serve),
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
