use crate::cloud::CloudError;
use account::{keys::KeyError, manifest::ManifestError, receipt::ChainError};
use euicc::HomeError;

/// Why an order was not given, or could not be asked for.
#[derive(Debug, thiserror::Error)]
pub enum AwayError {
    /// There is no account on this phone.
    #[error("this phone is no device of an account")]
    NotEnrolled,
    /// Somebody put an older file back.
    #[error("the record of this phone's orders was put back to an earlier state")]
    PutBack,
    /// It was damaged, or is of a newer release.
    #[error("the record of this phone's orders can't be read")]
    Unreadable,
    /// The disk.
    #[error("the record of this phone's orders can't be kept: {0}")]
    File(std::io::Error),
    /// The server, or the way to it.
    #[error(transparent)]
    Cloud(#[from] CloudError),
    /// The chain of manifests does not hold.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The account's keys do not open.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The server knows this password, for another account or other keys than this phone's.
    #[error("this is the password of another account than this phone's")]
    OtherAccount,
    /// The sheet is another account's, or an older one.
    #[error("this is not the recovery sheet of this phone's account")]
    OtherSheet,
    /// The owner did not allow it.
    #[error("this phone is not to be unlocked without its account's server")]
    OnlyOnline,
    /// There is no such device.
    #[error("no device of the account is called {0}")]
    NoSuchDevice(String),
    /// There is no such order.
    #[error("there is no order {0}")]
    NoSuchOrder(String),
    /// Nothing is left to be taken back.
    #[error("this order can't be taken back: {0}")]
    TooLate(&'static str),
    /// The key at hand may not order this.
    #[error("the password alone locks a device, and does nothing else")]
    Power,
    /// The owner may still be waiting for what this phone did.
    #[error("the receipt of the wipe was not handed in yet")]
    Owed,
    /// The orders of an enrolment are numbered, and the numbers are used up.
    #[error("this device can be given no more orders in this enrolment")]
    NoNumberLeft,
    /// What the server says it keeps is not what it was given.
    #[error("the server keeps another order than it was given")]
    Altered,
    /// The device was taken out of the account.
    #[error("{0} is no longer one of the account's devices")]
    TakenOut(String),
    /// Nobody says which device has the live card, or several do.
    #[error("which device has the live card {0} is not known")]
    HolderUnknown(String),
    /// There is nothing to be copied or handed over.
    #[error("the card is live on {0} already")]
    LiveThere(String),
    /// A copy would have to be there first.
    #[error("{0} has no copy of the card")]
    NoCopy(String),
    /// A copy goes into an eUICC, and it has none.
    #[error("{0} has no eUICC yet that a card could go into")]
    NoEuicc(String),
    /// The device's card said no, and the device signed for it.
    #[error("{device} did not do it: {why}")]
    NotObeyed {
        /// Its name.
        device: String,
        /// Why.
        why: HomeError,
    },
    /// The device refused, and signed for it.
    #[error("{device} refused it: {why}")]
    Declined {
        /// Its name.
        device: String,
        /// In a program's word.
        why: String,
    },
    /// A device's receipts do not hold.
    #[error("the device's receipts do not hold: {0}")]
    Receipts(#[from] ChainError),
}

impl AwayError {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Cloud(error) => error.retrying_helps(),
            Self::Manifest(error) => error.retrying_helps(),
            Self::Keys(error) => error.retrying_helps(),
            Self::Receipts(error) => error.retrying_helps(),
            Self::NotObeyed { why, .. } => why.retrying_helps(),
            Self::NotEnrolled
            | Self::PutBack
            | Self::Unreadable
            | Self::File(_)
            | Self::OtherAccount
            | Self::OtherSheet
            | Self::OnlyOnline
            | Self::NoSuchDevice(_)
            | Self::NoSuchOrder(_)
            | Self::TooLate(_)
            | Self::Power
            | Self::Owed
            | Self::NoNumberLeft
            | Self::TakenOut(_)
            | Self::HolderUnknown(_)
            | Self::LiveThere(_)
            | Self::NoCopy(_)
            | Self::NoEuicc(_)
            | Self::Declined { .. }
            | Self::Altered => false,
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotEnrolled => "Make an account, or sign in to yours.",
            Self::PutBack => {
                "Nothing is opened, since an order may have been undone. Start with a new data folder, and sign in again."
            }
            Self::Unreadable => "Update this program; if it stays, start with a new data folder, and sign in again.",
            Self::File(_) => "Check the disk, and the permissions of the data folder.",
            Self::Cloud(error) => error.hint(),
            Self::Manifest(error) => error.hint(),
            Self::Keys(error) => error.hint(),
            Self::OtherAccount => "Give the password of the account that this phone belongs to.",
            Self::OtherSheet => "Take the newest sheet of the account that this phone belongs to.",
            Self::OnlyOnline => "Connect to a network, and sign in with the password.",
            Self::NoSuchDevice(_) => "List the account's devices.",
            Self::NoSuchOrder(_) => "List the account's orders.",
            Self::TooLate(_) => "Look at the order's state and its receipt.",
            Self::Owed => "Connect it to a network once, or begin anew without: the owner gets no receipt then.",
            Self::Power => "Do it on a device of the account, or with the recovery sheet.",
            Self::NoNumberLeft => "Take the device out of the account; enrolled again, it obeys again.",
            Self::Altered => {
                "Don't take the order for given: the server, or somebody at it, lies. Tell whoever runs it."
            }
            Self::TakenOut(_) => "Sign in to the account on it, or name another device.",
            Self::HolderUnknown(_) => "Sync, and look where the card is; or name the device that has it.",
            Self::LiveThere(_) => "Name another device; where the card is, the list of the account's cards says.",
            Self::NoCopy(_) => {
                "Copy the card there first, which takes the device that has it. If that is lost for good, ask the card's operator for a new one."
            }
            Self::NoEuicc(_) => "Get a SIM on that device first: it takes others from then on.",
            Self::NotObeyed { why, .. } => why.hint(),
            Self::Declined { .. } => "Look at the order's receipt, mend what it names, and order it again.",
            Self::Receipts(error) => error.hint(),
        }
    }
}
