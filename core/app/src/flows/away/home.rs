//! Orders about a card's copies, on the device that has the card or gets it (`flows::home` does it, inside the eUICC). Each may be done twice; what
//! the receipt brings to the other device is in its outcome, but for the copy itself, which is a record of the account.

use super::duty::Duty;
use crate::{Error, Landfall, SyncError, Vouched};
use account::{
    order::home::Says,
    signed::{Kind, Signed, Signer},
    wire::{Bytes, CardKey, Order, Outcome, Verb},
};
use euicc::{HomeError, home::subject};
use model::{Eid, Iccid};
use store::crash;
use vault::KeyId;

/// The copy that is to be taken is not in the account's log: perhaps not yet.
pub(crate) const NO_COPY: &str = "no copy";

/// No card was ever got on this device.
pub(crate) const NO_EUICC: &str = "no euicc";

/// Why it is not done, in a program's words.
pub(super) struct Not(pub(super) &'static str);

/// What came of it. Whatever stands in the way is a refusal: an order that can't be carried out is not to keep others waiting.
pub(super) fn perform(duty: &Duty<'_>, order: &Order) -> Outcome {
    let Some(phone) = duty.phone() else { return Outcome::Refused("erased".to_owned()) };
    done(duty, phone, order).unwrap_or_else(|Not(why)| Outcome::Refused(why.to_owned()))
}

/// An overwrite's first half: the card that goes is destroyed as the other one comes, in one step. Whether that was done is seen in the second.
pub(super) fn overwrite(duty: &Duty<'_>, order: &Order) -> Result<(), Error> {
    let Some(phone) = duty.phone() else { return Ok(()) };
    let _ = perform(duty, order);
    Ok(phone.vault.rotate()?)
}

fn done(duty: &Duty<'_>, phone: &Landfall, order: &Order) -> Result<Outcome, Not> {
    let says = Says::of(order).ok_or(Not("parameters"))?;
    let (old, card) = match order.cards.as_slice() {
        [card] => (None, number(card)?),
        [old, new] => (Some(number(old)?), number(new)?),
        _ => return Err(Not("cards")),
    };
    match says {
        Says::Prepare { replaces } => prepare(duty, phone, &card, replaces.as_deref().map(number).transpose()?),
        Says::Send { key } => send(duty, phone, &card, &key),
        Says::Take { copy } => take(phone, &card, old, &copy),
        Says::HandOver { to } => {
            let to = to.parse::<Eid>().map_err(|_| Not("parameters"))?;
            let statement = Bytes(phone.make_dormant(&card, &to)?);
            crash::point("away.handed-over");
            Ok(Outcome::Deactivated(statement))
        }
        Says::GoLive { statement } => {
            phone.make_live(&card, &statement.0)?;
            crash::point("away.live");
            Ok(Outcome::Activated)
        }
        Says::Force => {
            phone.force_live(&card)?;
            Ok(Outcome::Activated)
        }
    }
}

/// A key of the eUICC that has the card which goes, or of whichever; this device says that it is its own.
fn prepare(duty: &Duty<'_>, phone: &Landfall, card: &Iccid, replaces: Option<Iccid>) -> Result<Outcome, Not> {
    let eid = replaces.map(|old| phone.card(&old)).transpose()?.map(|old| old.eid);
    let statement = Bytes(phone.home_key(card, eid.as_ref())?);
    let outbox = duty.away.get().ok_or(Not("failed"))?;
    let (device, epoch, key) = (outbox.device, outbox.journal.epoch(), KeyId(outbox.key));
    let account = outbox.manifest.account;
    let said = CardKey { account, device: device.clone(), epoch, card: card.to_string(), statement };
    let sign = |message: &[u8]| duty.ports.keystore.sign(&key, message).map(|signature| signature.to_vec());
    let signed = Signed::make(Kind::CardKey, &said, Signer::Device(device), sign).map_err(|_| Not("failed"))?;
    Ok(Outcome::Prepared(Box::new(signed)))
}

fn send(duty: &Duty<'_>, phone: &Landfall, card: &Iccid, key: &Signed) -> Result<Outcome, Not> {
    let manifest = duty.away.get().ok_or(Not("failed"))?.manifest;
    let key = Vouched::by(&manifest, key)?;
    if key.iccid() != card {
        return Err(Not(HomeError::Address.name()));
    }
    let copy = phone.copy_out(&key)?;
    crash::point("away.copied-out");
    let device = Bytes::from(key.device());
    let digest = phone.hand_up(card, &device, &copy)?.ok_or(Not("too long"))?;
    crash::point("away.handed-up");
    Ok(Outcome::Sent(digest))
}

/// A copy that came in before ends its records: the answer was lost, or a kill came between.
fn take(phone: &Landfall, card: &Iccid, old: Option<Iccid>, copy: &Bytes) -> Result<Outcome, Not> {
    if !phone.came_by(card, copy) {
        let bytes = phone.handed_up(copy)?.ok_or(Not(NO_COPY))?;
        if subject(&bytes)?.0 != *card {
            return Err(Not(HomeError::Address.name()));
        }
        phone.copy_in(&bytes, old.as_ref())?;
        crash::point("away.copied-in");
    }
    phone.end_handed_up(card)?;
    crash::point("away.copy-ended");
    Ok(Outcome::Copied)
}

/// Whether the order wants a copy that is to be read from the account's log first.
pub(super) fn wants(phone: &Landfall, order: &Order) -> bool {
    let Some(Says::Take { copy }) = Says::of(order) else { return false };
    !matches!(phone.handed_up(&copy), Ok(Some(_)))
}

/// Whether its cards are others, or other devices', once this order is carried out.
pub(super) const fn moves(verb: Verb) -> bool {
    matches!(verb, Verb::Delete | Verb::Send | Verb::Copy | Verb::Overwrite | Verb::Activate | Verb::Deactivate)
}

fn number(card: &str) -> Result<Iccid, Not> {
    card.parse().map_err(|_| Not("cards"))
}

impl From<Error> for Not {
    fn from(error: Error) -> Self {
        tracing::warn!(%error, "an order about a card's copies is not carried out");
        Self(match error {
            Error::Home(error) => error.name(),
            Error::NoSuchCard(_) => HomeError::NoSuchCard.name(),
            Error::NoEuicc => NO_EUICC,
            Error::Unvouched(_) => "not vouched for",
            _ => "failed",
        })
    }
}

impl From<HomeError> for Not {
    fn from(error: HomeError) -> Self {
        Self(error.name())
    }
}

impl From<SyncError> for Not {
    fn from(error: SyncError) -> Self {
        tracing::warn!(%error, "a card's copy can't be handed on");
        Self("failed")
    }
}
