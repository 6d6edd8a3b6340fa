//! The next step of a plan, from what was ordered and signed for so far.

use super::roles::{Role, Roles};
use crate::{
    AwayError, Ordered, Proof,
    flows::away::home::{NO_COPY, NO_EUICC},
};
use account::{
    order::home::{Aim, Plan, Says},
    wire::{Bytes, Device, Order, Outcome, Verb},
};
use euicc::HomeError;
use serde_json::{Value, json};

/// So often is a copy ordered that its device did not find in the account's log.
const TRIES: usize = 5;

/// What the next step follows from.
pub(super) struct Facts<'a> {
    pub(super) plan: &'a Plan,
    /// Of the whole account, by keys of now, the oldest first.
    pub(super) orders: &'a [Ordered],
    pub(super) roles: &'a Roles,
    pub(super) devices: &'a [Device],
    /// The device that has the card, if the owner says so.
    pub(super) from: Option<&'a Bytes>,
    /// The card in whose place a copy comes.
    pub(super) replaces: Option<&'a str>,
    pub(super) force: bool,
}

/// The next step.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Next {
    /// To be ordered.
    Give { verb: Verb, device: Bytes, cards: Vec<String>, parameters: Value },
    /// Ordered, and not signed for.
    Wait { verb: Verb, device: Bytes },
}

/// Whether a step is ordered again of which its device said no: it had no network for the account's log as it signed for it.
pub(super) fn is_given_again(plan: &Plan, orders: &[Ordered], step: &Ordered) -> bool {
    let Proof::Receipt(receipt) = &step.proof else { return false };
    let same = |other: &&Ordered| {
        let (other, step) = (&other.order, &step.order);
        (other.verb, &other.device) == (step.verb, &step.device) && other.plan().as_ref() == Some(plan)
    };
    matches!(&receipt.outcome, Outcome::Refused(why) if why == NO_COPY) && orders.iter().filter(same).count() < TRIES
}

/// How a step stands.
enum Stands<'a> {
    Waits(&'a Order),
    Done(&'a Order, &'a Outcome),
}

/// None where nothing is left of it.
type Left = Result<Option<Next>, AwayError>;

impl<'a> Facts<'a> {
    pub(super) fn next(&self) -> Left {
        match self.plan.aim {
            Aim::Copy | Aim::Overwrite => self.copy(),
            Aim::Activate => self.activate(),
            Aim::Move => {
                for left in [Self::copy, Self::activate, Self::erase] {
                    if let Some(next) = left(self)? {
                        return Ok(Some(next));
                    }
                }
                Ok(None)
            }
        }
    }

    /// Until the copy is there.
    fn copy(&self) -> Left {
        let (to, overwrites) = (&self.plan.to, self.plan.aim == Aim::Overwrite);
        let Some(prepared) = self.stands(Verb::Prepare, Some(to))? else {
            if !overwrites && self.roles.on(to).is_some() {
                return Ok(None);
            }
            if self.force {
                return Err(AwayError::NoCopy(self.name(to)));
            }
            let holder = self.holder()?;
            // It obeys still, but writes nothing into the account's log.
            if self.devices.iter().any(|device| device.id == *holder && device.revoked) {
                return Err(AwayError::TakenOut(self.name(holder)));
            }
            let replaces = overwrites.then(|| self.replaces.unwrap_or(&self.plan.card).to_owned());
            return self.give(Verb::Prepare, to, &Says::Prepare { replaces });
        };
        let key = match prepared {
            Stands::Done(_, Outcome::Prepared(key)) => key.clone(),
            _ => return self.wait(Verb::Prepare, to),
        };
        let sent = match self.stands(Verb::Send, None)? {
            None => return self.give(Verb::Send, self.holder()?, &Says::Send { key }),
            Some(Stands::Done(_, Outcome::Sent(copy))) => copy.clone(),
            Some(Stands::Waits(order) | Stands::Done(order, _)) => return self.wait(Verb::Send, &order.device),
        };
        let verb = if overwrites { Verb::Overwrite } else { Verb::Copy };
        match self.stands(verb, Some(to))? {
            None => self.give(verb, to, &Says::Take { copy: sent }),
            Some(Stands::Waits(_)) => self.wait(verb, to),
            Some(Stands::Done(..)) => Ok(None),
        }
    }

    /// Until it is live there.
    fn activate(&self) -> Left {
        let to = &self.plan.to;
        match self.stands(Verb::Activate, Some(to))? {
            Some(Stands::Done(..)) => return Ok(None),
            Some(Stands::Waits(_)) => return self.wait(Verb::Activate, to),
            None => {}
        }
        let handed_over = self.stands(Verb::Deactivate, None)?;
        match self.roles.on(to) {
            Some(Role::Live) if handed_over.is_none() => return Ok(None),
            None => return Err(AwayError::NoCopy(self.name(to))),
            Some(_) => {}
        }
        match handed_over {
            Some(Stands::Done(_, Outcome::Deactivated(statement))) => {
                self.give(Verb::Activate, to, &Says::GoLive { statement: statement.clone() })
            }
            _ if self.force => self.give(Verb::Activate, to, &Says::Force),
            Some(Stands::Waits(order) | Stands::Done(order, _)) => self.wait(Verb::Deactivate, &order.device),
            None => {
                let eid = self.roles.eid(to).ok_or_else(|| AwayError::NoCopy(self.name(to)))?;
                self.give(Verb::Deactivate, self.holder()?, &Says::HandOver { to: eid.to_owned() })
            }
        }
    }

