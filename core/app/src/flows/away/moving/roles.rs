//! Where a card stands, as far as the owner can know: what each device wrote of its cards, and what it has signed for since.

use crate::{Ordered, Proof};
use account::{
    order::home::Says,
    record::{Card, CardState},
    wire::{Bytes, CardKey, Outcome, Verb},
};
use euicc::home::subject;
use std::collections::BTreeMap;

/// How a card stands on a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// It is the one that is used.
    Live,
    /// A copy, which waits for the live role.
    Dormant,
    /// Its role left for another device, which has not signed for it yet.
    HandedOver,
    /// It was live, and another device took the role by force: it is live until its device hears of that.
    Overtaken,
}

impl Role {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Dormant => "dormant",
            Self::HandedOver => "handed over",
            Self::Overtaken => "overtaken",
        }
    }
}

/// A card on a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The card, by ICCID.
    pub card: String,
    /// The device.
    pub device: Bytes,
    /// How it stands there.
    pub role: Role,
    /// The eUICC that has it, if that is known.
    pub eid: Option<String>,
}

/// Where one card stands.
#[derive(Debug, Default)]
pub(in crate::flows::away) struct Roles {
    card: String,
    roles: BTreeMap<Bytes, Role>,
    eids: BTreeMap<Bytes, String>,
}

impl Roles {
    /// By the account's records, and by `orders`, the oldest first.
    pub(in crate::flows::away) fn of(card: &str, records: &[Card], orders: &[Ordered]) -> Self {
        let mut roles = Self { card: card.to_owned(), ..Self::default() };
        for record in records.iter().filter(|record| record.iccid == card) {
            let role = if record.state == CardState::Dormant { Role::Dormant } else { Role::Live };
            roles.roles.insert(record.device.clone(), role);
            roles.eids.insert(record.device.clone(), record.eid.clone());
        }
        for ordered in orders {
            if let Proof::Receipt(receipt) = &ordered.proof {
                roles.then(ordered, &receipt.outcome);
            }
        }
        roles
    }

    fn then(&mut self, ordered: &Ordered, outcome: &Outcome) {
        let (order, device) = (&ordered.order, ordered.order.device.clone());
        if (order.verb, outcome) == (Verb::Wipe, &Outcome::Erased) {
            self.roles.remove(&device);
        }
        if !order.cards.contains(&self.card) {
            return;
        }
        match outcome {
            Outcome::Prepared(key) => self.know(device, &key.payload),
            Outcome::Sent(_) => _ = self.roles.entry(device).or_insert(Role::Live),
            Outcome::Copied if order.cards.last() == Some(&self.card) => _ = self.roles.insert(device, Role::Dormant),
            Outcome::Copied | Outcome::Erased => _ = self.roles.remove(&device),
            Outcome::Deactivated(_) => _ = self.roles.insert(device, Role::HandedOver),
            Outcome::Activated => {
                let forced = Says::of(order) == Some(Says::Force);
                for role in self.roles.values_mut() {
                    *role = match *role {
                        Role::Live if forced => Role::Overtaken,
                        Role::Live | Role::HandedOver => Role::Dormant,
                        other => other,
                    };
                }
                self.roles.insert(device, Role::Live);
            }
            _ => {}
        }
    }

    /// Which eUICC made the key.
    fn know(&mut self, device: Bytes, payload: &Bytes) {
        let said = serde_json::from_slice::<CardKey>(&payload.0).ok();
        if let Some((_, eid)) = said.and_then(|said| subject(&said.statement.0).ok()) {
            self.eids.insert(device, eid.to_string());
        }
    }

    pub(in crate::flows::away) fn on(&self, device: &Bytes) -> Option<Role> {
        self.roles.get(device).copied()
    }

    pub(super) fn eid(&self, device: &Bytes) -> Option<&str> {
        self.eids.get(device).map(String::as_str)
    }

    /// The one device other than `to` where it stands so; none if there are several.
    pub(super) fn only(&self, role: Role, to: &Bytes) -> Option<&Bytes> {
        let mut there = self.roles.iter().filter(|(device, own)| **own == role && *device != to);
        there.next().filter(|_| there.next().is_none()).map(|(device, _)| device)
    }

    /// The one device other than `to` that has it at all.
    pub(super) fn only_other(&self, to: &Bytes) -> Option<&Bytes> {
        let mut others = self.roles.keys().filter(|device| *device != to);
        others.next().filter(|_| others.next().is_none())
    }

    pub(super) fn homes(&self) -> impl Iterator<Item = Home> {
        self.roles.iter().map(|(device, role)| Home {
            card: self.card.clone(),
            device: device.clone(),
            role: *role,
            eid: self.eids.get(device).cloned(),
        })
    }
}
