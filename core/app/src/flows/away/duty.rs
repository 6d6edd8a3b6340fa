//! What a device does of itself with the orders that it took, as far as it goes without the server. It has a vault or, once that is gone, none.

use super::{
    AwayError, delete, home, lease,
    mark::Mark,
    outbox::{Away, Erased, Outbox},
    wipe,
};
use crate::{Error, Landfall, Ports};
use account::{
    order::journal::{Entry, Next},
    receipt,
    wire::{Bytes, Order, Outcome, Verb},
};
use store::crash;
use vault::{KeyId, Vault};

/// A device at its duty.
pub(super) struct Duty<'a> {
    pub(super) away: &'a Away,
    pub(super) ports: &'a Ports,
    /// As far as it can be opened; not held up by a lock.
    phone: Option<Landfall>,
}

/// What the journal wants done, without borrowing from it.
enum Deed {
    DestroyKey(Order, Bytes),
    Erase(Order, Bytes),
    Perform(Order, Bytes),
    MakeReceipt(Entry),
}

impl Deed {
    fn of(next: &Next<'_>) -> Option<Self> {
        Some(match next {
            Next::DestroyKey(entry) => Self::DestroyKey(entry.order.clone(), entry.digest.clone()),
            Next::Erase(entry) => Self::Erase(entry.order.clone(), entry.digest.clone()),
            Next::Perform(entry) => Self::Perform(entry.order.clone(), entry.digest.clone()),
            Next::MakeReceipt(entry) => Self::MakeReceipt((*entry).clone()),
            Next::HandIn(_) => return None,
        })
    }

    const fn destroys_all(&self) -> bool {
        matches!(self, Self::DestroyKey(Order { verb: Verb::Wipe, .. }, _))
    }
}

impl<'a> Duty<'a> {
    /// Of a phone whose vault is open; `phone` is past its hold.
    pub(super) const fn of(away: &'a Away, ports: &'a Ports, phone: Landfall) -> Self {
        Self { away, ports, phone: Some(phone) }
    }

    /// Of a phone whose vault does not open any more.
    pub(super) const fn without_vault(away: &'a Away, ports: &'a Ports) -> Self {
        Self { away, ports, phone: None }
    }

    /// The phone, as long as there is something in it.
    pub(super) fn phone(&self) -> Option<&Landfall> {
        let erased = self.away.get().is_some_and(|outbox| outbox.erased.is_some());
        self.phone.as_ref().filter(|_| !erased)
    }

    pub(super) fn vault(&self) -> Option<&Vault> {
        self.phone().map(|phone| &phone.vault)
    }

    /// The device's clock, and its summed powered-on seconds.
    pub(super) fn time(&self) -> Result<(u64, u64), Error> {
        let powered = self.vault().map(lease::powered_on).transpose()?.unwrap_or(0);
        Ok((self.ports.clock.now().0, powered))
    }

    /// Goes on until there is nothing left to do but to hand in receipts, or to wait for the end of a grace.
    pub(super) fn carry_out(&self) -> Result<(), Error> {
        let _alone = self.away.at_work();
        while let Some(outbox) = self.away.get() {
            let (now, powered) = self.time()?;
            // A vault that can't be read may be again: what is only locked or erased in part waits until it is done there, and is not said to be done.
            let is_unread = self.phone.is_none() && outbox.erased.is_none();
            let next = outbox.journal.next_of(now, powered, |order| !is_unread || order.verb == Verb::Wipe);
            let deed = next.as_ref().and_then(Deed::of);
            // What is destroyed next needs no new key before.
            if !deed.as_ref().is_some_and(Deed::destroys_all) {
                self.mark(&outbox)?;
            }
            let Some(deed) = deed else { break };
            self.carry_out_one(&outbox, deed, now)?;
            crash::point("away.step");
            // A record that was made by hand and leads nowhere must not lead in a circle.
            if self.away.get().as_ref() == Some(&outbox) {
                return Err(AwayError::Unreadable.into());
            }
        }
        Ok(())
    }

