//! Contact: what was done is handed in, orders are taken, then carried out.

use super::{AwayError, duty::Duty, home, outbox::Outbox};
use crate::{
    Error, Events, Landfall,
    cloud::{CloudClient, CloudError, Identity},
    flows::account::AccountError,
    ports::Cloud,
};
use account::{
    keys::AccountId,
    manifest::ManifestError,
    order::{Held, Linked, Refusal, accept, accept_by_right},
    rights::Link,
    signed::{Signed, Signer},
    wire::{Bytes, Order, Outcome, Receipt},
};
use std::{collections::BTreeMap, sync::Arc};
use store::crash;
use vault::KeyId;

/// So often is the server asked in one contact at most: what an order brings is handed in at once.
const ROUNDS: usize = 4;

/// What a contact came to.
#[derive(Debug, Default)]
pub struct Contacted {
    /// Orders that were taken. They are carried out, but for those that wait for the end of their grace.
    pub taken: Vec<Order>,
    /// What the server handed out as orders and this phone did not take, and why.
    pub refused: Vec<(Bytes, Refusal)>,
    /// How many receipts the server took.
    pub handed_in: usize,
    /// How many it has not taken.
    pub owed: usize,
    /// Why the first of those is not taken, in the server's words, if it says so.
    pub not_taken: Option<String>,
    /// The server's manifests do not follow on what this phone has seen.
    pub manifest: Option<ManifestError>,
    /// Whether everything here is erased.
    pub erased: bool,
    /// Whether nothing here is used until the owner signs in.
    pub locked: bool,
}

impl Landfall {
    /// Hands in what this phone did, asks the server for orders, and obeys them. Goes on with what was interrupted; may be stopped at any time.
    ///
    /// # Errors
    /// [`AwayError::NotEnrolled`]; [`AwayError::Cloud`] if there is no answer; [`Error::Vault`], [`Error::Keystore`]: what was taken is gone on
    /// with next time.
    pub async fn contact(&self, port: Arc<dyn Cloud>) -> Result<Contacted, Error> {
        let phone = self.past_hold()?;
        if phone.away.get().is_none_or(|outbox| outbox.erased.is_none()) {
            phone.follow_enrolment()?;
        }
        Duty::of(&self.away, &self.ports, phone).contact(port).await
    }
}

