use super::{Chain, checks};
use crate::{
    signed::{Kind, Signed, Signer},
    wire::{Bytes, Device, Order, Outcome, Receipt, Verb},
};
use std::collections::HashMap;

/// Bytes of the longest thing that a receipt carries: what an eUICC signed, with its chains.
const LONGEST: usize = 32 << 10;

/// What is wrong with a device's receipts; the number is the receipt's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum ChainError {
    /// The device did not sign it.
    #[error("receipt {0} is not signed by the device's key")]
    Forged(u64),
    /// The device signed it, but this release can't read it.
    #[error("receipt {0} can't be read: it may be of a newer release")]
    Unreadable(u64),
    /// Another account's, device's or enrolment's.
    #[error("receipt {0} is of another account, device or enrolment")]
    Foreign(u64),
    /// It was held back.
    #[error("receipt {0} is missing")]
    Missing(u64),
    /// It stands later than the device made it.
    #[error("receipt {0} is not in its place: receipts were moved or doubled")]
    Reordered(u64),
    /// It names another one before it: the device was restored from old data, or its key is used elsewhere.
    #[error("receipt {0} belongs to another history of the device")]
    Branched(u64),
    /// Nobody gave such an order.
    #[error("receipt {0} is for an order that was not given to the device")]
    UnknownOrder(u64),
    /// It says something was done that the order didn't say.
    #[error("receipt {0} says that something else was done than ordered")]
    Outcome(u64),
}

impl ChainError {
    /// Whether fetching them again helps.
    #[must_use]
    pub const fn retrying_helps(self) -> bool {
        matches!(self, Self::Missing(_) | Self::Reordered(_))
    }

    /// What the owner can do.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Missing(_) | Self::Reordered(_) => {
                "Fetch the receipts again; if it stays so the server holds some back: don't take the order for done."
            }
            Self::Unreadable(_) => "Update the app to read it.",
            Self::Branched(_) => {
                "Don't take the order for done: take the device out of the account and rotate its keys."
            }
            Self::Forged(_) | Self::Foreign(_) | Self::UnknownOrder(_) | Self::Outcome(_) => {
                "Don't take the order for done: the server, or somebody at it, lies. Tell whoever runs it."
            }
        }
    }
}

/// A device's receipts after `from` (the end of those verified before), against its key and the orders that were given to it.
///
/// # Errors
/// [`ChainError`], of the first receipt that is wrong.
pub fn verify(
    account: &Bytes,
    device: &Device,
    from: &Chain,
    receipts: &[Signed],
    orders: &[Signed],
) -> Result<(Vec<Receipt>, Chain), ChainError> {
    let orders: HashMap<[u8; 32], &Signed> = orders.iter().map(|order| (order.digest(), order)).collect();
    let mut chain = from.clone();
    let mut verified = Vec::with_capacity(receipts.len());
    for (at, signed) in receipts.iter().enumerate() {
        let due = chain.number() + 1;
        let receipt = read(device, signed, due)?;
        let own = receipt.account == *account && receipt.device == device.id && receipt.epoch == device.epoch;
        let order = orders.iter().find(|(digest, _)| receipt.order.0 == **digest);
        let order = order.and_then(|(_, order)| serde_json::from_slice::<Order>(&order.payload.0).ok());
        let order = order.filter(|order| order.device == receipt.device && order.epoch == receipt.epoch);
        let fits = order.as_ref().is_none_or(|order| fits(order, &receipt));
        for (check, holds, error) in [
            (checks::OWN, own, ChainError::Foreign(due)),
            (checks::NUMBER, receipt.number == due, misplaced(due, &receipts[at..])),
            (checks::LINK, receipt.previous == *chain.previous(), ChainError::Branched(due)),
            (checks::ORDER, order.is_some(), ChainError::UnknownOrder(due)),
            (checks::OUTCOME, fits, ChainError::Outcome(due)),
        ] {
            if check.on() && !holds {
                return Err(error);
            }
        }
        chain = chain.after(signed);
        verified.push(receipt);
    }
    Ok((verified, chain))
}

fn read(device: &Device, signed: &Signed, due: u64) -> Result<Receipt, ChainError> {
    let by_device = signed.signer == Signer::Device(device.id.clone());
    let verified = signed.verify::<serde::de::IgnoredAny>(Kind::Receipt, &device.key.0).is_ok();
    if checks::SIGNATURE.on() && !(by_device && verified) {
        return Err(ChainError::Forged(due));
    }
    serde_json::from_slice(&signed.payload.0).map_err(|_| ChainError::Unreadable(due))
}

/// Whether the one that is due comes later, or not at all.
fn misplaced(due: u64, rest: &[Signed]) -> ChainError {
    let number = |signed: &Signed| serde_json::from_slice::<Receipt>(&signed.payload.0).map(|receipt| receipt.number);
    let numbers: Vec<u64> = rest.iter().filter_map(|signed| number(signed).ok()).collect();
    let first_is_old = numbers.first().is_some_and(|number| *number < due);
    if first_is_old || numbers.contains(&due) { ChainError::Reordered(due) } else { ChainError::Missing(due) }
}

/// What each verb can come to, besides a refusal.
fn fits(order: &Order, receipt: &Receipt) -> bool {
    let outcome = match &receipt.outcome {
        Outcome::Refused(_) => return true,
        outcome => outcome,
    };
    let possible = match order.verb {
        Verb::Lock => matches!(outcome, Outcome::Locked),
        Verb::Unlock => matches!(outcome, Outcome::Unlocked),
        Verb::Delete => matches!(outcome, Outcome::Erased | Outcome::Barred | Outcome::TakenBack),
        Verb::Wipe => matches!(outcome, Outcome::Erased | Outcome::TakenBack),
        Verb::Prepare => matches!(outcome, Outcome::Prepared(key) if key.payload.0.len() <= LONGEST),
        Verb::Send => matches!(outcome, Outcome::Sent(digest) if digest.0.len() == 32),
        Verb::Copy => matches!(outcome, Outcome::Copied),
        Verb::Overwrite => matches!(outcome, Outcome::Copied | Outcome::TakenBack),
        Verb::Activate => matches!(outcome, Outcome::Activated),
        Verb::Deactivate => matches!(outcome, Outcome::Deactivated(statement) if statement.0.len() <= LONGEST),
        Verb::TakeBack => matches!(outcome, Outcome::TakenBack),
    };
    possible && receipt.cards == order.cards
}
