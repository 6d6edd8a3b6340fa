//! Which eUICC of this phone takes the card: one whose certificates hold under the kiosk's operator, else a new one.

use crate::{Error, Landfall, card::Driver, landfall::EuiccDriver};
use euicc::{Euicc, Identity, SigningChain, State};
use model::{Eid, UnixTime};
use nearfield::message::Reserved;
use rsp::cert::{
    Certificate,
    chain::{Crls, Roots, verify_euicc},
};
use std::sync::Arc;
use uicc::{KeyId, Transport};
use vault::{PinState, Purpose};

/// Where the card will go.
pub(super) enum Holder {
    /// An eUICC that the operator's servers know.
    Own(Eid),
    /// A new one, which the kiosk certifies (E8).
    New,
}

impl Holder {
    /// Looks for an eUICC with a chain under the CI `ci_key_id` that holds now. A kiosk's EUM lives for days: a chain that has run out
    /// buys nothing any more, so its eUICC keeps its cards and another one takes the next.
    pub(super) fn find(landfall: &Landfall, ci_key_id: &[u8]) -> Result<Self, Error> {
        let (roots, now) = (landfall.trusted()?, landfall.ports.clock.now());
        for driver in landfall.all_euiccs()? {
            let identity = &driver.card().state().identity;
            if identity.chain(ci_key_id).is_some_and(|chain| holds(chain, &roots, now)) {
                return Ok(Self::Own(identity.eid));
            }
        }
        Ok(Self::New)
    }

    /// A driver of it. A new eUICC becomes durable together with what comes next.
    pub(super) fn driver(&self, landfall: &Landfall, key: &str, reserved: &Reserved) -> Result<EuiccDriver, Error> {
        let records = landfall.records(Purpose::Manage, None, PinState::NotSet)?;
        match self {
            Self::Own(eid) => landfall.euicc(eid, records),
            Self::New => {
                let state = State::new(certified(landfall, key, reserved)?);
                let euicc = Euicc::new(state, Transport::Block);
                let (born, seat) = (euicc.records(), landfall.turns.seat(euicc.state().eid()));
                let driver = Driver::new(euicc, Arc::new(records), landfall.ports.keystore.clone());
                // Once it is durable, others use it while its first card is reported.
                let mut driver = driver.in_turn(seat);
                driver.put_off(born);
                Ok(driver)
            }
        }
    }
}

/// Whether a server takes this chain at `now`.
fn holds(chain: &SigningChain, roots: &Roots, now: UnixTime) -> bool {
    let certificates = (Certificate::parse(&chain.euicc_certificate), Certificate::parse(&chain.eum_certificate));
    let (Ok(euicc), Ok(eum)) = certificates else { return false };
    match verify_euicc(&euicc, &eum, roots, &Crls::default(), Some(now)) {
        Ok(_) => true,
        Err(error) => {
            tracing::info!(%error, "an eUICC needs new certificates: another one takes the card");
            false
        }
    }
}

/// The identity that the kiosk certified, if its certificates hold: our key, under a root that is installed.
fn certified(landfall: &Landfall, key: &str, reserved: &Reserved) -> Result<Identity, Error> {
    let bad = |why: String| Error::BadCertificate(why);
    let (Some(euicc), Some(eum)) = (&reserved.euicc_certificate, &reserved.eum_certificate) else {
        return Err(bad("it sent none".to_owned()));
    };
    let (euicc_certificate, eum_certificate) = (euicc.clone(), eum.clone());
    let euicc = Certificate::parse(euicc).map_err(|e| bad(e.to_string()))?;
    let eum = Certificate::parse(eum).map_err(|e| bad(e.to_string()))?;
    let now = landfall.ports.clock.now();
    let roots = landfall.trusted()?;
    let verified = verify_euicc(&euicc, &eum, &roots, &Crls::default(), Some(now)).map_err(|e| bad(e.to_string()))?;
    let own = landfall.ports.keystore.attest(&vault::KeyId(key.to_owned()))?;
    if verified.public_key != own.public_key {
        return Err(bad("it is for another key".to_owned()));
    }
    Ok(Identity {
        eid: verified.eid,
        key: KeyId(key.to_owned()),
        chains: vec![SigningChain { ci_key_id: eum.authority_key_id().to_vec(), euicc_certificate, eum_certificate }],
        roots: landfall.root_certificates()?.iter().map(|root| root.as_der().to_vec()).collect(),
    })
}