impl Duty<'_> {
    pub(super) async fn contact(&self, port: Arc<dyn Cloud>) -> Result<Contacted, Error> {
        let _alone = self.away.contact.lock().await;
        let mut told = Contacted::default();
        self.carry_out()?;
        // Killed at its very end: nothing is owed, and there is no key to ask by.
        if self.end_if_over()? {
            return Ok(Contacted { erased: true, ..told });
        }
        for _ in 0..ROUNDS {
            let outbox = self.away.get().ok_or(AwayError::NotEnrolled)?;
            if outbox.journal.owed().iter().any(is_of_a_copy) {
                self.sync(&port, true).await;
            }
            let receipts = outbox.journal.owed().to_vec();
            let handed_in = receipts.len();
            let waiting = self.ask(&CloudClient::anybody(port.clone()), &outbox, &receipts).await?;
            let accepted = waiting.accepted.min(handed_in);
            self.away.change(|outbox| outbox.journal.receipts_accepted(accepted))?;
            crash::point("away.handed-in");
            told.handed_in += accepted;
            // It is a stranger's text, and goes to a terminal.
            told.not_taken = waiting.refused.map(|why| why.chars().filter(|c| !c.is_control()).take(200).collect());
            self.take_all(&port, waiting.orders, &waiting.manifests, &mut told).await?;
            let owed = self.away.get().map_or(0, |outbox| outbox.journal.owed().len());
            if owed == 0 || (accepted == 0 && handed_in > 0) {
                break;
            }
        }
        self.renew_lease()?;
        if told.taken.iter().any(|order| home::moves(order.verb)) {
            self.sync(&port, false).await;
        }
        let outbox = self.away.get();
        told.owed = outbox.as_ref().map_or(0, |outbox| outbox.journal.owed().len());
        told.erased = outbox.is_none_or(|outbox| outbox.erased.is_some());
        told.locked = self.vault().is_some_and(|vault| super::lease::is_locked(vault).unwrap_or(true));
        self.end()?;
        Ok(told)
    }

    /// The device's key proves who asks: one that was taken out of the account has no session, and obeys still.
    async fn ask(
        &self,
        cloud: &CloudClient,
        outbox: &Outbox,
        receipts: &[Signed],
    ) -> Result<account::wire::Waiting, Error> {
        let account = AccountId::read(&outbox.manifest.account).ok_or(AwayError::Unreadable)?;
        let (device, epoch, key) = (outbox.device.clone(), outbox.journal.epoch(), KeyId(outbox.key.clone()));
        let identity = Identity { account, device, epoch, key, keystore: self.ports.keystore.clone() };
        Ok(cloud.contact(&identity, receipts, outbox.manifest.version).await.map_err(AwayError::from)?)
    }

    async fn take_all(
        &self,
        port: &Arc<dyn Cloud>,
        mut orders: Vec<Signed>,
        manifests: &[Signed],
        told: &mut Contacted,
    ) -> Result<(), Error> {
        orders.sort_by_key(|signed| said(signed).map_or(u64::MAX, |order| order.counter));
        let known = self.away.get().map_or(0, |outbox| outbox.manifest.version);
        let newest = orders.iter().filter_map(said).map(|order| order.manifest).max().unwrap_or(0);
        if newest > known {
            told.manifest = self.follow_manifests(port, manifests).await?;
        }
        let links = self.links(port, &orders).await?;
        if let Some(phone) = self.phone()
            && orders.iter().filter_map(said).any(|order| home::wants(phone, &order))
        {
            self.sync(port, false).await;
        }
        // All of them before any is carried out: what was taken back meanwhile is not done first.
        for signed in orders {
            self.take(&signed, &links, told)?;
            crash::point("away.taken");
        }
        self.carry_out()
    }

    /// How other accounts stand, if one of them has ordered something: as far as can be found out now. Whoever is not known is not linked.
    async fn links(&self, port: &Arc<dyn Cloud>, orders: &[Signed]) -> Result<BTreeMap<Bytes, Link>, Error> {
        if !orders.iter().any(|signed| matches!(signed.signer, Signer::Sub(_))) {
            return Ok(BTreeMap::new());
        }
        let Some(phone) = self.phone() else { return Ok(BTreeMap::new()) };
        let links = match phone.links_of_now(port.clone()).await {
            Err(error) => {
                tracing::info!(%error, "how other accounts stand is not to be had; what is known counts");
                phone.links()
            }
            links => links,
        };
        Ok(links.unwrap_or_else(|error| {
            tracing::warn!(%error, "how other accounts stand is not known");
            BTreeMap::new()
        }))
    }

    /// One order: kept durably if it is obeyed, or if its refusal is answered. What the server handed out before is not taken twice.
    fn take(&self, signed: &Signed, links: &BTreeMap<Bytes, Link>, told: &mut Contacted) -> Result<(), Error> {
        let Some(outbox) = self.away.get() else { return Ok(()) };
        let digest = Bytes::from(signed.digest());
        if outbox.journal.knows(&digest) {
            return Ok(());
        }
        // What can't be read keeps nobody from having the phone locked or wiped: it is not found, then.
        let cards = self.cards().or_else(|error| {
            if error.retrying_helps() {
                return Err(error);
            }
            tracing::warn!(%error, "the SIMs of this phone can't be read");
            Ok(Vec::new())
        })?;
        let (now, powered) = self.time()?;
        let held = Held {
            device: &outbox.device,
            epoch: outbox.journal.epoch(),
            counters: outbox.journal.counters(),
            manifest: &outbox.manifest,
            cards: &cards,
            now,
        };
        let linked = Linked { links, counters: outbox.journal.by_right() };
        let accepted = match signed.signer {
            Signer::Sub(_) => accept_by_right(&held, &linked, signed),
            _ => accept(&held, signed),
        };
        match accepted {
            Ok(order) => {
                self.away.change(|outbox| outbox.journal.take(signed, order.clone(), powered))?;
                told.taken.push(order);
            }
            Err(refusal) => {
                // Its signature and its signer's power were looked at first: somebody of the account gave it.
                if let Some(order) = said(signed).filter(|_| refusal.is_answered()) {
                    self.away.change(|outbox| outbox.journal.refuse(signed, order, refusal, powered))?;
                }
                told.refused.push((digest, refusal));
            }
        }
        Ok(())
    }

    /// Brings the account's records together, as far as that goes: a copy is in the log before its receipt says so, and is read from there before it is
    /// taken; and the other devices see where a card is now. Without it the orders are obeyed all the same.
    async fn sync(&self, port: &Arc<dyn Cloud>, only_if_something_waits: bool) {
        let Some(phone) = self.phone() else { return };
        if only_if_something_waits && phone.unsynced().is_ok_and(|left| left == 0) {
            return;
        }
        if let Err(error) = phone.sync(port.clone(), &Events::new()).await {
            tracing::warn!(%error, "the account's records do not come together");
        }
    }

    /// Reads the manifests that came since. A device that was taken out of the account gets none but those that came `along` with its orders.
    async fn follow_manifests(&self, port: &Arc<dyn Cloud>, along: &[Signed]) -> Result<Option<ManifestError>, Error> {
        let Some(phone) = self.phone() else { return Ok(None) };
        let Some(own) = phone.own_account()? else { return Ok(None) };
        let mut followed = phone.follow_account(&phone.cloud_of(&own, port.clone())).await;
        if matches!(followed, Err(AccountError::Cloud(CloudError::NotADevice))) && !along.is_empty() {
            followed = phone.take_manifests(along);
        }
        match followed {
            // One that was given no part of a new root obeys still.
            Ok(_) | Err(AccountError::HandOver(_)) => phone.follow_enrolment().map(|()| None),
            Err(AccountError::Manifest(error)) => Ok(Some(error)),
            Err(AccountError::Cloud(CloudError::Server(error))) => Err(AwayError::Cloud(error.into()).into()),
            Err(AccountError::Cloud(error)) => {
                tracing::info!(%error, "no newer manifests are to be had");
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// What it says, whoever signed it.
fn said(signed: &Signed) -> Option<Order> {
    serde_json::from_slice(&signed.payload.0).ok()
}

/// Whether it says that a copy is in the account's log.
fn is_of_a_copy(receipt: &Signed) -> bool {
    let receipt = serde_json::from_slice::<Receipt>(&receipt.payload.0);
    receipt.is_ok_and(|receipt| matches!(receipt.outcome, Outcome::Sent(_)))
}
