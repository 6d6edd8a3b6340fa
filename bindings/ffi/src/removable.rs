//! A removable eUICC, by the platform's way to cards: an LPA for it.

use crate::{
    Landfall, SimInfo,
    flow::{Flow, Gained},
    ports::{Consent, ConsentPort, SecureElement, SecureElementFailure},
    runtime::block,
    sims::{Place, number},
    trouble::LandfallError,
};
use app::{
    Error, Events,
    card::{Apdu, CardError, Response},
    chip,
};
use model::{ActivationCode, Iccid};
use net::servers::Server;
use rsp::metadata::ProfileInfo;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// The card as the core drives it: the platform opens channels, and puts their numbers into commands.
struct Channels {
    element: Arc<dyn SecureElement>,
    reader: String,
    open: BTreeMap<u8, u32>,
}

fn failed(failure: SecureElementFailure) -> CardError {
    match failure {
        SecureElementFailure::Unreachable { what } => CardError::Gone(what),
        SecureElementFailure::Denied { .. } => CardError::NoChannel,
    }
}

impl Apdu for Channels {
    fn transmit(&mut self, command: &[u8]) -> Result<Response, CardError> {
        // Channels 1 to 3 stand in the class's last two bits (TS 102 221 §10.1.1); it has no others.
        let channel = command.first().map_or(0, |class| class & 0x03);
        let channel = *self.open.get(&channel).ok_or(CardError::NoChannel)?;
        Response::parse(&self.element.transmit(channel, command.to_vec()).map_err(failed)?)
    }

    fn open_channel(&mut self, aid: &[u8]) -> Result<u8, CardError> {
        let free = (1..=3).find(|channel| !self.open.contains_key(channel)).ok_or(CardError::NoChannel)?;
        let opened = self.element.open_channel(self.reader.clone(), aid.to_vec()).map_err(failed)?;
        self.open.insert(free, opened);
        Ok(free)
    }

    fn close_channel(&mut self, channel: u8) {
        if let Some(opened) = self.open.remove(&channel) {
            self.element.close_channel(opened);
        }
    }
}

impl Drop for Channels {
    fn drop(&mut self) {
        self.open.values().for_each(|channel| self.element.close_channel(*channel));
    }
}

/// A removable eUICC in a reader.
#[derive(uniffi::Object)]
pub struct Removable {
    core: app::Landfall,
    card: Arc<Mutex<Channels>>,
}

#[uniffi::export]
impl Landfall {
    /// The readers that have a card which this app may speak with.
    #[must_use]
    pub fn removable_readers(&self) -> Vec<String> {
        self.ports.secure_element.as_ref().map(|element| element.readers()).unwrap_or_default()
    }

    /// The eUICC in this reader.
    pub fn removable(&self, reader: String) -> Result<Arc<Removable>, LandfallError> {
        let element = self.ports.secure_element.clone().ok_or(CardError::NoChannel).map_err(Error::from)?;
        let card = Channels { element, reader, open: BTreeMap::new() };
        Ok(Arc::new(Removable { core: self.core.clone(), card: Arc::new(Mutex::new(card)) }))
    }
}

#[uniffi::export]
impl Removable {
    /// The SIMs in it.
    pub async fn sims(&self) -> Result<Vec<SimInfo>, LandfallError> {
        self.with(|card| {
            let eid = chip::info(card)?.eid.to_string();
            Ok(chip::list(card)?.into_iter().filter_map(|profile| shown(profile, &eid)).collect())
        })
        .await
    }

    /// Takes one into use.
    pub async fn enable_sim(&self, iccid: String) -> Result<(), LandfallError> {
        self.on(&iccid, chip::enable).await
    }

    /// Takes it out of use.
    pub async fn disable_sim(&self, iccid: String) -> Result<(), LandfallError> {
        self.on(&iccid, chip::disable).await
    }

    /// Deletes it for good.
    pub async fn delete_sim(&self, iccid: String) -> Result<(), LandfallError> {
        self.on(&iccid, chip::delete).await
    }

    /// Gives it the user's own name.
    pub async fn set_nickname(&self, iccid: String, nickname: String) -> Result<(), LandfallError> {
        self.on(&iccid, move |card, iccid| chip::set_nickname(card, iccid, &nickname)).await
    }

    /// Fetches what an activation code names into it.
    pub fn add_by_code(&self, code: String, consent: Arc<dyn Consent>) -> Result<Arc<Flow>, LandfallError> {
        let code: ActivationCode = code.parse()?;
        let (core, events, card) = (self.core.clone(), Events::new(), self.card.clone());
        let told = events.clone();
        Flow::start(events, async move {
            let mut server = Server::at(&core, &code.smdp_address, None)?;
            let mut card = Shared(card);
            let acquired = core.fetch_into(&mut card, &code, &mut server, &mut ConsentPort(consent), &told).await?;
            Ok::<_, Error>(Gained { iccid: Some(acquired.iccid.to_string()), reported: acquired.reported })
        })
    }
}

impl Removable {
    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Apdu) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, LandfallError> {
        let mut card = Shared(self.card.clone());
        block(move || work(&mut card)).await
    }

    async fn on(
        &self,
        iccid: &str,
        work: impl FnOnce(&mut dyn Apdu, &Iccid) -> Result<(), Error> + Send + 'static,
    ) -> Result<(), LandfallError> {
        let iccid = number(iccid)?;
        self.with(move |card| work(card, &iccid)).await
    }
}

/// The card for one command at a time, so that a download keeps nobody from looking at it.
struct Shared(Arc<Mutex<Channels>>);

impl Shared {
    fn card(&self) -> std::sync::MutexGuard<'_, Channels> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Apdu for Shared {
    fn transmit(&mut self, command: &[u8]) -> Result<Response, CardError> {
        self.card().transmit(command)
    }

    fn open_channel(&mut self, aid: &[u8]) -> Result<u8, CardError> {
        self.card().open_channel(aid)
    }

    fn close_channel(&mut self, channel: u8) {
        self.card().close_channel(channel);
    }
}

fn shown(profile: ProfileInfo, eid: &str) -> Option<SimInfo> {
    Some(SimInfo {
        iccid: profile.iccid?.to_string(),
        eid: eid.to_owned(),
        operator: profile.service_provider_name.unwrap_or_default(),
        name: profile.profile_name.unwrap_or_default(),
        nickname: profile.profile_nickname.filter(|name| !name.is_empty()),
        enabled: profile.profile_state.is_some_and(|state| state == rsp::metadata::ProfileState::Enabled),
        dormant: false,
        needs_pin: false,
        result_waits: false,
        place: Place::Removable,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tables::{Said, check, table};

    // R: F3
    #[test]
    fn a_card_that_cant_be_reached_is_told_in_the_cores_words() {
        let told = |failure| {
            let error = failed(failure);
            Said::new(&error, error.retrying_helps(), error.hint())
        };
        let what = || "why".to_owned();
        check(table! { SecureElementFailure as told:
            SecureElementFailure::Unreachable { .. } => SecureElementFailure::Unreachable { what: what() }, true, "Put the card";
            SecureElementFailure::Denied { .. } => SecureElementFailure::Denied { what: what() }, false, "eUICC";
        });
    }
}
