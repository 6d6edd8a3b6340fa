//! The phone's cards, compared with their records: whatever happened to them since, and however it was interrupted, shows in the difference.

use super::{SyncError, happened, nicknames};
use crate::{AccountState, CardView, Landfall};
use account::{
    log::{Replica, View},
    record::{Card, CardState, Happened, Kind, SimBackup},
    wire::{Bytes, Manifest},
};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

impl Landfall {
    /// Makes edits of what the phone's cards are now.
    pub(super) fn gather(&self, state: &AccountState) -> Result<(), SyncError> {
        let cards = self.cards()?;
        let manifest = state.manifest()?;
        let now = self.ports.clock.now().0;
        let known = nicknames::Known::load(&self.vault)?;
        self.step(state, |replica, with| {
            // While it is read anew after a restored backup, what is missing is not what went.
            if !replica.is_restoring() {
                let here = Here { cards: &cards, device: &state.device.id, manifest: &manifest, now };
                here.compare(replica);
                nicknames::compare(replica, &cards, &known, with);
            }
            Ok(())
        })
    }
}

/// What is here.
pub(super) struct Here<'a> {
    pub(super) cards: &'a [CardView],
    pub(super) device: &'a Bytes,
    pub(super) manifest: &'a Manifest,
    pub(super) now: u64,
}

impl Here<'_> {
    /// Makes edits of the difference.
    pub(super) fn compare(&self, replica: &mut Replica) {
        let recorded = recorded(replica);
        for card in self.cards {
            self.write(replica, &recorded, card);
        }
        let here: BTreeSet<String> = self.cards.iter().map(|card| card.iccid.to_string()).collect();
        for (view, card) in &recorded {
            if card.device == *self.device && !here.contains(&card.iccid) && view.content.conflict_of.is_none() {
                replica.end(view.record);
                let gone = Some(card.iccid.as_str());
                happened::one(replica, Happened::CardRemoved, gone, self.device, self.now, Value::Null);
                self.end_copies(replica, &card.iccid);
            }
            // This phone under an enrolment before: the card is this one.
            if card.device != *self.device && here.contains(&card.iccid) && self.is_revoked(&card.device) {
                replica.end(view.record);
            }
        }
    }

    /// Copies that this phone made and nobody took go with the card.
    fn end_copies(&self, replica: &mut Replica, iccid: &str) {
        let own = |view: &View| view.kind == SimBackup::KIND && view.device == *self.device;
        let copies = replica.views().filter(own);
        let of = |view: &View| view.content.read::<SimBackup>().is_some_and(|copy| copy.iccid == iccid);
        let records: Vec<_> = copies.filter(of).map(|view| view.record).collect();
        records.into_iter().for_each(|record| replica.end(record));
    }

    fn write(&self, replica: &mut Replica, recorded: &[(View, Card)], card: &CardView) {
        let iccid = card.iccid.to_string();
        let before = recorded.iter().find(|(_, known)| known.iccid == iccid && known.device == *self.device);
        let other = before.map(|(_, known)| known.other.clone()).unwrap_or_default();
        let record = self.record_of(card, other);
        let id = match before {
            Some((view, _)) => view.record,
            None => replica.record_about(Card::KIND, &[&record.iccid, &self.device.text()]),
        };
        if let Err(error) = replica.put(id, Card::KIND, record.content()) {
            tracing::warn!(%error, "a card's record is not written");
        }
        if before.is_none() {
            happened::one(replica, Happened::CardAdded, Some(&iccid), self.device, self.now, Value::Null);
        }
    }

    fn record_of(&self, card: &CardView, other: Map<String, Value>) -> Card {
        let CardView { iccid, eid, operator, name, enabled, dormant, .. } = card;
        Card {
            iccid: iccid.to_string(),
            eid: eid.to_string(),
            operator: operator.clone(),
            name: name.clone(),
            state: match (dormant, enabled) {
                (true, _) => CardState::Dormant,
                (false, true) => CardState::Enabled,
                (false, false) => CardState::Disabled,
            },
            device: self.device.clone(),
            other,
        }
    }

    fn is_revoked(&self, device: &Bytes) -> bool {
        self.manifest.devices.iter().any(|row| row.id == *device && row.revoked)
    }
}

/// The cards' records.
pub(super) fn recorded(replica: &Replica) -> Vec<(View, Card)> {
    let cards = replica.views().filter(|view| view.kind == Card::KIND);
    cards.filter_map(|view| Some((view.clone(), view.content.read()?))).collect()
}
