use super::server;
use crate::{
    Error, Event, Events, Landfall,
    flows::outbox,
    ports::Dial,
    session::{Session, SessionError},
};
use model::ServiceSelection;
use nearfield::{
    KioskIdentity,
    client::Config,
    message::{Offers, Request, Response},
};
use rsp::cert::chain::{Crls, Roots};

/// Who a kiosk must prove to be: what its start code says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Subject key identifier of the operator root that vouches for it; it must be installed.
    pub root_key_id: Vec<u8>,
    /// The kiosk's name.
    pub kiosk: String,
}

/// A session with a kiosk that has proved itself. If the kiosk forgets it, as after a restart, another one takes its place by itself.
pub struct Visit {
    pub(super) landfall: Landfall,
    pub(super) session: Session,
    pub(super) events: Events,
    pub(super) kiosk: KioskIdentity,
    /// The address of the kiosk's SM-DP+, once that is known: from this visit or an earlier one.
    pub(super) server: Option<String>,
    /// What is offered is not wanted any more.
    pub(super) giving_up: bool,
}

impl Landfall {
    /// Connects to a kiosk under an installed root; what a start code says chooses among them. Results that wait for this kiosk are
    /// delivered (F2).
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
        self.owner()?;
        let config = self.trusting(expected.map(|expected| expected.root_key_id.as_slice()))?;
        let session = Session::connect(dial, config).await?;
        let kiosk = session.kiosk()?.clone();
        if let Some(expected) = expected {
            same_kiosk(&expected.kiosk, &kiosk)?;
        }
        events.tell(Event::Connected { kiosk: kiosk.name.clone(), operator: kiosk.operator.clone() });
        let server = server::recall(self, &kiosk)?;
        let mut visit =
            Visit { landfall: self.clone(), session, events: events.clone(), kiosk, server, giving_up: false };
        if let Err(error) = visit.deliver().await {
            tracing::warn!(%error, "results wait for the next contact");
        }
        Ok(visit)
    }

    /// What a kiosk must prove: that one of the installed roots vouches for it, or the one of them with this key id.
    fn trusting(&self, root: Option<&[u8]>) -> Result<Config, Error> {
        let mut roots = self.trusted()?;
        if let Some(key_id) = root {
            let named = roots.get(key_id).cloned().ok_or(Error::UnknownOperator)?;
            roots = Roots::new();
            roots.add(named).map_err(|error| Error::BadRoot(error.to_string()))?;
        }
        Ok(Config::for_roots(roots, Crls::default(), Some(self.ports.clock.now())))
    }
}

fn same_kiosk(wanted: &str, found: &KioskIdentity) -> Result<(), Error> {
    if found.name == wanted {
        return Ok(());
    }
    Err(Error::OtherKiosk { wanted: wanted.to_owned(), found: found.name.clone() })
}

impl Visit {
    /// Who the kiosk is.
    #[must_use]
    pub const fn kiosk(&self) -> &KioskIdentity {
        &self.kiosk
    }

    /// What is done from now on is told, and stopped, by these events; they begin with whose kiosk it is.
    pub fn telling(&mut self, events: &Events) {
        let (kiosk, operator) = (self.kiosk.name.clone(), self.kiosk.operator.clone());
        events.tell(Event::Connected { kiosk, operator });
        self.events = events.clone();
    }

    /// Offers that meet the selection, for this phone (A3).
    ///
    /// # Errors
    /// [`SessionError::Refused`] says which criterion failed (A4).
    pub async fn offers(&mut self, selection: &ServiceSelection) -> Result<Offers, Error> {
        let features = self.landfall.ports.device.features();
        match self.ask(&Request::Catalogue { selection: selection.clone(), features }).await? {
            Response::Offers(offers) => Ok(offers),
            _ => Err(SessionError::Unexpected.into()),
        }
    }

    /// Delivers what waits for this kiosk; returns how much it accepted. It is done at each visit already.
    ///
    /// # Errors
    /// [`Error`]; what was not accepted still waits.
    pub async fn deliver(&mut self) -> Result<usize, Error> {
        let Some(server) = self.server.clone() else { return Ok(0) };
        let mut delivered = 0;
        for mut driver in self.landfall.all_euiccs()? {
            delivered += outbox::deliver(&mut driver, &server, self).await?;
        }
        Ok(delivered)
    }

    /// Asks what may be asked in any session.
    pub(crate) async fn ask(&mut self, request: &Request) -> Result<Response, Error> {
        match self.session.ask(request, &mut |_, _| ()).await {
            Err(error) if error.is_forgotten() => {
                self.begin_anew().await?;
                Ok(self.session.ask(request, &mut |_, _| ()).await?)
            }
            other => Ok(other?),
        }
    }

    /// A new session with the same kiosk, which has forgotten the old one.
    pub(super) async fn begin_anew(&mut self) -> Result<(), Error> {
        let config = self.landfall.trusting(Some(&self.kiosk.root_key_id))?;
        self.session.begin_anew(config).await?;
        same_kiosk(&self.kiosk.name, self.session.kiosk()?)
    }

    /// Says goodbye.
    pub async fn leave(self) {
        self.session.close().await;
    }
}
