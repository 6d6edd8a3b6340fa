use super::{
    Held, Refusal,
    accept::{first_refusal, for_this_device},
    checks, power,
};
use crate::{
    rights::{Act, Ask, Denied, Link, judge},
    signed::{Kind, Signed, SignedError, Signer},
    wire::{Bytes, Manifest, Order, Verb},
};
use std::collections::BTreeMap;

/// What a device knows of the accounts that have rights to its cards.
#[derive(Debug, Clone, Copy)]
pub struct Linked<'a> {
    /// How each stands, by its owner key. Whoever is not named is not linked.
    pub links: &'a BTreeMap<Bytes, Link>,
    /// The counter of the last order that was taken of each, by its owner key.
    pub counters: &'a BTreeMap<Bytes, u64>,
}

/// The order, if this device obeys it: given by another account, as far as that one's rights go.
///
/// # Errors
/// [`Refusal`]: the first check that it did not pass.
pub fn accept_by_right(held: &Held<'_>, linked: &Linked<'_>, signed: &Signed) -> Result<Order, Refusal> {
    let Signer::Sub(holder) = &signed.signer else { return Err(Refusal::Signer) };
    let link = linked.links.get(holder).copied().unwrap_or(Link::Unlinked);
    let order = by_right(held.manifest, link, held.now, signed)?;
    if let (Verb::Lock, Some(card)) = (order.verb, lock_for(&order))
        && !held.cards.iter().any(|here| here == card)
    {
        return Err(Refusal::Cards);
    }
    for_this_device(held, order, linked.counters.get(holder).copied().unwrap_or(0))
}

/// The order, if another account that stands so to this one may give it: all that can be said without being the device.
///
/// # Errors
/// [`Refusal`]: the first check that it did not pass.
pub fn by_right(manifest: &Manifest, link: Link, now: u64, signed: &Signed) -> Result<Order, Refusal> {
    let Signer::Sub(holder) = &signed.signer else { return Err(Refusal::Signer) };
    let verified = signed.verify::<serde::de::IgnoredAny>(Kind::Order, &holder.0);
    if checks::SIGNATURE.on() && verified == Err(SignedError::Signature) {
        return Err(Refusal::Signature);
    }
    let order: Order = serde_json::from_slice(&signed.payload.0).map_err(|_| Refusal::Unreadable)?;
    let passes = [
        (checks::POWER, power::may(&signed.signer, order.verb), Refusal::Power),
        (checks::ACCOUNT, order.account == manifest.account, Refusal::Account),
    ];
    if let Some(refusal) = first_refusal(&passes) {
        return Err(refusal);
    }
    let rights = order.parameters.get("rights").cloned().unwrap_or_default();
    let rights: Vec<Signed> = serde_json::from_value(rights).unwrap_or_default();
    let asked = acts(&order);
    if asked.is_empty() {
        return Err(Denied::Nothing.into());
    }
    for (act, card) in asked {
        judge(manifest, &rights, &Ask { holder, act, card, link, now })?;
    }
    Ok(order)
}

/// What an order does, to which cards: what is asked of the rights of whoever gives it. Nothing, if it names no card that it could have a right to.
#[must_use]
pub fn acts(order: &Order) -> Vec<(Act, &str)> {
    let cards = || order.cards.iter().map(String::as_str);
    match order.verb {
        Verb::Delete => cards().map(|card| (Act::Erase, card)).collect(),
        Verb::Activate | Verb::Deactivate => cards().map(|card| (Act::Use, card)).collect(),
        Verb::Prepare | Verb::Send | Verb::Copy => cards().map(|card| (Act::Copy, card)).collect(),
        Verb::Overwrite => [Act::Erase, Act::Copy].into_iter().zip(cards()).collect(),
        Verb::Lock => lock_for(order).map(|card| (Act::Lock, card)).into_iter().collect(),
        Verb::Unlock | Verb::Wipe | Verb::TakeBack => Vec::new(),
    }
}

/// Who may lock the devices that hold a card says for which one: a lock itself is about the device.
fn lock_for(order: &Order) -> Option<&str> {
    order.parameters.get("for")?.as_str()
}
