use super::{Refusal, checks, passkey, power};
use crate::{
    signed::{Kind, Signed, Signer, message},
    wire::{Bytes, Manifest, Order, Verb},
};
use model::Check;

/// What a device holds an order against.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// Its own id.
    pub device: &'a Bytes,
    /// Its enrolment epoch.
    pub epoch: u64,
    /// The last orders that it took.
    pub counters: Counters,
    /// The last manifest that it verified: the account, and whose keys count.
    ///
    /// The one that the signer had may be newer, and is not asked for: a device that was taken out of the account reads no more manifests, and
    /// is the first to be wiped.
    pub manifest: &'a Manifest,
    /// The cards that are here, by ICCID.
    pub cards: &'a [String],
    /// The device's time, seconds since 1970.
    pub now: u64,
}

/// The counters of the last orders taken. Orders by the lock key are counted apart: whoever has the password alone could else take the highest number
/// there is, and no wipe by the owner would ever be newer. So are those of other accounts, each by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Counters {
    /// Of the owner's keys: owner, passkey, sheet.
    pub owner: u64,
    /// Of the lock key.
    pub lock: u64,
    /// How many orders of other accounts were taken: each of those has a number of its own ([`super::Linked`]).
    #[serde(default)]
    pub by_right: u64,
}

impl Counters {
    /// The last one of this signer's.
    #[must_use]
    pub const fn of(self, signer: &Signer) -> u64 {
        match signer {
            Signer::Lock => self.lock,
            Signer::Sub(_) => self.by_right,
            _ => self.owner,
        }
    }

    /// With an order of this signer's taken.
    #[must_use]
    pub const fn with(self, signer: &Signer, counter: u64) -> Self {
        match signer {
            Signer::Lock => Self { lock: counter, ..self },
            Signer::Sub(_) => Self { by_right: self.by_right.saturating_add(1), ..self },
            _ => Self { owner: counter, ..self },
        }
    }
}

/// The order, if this device obeys it.
///
/// # Errors
/// [`Refusal`]: the first check that it did not pass.
pub fn accept(held: &Held<'_>, signed: &Signed) -> Result<Order, Refusal> {
    let order = given(held.manifest, signed)?;
    for_this_device(held, order, held.counters.of(&signed.signer))
}

/// The order, if it is for this device as it is now; `last` is the counter of the last one of its giver.
pub(super) fn for_this_device(held: &Held<'_>, order: Order, last: u64) -> Result<Order, Refusal> {
    let passes: [(Check, bool, Refusal); 6] = [
        (checks::DEVICE, order.device == *held.device, Refusal::Device),
        (checks::EPOCH, order.epoch == held.epoch, Refusal::Epoch),
        (checks::COUNTER, order.counter > last, Refusal::Counter),
        (checks::DEADLINE, held.now < order.deadline, Refusal::Deadline),
        (checks::GRACE, order.not_before < order.deadline, Refusal::Grace),
        (checks::CARDS, cards_are_exact(&order, held.cards), Refusal::Cards),
    ];
    first_refusal(&passes).map_or(Ok(order), Err)
}

/// The order, if somebody who may give it gave it to this account's devices: all that can be said without being the device. A server keeps none
/// that its device could not obey.
///
/// # Errors
/// [`Refusal`]: the first check that it did not pass.
pub fn given(manifest: &Manifest, signed: &Signed) -> Result<Order, Refusal> {
    signed_by_whom_it_says(manifest, signed)?;
    let order: Order = serde_json::from_slice(&signed.payload.0).map_err(|_| Refusal::Unreadable)?;
    let passes: [(Check, bool, Refusal); 2] = [
        (checks::POWER, power::may(&signed.signer, order.verb), Refusal::Power),
        (checks::ACCOUNT, order.account == manifest.account, Refusal::Account),
    ];
    first_refusal(&passes).map_or(Ok(order), Err)
}

