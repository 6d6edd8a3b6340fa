use super::{
    plan::{self, Facts, Next},
    roles::{Home, Role, Roles},
};
use crate::{AwayError, Error, Given, Giver, Ordered, OsRandom, Proof};
use account::{
    order::home::{Aim, Plan},
    wire::{Bytes, Device, Outcome, Verb},
};
use model::{Iccid, Random};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::crash;

/// For how many seconds a step is good, of those that hand nothing over and erase nothing: a month.
const GOOD_FOR: u64 = 30 * 86_400;

/// What an owner wants of a card's copies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moving {
    /// What.
    pub aim: Aim,
    /// The card.
    pub card: Iccid,
    /// The device that gets it, by id or name.
    pub to: String,
    /// The device that has it, by id or name; what the account knows, if nothing is said.
    pub from: Option<String>,
    /// Of [`Aim::Overwrite`]: the card in whose place the copy comes; if nothing is said, an older copy of the same.
    pub replaces: Option<Iccid>,
    /// The live role is taken without the device that has it.
    pub force: bool,
}

impl Moving {
    /// This card for this device.
    #[must_use]
    pub fn new(aim: Aim, card: Iccid, to: impl Into<String>) -> Self {
        Self { aim, card, to: to.into(), from: None, replaces: None, force: false }
    }
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// A step was ordered: there may be more to do at once.
    Ordered(Verb, Device),
    /// This device has not signed for this yet.
    Waits(Verb, Device),
    /// It is done. An order may be left which a device that can't be reached obeys when it is found.
    Done(Option<(Verb, Device)>),
}

impl Giver {
    /// The plan for this: one that was begun and can be gone on with, else a new one.
    ///
    /// # Errors
    /// [`AwayError::NoSuchDevice`]; [`AwayError::TakenOut`] if the device is no longer the account's; [`AwayError::Cloud`].
    pub async fn plan(&self, moving: &Moving) -> Result<Plan, Error> {
        let to = self.device(&moving.to)?;
        if to.revoked {
            return Err(AwayError::TakenOut(to.name.clone()).into());
        }
        let orders = self.vouched_orders().await?;
        let (card, now) = (moving.card.to_string(), self.clock.now().0);
        let same = |plan: &Plan| (plan.aim, &plan.card, &plan.to) == (moving.aim, &card, &to.id);
        let begun = orders.iter().rev().filter_map(|ordered| ordered.order.plan()).find(same);
        let open = |plan: &Plan| {
            let steps = || orders.iter().filter(|ordered| ordered.order.plan().as_ref() == Some(plan));
            let over = |step: &Ordered| match &step.proof {
                Proof::Receipt(receipt) if matches!(receipt.outcome, Outcome::Refused(_)) => {
                    !plan::is_given_again(plan, &orders, step)
                }
                Proof::Receipt(_) => ends(plan.aim, step.order.verb),
                Proof::None => now >= step.order.deadline,
                Proof::Wrong(_) => false,
            };
            let current = |step: &Ordered| step.order.device != to.id || step.order.epoch == to.epoch;
            !steps().any(over) && steps().all(current)
        };
        let new = || Plan {
            id: Bytes::from(OsRandom::new().array::<16>()),
            aim: moving.aim,
            card: card.clone(),
            to: to.id.clone(),
        };
        let roles = Roles::of(&card, &self.cards, &orders);
        let stands = |plan: &Plan| {
            let mut live = orders.iter().filter(|ordered| ordered.order.plan().as_ref() == Some(plan));
            let was = live.any(|step| step.order.verb == Verb::Activate && matches!(step.proof, Proof::Receipt(_)));
            !was || roles.on(&to.id) == Some(Role::Live)
        };
        let plan = begun.filter(|plan| open(plan) && stands(plan)).unwrap_or_else(new);
        self.remember(&plan, moving)?;
        Ok(plan)
    }

    /// Does the next step of a plan, if it is the owner's: orders what follows from what was signed for.
    ///
    /// # Errors
    /// [`AwayError::NotObeyed`], [`AwayError::Declined`]: a device's signed refusal; [`AwayError::NoCopy`], [`AwayError::LiveThere`],
    /// [`AwayError::HolderUnknown`]; [`AwayError::Receipts`]; as [`Giver::give`].
    pub async fn go_on(&self, moving: &Moving, plan: &Plan) -> Result<Moved, Error> {
        let moved = self.step(moving, plan).await;
        match &moved {
            Ok(Moved::Done(_)) => self.forget(plan)?,
            Err(Error::Away(error)) if !error.retrying_helps() => self.forget(plan)?,
            _ => {}
        }
        moved
    }

    async fn step(&self, moving: &Moving, plan: &Plan) -> Result<Moved, Error> {
        let _alone = self.steps.lock().await;
        let orders = self.vouched_orders().await?;
        let roles = Roles::of(&plan.card, &self.cards, &orders);
        let from = moving.from.as_ref().map(|from| self.device(from)).transpose()?;
        let replaces = moving.replaces.map(|card| card.to_string());
        let facts = Facts {
            plan,
            orders: &orders,
            roles: &roles,
            devices: &self.manifest.devices,
            from: from.map(|from| &from.id),
            replaces: replaces.as_deref(),
            force: moving.force,
        };
        let named = |id: &Bytes| self.device(&id.text()).cloned();
        match facts.next()? {
            None => Ok(Moved::Done(
                facts.left_over().map(|(verb, id)| Ok::<_, AwayError>((verb, named(&id)?))).transpose()?,
            )),
            Some(Next::Wait { verb, device }) => Ok(Moved::Waits(verb, named(&device)?)),
            Some(Next::Give { verb, device, cards, parameters }) => {
                let cards = cards.iter().filter_map(|card| card.parse().ok()).collect();
                let lasts = matches!(verb, Verb::Deactivate | Verb::Delete);
                let good_for = (!lasts).then_some(GOOD_FOR);
                self.give(Given { cards, parameters, good_for, ..Given::new(verb, device.text()) }).await?;
                crash::point("away.ordered");
                Ok(Moved::Ordered(verb, named(&device)?))
            }
        }
    }

    /// Where the account's cards stand, by what devices wrote and what they signed for.
    ///
    /// # Errors
    /// [`AwayError::Cloud`]; [`Error::Vault`].
    pub async fn homes(&self) -> Result<Vec<Home>, Error> {
        let orders = self.vouched_orders().await?;
        let ordered = orders.iter().flat_map(|ordered| &ordered.order.cards);
        let cards: BTreeSet<&String> = self.cards.iter().map(|card| &card.iccid).chain(ordered).collect();
        Ok(cards
            .into_iter()
            .flat_map(|card| Roles::of(card, &self.cards, &orders).homes().collect::<Vec<_>>())
            .collect())
    }

    /// Those that somebody of the account gave, the oldest first.
    pub(in crate::flows::away) async fn vouched_orders(&self) -> Result<Vec<Ordered>, Error> {
        let mut orders = self.orders().await?;
        orders.retain(|ordered| ordered.unvouched.is_none());
        orders.reverse();
        Ok(orders)
    }
}

/// Whether what this step brings is the last thing that is wanted.
const fn ends(aim: Aim, verb: Verb) -> bool {
    matches!(
        (aim, verb),
        (Aim::Copy, Verb::Copy)
            | (Aim::Overwrite, Verb::Overwrite)
            | (Aim::Activate, Verb::Activate)
            | (Aim::Move, Verb::Delete)
    )
}
