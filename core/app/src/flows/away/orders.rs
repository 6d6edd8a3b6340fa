//! What was ordered and what became of it, as far as it is proved: the server says much, the device's own key signs what it did.

use super::{AwayError, Giver, give::said, mark};
use crate::{Error, checks};
use account::{
    order::{self, Refusal},
    receipt::{Chain, ChainError, verify},
    states::shown,
    wire::{Bytes, Device, Order, OrderState, OrderView, Receipt},
};
use model::Batch;
use std::collections::{BTreeMap, BTreeSet};
use vault::Records;

/// Whether the device itself said what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// It has said nothing yet.
    None,
    /// By a receipt under its key, in its chain.
    Receipt(Receipt),
    /// What the server shows as its receipts does not hold.
    Wrong(ChainError),
}

/// An order as its owner is shown it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordered {
    /// What it says.
    pub order: Order,
    /// SHA-256 of its payload: how its receipt names it.
    pub digest: Bytes,
    /// Why the account's keys of now don't vouch for it, if they don't: an order by a key that was replaced since, or none.
    pub unvouched: Option<Refusal>,
    /// Its states by the server's word, each with its time.
    pub states: Vec<(OrderState, u64)>,
    /// What its device says.
    pub proof: Proof,
    /// Whether its deadline has passed, by the clock of whoever looks.
    pub expired: bool,
    /// Whether its owner ordered that it be taken back.
    pub taken_back: bool,
}

impl Ordered {
    /// How far it is: by the device's word, and without one by the server's, as far as that can know. That its time is over is not the server's to say,
    /// nor that its owner took it back.
    #[must_use]
    pub fn state(&self) -> OrderState {
        use OrderState as S;
        if let Proof::Receipt(receipt) = &self.proof {
            return shown(self.order.verb, &receipt.outcome);
        }
        let known = |state: &OrderState| match state {
            S::Stored | S::Sent | S::Received | S::Overdue => true,
            S::TakenBack => self.taken_back || !checks::TAKEN_BACK.on(),
            S::Locked | S::Erased | S::Done | S::Refused => !checks::PROVED.on(),
        };
        let told = self.states.iter().map(|(state, _)| *state).rfind(known).unwrap_or(S::Stored);
        let waits = matches!(told, S::Stored | S::Sent | S::Received);
        if waits && self.expired && checks::OVERDUE.on() { S::Overdue } else { told }
    }
}

impl Giver {
    /// What was ordered in this account, the latest first, each with what proves it.
    ///
    /// # Errors
    /// [`AwayError::Cloud`]; [`Error::Vault`].
    pub async fn orders(&self) -> Result<Vec<Ordered>, Error> {
        let told = self.orders_as_told().await?;
        let now = self.clock.now().0;
        let genuine = told.iter().filter_map(|view| order::given(&self.manifest, &view.order).ok());
        let taken_back: BTreeSet<Bytes> = genuine.filter_map(|order| order.taken_back()).collect();
        let mut proofs = BTreeMap::new();
        let mut orders = Vec::new();
        for view in &told {
            let Some(order) = said(&view.order) else { continue };
            let enrolment = (order.device.clone(), order.epoch);
            if !proofs.contains_key(&enrolment) {
                let proof = self.proofs(&enrolment, &told).await?;
                proofs.insert(enrolment.clone(), proof);
            }
            let digest = Bytes::from(view.order.digest());
            let proof = match proofs.get(&enrolment) {
                Some(Ok(receipts)) => receipts.get(&digest).cloned().map_or(Proof::None, Proof::Receipt),
                Some(Err(error)) => Proof::Wrong(*error),
                None => Proof::None,
            };
            let unvouched = order::given(&self.manifest, &view.order).err();
            let (expired, taken_back) = (now >= order.deadline, taken_back.contains(&digest));
            orders.push(Ordered { order, digest, unvouched, states: view.states.clone(), proof, expired, taken_back });
        }
        Ok(orders)
    }

    /// Every receipt of one device (its id or name), in its order.
    ///
    /// # Errors
    /// [`AwayError::Receipts`] if they do not hold; [`AwayError::NoSuchDevice`], [`AwayError::Cloud`].
    pub async fn receipts(&self, device: &str) -> Result<Vec<Receipt>, Error> {
        let device = self.device(device)?;
        let told = self.orders_as_told().await?;
        self.verified(device, &told).await
    }

    /// The receipts of an enrolment by their orders; or what is wrong with them.
    async fn proofs(
        &self,
        (id, epoch): &(Bytes, u64),
        told: &[OrderView],
    ) -> Result<Result<BTreeMap<Bytes, Receipt>, ChainError>, Error> {
        let device = self.manifest.devices.iter().find(|device| device.id == *id && device.epoch == *epoch);
        // An order to nobody whom the manifest ever named: nobody can answer it.
        let Some(device) = device else { return Ok(Ok(BTreeMap::new())) };
        match self.verified(device, told).await {
            Ok(receipts) => Ok(Ok(receipts.into_iter().map(|receipt| (receipt.order.clone(), receipt)).collect())),
            Err(Error::Away(AwayError::Receipts(error))) => Ok(Err(error)),
            Err(error) => Err(error),
        }
    }

    /// Its receipts, all of them from the first on, and none fewer than were seen before.
    async fn verified(&self, device: &Device, told: &[OrderView]) -> Result<Vec<Receipt>, Error> {
        let signed = self.cloud.receipts(&device.id, device.epoch).await.map_err(AwayError::from)?;
        let orders: Vec<_> = told.iter().map(|view| view.order.clone()).collect();
        let (receipts, chain) =
            verify(&self.manifest.account, device, &Chain::EMPTY, &signed, &orders).map_err(AwayError::from)?;
        let Some(vault) = &self.memory else { return Ok(receipts) };
        let id = format!("seen.{}.{}", device.id.text(), device.epoch).into_bytes();
        let seen: Chain = mark::load(vault, &id)?.unwrap_or(Chain::EMPTY);
        if let Some(last) = seen.number().checked_sub(1)
            && checks::RECEIPTS_SEEN.on()
        {
            let there = usize::try_from(last).ok().and_then(|at| signed.get(at));
            match there {
                None => return Err(AwayError::Receipts(ChainError::Missing(chain.number() + 1)).into()),
                Some(there) if there.digest().as_slice() != seen.previous().0 => {
                    return Err(AwayError::Receipts(ChainError::Branched(seen.number())).into());
                }
                Some(_) => {}
            }
        }
        if chain != seen {
            let mut batch = Batch::new();
            mark::put(&mut batch, &id, &chain);
            vault.commit(batch)?;
        }
        Ok(receipts)
    }
}
