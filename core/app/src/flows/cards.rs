//! The cards that are here: list, enable, disable, rename, delete.

use crate::{Acquisition, Error, Landfall, chip};
use euicc::{HomeError, State, state};
use model::{Eid, Iccid};
use rsp::metadata::NotificationEvent;
use std::collections::BTreeSet;
use vault::{PinState, Purpose, Records};

/// A card as a user sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardView {
    /// Its number.
    pub iccid: Iccid,
    /// The eUICC that holds it.
    pub eid: Eid,
    /// The operator's name.
    pub operator: String,
    /// The product's name.
    pub name: String,
    /// The user's own name for it.
    pub nickname: Option<String>,
    /// Whether it is the one in use.
    pub enabled: bool,
    /// Whether it is a dormant copy, which can't be enabled: the live one is on another device.
    pub dormant: bool,
    /// Whether it was just acquired: its user has not given it a PIN, nor been told of it.
    pub fresh: bool,
    /// How many notifications of it wait for their server.
    pub waiting_notifications: usize,
    /// Whether one of them is the result of its installation: until that is told, its server does not know that it is here.
    pub result_waits: bool,
}

impl Landfall {
    /// Every card that the caller may see, by number. Reads no profile.
    ///
    /// # Errors
    /// [`Error::Vault`], [`Error::Euicc`].
    pub fn cards(&self) -> Result<Vec<CardView>, Error> {
        let records = self.listed()?;
        let all = records.scan(state::TABLE, &[])?;
        // A damaged journal hides no card; `doctor` tells of it.
        let begun = self.begun().unwrap_or_else(|error| {
            tracing::warn!(%error, "which cards are new can't be told");
            Vec::new()
        });
        let fresh: BTreeSet<Iccid> = begun.iter().filter_map(Acquisition::installed_card).collect();
        let mut cards = Vec::new();
        for own in all.chunk_by(|(a, _), (b, _)| a.get(..16) == b.get(..16)) {
            let state = State::load(own)?;
            let seen = state.profiles.values().filter(|entry| self.may_see(&entry.iccid));
            cards.extend(seen.map(|entry| {
                let waiting = || state.notifications.iter().filter(|one| one.metadata.iccid == Some(entry.iccid));
                let is_result = |event: NotificationEvent| event.contains(NotificationEvent::INSTALL);
                CardView {
                    iccid: entry.iccid,
                    eid: *state.eid(),
                    operator: entry.metadata.service_provider_name.clone(),
                    name: entry.metadata.profile_name.clone(),
                    nickname: entry.nickname.clone(),
                    enabled: entry.enabled,
                    dormant: entry.home.is_dormant(),
                    fresh: fresh.contains(&entry.iccid),
                    waiting_notifications: waiting().count(),
                    result_waits: waiting().any(|one| is_result(one.metadata.profile_management_operation)),
                }
            }));
        }
        cards.sort_by_key(|card| card.iccid);
        Ok(cards)
    }

    /// One card.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`], or as [`Landfall::cards`].
    pub fn card(&self, iccid: &Iccid) -> Result<CardView, Error> {
        self.cards()?.into_iter().find(|card| card.iccid == *iccid).ok_or(Error::NoSuchCard(*iccid))
    }

    /// Enables a card; the one that was enabled on its eUICC is disabled. Does nothing if it is enabled.
    ///
    /// # Errors
    /// [`Error::Home`] if it is a dormant copy; [`Error::Refused`] says why else the eUICC refuses.
    pub fn enable(&self, iccid: &Iccid) -> Result<(), Error> {
        let mut driver = self.euicc_of(iccid, Purpose::Manage, PinState::Required)?;
        if driver.card().state().profiles.get(iccid).is_some_and(|entry| entry.home.is_dormant()) {
            return Err(HomeError::Dormant.into());
        }
        chip::enable(&mut driver, iccid)
    }

    /// Disables a card.
    ///
    /// # Errors
    /// [`Error::Refused`] says why the eUICC refuses.
    pub fn disable(&self, iccid: &Iccid) -> Result<(), Error> {
        chip::disable(&mut self.euicc_of(iccid, Purpose::Manage, PinState::Required)?, iccid)
    }

    /// Deletes a card for good; an enabled one must be disabled first. Its operator hears of it.
    ///
    /// # Errors
    /// [`Error::Refused`] says why the eUICC refuses.
    pub fn delete(&self, iccid: &Iccid) -> Result<(), Error> {
        chip::delete(&mut self.euicc_of(iccid, Purpose::Manage, PinState::Required)?, iccid)
    }

    /// Gives a card a name of the user's own; an empty one takes it away. At most 64 characters.
    ///
    /// # Errors
    /// [`Error::Refused`] if the name is too long.
    pub fn set_nickname(&self, iccid: &Iccid, nickname: &str) -> Result<(), Error> {
        chip::check_nickname(nickname)?;
        chip::set_nickname(&mut self.euicc_of(iccid, Purpose::Manage, PinState::Required)?, iccid, nickname)
    }
}
