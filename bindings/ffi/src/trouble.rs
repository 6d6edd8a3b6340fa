//! The one error that crosses: few variants, each with what a screen shows. All of the core's errors become it here and nowhere else.

use app::{AccountError, AwayError, CardOrderError, Error, SyncError, TieError, cloud::CloudError, sim::CodeError};
use vault::{Denied, KeystoreError, VaultError};

/// Whether the same helps when it is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Retry {
    /// Not by itself: something must be done first.
    No,
    /// It may, now or in a while.
    Yes,
}

/// What is shown of a failure. English; `key` names it for other languages.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Trouble {
    /// A few words.
    pub title: String,
    /// What happened, as a sentence.
    pub explanation: String,
    /// Whether trying again helps.
    pub retry: Retry,
    /// What can be done, as a sentence.
    pub advice: String,
    /// Names title and advice for translation, such as `kiosk.unreachable`.
    pub key: String,
}

/// Why something was not done. Nothing is lost: what was durable before still is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum LandfallError {
    /// A kiosk or server can't be reached.
    #[error("{}", trouble.explanation)]
    Unreachable {
        /// What to show.
        trouble: Trouble,
    },
    /// A kiosk, a server or a card says no.
    #[error("{}", trouble.explanation)]
    Refused {
        /// What to show.
        trouble: Trouble,
    },
    /// Somebody is not who they should be, or what they say does not hold.
    #[error("{}", trouble.explanation)]
    Untrusted {
        /// What to show.
        trouble: Trouble,
    },
    /// A PIN, PUK, password, sheet or code is wrong.
    #[error("{}", trouble.explanation)]
    WrongSecret {
        /// What to show.
        trouble: Trouble,
        /// Tries that are left, where they are counted; 0 if it is blocked.
        tries_left: Option<u32>,
    },
    /// The device is locked, or the user must confirm first.
    #[error("{}", trouble.explanation)]
    NeedsUser {
        /// What to show.
        trouble: Trouble,
    },
    /// This phone is locked by its owner's order, or since nobody heard of it.
    #[error("{}", trouble.explanation)]
    Locked {
        /// What to show.
        trouble: Trouble,
    },
    /// What was here is destroyed: [`crate::Remains`] says what is left to do.
    #[error("{}", trouble.explanation)]
    Wiped {
        /// What to show.
        trouble: Trouble,
    },
    /// What was given can't be so.
    #[error("{}", trouble.explanation)]
    Invalid {
        /// What to show.
        trouble: Trouble,
    },
    /// Its user stopped it.
    #[error("{}", trouble.explanation)]
    Cancelled {
        /// What to show.
        trouble: Trouble,
    },
    /// Something on this phone failed.
    #[error("{}", trouble.explanation)]
    Failed {
        /// What to show.
        trouble: Trouble,
    },
}

/// Which variant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum As {
    Unreachable,
    Refused,
    Untrusted,
    Wrong(Option<u32>),
    NeedsUser,
    Locked,
    Wiped,
    Invalid,
    Cancelled,
    Failed,
}

type Named = (As, &'static str, &'static str);

impl LandfallError {
    /// What to show of it.
    #[must_use]
    pub const fn trouble(&self) -> &Trouble {
        match self {
            Self::Unreachable { trouble }
            | Self::Refused { trouble }
            | Self::Untrusted { trouble }
            | Self::WrongSecret { trouble, .. }
            | Self::NeedsUser { trouble }
            | Self::Locked { trouble }
            | Self::Wiped { trouble }
            | Self::Invalid { trouble }
            | Self::Cancelled { trouble }
            | Self::Failed { trouble } => trouble,
        }
    }

    pub(crate) fn failed(key: &str, title: &str, what: &str) -> Self {
        let (key, title) = (key.to_owned(), title.to_owned());
        let advice = "Try again; if it stays, start the app anew.".to_owned();
        Self::Failed { trouble: Trouble { title, explanation: sentence(what), retry: Retry::Yes, advice, key } }
    }

    pub(crate) fn invalid(key: &str, title: &str, what: &str, advice: &str) -> Self {
        make((As::Invalid, "", ""), key, title, what, false, advice)
    }
}

