//! The one error that crosses: few variants, each with what a screen shows. All of the core's errors become it here and nowhere else.

mod accounts;
mod kiosk;
mod phone;
mod server;
mod sim;

use account::{order::Refusal, receipt::ChainError};
use app::{AccountError, AwayError, CardOrderError, Error, SyncError, TieError, sim::CodeError};
use vault::{KeystoreError, VaultError};

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
    /// Names it for translation, such as `kiosk.refused.soldout`. What it begins with, `kiosk.refused`, names the same in general, and its title
    /// unless the whole key has one of its own.
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

/// How a screen acts on it, its key and its title. The apps' tests read the keys here, and want words in each of their languages for every one.
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
    Error => phone::of_app, AccountError => accounts::of_account, AwayError => accounts::of_away, SyncError => accounts::of_sync,
    TieError => accounts::of_tie, CardOrderError => accounts::of_order, VaultError => phone::of_vault, KeystoreError => phone::of_keystore,
    Refusal => accounts::of_doubt, ChainError => accounts::of_receipt,
    CodeError => sim::of_code,
    store::OpenError => |_: &_| (As::Failed, "folder", "The app's data can't be opened"),
    radio::choice::Unsearched => kiosk::of_search,
    radio::choice::NotAWay => |_: &_| (As::Invalid, "kiosk.address", "Not a kiosk's address"),
    radio::ble::BleError => |_: &_| (As::Unreachable, "kiosk.bluetooth", "No Bluetooth"),
    radio::nfc::NfcError => |_: &_| (As::Unreachable, "kiosk.nfc", "Not a kiosk"),
    net::cloud::CloudHttpError => |_: &_| (As::Invalid, "cloud.address", "Not a server's address"),
    nearfield::start_code::StartCodeError => |_: &_| (As::Invalid, "kiosk.code", "Not a kiosk's code"),
    model::BadActivationCode => |_: &_| (As::Invalid, "code.activation", "Not an activation code"),
    model::BadMoney => |_: &_| (As::Invalid, "money", "Not an amount"),
    account::sheet::SheetError => |_: &_| (As::Wrong(None), "account.sheet", "Mistyped recovery sheet"),
}
