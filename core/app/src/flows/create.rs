//! Create: a software eUICC whose certificates and key were made elsewhere, as those of SGP.26 are for tests. For desks: a phone's
//! keystore takes no keys, and a kiosk certifies the key that the phone made itself (E8).

use crate::{CardRefusal, Error, Landfall, card::Driver};
use euicc::{Euicc, Identity, SigningChain, State};
use model::Eid;
use rsp::{
    cert::{
        Certificate,
        chain::{Crls, verify_euicc},
    },
    crypto::PrivateKey,
};
use std::{fmt::Display, sync::Arc};
use uicc::{KeyId, Transport};
use vault::{PinState, Purpose};

/// What an eUICC is made of.
#[derive(Debug, Clone)]
pub struct CreateEuiccRequest {
    /// CERT.EUICC, DER. Its EID is the eUICC's.
    pub euicc_certificate: Vec<u8>,
    /// CERT.EUM, DER.
    pub eum_certificate: Vec<u8>,
    /// SK.EUICC.
    pub key: PrivateKey,
}

impl Landfall {
    /// Makes an eUICC of these, if they hold under an installed root. It trusts every root that is installed now. After a crash in the
    /// middle the same call goes on.
    ///
    /// # Errors
    /// [`Error::BadIdentity`] if key and certificates don't fit or the chain does not hold; [`Error::Refused`] if the eUICC is here already;
    /// [`Error::NoRoots`]; [`Error::Keystore`] where the keystore takes no keys.
    pub fn create_euicc(&self, request: &CreateEuiccRequest) -> Result<Eid, Error> {
        self.owner()?;
        let CreateEuiccRequest { euicc_certificate, eum_certificate, key } = request;
        let euicc = Certificate::parse(euicc_certificate).map_err(unfit)?;
        let eum = Certificate::parse(eum_certificate).map_err(unfit)?;
        let now = self.ports.clock.now();
        let verified = verify_euicc(&euicc, &eum, &self.trusted()?, &Crls::default(), Some(now)).map_err(unfit)?;
        if verified.public_key != key.public_key {
            return Err(unfit("the key is not the one of the eUICC's certificate"));
        }
        let eid = verified.eid;
        if self.euiccs()?.contains(&eid) {
            return Err(CardRefusal::EuiccHere.into());
        }
        let id = format!("euicc.{eid}");
        // Before the eUICC, which is nothing without it.
        self.ports.keystore.import_signing_key(&vault::KeyId(id.clone()), &key.pkcs8)?;
        let identity = Identity {
            eid,
            key: KeyId(id),
            chains: vec![SigningChain {
                ci_key_id: verified.root_key_id,
                euicc_certificate: euicc_certificate.clone(),
                eum_certificate: eum_certificate.clone(),
            }],
            roots: self.root_certificates()?.iter().map(|root| root.as_der().to_vec()).collect(),
        };
        let records = self.records(Purpose::Manage, None, PinState::NotSet)?;
        let chip = Euicc::new(State::new(identity), Transport::Block);
        let born = chip.records();
        let mut driver = Driver::new(chip, Arc::new(records), self.ports.keystore.clone());
        driver.put_off(born);
        driver.flush()?;
        Ok(eid)
    }
}

fn unfit(why: impl Display) -> Error {
    Error::BadIdentity(why.to_string())
}
