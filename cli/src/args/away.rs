use super::{ActivateCard, CopyCard, MoveCard, OverwriteCard, copies::FORCED};
use clap::{Args, Subcommand};
use model::Iccid;
use std::path::PathBuf;

/// Orders to devices of the account, and what became of them.
#[derive(Debug, Subcommand)]
pub(crate) enum Away {
    /// Lock a device: nothing on it is used until its owner signs in. The password alone is enough for this.
    #[command(after_help = "\
Examples:
  landfall remote lock 'old phone'
  landfall remote lock 'old phone' --server https://cloud.example.com --login ann@example.com
  landfall remote lock 'old phone' --server https://cloud.example.com --sheet-file sheet.txt")]
    Lock {
        /// The device's id, or its name.
        #[arg(allow_hyphen_values = true)]
        device: String,
        #[command(flatten)]
        by: By,
    },
    /// Unlock it again.
    #[command(after_help = "Example:\n  landfall remote unlock 'old phone'")]
    Unlock {
        /// The device's id, or its name.
        #[arg(allow_hyphen_values = true)]
        device: String,
        #[command(flatten)]
        by: By,
    },
    /// Erase everything on a device: its keys first. It signs for it with its own key. The subscriptions of its cards are barred at once.
    #[command(after_help = "\
Examples:
  landfall remote wipe 'old phone'
  landfall remote wipe 'old phone' --grace 2h --yes
  landfall remote wipe 'old phone' --bar 8999901000000000019 --yes
  landfall remote wipe 'old phone' --server https://cloud.example.com --sheet-file sheet.txt --yes")]
    Wipe(Wipe),
    /// Erase cards on a device.
    #[command(after_help = "Example:\n  landfall remote delete 'old phone' 8999901000000000019 --yes")]
    Delete {
        /// The device's id, or its name.
        #[arg(allow_hyphen_values = true)]
        device: String,
        /// The cards' numbers (ICCID).
        #[arg(required = true)]
        cards: Vec<Iccid>,
        #[command(flatten)]
        erasing: Erasing,
        #[command(flatten)]
        by: By,
    },
    /// Copy a card to another device of the account, where it is dormant: of its copies one is live. The card's operator must let it be copied.
    #[command(after_help = "\
Examples:
  landfall remote copy 8999901000000000019 --to 'new phone'
  landfall remote copy 8999901000000000019 --to 'new phone' --from 'old phone' --wait 5m
  landfall remote copy 8999901000000000019 --to 'new phone' --json

Each device does its part at its next contact. A run that was interrupted is gone on with by the same command, and by landfall daemon or landfall sync here.")]
    Copy(CopyCard),
    /// Copy a card in place of another one, or of an older copy, on that device: in one step.
    #[command(after_help = "\
Examples:
  landfall remote overwrite 8999901000000000019 --to 'new phone'
  landfall remote overwrite 8999901000000000019 --to 'new phone' --in-place-of 8999901000000000027 --yes

Without --in-place-of the copy that is there is made anew, with what was written into the card since. The subscription of another card that goes is barred.")]
    Overwrite(OverwriteCard),
    /// Make the copy on that device the live one: the card that was live hands its role over and sleeps.
    #[command(after_help = format!("\
Examples:
  landfall remote activate 8999901000000000019 --on 'new phone'
  landfall remote activate 8999901000000000019 --on 'new phone' --force

With --force, where the device that has the live card can't be reached:
  {FORCED}"))]
    Activate(ActivateCard),
    /// Move a card to another device: copy it, activate it there, erase it on the first.
    #[command(after_help = format!("\
Examples:
  landfall remote move 8999901000000000019 --to 'new phone'
  landfall remote move 8999901000000000019 --to 'new phone' --force --yes

A copy that is there already is the one that is activated. With --force, where the first device can't be reached and the other one has a copy:
  {FORCED}
  The first device erases its card when it is found."))]
    Move(MoveCard),
    /// Show on which devices each card is, and where it is live.
    #[command(after_help = "Examples:\n  landfall remote homes\n  landfall remote homes --json")]
    Homes {
        #[command(flatten)]
        by: By,
    },
    /// Take back an order to erase that is not carried out yet.
    #[command(after_help = "Example:\n  landfall remote take-back s3Jm0kQ6yq1nG0mZ4m7YxA")]
    TakeBack {
        /// The order's number, as `landfall remote orders` shows it.
        #[arg(allow_hyphen_values = true)]
        order: String,
        #[command(flatten)]
        by: By,
    },
    /// List the orders, how far each is, and whether its device has signed for it.
    #[command(after_help = "Examples:\n  landfall remote orders\n  landfall remote orders --json")]
    Orders {
        #[command(flatten)]
        by: By,
    },
    /// Verify and show a device's receipts.
    #[command(after_help = "Example:\n  landfall remote receipts 'old phone' --json")]
    Receipts {
        /// The device's id, or its name.
        #[arg(allow_hyphen_values = true)]
        device: String,
        #[command(flatten)]
        by: By,
    },
    /// Ask for orders to this phone now, obey them, and hand in what is owed.
    #[command(after_help = "Example:\n  landfall remote obey")]
    Obey,
    /// Set this phone up as if it were new, once it was wiped and the receipt of that was handed in.
    #[command(after_help = "\
Examples:
  landfall remote begin-anew
  landfall remote begin-anew --unheard --yes")]
    BeginAnew {
        /// Although the owner waits for the receipt: it is destroyed with what is left here, and never arrives.
        #[arg(long)]
        unheard: bool,
        /// With --unheard: don't ask.
        #[arg(long, requires = "unheard")]
        yes: bool,
    },
    /// Unlock this phone by the account's password; or, where that was allowed, by the recovery sheet without a network.
    #[command(after_help = "\
Examples:
  landfall remote sign-in
  landfall remote sign-in --password-file pw.txt
  landfall remote sign-in --offline --sheet-file sheet.txt")]
    SignIn {
        /// A file with the password; without it it is asked for.
        #[arg(long, value_name = "FILE", conflicts_with = "offline")]
        password_file: Option<PathBuf>,
        /// By the recovery sheet, without the server.
        #[arg(long)]
        offline: bool,
        /// A file with the recovery sheet; without it it is asked for.
        #[arg(long, value_name = "FILE", requires = "offline")]
        sheet_file: Option<PathBuf>,
    },
    /// Show or set for how long this phone may be without contact before it locks, and erases itself.
    #[command(after_help = "\
Examples:
  landfall remote lease
  landfall remote lease --lock-after 14d --erase-after 60d
  landfall remote lease --unlock-offline true")]
    Lease {
        /// It locks after so long without contact, whatever its clock says.
        #[arg(long, value_name = "TIME", value_parser = seconds)]
        lock_after: Option<u64>,
        /// It erases itself once it was on for so long without contact.
        #[arg(long, value_name = "TIME", value_parser = seconds)]
        erase_after: Option<u64>,
        /// Whether the recovery sheet unlocks it without its server.
        #[arg(long, value_name = "true|false")]
        unlock_offline: Option<bool>,
    },
}

