//! Discover: what waits for an eUICC, by asking an SM-DS (SGP.22 §3.6.2), and from which server it is fetched then. Nobody has to give the
//! user a code.

use super::download::config;
use crate::{
    Acquired, Error, Event, Events, Landfall,
    card::{Apdu, CardError, Channel},
    chip,
    flows::fetch::is_unknown,
    ports::{Consents, Es9, Servers},
};
use model::{ActivationCode, Eid};
use rsp::{
    cert::Role,
    es11::EventEntry,
    lpa::{Failure, Next, Outcome, Session},
    reason::StatusCode,
};
use uicc::Transport;

/// An event that leads to another SM-DS, which leads to a third, goes round in circles: the standard has a root and those below it.
const MOST_HOPS: usize = 3;

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// For this eUICC.
    pub eid: Eid,
    /// There, under this name.
    pub event: EventEntry,
}

/// Asks an SM-DS what waits for this eUICC: that at `smds`, else the root that the eUICC names.
///
/// # Errors
/// [`Error::NoSmds`] if neither is known; [`Error::Server`], [`Error::Download`], [`Error::Card`].
pub async fn discover(card: &mut dyn Apdu, smds: Option<&str>, servers: &mut dyn Servers) -> Result<Vec<Found>, Error> {
    let info = chip::info(card)?;
    let root = info.addresses.map(|addresses| addresses.root_ds_address);
    let address = smds.map(str::to_owned).or(root).filter(|address| !address.is_empty()).ok_or(Error::NoSmds)?;
    let mut server = servers.smds(&address)?;
    let events = ask(card, &address, None, &mut *server).await?;
    Ok(events.into_iter().map(|event| Found { eid: info.eid, event }).collect())
}

impl Landfall {
    /// The same for each eUICC of this vault.
    ///
    /// # Errors
    /// As [`discover`], and [`Error::NoEuicc`].
    pub async fn discover(&self, smds: Option<&str>, servers: &mut dyn Servers) -> Result<Vec<Found>, Error> {
        self.owner()?;
        let (mut found, mut last) = (Vec::new(), Some(Error::NoEuicc));
        for mut driver in self.all_euiccs()? {
            match discover(&mut driver, smds, servers).await {
                Ok(mut more) => {
                    found.append(&mut more);
                    last = None;
                }
                // One of another CI than the SM-DS keeps no other from asking.
                Err(error) if is_unknown(&error) => last = last.map(|_| error),
                Err(error) => return Err(error),
            }
        }
        last.map_or(Ok(found), Err)
    }