pub(super) fn first_refusal(passes: &[(Check, bool, Refusal)]) -> Option<Refusal> {
    passes.iter().find(|(check, passed, _)| check.on() && !passed).map(|(.., refusal)| *refusal)
}

fn signed_by_whom_it_says(manifest: &Manifest, signed: &Signed) -> Result<(), Refusal> {
    if let Signer::Passkey(id) = &signed.signer {
        let passkey = manifest.passkeys.iter().find(|passkey| passkey.id == *id).ok_or(Refusal::Signer)?;
        return Ok(passkey::verify(passkey, &message(Kind::Order, &signed.payload.0), &signed.signature)?);
    }
    let key = match &signed.signer {
        Signer::Owner => &manifest.owner_key,
        Signer::Lock => &manifest.lock_key,
        Signer::Sheet => &manifest.sheet_key,
        Signer::Device(id) => {
            let device = manifest.devices.iter().find(|device| device.id == *id && !device.revoked);
            &device.ok_or(Refusal::Signer)?.key
        }
        Signer::Passkey(_) | Signer::Kiosk(_) | Signer::Sub(_) => return Err(Refusal::Signer),
    };
    let verified = signed.verify::<serde::de::IgnoredAny>(Kind::Order, &key.0);
    if checks::SIGNATURE.on() && verified == Err(crate::signed::SignedError::Signature) {
        return Err(Refusal::Signature);
    }
    Ok(())
}

/// | verb | cards |
/// |---|---|
/// | lock, unlock, wipe, take back | none: they are about the device, or an order |
/// | delete | one or more, all here, none twice |
/// | prepare | one |
/// | send, activate, deactivate | one, here |
/// | copy | one, not here |
/// | overwrite | two: the one that goes, here, and the one that comes, not here; or the same, of which a newer copy comes |
fn cards_are_exact(order: &Order, here: &[String]) -> bool {
    let is_here = |card: &String| here.contains(card);
    match (order.verb, order.cards.as_slice()) {
        (Verb::Lock | Verb::Unlock | Verb::Wipe, []) => true,
        (Verb::TakeBack, []) => order.taken_back().is_some(),
        (Verb::Delete, cards @ [_, ..]) => {
            cards.iter().all(is_here) && (1..cards.len()).all(|at| !cards[at..].contains(&cards[at - 1]))
        }
        (Verb::Prepare, [_]) => true,
        (Verb::Send | Verb::Activate | Verb::Deactivate, [card]) => is_here(card),
        (Verb::Copy, [card]) => !is_here(card),
        (Verb::Overwrite, [old, new]) => is_here(old) && (old == new || !is_here(new)),
        _ => false,
    }
}

impl Order {
    /// The subscriptions that are barred with it, by ICCID: those of cards that it erases, but for those that live on elsewhere (`parameters.keep`); and
    /// those that its owner names as `parameters.bar` because the device that is wiped holds them.
    #[must_use]
    pub fn barred(&self) -> Vec<String> {
        let erased: &[String] = match (self.verb, self.cards.as_slice()) {
            (Verb::Delete | Verb::Wipe, cards) => cards,
            (Verb::Overwrite, [old, ..]) => std::slice::from_ref(old),
            _ => &[],
        };
        let kept = self.numbers("keep");
        let named = if self.verb == Verb::Wipe { self.numbers("bar") } else { Vec::new() };
        erased.iter().filter(|card| !kept.contains(card)).cloned().chain(named).collect()
    }

    fn numbers(&self, name: &str) -> Vec<String> {
        let list = self.parameters.get(name).and_then(|list| list.as_array());
        list.into_iter().flatten().filter_map(|card| card.as_str().map(str::to_owned)).collect()
    }

    /// The digest of the order that a [`Verb::TakeBack`] names.
    #[must_use]
    pub fn taken_back(&self) -> Option<Bytes> {
        let digest = Bytes::read(self.parameters.get("order")?.as_str()?)?;
        (self.verb == Verb::TakeBack && digest.0.len() == 32).then_some(digest)
    }
}
