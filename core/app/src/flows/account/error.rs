use crate::cloud::{CloudError, ProblemKind};
use account::{
    approve::ApproveError, hand_over::HandOverError, keys::KeyError, manifest::ManifestError, opaque::OpaqueError,
    passkey::BadRegistration, sheet::SheetError,
};
use vault::{Denied, KeystoreError, VaultError};

/// Why a flow of the account did not do what it was asked. What was durable before still is.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// There is no account on this phone.
    #[error("nobody is signed in on this phone")]
    None,
    /// There is one already.
    #[error("{0} is signed in on this phone already")]
    Exists(String),
    /// The login is another account's.
    #[error("the login {0} is taken")]
    LoginTaken(String),
    /// A login is empty, too long, or has characters that can't be typed anywhere.
    #[error("this is no login: it has 1 to 254 bytes, and no control characters")]
    BadLogin,
    /// A password is too short.
    #[error("the password is too short: it needs at least {0} characters")]
    WeakPassword(usize),
    /// A name for a device is empty or too long.
    #[error("a device's name has 1 to 64 characters")]
    BadName,
    /// The sheet is of another account than the login.
    #[error("the recovery sheet is of another account than this login")]
    OtherAccount,
    /// This device is none of the account's any more.
    #[error("this device was taken out of the account")]
    Revoked,
    /// A device makes the others a new root, and can't take itself out with it.
    #[error("this device can't take itself out of the account by a new root")]
    Itself,
    /// There is no device of this id or name.
    #[error("the account has no device {0}")]
    NoSuchDevice(String),
    /// More than one device goes by this name.
    #[error("more than one device is called {0}")]
    WhichDevice(String),
    /// There is no passkey of this id or name, or more than one.
    #[error("the account has no one passkey {0}")]
    NoSuchPasskey(String),
    /// A new passkey.
    #[error(transparent)]
    Passkey(#[from] BadRegistration),
    /// There is no such request.
    #[error("no device waits for approval under this number")]
    NoSuchRequest,
    /// Nobody answered in time, or somebody said no.
    #[error("the request for approval was refused, or its time is over")]
    NotApproved,
    /// Another device changed the account again and again.
    #[error("another device changed the account at the same time")]
    Overtaken,
    /// The sheet was shown before.
    #[error("the recovery sheet was shown when it was made, and is shown once only")]
    SheetShown,
    /// An order that erases was taken and is not carried out yet.
    #[error("an order to erase what is on this phone is under way")]
    Obeying,
    /// What the vault keeps of the account can't be read.
    #[error("what this phone keeps of the account can't be read")]
    Unreadable,
    /// The server, or the way to it.
    #[error(transparent)]
    Cloud(#[from] CloudError),
    /// The server's device list.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The account's keys.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The password.
    #[error(transparent)]
    Password(#[from] OpaqueError),
    /// The approval of a device.
    #[error(transparent)]
    Approve(#[from] ApproveError),
    /// A new root that another device made, or is to be given.
    #[error(transparent)]
    HandOver(#[from] HandOverError),
    /// The recovery sheet.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The keystore.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// The caller has no right to it.
    #[error(transparent)]
    Denied(#[from] Denied),
}

impl AccountError {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Overtaken | Self::NotApproved => true,
            Self::Cloud(error) => error.retrying_helps(),
            Self::Manifest(error) => error.retrying_helps(),
            Self::Keys(error) => error.retrying_helps(),
            Self::Password(error) => error.retrying_helps(),
            Self::Approve(error) => error.retrying_helps(),
            Self::HandOver(error) => error.retrying_helps(),
            Self::Sheet(error) => error.retrying_helps(),
            Self::Vault(error) => error.retrying_helps(),
            Self::Keystore(error) => error.retrying_helps(),
            Self::Denied(error) => error.retrying_helps(),
            Self::None
            | Self::Exists(_)
            | Self::LoginTaken(_)
            | Self::BadLogin
            | Self::WeakPassword(_)
            | Self::BadName
            | Self::OtherAccount
            | Self::Revoked
            | Self::Itself
            | Self::NoSuchDevice(_)
            | Self::WhichDevice(_)
            | Self::NoSuchPasskey(_)
            | Self::Passkey(_)
            | Self::NoSuchRequest
            | Self::SheetShown
            | Self::Obeying
            | Self::Unreadable => false,
        }
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::None => "Make an account, or sign in to yours.",
            Self::Exists(_) => "Sign out of this phone first, or use another data folder.",
            Self::LoginTaken(_) => "Choose another login; if it is yours, sign in.",
            Self::BadLogin => "Give an address or name of 1 to 254 bytes.",
            Self::WeakPassword(_) => "Choose a longer password: some words in a row do well.",
            Self::BadName => "Give the device a name of 1 to 64 characters.",
            Self::OtherAccount => "Take the sheet of this account, or the login of that one.",
            Self::Revoked => "Sign out of this device; if it is yours still, sign in again.",
            Self::Itself => "Sign out of it; then take it out by another device, if it is not trusted.",
            Self::NoSuchDevice(_) => "List the account's devices.",
            Self::WhichDevice(_) => "Name it by its id, as the list of devices shows it.",
            Self::NoSuchPasskey(_) => "Name it by its id, as the list of passkeys shows it.",
            Self::Passkey(error) => error.hint(),
            Self::NoSuchRequest => "Look at the requests that wait; the new device may ask again.",
            Self::NotApproved => "Ask for approval again, with the other device at hand.",
            Self::Overtaken => "Try again.",
            Self::SheetShown => "Take the sheet that you wrote down.",
            Self::Obeying => "Take the order back on the device that gave it, or let it be carried out.",
            Self::Unreadable => "Update this program; if it stays, sign out of this device, and in again.",
            Self::Cloud(error) => error.hint(),
            Self::Manifest(error) => error.hint(),
            Self::Keys(error) => error.hint(),
            Self::Password(error) => error.hint(),
            Self::Approve(error) => error.hint(),
            Self::HandOver(error) => error.hint(),
            Self::Sheet(error) => error.hint(),
            Self::Vault(error) => error.hint(),
            Self::Keystore(error) => error.hint(),
            Self::Denied(error) => error.hint(),
        }
    }

    pub(super) fn is(&self, kind: ProblemKind) -> bool {
        matches!(self, Self::Cloud(error) if error.is(kind))
    }
}
