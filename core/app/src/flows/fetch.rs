//! Fetch: an order from any SM-DP+ through a network, by its activation code (SGP.22 §3.1.3), into an eUICC of the vault or into any other.

use super::{
    acquire::{Acquired, Acquisition, Held, Origin, Stage},
    download::{Asking, Chip, Online, Purchase, Removable, download, load_kept},
    outbox,
};
use crate::{
    Error, Event, Events, Landfall, OsRandom,
    card::Apdu,
    landfall::EuiccDriver,
    ports::{Consents, Decision, Es9, PolicyRule, Proposal},
};
use async_trait::async_trait;
use model::{ActivationCode, Batch, Eid, Iccid};
use rsp::{
    es10::AuthenticateErrorCode,
    lpa::{Answer, Consent, Failure, Kept},
    metadata::PprIds,
};
use vault::{PinState, Purpose};

impl Landfall {
    /// Fetches the order that `code` names. One that was begun here before is gone on with. Of several eUICCs the first that the server
    /// knows takes the profile.
    ///
    /// # Errors
    /// [`Error::NoEuicc`]; [`Error::Server`] if there is no answer; [`Error::Download`]; what was durable stays, so that the same call goes
    /// on from there.
    pub async fn fetch(
        &self,
        code: &ActivationCode,
        server: &mut dyn Es9,
        user: &mut dyn Consents,
        events: &Events,
    ) -> Result<Acquired, Error> {
        self.owner()?;
        self.fetch_in(self.all_euiccs()?, code, server, user, events).await
    }

    /// The same into this eUICC of the vault and no other.
    pub(crate) async fn fetch_on(
        &self,
        eid: &Eid,
        code: &ActivationCode,
        server: &mut dyn Es9,
        user: &mut dyn Consents,
        events: &Events,
    ) -> Result<Acquired, Error> {
        self.owner()?;
        let mut drivers = self.all_euiccs()?;
        drivers.retain(|driver| driver.card().state().eid() == eid);
        self.fetch_in(drivers, code, server, user, events).await
    }

    async fn fetch_in(
        &self,
        mut drivers: Vec<EuiccDriver>,
        code: &ActivationCode,
        server: &mut dyn Es9,
        user: &mut dyn Consents,
        events: &Events,
    ) -> Result<Acquired, Error> {
        let begun = self.begun_order(code)?;
        // One that its user has deleted since, or that waits for a card outside of this vault, keeps no other from being fetched.
        let place = begun.as_ref().and_then(|begun| drivers.iter().position(|driver| holds(driver, begun)));
        if let (Some(place), Some(_)) = (place, &begun) {
            let mut driver = drivers.swap_remove(place);
            return self.fetch_here(&mut driver, begun, code, server, user, events).await;
        }
        let mut last = Error::NoEuicc;
        for mut driver in drivers {
            match self.fetch_here(&mut driver, None, code, server, user, events).await {
                Err(error) if is_unknown(&error) => last = error,
                other => return other,
            }
        }
        Err(last)
    }

    /// The same into an eUICC outside the vault, which keeps its own state.
    ///
    /// # Errors
    /// As [`Landfall::fetch`], and [`Error::Card`].
    pub async fn fetch_into(
        &self,
        card: &mut dyn Apdu,
        code: &ActivationCode,
        server: &mut dyn Es9,
        user: &mut dyn Consents,
        events: &Events,
    ) -> Result<Acquired, Error> {
        self.owner()?;
        let mut chip = Removable::new(card, &self.vault)?;
        let begun = self.begun_order(code)?.filter(|begun| holder(begun) == Some(chip.eid()));
        let acquired = self.fetch_here(&mut chip, begun, code, server, user, events).await?;
        // A card outside has PINs of its own: there is nothing more to come.
        self.acknowledge(&acquired.iccid)?;
        Ok(acquired)
    }

    /// Delivers what waits in this vault's eUICCs for the server at `address` (F2); returns how much it accepted.
    ///
    /// # Errors
    /// [`Error`]; what was not accepted still waits.
    pub async fn deliver_to(&self, address: &str, server: &mut dyn Es9) -> Result<usize, Error> {
        self.owner()?;
        let mut delivered = 0;
        for mut driver in self.all_euiccs()? {
            delivered += outbox::deliver(&mut driver, address, &mut Online(server)).await?;
        }
        Ok(delivered)
    }

    /// The addresses of servers for which something waits in this vault's eUICCs.
    ///
    /// # Errors
    /// [`Error::Vault`], [`Error::Euicc`].
    pub fn waiting_servers(&self) -> Result<Vec<String>, Error> {
        self.owner()?;
        let mut all: Vec<String> = Vec::new();
        for driver in self.all_euiccs()? {
            let waiting = driver.card().state().notifications.iter();
            all.extend(waiting.map(|pending| pending.metadata.notification_address.clone()));
        }
        all.sort();
        all.dedup();
        Ok(all)
    }

    fn begun_order(&self, code: &ActivationCode) -> Result<Option<Acquisition>, Error> {
        let origin = origin(code);
        Ok(self.acquisitions()?.into_iter().find(|begun| begun.origin == origin))
    }