fn make(named: Named, key: &str, title: &str, what: &str, again: bool, advice: &str) -> LandfallError {
    let retry = if again { Retry::Yes } else { Retry::No };
    let (title, key) = (title.to_owned(), key.to_owned());
    let trouble = Trouble { title, explanation: sentence(what), retry, advice: advice.to_owned(), key };
    match named.0 {
        As::Unreachable => LandfallError::Unreachable { trouble },
        As::Refused => LandfallError::Refused { trouble },
        As::Untrusted => LandfallError::Untrusted { trouble },
        As::Wrong(tries_left) => LandfallError::WrongSecret { trouble, tries_left },
        As::NeedsUser => LandfallError::NeedsUser { trouble },
        As::Locked => LandfallError::Locked { trouble },
        As::Wiped => LandfallError::Wiped { trouble },
        As::Invalid => LandfallError::Invalid { trouble },
        As::Cancelled => LandfallError::Cancelled { trouble },
        As::Failed => LandfallError::Failed { trouble },
    }
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    let end = if words.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

macro_rules! from {
    ($($error:ty => $named:expr),+ $(,)?) => {$(
        impl From<$error> for LandfallError {
            fn from(error: $error) -> Self {
                let named: Named = $named(&error);
                make(named, named.1, named.2, &error.to_string(), error.retrying_helps(), &error.hint().to_string())
            }
        }
    )+};
}

from! {
    Error => of_app, AccountError => of_account, AwayError => of_away, SyncError => of_sync, TieError => of_tie, CardOrderError => of_order,
    VaultError => of_vault, KeystoreError => of_keystore, CodeError => of_code,
    store::OpenError => |_: &_| (As::Failed, "folder", "The app's data can't be opened"),
    radio::choice::Unsearched => |_: &_| (As::Unreachable, "kiosk.search", "No search for kiosks"),
    radio::choice::NotAWay => |_: &_| (As::Invalid, "kiosk.address", "Not a kiosk's address"),
    radio::ble::BleError => |_: &_| (As::Unreachable, "kiosk.bluetooth", "No Bluetooth"),
    radio::nfc::NfcError => |_: &_| (As::Unreachable, "kiosk.nfc", "Not a kiosk"),
    net::cloud::CloudHttpError => |_: &_| (As::Invalid, "cloud.address", "Not a server's address"),
    nearfield::start_code::StartCodeError => |_: &_| (As::Invalid, "kiosk.code", "Not a kiosk's code"),
    model::BadActivationCode => |_: &_| (As::Invalid, "code.activation", "Not an activation code"),
    model::BadMoney => |_: &_| (As::Invalid, "money", "Not an amount"),
    account::sheet::SheetError => |_: &_| (As::Wrong(None), "account.sheet", "Mistyped recovery sheet"),
}

fn of_app(error: &Error) -> Named {
    match error {
        Error::Locked => (As::Locked, "phone.locked", "This phone is locked"),
        Error::Account(error) => of_account(error),
        Error::Away(error) => of_away(error),
        Error::Vault(error) => of_vault(error),
        Error::Keystore(error) => of_keystore(error),
        Error::Denied(error) => of_denied(error),
        Error::NoSuchCard(_) => (As::Invalid, "card.missing", "No such SIM"),
        Error::Card(_) => (As::Failed, "card.failed", "The SIM does not answer"),
        Error::Code(error) => of_code(error),
        Error::PhoneBook(_) => (As::Invalid, "phonebook", "Not written to the phone book"),
        Error::Euicc(_) | Error::Home(_) => (As::Failed, "euicc", "The eSIM chip failed"),
        Error::Unvouched(_) => (As::Untrusted, "copy.unvouched", "The copy was not made"),
        Error::Session(app::session::SessionError::Refused(_)) => (As::Refused, "kiosk.refused", "The kiosk says no"),
        Error::Session(app::session::SessionError::Link(_)) => {
            (As::Unreachable, "kiosk.unreachable", "The kiosk can't be reached")
        }
        Error::Session(error) if error.retrying_helps() => (As::Unreachable, "kiosk.lost", "The kiosk was lost"),
        Error::Session(_) => (As::Untrusted, "kiosk.untrusted", "This kiosk can't be trusted"),
        Error::Package(_) => (As::Refused, "package", "A program was not installed"),
        Error::NoRoots => (As::Invalid, "roots.none", "No operator is trusted yet"),
        Error::UnknownOperator => (As::Untrusted, "kiosk.operator", "An operator that you don't trust"),
        Error::OtherKiosk { .. } => (As::Untrusted, "kiosk.other", "Another kiosk answered"),
        Error::BadRoot(_) => (As::Invalid, "roots.bad", "Not an operator's certificate"),
        Error::Refused(_) => (As::Refused, "card.refused", "The SIM says no"),
        Error::NotAuthorised { .. } => (As::Refused, "sale.refused", "The sale was not allowed"),
        Error::BadCertificate(_) => (As::Untrusted, "kiosk.certificate", "A certificate does not hold"),
        Error::BadIdentity(_) => (As::Invalid, "identity", "These files make no eSIM"),
        Error::Server(_) => (As::Unreachable, "server.unreachable", "The server can't be reached"),
        Error::NoEuicc => (As::Invalid, "euicc.none", "No eSIM yet"),
        Error::NoSmds | Error::NothingWaits => (As::Refused, "discovery.nothing", "Nothing waits for this phone"),
        Error::Download(_) => (As::Refused, "download", "The SIM was not downloaded"),
        Error::NotInstalled { .. } => (As::Failed, "install", "The SIM was not installed"),
        Error::Cancelled(_) => (As::Cancelled, "cancelled", "Stopped"),
    }
}

fn of_account(error: &AccountError) -> Named {
    match error {
        AccountError::None => (As::Invalid, "account.none", "Nobody is signed in"),
        AccountError::Exists(_) => (As::Invalid, "account.exists", "Somebody is signed in already"),
        AccountError::LoginTaken(_) => (As::Refused, "account.taken", "This name is taken"),
        AccountError::BadLogin | AccountError::BadName => (As::Invalid, "account.name", "Not a name"),
        AccountError::WeakPassword(_) => (As::Invalid, "account.weak", "The password is too short"),
        AccountError::OtherAccount => (As::Wrong(None), "account.other", "The sheet is another account's"),
        AccountError::Revoked => (As::Refused, "account.revoked", "This phone was taken out of the account"),
        AccountError::NotApproved | AccountError::NoSuchRequest => (As::Refused, "account.notapproved", "Not approved"),
        AccountError::Password(_) => (As::Wrong(None), "account.password", "Wrong password"),
        AccountError::Cloud(error) => of_cloud(error),
        AccountError::Manifest(_) | AccountError::Approve(_) => {
            (As::Untrusted, "cloud.lies", "The server can't be trusted")
        }
        _ => (As::Failed, "account.failed", "The account was not changed"),
    }
}

fn of_cloud(error: &CloudError) -> Named {
    match error {
        CloudError::Server(_) => (As::Unreachable, "cloud.unreachable", "The account's server can't be reached"),
        _ => (As::Refused, "cloud.refused", "The account's server says no"),
    }
}

fn of_away(error: &AwayError) -> Named {
    match error {
        AwayError::Cloud(error) => of_cloud(error),
        AwayError::OtherAccount | AwayError::OtherSheet => (As::Wrong(None), "away.other", "Another account's"),
        AwayError::NotEnrolled => (As::Invalid, "account.none", "Nobody is signed in"),
        AwayError::NoSuchDevice(_) | AwayError::NoSuchOrder(_) => {
            (As::Invalid, "away.missing", "No such device or order")
        }
        AwayError::Owed => (As::Refused, "away.owed", "A receipt is still owed"),
        AwayError::Power => (As::Refused, "away.power", "The password alone can only lock"),
        AwayError::Manifest(_) | AwayError::Altered => (As::Untrusted, "cloud.lies", "The server can't be trusted"),
        AwayError::PutBack | AwayError::Unreadable | AwayError::File(_) => {
            (As::Failed, "away.record", "The record of orders is damaged")
        }
        _ => (As::Refused, "away.refused", "Not ordered"),
    }
}

fn of_sync(error: &SyncError) -> Named {
    match error {
        SyncError::Account(error) => of_account(error),
        SyncError::Phone(error) => of_app(error),
        SyncError::Breach(_) => (As::Untrusted, "cloud.lies", "The server can't be trusted"),
        _ => (As::Failed, "sync", "Not synced"),
    }
}

fn of_tie(error: &TieError) -> Named {
    match error {
        TieError::Sync(error) => of_sync(error),
        TieError::Account(error) => of_account(error),
        TieError::Phone(error) => of_app(error),
        _ => (As::Refused, "family", "The accounts were not changed"),
    }
}

fn of_order(error: &CardOrderError) -> Named {
    match error {
        CardOrderError::Account(error) => of_account(error),
        _ => (As::Refused, "order", "The SIM was not ordered"),
    }
}

fn of_vault(error: &VaultError) -> Named {
    match error {
        VaultError::Destroyed => (As::Wiped, "phone.wiped", "What was here is destroyed"),
        VaultError::KeyLost => (As::Wiped, "vault.keylost", "The key to this phone's SIMs is gone"),
        VaultError::Held => (As::Locked, "phone.locked", "This phone is locked"),
        VaultError::Keystore(error) => of_keystore(error),
        _ => (As::Failed, "vault", "The SIMs' storage failed"),
    }
}

fn of_keystore(error: &KeystoreError) -> Named {
    match error {
        KeystoreError::Locked => (As::NeedsUser, "keystore.locked", "Unlock the phone"),
        KeystoreError::NeedsUser => (As::NeedsUser, "keystore.user", "Confirm that it is you"),
        KeystoreError::Invalidated(_) => (As::Wiped, "keystore.invalidated", "The phone's lock was changed"),
        _ => (As::Failed, "keystore", "The phone's keystore failed"),
    }
}

fn of_denied(error: &Denied) -> Named {
    match error {
        Denied::Held => (As::Locked, "phone.locked", "This phone is locked"),
        Denied::PinNotSet => (As::Invalid, "pin.notset", "The SIM has no PIN yet"),
        Denied::PinBlocked => (As::Wrong(Some(0)), "pin.blocked", "The PIN is blocked"),
        _ => (As::NeedsUser, "pin.needed", "The SIM's PIN is needed"),
    }
}

fn of_code(error: &CodeError) -> Named {
    match error {
        CodeError::NotACode => (As::Invalid, "pin.format", "Not a PIN"),
        CodeError::Wrong { tries } => (As::Wrong(Some(u32::from(*tries))), "pin.wrong", "Wrong PIN"),
        CodeError::Blocked => (As::Wrong(Some(0)), "pin.blocked", "The PIN is blocked"),
        CodeError::NotAllowed => (As::Refused, "pin.notallowed", "The SIM does not allow it"),
        CodeError::Card(_) => (As::Failed, "card.failed", "The SIM does not answer"),
    }
}
