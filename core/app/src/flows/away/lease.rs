//! The lease of this phone: read from the clocks, durable before anything is done by it, and its number raised in the keystore.

use super::{
    AwayError,
    duty::Duty,
    mark::{self, Mark},
    outbox::Outbox,
    wipe,
};
use crate::{Error, Landfall};
use account::{
    lease::{Lease, Reading, Standing, Terms},
    wire::Bytes,
};
use model::Batch;
use serde::{Deserialize, Serialize};
use store::crash;
use vault::{KeyId, Records, Vault};

const DAY: u64 = 86_400;
/// A phone that nobody hears of locks after 30 days, and erases itself once it was on for 90 without contact.
const TERMS: Terms = Terms { lock_after: 30 * DAY, erase_after: 90 * DAY };
/// Readings closer than this, in seconds, are not written down: the next one counts the same time.
const WORTH_KEEPING: u64 = 60;
const ID: &[u8] = b"lease";

/// What the vault keeps of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    device: Bytes,
    epoch: u64,
    lease: Lease,
    /// Whether its owner may unlock it without the server, by the recovery sheet.
    unlock_offline: bool,
}

/// What is shown of a phone's lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeaseView {
    /// For how long the phone may be without contact.
    pub terms: Terms,
    /// How it stands by that.
    pub standing: Standing,
    /// Whether it may be unlocked without the server, by the recovery sheet.
    pub unlock_offline: bool,
    /// Whether it is locked, by the lease or by an order.
    pub locked: bool,
}

/// Whether nothing is to be used here.
pub(super) fn is_locked(vault: &Vault) -> Result<bool, Error> {
    let standing = load(vault)?.map_or(Standing::Open, |kept| kept.lease.standing());
    Ok(Mark::load(vault)?.locked || standing != Standing::Open)
}

/// Tells the vault so.
pub(super) fn hold_or_release(vault: &Vault) -> Result<(), Error> {
    vault.hold(is_locked(vault)?);
    Ok(())
}

/// The phone's summed powered-on seconds, as of the last reading.
pub(super) fn powered_on(vault: &Vault) -> Result<u64, Error> {
    Ok(load(vault)?.map_or(0, |kept| kept.lease.powered_on()))
}

/// The name of the lease's number in the keystore.
pub(super) fn number_of(outbox: &Outbox) -> KeyId {
    KeyId(format!("lease.{}", outbox.key))
}

impl Duty<'_> {
    /// Reads the clocks; locks or erases the phone if its time has come.
    pub(super) fn read_lease(&self) -> Result<(), Error> {
        self.reading(
            |lease, now, anchor| lease.read(now, anchor),
            |before, after, now| is_worth_keeping(before, after, now),
        )
    }

    /// There was contact, and its orders were obeyed.
    pub(super) fn renew_lease(&self) -> Result<(), Error> {
        self.reading(|lease, now, anchor| lease.contact(now, anchor), |_, _, _| true)
    }

    /// The owner is there: the phone is used again, if its lease allows that.
    pub(super) fn unlock(&self) -> Result<(), Error> {
        self.reading(|lease, now, anchor| lease.signed_in(now, anchor), |_, _, _| true)?;
        let Some(vault) = self.vault() else { return Ok(()) };
        let mut batch = Batch::new();
        Mark::load(vault)?.locked(false).put(&mut batch);
        vault.commit(batch)?;
        hold_or_release(vault)
    }

    fn reading(
        &self,
        read: impl FnOnce(&mut Lease, Reading, u64) -> Standing,
        keep: impl FnOnce(&Lease, &Lease, &Reading) -> bool,
    ) -> Result<(), Error> {
        let (Some(vault), Some(outbox)) = (self.vault(), self.away.get()) else { return Ok(()) };
        let (keystore, number, epoch) = (&*self.ports.keystore, number_of(&outbox), outbox.journal.epoch());
        let (now, anchor) = (self.ports.clock.reading(), keystore.number(&number)?);
        let kept = load(vault)?;
        let before = match &kept {
            Some(kept) if (&kept.device, kept.epoch) == (&outbox.device, epoch) => kept.clone(),
            other => {
                // Of a device that was just enrolled, in contact.
                let mut lease = Lease::new(other.as_ref().map_or(TERMS, |other| other.lease.terms()), now);
                lease.contact(now, anchor);
                let unlock_offline = other.as_ref().is_some_and(|other| other.unlock_offline);
                Kept { device: outbox.device.clone(), epoch, lease, unlock_offline }
            }
        };
        let mut after = before.clone();
        let standing = read(&mut after.lease, now, anchor);
        if kept.as_ref() == Some(&before) && !keep(&before.lease, &after.lease, &now) {
            return Ok(());
        }
        save(vault, &after)?;
        crash::point("away.lease");
        keystore.raise(&number, after.lease.number())?;
        if standing == Standing::Erased {
            return wipe::by_itself(self);
        }
        hold_or_release(vault)
    }
}

fn is_worth_keeping(before: &Lease, after: &Lease, now: &Reading) -> bool {
    let last = before.last();
    let later = |now: u64, last: u64| now.saturating_sub(last) >= WORTH_KEEPING;
    before.standing() != after.standing()
        || now.boot != last.boot
        || before.is_set_back(now)
        || later(now.wall, last.wall)
        || later(now.uptime, last.uptime)
}

impl Landfall {
    /// How this phone stands by its lease, if it is a device of an account.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Vault`].
    pub fn lease(&self) -> Result<Option<LeaseView>, Error> {
        self.past_hold()?;
        let Some(kept) = load(&self.vault)? else { return Ok(None) };
        let locked = is_locked(&self.vault)?;
        let (terms, standing) = (kept.lease.terms(), kept.lease.standing());
        Ok(Some(LeaseView { terms, standing, unlock_offline: kept.unlock_offline, locked }))
    }

    /// Sets for how long this phone may be without contact, and whether it may be unlocked without the server.
    ///
    /// # Errors
    /// [`AwayError::NotEnrolled`]; [`Error::Locked`] while it is locked; [`Error::Vault`].
    pub fn set_lease(&self, terms: Terms, unlock_offline: bool) -> Result<(), Error> {
        self.owner()?;
        let kept = load(&self.vault)?.ok_or(AwayError::NotEnrolled)?;
        save(&self.vault, &Kept { lease: kept.lease.under(terms), unlock_offline, ..kept })
    }

    pub(super) fn may_unlock_offline(&self) -> Result<bool, Error> {
        Ok(load(&self.vault)?.is_some_and(|kept| kept.unlock_offline))
    }
}

fn load(vault: &Vault) -> Result<Option<Kept>, Error> {
    mark::load(vault, ID)
}

/// One commit: a phone whose lease ended is used again only once its owner has signed in, also after contact.
fn save(vault: &Vault, kept: &Kept) -> Result<(), Error> {
    let mut batch = Batch::new();
    mark::put(&mut batch, ID, kept);
    if kept.lease.standing() != Standing::Open {
        Mark::load(vault)?.locked(true).put(&mut batch);
    }
    Ok(vault.commit(batch)?)
}