    fn carry_out_one(&self, outbox: &Outbox, deed: Deed, now: u64) -> Result<(), Error> {
        match deed {
            Deed::DestroyKey(order, digest) => {
                let wipes = order.verb == Verb::Wipe;
                if wipes {
                    wipe::destroy_keys(self)?;
                } else if order.verb == Verb::Overwrite {
                    home::overwrite(self, &order)?;
                } else {
                    delete::destroy(self, &order)?;
                }
                crash::point("away.destroyed");
                self.away.change(|outbox| {
                    outbox.journal.key_destroyed(&digest);
                    outbox.erased = if wipes { Some(Erased::Order) } else { outbox.erased };
                })
            }
            Deed::Erase(order, digest) => {
                let outcome = match order.verb {
                    Verb::Wipe => Outcome::Erased,
                    Verb::Overwrite => home::perform(self, &order),
                    _ => delete::erase(self, &order)?,
                };
                self.away.change(|outbox| outbox.journal.finished(&digest, outcome))
            }
            Deed::Perform(order, digest) => {
                let outcome = self.perform(&order);
                self.away.change(|outbox| outbox.journal.finished(&digest, outcome))
            }
            Deed::MakeReceipt(entry) => {
                let Some(receipt) = outbox.journal.receipt(&entry, now) else { return Ok(()) };
                let key = KeyId(outbox.key.clone());
                let sign = |message: &[u8]| self.ports.keystore.sign(&key, message).map(|signature| signature.to_vec());
                let signed = receipt::sign(&receipt, sign)?;
                self.away.change(|outbox| outbox.journal.receipt_made(signed))
            }
        }
    }

    /// The vault knows of every order that was taken before one is carried out; a lock is in force from then on.
    fn mark(&self, outbox: &Outbox) -> Result<(), Error> {
        let Some(vault) = self.vault() else { return Ok(()) };
        Mark::follow(vault, outbox)?;
        lease::hold_or_release(vault)
    }

    /// What is neither erased nor refused before: a lock is in the vault's mark already, or there is nothing left that could be used.
    fn perform(&self, order: &Order) -> Outcome {
        match order.verb {
            Verb::Lock => Outcome::Locked,
            Verb::Unlock if self.vault().is_some() => Outcome::Unlocked,
            Verb::Unlock => Outcome::Refused("erased".to_owned()),
            _ => home::perform(self, order),
        }
    }

    /// The cards that are here, by number.
    pub(super) fn cards(&self) -> Result<Vec<String>, Error> {
        let Some(phone) = self.phone() else { return Ok(Vec::new()) };
        Ok(phone.cards()?.iter().map(|card| card.iccid.to_string()).collect())
    }

    /// Once the last receipt of a wipe was handed in, and the server had no further order, nothing is owed any more: what is left is given up.
    pub(super) fn end(&self) -> Result<bool, Error> {
        let Some(outbox) = self.away.get() else { return Ok(false) };
        let done = outbox.journal.under_way().is_empty() && outbox.journal.owed().is_empty();
        if outbox.erased != Some(Erased::Order) || !done {
            return Ok(false);
        }
        self.away.change(|outbox| outbox.is_over = true)?;
        self.end_if_over()
    }

    /// Goes on with that, if it was interrupted: the device's key goes, and with it the last trace. What was only handed in when the phone was killed is
    /// not over: another order may have waited behind it.
    pub(super) fn end_if_over(&self) -> Result<bool, Error> {
        let Some(outbox) = self.away.get().filter(|outbox| outbox.is_over) else { return Ok(false) };
        self.ports.keystore.destroy(&KeyId(outbox.key.clone()))?;
        crash::point("away.key-gone");
        self.ports.keystore.destroy(&lease::number_of(&outbox))?;
        self.away.forget()?;
        Ok(true)
    }
}