    async fn fetch_here(
        &self,
        chip: &mut dyn Chip,
        begun: Option<Acquisition>,
        code: &ActivationCode,
        server: &mut dyn Es9,
        user: &mut dyn Consents,
        events: &Events,
    ) -> Result<Acquired, Error> {
        let acquisition =
            begun.unwrap_or_else(|| Acquisition::begin(origin(code), self.ports.clock.now(), &mut OsRandom::new()));
        let result = self.install(chip, &acquisition, code, server, user, events).await;
        let iccid = match result {
            Ok(iccid) => iccid,
            Err(error) => {
                self.settle(&acquisition, &error, Held::Maybe)?;
                return Err(error);
            }
        };
        events.tell(Event::Installed { iccid: iccid.to_string() });
        let delivered = outbox::deliver(chip.apdu(), &code.smdp_address, &mut Online(server)).await;
        let waits = |chip: &mut dyn Chip| {
            crate::chip::notifications(chip.apdu()).map_or(true, |all| all.iter().any(|one| one.iccid == Some(iccid)))
        };
        let reported = match delivered {
            Ok(_) => !waits(chip),
            Err(error) => {
                tracing::warn!(%error, "the result waits for the next contact");
                false
            }
        };
        if reported {
            events.tell(Event::Reported);
        }
        Ok(Acquired { iccid, reported })
    }

    async fn install(
        &self,
        chip: &mut dyn Chip,
        acquisition: &Acquisition,
        code: &ActivationCode,
        server: &mut dyn Es9,
        user: &mut dyn Consents,
        events: &Events,
    ) -> Result<Iccid, Error> {
        match &acquisition.stage {
            Stage::Installed { iccid } => return Ok(*iccid),
            // A card outside keeps its own state: it may have installed what its answer did not come back for, and takes nothing twice.
            Stage::Kept { iccid, .. } if chip.has(iccid)? => {
                chip.join(acquisition.batch_installed(*iccid));
                chip.installed()?;
                return Ok(*iccid);
            }
            Stage::Kept { iccid, package, .. } => match Kept::decode(package) {
                Ok(kept) => return load_kept(chip, acquisition, *iccid, kept, events),
                Err(_) => tracing::warn!("the package that was kept can't be read: it is asked for again"),
            },
            Stage::Reserving => {}
        }
        let matching_id = (!code.matching_id.is_empty()).then_some(code.matching_id.as_str());
        let server_oid = code.smdp_oid.as_deref();
        let versions = self.written_versions.as_ref();
        let purchase = Purchase {
            server: &code.smdp_address,
            server_oid,
            versions,
            matching_id,
            acquisition,
            beside: Batch::new(),
        };
        let mut asking = User { user, events: events.clone() };
        download(&mut Online(server), chip, &mut asking, purchase, events).await
    }

    /// What a stage of an order that is kept for an eUICC outside of this vault waits for: that card.
    pub(crate) fn waits_for_its_card(&self, acquisition: &Acquisition) -> Result<bool, Error> {
        let Origin::Server { .. } = acquisition.origin else { return Ok(false) };
        let Some(eid) = holder(acquisition) else { return Ok(false) };
        let records = self.records(Purpose::Manage, None, PinState::NotSet)?;
        Ok(!self.eids(&records)?.contains(&eid))
    }
}

fn origin(code: &ActivationCode) -> Origin {
    Origin::Server { address: code.smdp_address.clone(), matching_id: code.matching_id.clone() }
}

/// Whether what was begun stands in this eUICC.
fn holds(driver: &EuiccDriver, begun: &Acquisition) -> bool {
    let state = driver.card().state();
    match &begun.stage {
        Stage::Kept { eid, .. } => state.eid() == eid,
        Stage::Installed { iccid } => state.profiles.contains_key(iccid),
        Stage::Reserving => false,
    }
}

fn holder(acquisition: &Acquisition) -> Option<model::Eid> {
    match &acquisition.stage {
        Stage::Kept { eid, .. } => Some(*eid),
        Stage::Reserving | Stage::Installed { .. } => None,
    }
}

/// Whether another eUICC may do better: this one and the server know no CI in common.
pub(crate) fn is_unknown(error: &Error) -> bool {
    match error {
        Error::Download(Failure::Refused { function: "InitiateAuthentication", status }) => {
            let pair = (&*status.subject, &*status.reason);
            matches!(pair, ("8.8.2" | "8.9.2", "3.1") | ("8.8.4" | "8.9.4", "3.7"))
        }
        Error::Download(Failure::Authentication(code)) => *code == AuthenticateErrorCode::CiPkUnknown,
        _ => false,
    }
}

/// The user, through the program's port.
struct User<'a> {
    user: &'a mut dyn Consents,
    events: Events,
}

#[async_trait]
impl Asking for User<'_> {
    async fn ask(&mut self, consent: &Consent) -> Option<Answer> {
        let rules = [(PprIds::PPR1, PolicyRule::StaysEnabled), (PprIds::PPR2, PolicyRule::StaysInstalled)];
        let rules = rules.into_iter().filter(|(id, _)| consent.rules_to_agree.contains(*id)).map(|(_, rule)| rule);
        let proposal = Proposal {
            iccid: consent.metadata.iccid,
            operator: consent.metadata.service_provider_name.clone(),
            name: consent.metadata.profile_name.clone(),
            rules: rules.collect(),
            needs_code: consent.needs_code,
            code_refused: consent.code_refused,
        };
        let decision = tokio::select! {
            decision = self.user.consent(&proposal) => decision,
            _ = self.events.until_cancelled() => return None,
        };
        Some(match decision {
            Decision::Agreed { code } => Answer::Agreed { code },
            Decision::Rejected => Answer::Rejected,
            Decision::Postponed => Answer::Postponed,
            Decision::TimedOut => Answer::TimedOut,
        })
    }
}