    /// Until the first is erased; of one that can't be reached it is enough that it is ordered.
    fn erase(&self) -> Left {
        let Some(first) = self.first()? else { return Ok(None) };
        match self.stands(Verb::Delete, None) {
            // It is not there any more.
            Err(AwayError::Declined { why, .. }) if why == "cards" => Ok(None),
            Err(error) => Err(error),
            Ok(Some(Stands::Done(..))) => Ok(None),
            Ok(Some(Stands::Waits(_))) if self.is_forced() => Ok(None),
            Ok(Some(Stands::Waits(order))) => self.wait(Verb::Delete, &order.device),
            Ok(None) => Ok(Some(Next::Give {
                verb: Verb::Delete,
                device: first.clone(),
                cards: vec![self.plan.card.clone()],
                parameters: json!({ "plan": self.plan, "keep": [self.plan.card] }),
            })),
        }
    }

    /// The device that a move leaves.
    fn first(&self) -> Result<Option<&'a Bytes>, AwayError> {
        let to = &self.plan.to;
        let ordered = self.steps().rev().find(|step| matches!(step.order.verb, Verb::Delete | Verb::Deactivate));
        let left = ordered.map(|step| &step.order.device).or(self.from);
        let left = left.or_else(|| self.roles.only(Role::Overtaken, to)).or_else(|| self.roles.only_other(to));
        match left {
            None if self.roles.homes().any(|home| home.device != *to) => Err(self.unknown()),
            left => Ok(left.filter(|left| *left != to)),
        }
    }

    /// What is left to be signed for when nothing is left to be ordered.
    pub(super) fn left_over(&self) -> Option<(Verb, Bytes)> {
        let open =
            |step: &&Ordered| step.proof == Proof::None && matches!(step.order.verb, Verb::Delete | Verb::Deactivate);
        self.steps().rev().find(open).map(|step| (step.order.verb, step.order.device.clone()))
    }

    /// The device that has the live card.
    fn holder(&self) -> Result<&'a Bytes, AwayError> {
        let to = &self.plan.to;
        if self.roles.on(to) == Some(Role::Live) {
            return Err(AwayError::LiveThere(self.name(to)));
        }
        let known = self.roles.only(Role::Live, to).or_else(|| self.roles.only(Role::HandedOver, to));
        self.from.or(known).ok_or_else(|| self.unknown())
    }

    fn unknown(&self) -> AwayError {
        AwayError::HolderUnknown(self.plan.card.clone())
    }

    fn is_forced(&self) -> bool {
        self.steps().any(|step| Says::of(&step.order) == Some(Says::Force))
    }

    fn steps(&self) -> impl DoubleEndedIterator<Item = &'a Ordered> {
        let plan = self.plan;
        self.orders.iter().filter(move |ordered| ordered.order.plan().as_ref() == Some(plan))
    }

    /// How the last order of this plan stands that gives this verb.
    fn stands(&self, verb: Verb, device: Option<&Bytes>) -> Result<Option<Stands<'a>>, AwayError> {
        let mine = |step: &&Ordered| step.order.verb == verb && device.is_none_or(|id| step.order.device == *id);
        let Some(step) = self.steps().rev().find(mine) else { return Ok(None) };
        let receipt = match &step.proof {
            Proof::None => return Ok(Some(Stands::Waits(&step.order))),
            Proof::Wrong(error) => return Err(AwayError::Receipts(*error)),
            Proof::Receipt(receipt) => receipt,
        };
        let Outcome::Refused(why) = &receipt.outcome else {
            return Ok(Some(Stands::Done(&step.order, &receipt.outcome)));
        };
        if is_given_again(self.plan, self.orders, step) {
            return Ok(None);
        }
        let device = self.name(&step.order.device);
        Err(match HomeError::named(why) {
            Some(why) => AwayError::NotObeyed { device, why },
            None if why == NO_EUICC => AwayError::NoEuicc(device),
            None => AwayError::Declined { device, why: why.clone() },
        })
    }

    fn give(&self, verb: Verb, device: &Bytes, says: &Says) -> Left {
        let card = self.plan.card.clone();
        let mut parameters = says.parameters(self.plan);
        let cards = if verb == Verb::Overwrite {
            let old = self.replaces.unwrap_or(&card).to_owned();
            // A dormant copy goes: the card lives on elsewhere.
            if old == card {
                parameters["keep"] = json!([card]);
            }
            vec![old, card]
        } else {
            vec![card]
        };
        Ok(Some(Next::Give { verb, device: device.clone(), cards, parameters }))
    }

    #[expect(clippy::unnecessary_wraps, reason = "it is one of the answers")]
    fn wait(&self, verb: Verb, device: &Bytes) -> Left {
        Ok(Some(Next::Wait { verb, device: device.clone() }))
    }

    fn name(&self, id: &Bytes) -> String {
        let device = self.devices.iter().find(|device| device.id == *id);
        device.map_or_else(|| id.text(), |device| device.name.clone())
    }
}
