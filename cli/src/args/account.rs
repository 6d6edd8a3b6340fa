use super::Sub;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// The user's account.
#[derive(Debug, Subcommand)]
pub(crate) enum Account {
    /// Make an account, with this phone as its first device.
    #[command(after_help = "\
Examples:
  landfall account create --server https://cloud.example.com --login ann@example.com
  landfall account create --server https://cloud.example.com --login ann --password-file pw.txt --sheet sheet.txt

The recovery sheet is shown once: whoever has it can open the account, and nobody can make it again. A run that was interrupted is gone
on with by the same command.")]
    Create {
        #[command(flatten)]
        who: Who,
        /// Write the recovery sheet to this new file, which only you can read, instead of showing it.
        #[arg(long, value_name = "FILE")]
        sheet: Option<PathBuf>,
    },
    /// Sign in on this phone with password and recovery sheet.
    #[command(after_help = "\
Examples:
  landfall account login --server https://cloud.example.com --login ann@example.com
  landfall account login --server https://cloud.example.com --login ann --password-file pw.txt --sheet-file sheet.txt

Without the sheet, have another device approve this one: landfall account ask.")]
    Login {
        #[command(flatten)]
        who: Who,
        /// A file with the recovery sheet; without it it is asked for.
        #[arg(long, value_name = "FILE")]
        sheet_file: Option<PathBuf>,
    },
    /// Sign in on this phone with the password, and have another device approve it.
    #[command(after_help = "\
Example:
  landfall account ask --server https://cloud.example.com --login ann@example.com

Then on a device of the account: landfall account approve. Both show the same six digits.")]
    Ask {
        #[command(flatten)]
        who: Who,
    },
    /// See which devices wait to be approved, and approve one.
    #[command(after_help = "\
Examples:
  landfall account approve
  landfall account approve s3Jm0kQ6yq1nG0mZ4m7YxA
  landfall account approve s3Jm0kQ6yq1nG0mZ4m7YxA --code-file /dev/stdin")]
    Approve {
        /// The request's number, as the new device shows it; without it the one that waits is taken, or all are listed.
        request: Option<String>,
        /// A file with the code that the new device shows, read once it does: it is compared here instead of by you.
        #[arg(long, value_name = "FILE", requires = "request")]
        code_file: Option<PathBuf>,
    },
    /// List the account's devices.
    #[command(after_help = "Examples:\n  landfall account devices\n  landfall account devices --json")]
    Devices,
    /// Give a device another name.
    #[command(after_help = "Example:\n  landfall account rename 'old phone' 'spare phone'")]
    Rename {
        /// The device's id, or its name.
        device: String,
        /// The new name.
        name: String,
    },
    /// Take a device out of the account, and make new keys for it: a new root, and with it a new recovery sheet.
    #[command(after_help = "\
Examples:
  landfall account revoke 'old phone'
  landfall account revoke 'old phone' --password-file pw.txt --sheet new-sheet.txt
  landfall account revoke 'wiped phone' --keep-root

Its sessions end, and with what it has nobody reads what is written from now on, signs for the account or opens it: the old recovery sheet, \
which it knows, opens nothing any more. The new one is shown once. Your other devices take the new keys by themselves when they are online next. \
What the device holds already it goes on holding: a lost phone is wiped, before or after, by landfall remote wipe.

With --keep-root the root and the recovery sheet stay: new data is sealed with a key that the device does not have, but who opens up the \
device, and has the server's help, can sign for the account. That is enough where the device's receipt says that it was wiped, or where you \
have it yourself and reset it.")]
    Revoke {
        /// The device's id, or its name.
        device: String,
        /// Make no new root, and leave the recovery sheet what it is: for a device that was wiped, or that you have.
        #[arg(long, conflicts_with_all = ["password_file", "sheet"])]
        keep_root: bool,
        #[command(flatten)]
        root: NewRoot,
        /// Don't ask.
        #[arg(long)]
        yes: bool,
    },
    /// Sign in on this phone with the recovery sheet alone, and set a new password.
    #[command(after_help = "\
Examples:
  landfall account recover --server https://cloud.example.com
  landfall account recover --server https://cloud.example.com --sheet-file sheet.txt --new-password-file pw.txt --revoke-others")]
    Recover {
        /// The account's server.
        #[arg(long, value_name = "URL")]
        server: String,
        /// A file with the recovery sheet; without it it is asked for.
        #[arg(long, value_name = "FILE")]
        sheet_file: Option<PathBuf>,
        /// A file with the new password; without it it is asked for.
        #[arg(long, value_name = "FILE")]
        new_password_file: Option<PathBuf>,
        /// What this device is called; by default this computer's name.
        #[arg(long, value_name = "NAME")]
        device: Option<String>,
        /// Take all other devices out of the account; since they know the recovery sheet, a new one is made and shown.
        #[arg(long)]
        revoke_others: bool,
        /// Write the new recovery sheet to this new file, which only you can read, instead of showing it.
        #[arg(long, value_name = "FILE", requires = "revoke_others")]
        sheet: Option<PathBuf>,
    },
    /// Set another password.
    #[command(after_help = "\
Examples:
  landfall account password
  landfall account password --password-file old.txt --new-password-file new.txt
  landfall account password --forgotten")]
    Password {
        /// A file with the password that holds now; without it it is asked for.
        #[arg(long, value_name = "FILE", conflicts_with = "forgotten")]
        password_file: Option<PathBuf>,
        /// A file with the new password; without it it is asked for.
        #[arg(long, value_name = "FILE")]
        new_password_file: Option<PathBuf>,
        /// The password that holds now is forgotten: this device vouches for you.
        #[arg(long)]
        forgotten: bool,
    },
    /// Make a new key for the account's data; what is sealed from now on is sealed with it.
    #[command(after_help = "\
Examples:
  landfall account rotate
  landfall account rotate --root --sheet new-sheet.txt

With --root a new root and a new recovery sheet are made, too: the old sheet opens nothing any more. That is for a sheet that was lost or \
seen, or a device that was taken out with --keep-root.")]
    Rotate {
        /// Make a new root and a new recovery sheet, too.
        #[arg(long)]
        root: bool,
        #[command(flatten)]
        new: NewRoot,
    },
    /// Show the recovery sheet, if it was not shown when it was made.
    #[command(after_help = "Examples:\n  landfall account sheet\n  landfall account sheet --sheet sheet.txt")]
    Sheet {
        /// Write it to this new file, which only you can read, instead of showing it.
        #[arg(long, value_name = "FILE")]
        sheet: Option<PathBuf>,
    },
    /// Write all that the account has, in the open, as JSON.
    #[command(after_help = "\
Examples:
  landfall account export --to account.json
  landfall account export --json")]
    Export {
        /// A new file, which only you can read; without it it is printed.
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// List the account's passkeys, or take one out.
    #[command(after_help = "\
Examples:
  landfall account passkeys
  landfall account passkeys --remove ring

A passkey is added from the account's site, on a device of the account.")]
    Passkeys {
        /// Take this one (its id, or its name) out of the account: it neither signs in nor orders any more.
        #[arg(long, value_name = "PASSKEY")]
        remove: Option<String>,
    },
    /// Sub-accounts: invite one, accept, link two, and what each may do.
    #[command(subcommand)]
    Sub(Sub),
    /// Take this phone out of the account, and forget the account's keys here. Its cards stay.
    #[command(after_help = "\
Examples:
  landfall account sign-out
  landfall account sign-out --here-only")]
    SignOut {
        /// Forget the account here without telling its server: it goes on listing this device.
        #[arg(long)]
        here_only: bool,
        /// Don't ask.
        #[arg(long)]
        yes: bool,
    },
    /// Delete the account, with all that its server has of it. The cards on its devices stay.
    #[command(after_help = "Example:\n  landfall account delete --yes")]
    Delete {
        /// Don't ask.
        #[arg(long)]
        yes: bool,
    },
}

/// What a new root takes.
#[derive(Debug, Args)]
pub(crate) struct NewRoot {
    /// A file with the account's password; without it it is asked for.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// Write the new recovery sheet to this new file, which only you can read, instead of showing it.
    #[arg(long, value_name = "FILE")]
    pub(crate) sheet: Option<PathBuf>,
}

/// Who signs in, and where.
#[derive(Debug, Args)]
pub(crate) struct Who {
    /// The account's server.
    #[arg(long, value_name = "URL")]
    pub(crate) server: String,
    /// What you sign in with.
    #[arg(long, value_name = "NAME")]
    pub(crate) login: String,
    /// A file with the password; without it it is asked for.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// What this device is called; by default this computer's name.
    #[arg(long, value_name = "NAME")]
    pub(crate) device: Option<String>,
}
