use super::{
    Acquisition, download,
    identity::Holder,
    journal::Stage,
    reserve::{await_authorisation, install_packages, reserve},
};
use crate::{
    Error, Event, Events, Landfall, OsRandom,
    flows::outbox,
    ports::Dial,
    session::{Session, SessionError},
};
use model::{Batch, Iccid, SecretBytes, ServiceSelection};
use nearfield::{
    KioskIdentity,
    client::Config,
    message::{Advice, Offers, Refusal, Request, Response},
};
use rsp::{
    cert::chain::{Crls, Roots},
    lpa,
};
use vault::Records;

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

/// Who a kiosk must prove to be: what its start code says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Subject key identifier of the operator root that vouches for it; it must be installed.
    pub root_key_id: Vec<u8>,
    /// The kiosk's name.
    pub kiosk: String,
}

/// A session with a kiosk that has proved itself.
pub struct Visit {
    pub(super) landfall: Landfall,
    pub(super) session: Session,
    pub(super) events: Events,
    pub(super) kiosk: KioskIdentity,
}

impl Landfall {
    /// Connects to a kiosk under an installed root; what a start code says chooses among them.
    ///
    /// # Errors
    /// [`Error::NoRoots`]; [`Error::UnknownOperator`]; [`Error::OtherKiosk`]; [`Error::Session`] if the kiosk can't be reached or
    /// can't prove itself.
    pub async fn visit(
        &self,
        dial: Box<dyn Dial>,
        expected: Option<&Expected>,
        events: &Events,
    ) -> Result<Visit, Error> {
        let mut roots = self.trusted()?;
        if let Some(expected) = expected {
            let named = roots.get(&expected.root_key_id).cloned().ok_or(Error::UnknownOperator)?;
            roots = Roots::new();
            roots.add(named).map_err(|error| Error::BadRoot(error.to_string()))?;
        }
        let config = Config::for_roots(roots, Crls::default(), Some(self.ports.clock.now()));
        let session = Session::connect(dial, config).await?;
        let kiosk = session.kiosk()?.clone();
        if let Some(expected) = expected.filter(|expected| expected.kiosk != kiosk.name) {
            return Err(Error::OtherKiosk { wanted: expected.kiosk.clone(), found: kiosk.name });
        }
        events.tell(Event::Connected { kiosk: kiosk.name.clone(), operator: kiosk.operator.clone() });
        Ok(Visit { landfall: self.clone(), session, events: events.clone(), kiosk })
    }
}

impl Visit {
    /// Who the kiosk is.
    #[must_use]
    pub const fn kiosk(&self) -> &KioskIdentity {
        &self.kiosk
    }

    /// Offers that meet the selection, for this phone (A3).
    ///
    /// # Errors
    /// [`SessionError::Refused`] says which criterion failed (A4).
    pub async fn offers(&mut self, selection: &ServiceSelection) -> Result<Offers, Error> {
        let features = self.landfall.ports.device.features();
        let request = Request::Catalogue { selection: selection.clone(), features };
        match self.session.ask(&request, &mut |_, _| ()).await? {
            Response::Offers(offers) => Ok(offers),
            _ => Err(SessionError::Unexpected.into()),
        }
    }

    /// Acquires a card. One that was begun here before and did not end is gone on with: the same number, not a second one. If its
    /// reservation has run out meanwhile, it is begun anew.
    ///
    /// # Errors
    /// [`Error`]; what was durable stays, so that the same call goes on from there.
    pub async fn acquire(&mut self, wish: &Wish) -> Result<Acquired, Error> {
        let begun = self
            .landfall
            .acquisitions()?
            .into_iter()
            .find(|a| a.kiosk == self.kiosk.name && a.class_id == wish.class_id && a.stage == Stage::Reserving);
        if let Some(acquisition) = begun {
            match self.try_to(&acquisition, wish).await {
                // No package was made for it, or the kiosk would have kept the number for this card.
                Err(Error::Session(SessionError::Refused(Refusal::UnknownMatchingId))) => {}
                other => return other,
            }
        }
        let acquisition = self.begin(&wish.class_id)?;
        self.try_to(&acquisition, wish).await
    }

    /// Goes on with an acquisition, and gives it up if that can't help.
    async fn try_to(&mut self, acquisition: &Acquisition, wish: &Wish) -> Result<Acquired, Error> {
        let result = self.go_on(acquisition, wish).await;
        if let Err(error) = &result
            && ends(error)
        {
            self.landfall.give_up(acquisition)?;
        }
        result
    }

    /// The journal's start: from here on a crash goes on with this reservation.
    fn begin(&self, class_id: &str) -> Result<Acquisition, Error> {
        let now = self.landfall.ports.clock.now();
        let acquisition = Acquisition::begin(&self.kiosk.name, class_id, now, &mut OsRandom::new());
        let mut batch = Batch::new();
        acquisition.put(&mut batch);
        self.landfall.vault.commit(batch)?;
        Ok(acquisition)
    }

    async fn go_on(&mut self, acquisition: &Acquisition, wish: &Wish) -> Result<Acquired, Error> {
        let holder = Holder::find(&self.landfall, &self.kiosk.root_key_id)?;
        let reserved = reserve(self, acquisition, wish, &holder).await?;
        install_packages(self, &reserved)?;
        let mut driver = holder.driver(&self.landfall, &acquisition.key, &reserved)?;
        await_authorisation(self, &reserved).await?;
        let iccid = download::download(self, &mut driver, acquisition, &reserved).await?;
        self.events.tell(Event::Installed { iccid: iccid.to_string() });
        let reported = match outbox::deliver(&mut driver, &mut self.session, &reserved.smdp_address).await {
            Ok(_) => {
                self.events.tell(Event::Reported);
                true
            }
            // The card is there; its result waits in the outbox.
            Err(error) => {
                tracing::warn!(%error, "the result waits for the next contact");
                false
            }
        };
        Ok(Acquired { iccid, reported })
    }

    /// Delivers what waits for this kiosk.
    ///
    /// # Errors
    /// [`Error`]; what was not accepted still waits.
    pub async fn deliver(&mut self, smdp_address: &str) -> Result<usize, Error> {
        let mut delivered = 0;
        for mut driver in self.landfall.all_euiccs()? {
            delivered += outbox::deliver(&mut driver, &mut self.session, smdp_address).await?;
        }
        Ok(delivered)
    }

    /// Says goodbye.
    pub async fn leave(self) {
        self.session.close().await;
    }
}

/// Whether an acquisition is over with this error: going on with the same reservation can't help.
fn ends(error: &Error) -> bool {
    match error {
        Error::Session(SessionError::Refused(refusal)) => !matches!(refusal.advice(), Advice::RetryAfter(_)),
        Error::NotAuthorised { .. } => true,
        Error::Download(failure) => {
            matches!(failure, lpa::Failure::NotAgreed(_) | lpa::Failure::Version(_))
        }
        Error::NotInstalled { .. } => true,
        _ => false,
    }
}
