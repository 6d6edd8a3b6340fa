//! Delete: cards by their numbers, with what else is kept of them; then the vault gets a new key, so that no copy of it has them.

use super::duty::Duty;
use crate::Error;
use account::{
    order::Refusal,
    wire::{Order, Outcome},
};
use model::Iccid;

/// Deletes those of the cards that are still here.
pub(super) fn destroy(duty: &Duty<'_>, order: &Order) -> Result<(), Error> {
    let Some(phone) = duty.phone() else { return Ok(()) };
    for iccid in numbers(order) {
        let deleted = phone.card(&iccid).and_then(|card| {
            if card.enabled {
                phone.disable(&iccid)?;
            }
            phone.delete(&iccid)
        });
        match deleted {
            // The second is its operator's word, and stands in the receipt.
            Ok(()) | Err(Error::NoSuchCard(_) | Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
        match phone.forget_sim(&iccid) {
            Ok(()) | Err(Error::NoSuchCard(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(phone.vault.rotate()?)
}

/// What came of it.
pub(super) fn erase(duty: &Duty<'_>, order: &Order) -> Result<Outcome, Error> {
    let here = duty.cards()?;
    let gone = order.cards.iter().all(|card| !here.contains(card));
    Ok(if gone { Outcome::Erased } else { Outcome::Refused(Refusal::Cards.name().to_owned()) })
}

fn numbers(order: &Order) -> Vec<Iccid> {
    order.cards.iter().filter_map(|card| card.parse().ok()).collect()
}