/// What is wiped.
#[derive(Debug, Args)]
pub(crate) struct Wipe {
    /// The device's id, or its name.
    #[arg(allow_hyphen_values = true)]
    pub(crate) device: String,
    /// Have this card's subscription barred, too (its number, ICCID), beside those that the account knows to be live there; may be given more
    /// than once.
    #[arg(long, value_name = "ICCID")]
    pub(crate) bar: Vec<Iccid>,
    /// Bar no subscription.
    #[arg(long, conflicts_with = "bar")]
    pub(crate) keep_subscriptions: bool,
    #[command(flatten)]
    pub(crate) erasing: Erasing,
    #[command(flatten)]
    pub(crate) by: By,
}

/// Who orders: this device of the account, unless something else is said.
#[derive(Debug, Args)]
pub(crate) struct By {
    /// The account's server, where this device is not one of the account's.
    #[arg(long, value_name = "URL")]
    pub(crate) server: Option<String>,
    /// By the recovery sheet in this file; - asks for it.
    #[arg(long, value_name = "FILE", requires = "server", conflicts_with = "login")]
    pub(crate) sheet_file: Option<PathBuf>,
    /// By password, as this user: locks only.
    #[arg(long, value_name = "NAME", requires = "server")]
    pub(crate) login: Option<String>,
    /// A file with that password; without it it is asked for.
    #[arg(long, value_name = "FILE", requires = "login")]
    pub(crate) password_file: Option<PathBuf>,
}

/// How what can't be undone is done.
#[derive(Debug, Args)]
pub(crate) struct Erasing {
    /// For so long it can be taken back: 90s, 15m, 2h, 3d.
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = seconds)]
    pub(crate) grace: u64,
    /// For so long after that the device obeys when it hears of it; a year by default.
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    pub(crate) good_for: Option<u64>,
    /// Don't ask.
    #[arg(long)]
    pub(crate) yes: bool,
}

pub(super) fn seconds(text: &str) -> Result<u64, String> {
    let wrong = || format!("{text:?} is no time: write 90s, 15m, 2h or 3d");
    let unit = text.chars().last().ok_or_else(wrong)?;
    let each = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    let count: u64 = text.strip_suffix(unit).ok_or_else(wrong)?.parse().map_err(|_| wrong())?;
    count.checked_mul(each).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn times_are_read_with_their_unit() {
        for (text, expected) in [("90s", 90), ("15m", 900), ("2h", 7_200), ("3d", 259_200), ("0s", 0)] {
            assert_eq!(seconds(text), Ok(expected));
        }
        for wrong in ["", "3", "d", "-1d", "1w", "3dd", "9999999999999999d"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