    /// Fetches what waits for an eUICC of this vault, the first that can be had; what else waits is told of, for another time.
    ///
    /// # Errors
    /// [`Error::NothingWaits`]; as [`Landfall::discover`] and [`Landfall::fetch`].
    pub async fn fetch_discovered(
        &self,
        smds: Option<&str>,
        servers: &mut dyn Servers,
        user: &mut dyn Consents,
        events: &Events,
    ) -> Result<Acquired, Error> {
        let found = self.discover(smds, servers).await?;
        let mut last = Error::NothingWaits;
        for (at, one) in found.iter().enumerate() {
            events.tell(Event::Discovered { events: found.len() - at });
            let mut card = self.chip(&one.eid, Transport::Block)?;
            let places = follow(&mut card, &one.event, servers).await;
            drop(card);
            match places {
                Ok(places) => {
                    for code in places {
                        let mut server = servers.of_event(&code.smdp_address)?;
                        match self.fetch_on(&one.eid, &code, &mut *server, user, events).await {
                            Err(error) if is_stale(&error) => last = error,
                            other => return other,
                        }
                    }
                }
                Err(error) if is_stale(&error) => last = error,
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    /// The same into an eUICC outside the vault.
    ///
    /// # Errors
    /// As [`Landfall::fetch_discovered`] and [`Landfall::fetch_into`].
    pub async fn fetch_discovered_into(
        &self,
        card: &mut dyn Apdu,
        smds: Option<&str>,
        servers: &mut dyn Servers,
        user: &mut dyn Consents,
        events: &Events,
    ) -> Result<Acquired, Error> {
        self.owner()?;
        let found = discover(card, smds, servers).await?;
        let mut last = Error::NothingWaits;
        for (at, one) in found.iter().enumerate() {
            events.tell(Event::Discovered { events: found.len() - at });
            match follow(card, &one.event, servers).await {
                Ok(places) => {
                    for code in places {
                        let mut server = servers.of_event(&code.smdp_address)?;
                        match self.fetch_into(card, &code, &mut *server, user, events).await {
                            Err(error) if is_stale(&error) => last = error,
                            other => return other,
                        }
                    }
                }
                Err(error) if is_stale(&error) => last = error,
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }
}

/// The orders that an event leads to. Where it leads to an SM-DP+, that is known once that is asked for the profile; an SM-DS that it leads
/// to is asked for the events that were registered there under this name (SGP.22 §3.6.3).
async fn follow(
    card: &mut dyn Apdu,
    event: &EventEntry,
    servers: &mut dyn Servers,
) -> Result<Vec<ActivationCode>, Error> {
    let (mut open, mut orders) = (vec![(event.clone(), 0)], Vec::new());
    while let Some((event, hops)) = open.pop() {
        let mut server = servers.of_event(&event.rsp_server_address)?;
        match ask(card, &event.rsp_server_address, Some(&event.event_id), &mut *server).await {
            // It gives profiles, and knows of no session with this eUICC yet.
            Err(Error::Download(Failure::ServerRole { found: Role::DpAuth, .. })) => orders.push(order(event)),
            Ok(_) if hops + 1 >= MOST_HOPS => {}
            Ok(more) => open.extend(more.into_iter().map(|event| (event, hops + 1))),
            Err(error) => return Err(error),
        }
    }
    Ok(orders)
}

fn order(event: EventEntry) -> ActivationCode {
    ActivationCode {
        smdp_address: event.rsp_server_address,
        matching_id: event.event_id,
        smdp_oid: None,
        confirmation_code: false,
    }
}

/// One session with an SM-DS.
async fn ask(
    card: &mut dyn Apdu,
    address: &str,
    event_id: Option<&str>,
    server: &mut dyn Es9,
) -> Result<Vec<EventEntry>, Error> {
    let mut session = Session::discover(config(address, None, event_id, None));
    let mut channel = Channel::default();
    let mut lost = None;
    let outcome = loop {
        match session.next().clone() {
            Next::Card(data) => {
                let answer = channel.call(card, &data);
                session.card(answer.as_deref().map_err(CardError::to_string));
            }
            Next::Server(der) => match server.ask(der, &mut |_, _| ()).await {
                Ok(answer) => session.server(Ok(&answer)),
                Err(error) => {
                    session.server(Err(error.to_string()));
                    lost = Some(error);
                }
            },
            Next::Done(outcome) => break *outcome,
            // Of a discovery the user is asked nothing, and nothing is kept.
            Next::Consent(_) | Next::Commands(_) | Next::Keep(_) => {
                channel.close(card);
                return Err(Error::Download(Failure::Function));
            }
        }
    };
    channel.close(card);
    match (outcome, lost) {
        (Outcome::Discovered { events }, _) => Ok(events),
        // What happened to the way says more than that the server was not reached.
        (_, Some(error)) => Err(Error::Server(error)),
        (Outcome::Failed { failure, .. }, None) => Err(Error::Download(failure)),
        (_, None) => Err(Error::Download(Failure::Function)),
    }
}

/// Whether an event is of something that is over: the next one may be had.
fn is_stale(error: &Error) -> bool {
    let Error::Download(Failure::Refused { status: StatusCode { subject, reason }, .. }) = error else { return false };
    matches!((&**subject, &**reason), ("8.2.6", "3.8") | ("8.1.1", "3.8") | ("8.9.5", "3.9") | ("8.8.5", "4.10"))
}
