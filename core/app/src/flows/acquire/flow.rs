use super::{
    Acquisition, Visit, download,
    ending::Held,
    identity::Holder,
    journal::{Origin, Stage},
    reserve::{await_authorisation, install_packages, reserve},
};
use crate::{
    CardRefusal, Error, Event, OsRandom,
    flows::{download::load_kept, outbox},
    landfall::EuiccDriver,
    session::SessionError,
};
use model::{Batch, Iccid, SecretBytes};
use nearfield::message::Refusal;
use rsp::lpa::Kept;
use vault::{PinState, Purpose, Records};

/// How often a kiosk may forget a session before an acquisition is given up for now.
const MOST_BEGINNINGS: u32 = 3;

/// What the user wants from an offer.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// The offer's class.
    pub class_id: String,
    /// The user's id, as the user gives it; may be empty.
    pub user_id: String,
    /// A voucher or invitation code.
    pub voucher: Option<SecretBytes>,
}

/// A card that was acquired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acquired {
    /// Its number.
    pub iccid: Iccid,
    /// Whether the kiosk has accepted the result. If not, it waits in the outbox.
    pub reported: bool,
}

impl Visit {
    /// Acquires a card. One that was begun here before and did not end is gone on with: the same number, not a second one, even if it
    /// is installed and only its user has not heard ([`Landfall::acknowledge`](crate::Landfall::acknowledge)). If its reservation has
    /// run out meanwhile, or the card was deleted, it is begun anew.
    ///
    /// # Errors
    /// [`Error`]; what was durable stays, so that the same call goes on from there.
    pub async fn acquire(&mut self, wish: &Wish) -> Result<Acquired, Error> {
        let all = self.landfall.acquisitions()?;
        let origin = Origin::Kiosk { kiosk: self.kiosk.name.clone(), class_id: wish.class_id.clone() };
        let begun = all.into_iter().find(|a| a.origin == origin);
        if let Some(acquisition) = begun {
            match self.try_to(&acquisition, wish, Held::Maybe).await {
                // No package was made for it, or the kiosk would have kept the number for this card; or the card is gone.
                Err(Error::Session(SessionError::Refused(Refusal::UnknownMatchingId)) | Error::NoSuchCard(_)) => {}
                other => return other,
            }
        }
        let acquisition = self.begin(origin)?;
        self.try_to(&acquisition, wish, Held::NotYet).await
    }

    /// Gives an acquisition up, here and at the kiosk: the card signs that its user does not want it, and the number is free again.
    ///
    /// # Errors
    /// [`Error`] if the kiosk could not be told, or the acquisition is another kiosk's: nothing is given up then
    /// ([`Landfall::give_up`](crate::Landfall::give_up)).
    pub async fn give_up(&mut self, acquisition: &Acquisition) -> Result<(), Error> {
        let class_id = match &acquisition.origin {
            Origin::Kiosk { kiosk, class_id } if *kiosk == self.kiosk.name => class_id.clone(),
            Origin::Kiosk { kiosk: place, .. } | Origin::Server { address: place, .. } => {
                return Err(Error::OtherKiosk { wanted: place.clone(), found: self.kiosk.name.clone() });
            }
        };
        let wish = Wish { class_id, ..Wish::default() };
        self.giving_up = true;
        let result = self.buy(acquisition, &wish).await;
        self.giving_up = false;
        match result {
            Err(
                Error::Cancelled(_)
                | Error::NotAuthorised { .. }
                | Error::Session(SessionError::Refused(Refusal::UnknownMatchingId)),
            ) => self.landfall.give_up(acquisition),
            Err(error) => Err(error),
            // It was installed before this call.
            Ok(_) => Err(CardRefusal::Installed.into()),
        }
    }

    /// Goes on with an acquisition, in another session if the kiosk forgets this one, and gives it up if that can't help.
    async fn try_to(&mut self, acquisition: &Acquisition, wish: &Wish, mut held: Held) -> Result<Acquired, Error> {
        let mut beginnings = 0;
        let result = loop {
            match self.go_on(acquisition, wish).await {
                Err(Error::Session(error)) if error.is_forgotten() && beginnings < MOST_BEGINNINGS => {
                    tracing::info!("the kiosk has forgotten this session: another one goes on");
                    beginnings += 1;
                    held = Held::Maybe;
                    self.begin_anew().await?;
                }
                result => break result,
            }
        };
        if let Err(error) = &result {
            self.landfall.settle(acquisition, error, held)?;
        }
        result
    }

    /// The journal's start: from here on a crash goes on with this reservation.
    fn begin(&self, origin: Origin) -> Result<Acquisition, Error> {
        let now = self.landfall.ports.clock.now();
        let acquisition = Acquisition::begin(origin, now, &mut OsRandom::new());
        let mut batch = Batch::new();
        acquisition.put(&mut batch);
        self.landfall.vault.commit(batch)?;
        Ok(acquisition)
    }

    async fn go_on(&mut self, acquisition: &Acquisition, wish: &Wish) -> Result<Acquired, Error> {
        let (mut driver, iccid) = match &acquisition.stage {
            Stage::Reserving => self.buy(acquisition, wish).await?,
            // Fetched before, and not loaded.
            Stage::Kept { eid, iccid, package } => {
                let Ok(kept) = Kept::decode(package) else {
                    tracing::warn!("the package that was kept can't be read: it is asked for again");
                    let (mut driver, iccid) = self.buy(acquisition, wish).await?;
                    return Ok(self.report(&mut driver, iccid).await);
                };
                let records = self.landfall.records(Purpose::Manage, None, PinState::NotSet)?;
                let mut driver = self.landfall.euicc(eid, records)?;
                let iccid = load_kept(&mut driver, acquisition, *iccid, kept, &self.events)?;
                (driver, iccid)
            }
            Stage::Installed { iccid } => (self.landfall.euicc_of(iccid, Purpose::Manage, PinState::NotSet)?, *iccid),
        };
        Ok(self.report(&mut driver, iccid).await)
    }

    /// Tells the kiosk of a card that is installed.
    async fn report(&mut self, driver: &mut EuiccDriver, iccid: Iccid) -> Acquired {
        self.events.tell(Event::Installed { iccid: iccid.to_string() });
        let Some(server) = self.server.clone() else { return Acquired { iccid, reported: false } };
        let reported = match outbox::deliver(driver, &server, self).await {
            Ok(_) => !outbox::is_waiting(driver, &iccid),
            Err(error) => {
                tracing::warn!(%error, "the result waits for the next contact");
                false
            }
        };
        if reported {
            self.events.tell(Event::Reported);
        }
        Acquired { iccid, reported }
    }

    /// From the reservation to the installed profile.
    async fn buy(&mut self, acquisition: &Acquisition, wish: &Wish) -> Result<(EuiccDriver, Iccid), Error> {
        let holder = Holder::find(&self.landfall, &self.kiosk.root_key_id)?;
        let reserved = reserve(self, acquisition, wish, &holder).await?;
        self.server = Some(reserved.smdp_address.clone());
        install_packages(self, &reserved, &wish.class_id)?;
        let mut driver = holder.driver(&self.landfall, &acquisition.key, &reserved)?;
        await_authorisation(self, &reserved).await?;
        let iccid = download::download(self, &mut driver, acquisition, &reserved).await?;
        Ok((driver, iccid))
    }
}
