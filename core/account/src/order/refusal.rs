use super::passkey::BadAssertion;
use crate::rights::Denied;

/// Why a device does not obey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Refusal {
    /// The manifest that the device holds knows no such key.
    #[error("the order is signed by a key that is not of this account")]
    Signer,
    /// The key did not sign these bytes as an order.
    #[error("the order's signature is not of its signer")]
    Signature,
    /// Of a passkey.
    #[error("the passkey's signature does not stand for the order: {0}")]
    Passkey(#[from] BadAssertion),
    /// It is signed, but no order that this release knows.
    #[error("the order can't be read: it may be of a newer release")]
    Unreadable,
    /// The key may not order this.
    #[error("the order's signer may not give it: the password alone only locks")]
    Power,
    /// Another account's.
    #[error("the order is of another account")]
    Account,
    /// Another device's.
    #[error("the order is for another device")]
    Device,
    /// Another enrolment's.
    #[error("the order is for another enrolment of this device")]
    Epoch,
    /// It was obeyed before, or a newer one was.
    #[error("a newer order, or this one, was obeyed before")]
    Counter,
    /// Too late.
    #[error("the order's deadline has passed by the device's clock")]
    Deadline,
    /// Its grace ends after its deadline.
    #[error("the order's grace would end after its deadline")]
    Grace,
    /// Not exactly cards that are there, or cards where the verb is about the device.
    #[error("the cards that the order names are not what it can be about here")]
    Cards,
    /// Another account's rights don't let it.
    #[error("the other account may not order this: {0}")]
    Rights(#[from] Denied),
}

impl Refusal {
    /// A program's word for it; what stands in the receipt.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Signer => "signer",
            Self::Signature => "signature",
            Self::Passkey(_) => "passkey",
            Self::Unreadable => "unreadable",
            Self::Power => "power",
            Self::Account => "account",
            Self::Device => "device",
            Self::Epoch => "epoch",
            Self::Counter => "counter",
            Self::Deadline => "deadline",
            Self::Grace => "grace",
            Self::Cards => "cards",
            Self::Rights(_) => "rights",
        }
    }

    /// Whether the device answers by a receipt. It does only to an order that somebody with the power to give it gave to this very enrolment, and
    /// that was not answered before: nobody else makes it sign, and nothing is said to be refused that was done.
    #[must_use]
    pub const fn is_answered(self) -> bool {
        matches!(self, Self::Deadline | Self::Grace | Self::Cards)
    }

    /// Whether the same order may be obeyed later.
    #[must_use]
    pub const fn retrying_helps(self) -> bool {
        matches!(self, Self::Signer)
    }

    /// What the owner can do.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Signer => {
                "The device reads the account's newest manifest and asks again; if the key was taken out, order with another."
            }
            Self::Signature | Self::Account => {
                "Nothing was done. Somebody, perhaps the server, forged an order: give it anew from a device."
            }
            Self::Passkey(why) => why.hint(),
            Self::Unreadable => "Update the app on the device, or give an order that its release knows.",
            Self::Power => "Give the order from a device, by a passkey or by the recovery sheet.",
            Self::Device => "Give the order to the device that it is for.",
            Self::Epoch => "If the device as it is enrolled now is meant, give the order anew.",
            Self::Counter => "If it is still wanted, give the order anew: it gets a number of its own.",
            Self::Deadline => "Give the order anew with a later deadline, and check the device's clock.",
            Self::Grace => "Give the order anew with a deadline after its grace.",
            Self::Cards => "Look up which cards the device holds, and name those.",
            Self::Rights(why) => why.hint(),
        }
    }
}
