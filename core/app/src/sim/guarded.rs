use super::{PinStatus, select_usim};
use crate::{
    CardRefusal, Error, Landfall,
    card::{Apdu, CardError, Response},
    checks,
    landfall::EuiccDriver,
    sim,
};
use model::Iccid;
use vault::{PinState, Purpose};

/// What an eUICC answers to what is meant for a card that is not in use.
const NOT_IN_USE: u16 = 0x6A82;

/// The card in use as a SIM, by APDU; the right to each command is asked for before the card sees it (A6). The card then keeps its own
/// rules: each file's, and the PIN's.
pub struct Sim {
    landfall: Landfall,
    iccid: Iccid,
    driver: EuiccDriver,
    pin: PinState,
}

impl Landfall {
    /// The card as a SIM, with its application selected: for the PIN, the phone book, authentication. It must be enabled.
    ///
    /// # Errors
    /// [`Error::Refused`] if it is not enabled; [`Error::Denied`] if the caller has no right to use it in any way.
    pub fn sim(&self, iccid: &Iccid) -> Result<Sim, Error> {
        let driver = self.first_granted(iccid)?;
        match driver.card().state().enabled() {
            Some(entry) if entry.iccid == *iccid => {}
            _ => return Err(CardRefusal::NotEnabled.into()),
        }
        let mut sim = Sim { landfall: self.clone(), iccid: *iccid, driver, pin: PinState::Required };
        select_usim(&mut sim.driver)?;
        sim.pin = match sim::pin_status(&mut sim.driver)? {
            PinStatus::Satisfied => PinState::Disabled,
            PinStatus::Blocked => PinState::Blocked,
            PinStatus::Required { .. } => PinState::Required,
        };
        Ok(sim)
    }

    /// A driver under the first purpose that the caller has a right to. Its PIN is asked for at each use.
    fn first_granted(&self, iccid: &Iccid) -> Result<EuiccDriver, Error> {
        let ways = [Purpose::Authenticate, Purpose::ReadFiles, Purpose::WriteFiles, Purpose::Use, Purpose::Manage];
        for purpose in ways {
            match self.euicc_of(iccid, purpose, PinState::Verified) {
                Err(Error::Denied(_)) => {}
                other => return other,
            }
        }
        self.euicc_of(iccid, Purpose::Unlock, PinState::Required)
    }
}

impl Sim {
    /// The eUICC that holds it.
    #[must_use]
    pub const fn card(&self) -> &euicc::Euicc {
        self.driver.card()
    }

    /// Where PIN1 stands after the card's answer to a command about it.
    fn learn(&mut self, command: &[u8], response: &Response) {
        // One without data asks for the tries that are left, and changes nothing.
        let [_, instruction, _, reference, _, _, ..] = command else { return };
        if *reference != 0x01 {
            return;
        }
        self.pin = match (*instruction, response.status) {
            (0x26, _) if response.is_ok() => PinState::Disabled,
            (0x20 | 0x24 | 0x28 | 0x2C, _) if response.is_ok() => PinState::Verified,
            (0x20 | 0x24 | 0x26 | 0x28, 0x6983 | 0x63C0) => PinState::Blocked,
            // A wrong try takes back what a right one gave.
            (0x20 | 0x24 | 0x26 | 0x28, 0x63C1..=0x63CF) => PinState::Required,
            _ => return,
        };
    }

    fn check(&self, command: &[u8]) -> Result<(), CardError> {
        let Some((purpose, pin)) = demands(command, self.pin) else { return Ok(()) };
        // Whoever manages an eUICC reaches all of its cards.
        let card = (purpose != Purpose::Manage).then_some(&self.iccid);
        self.landfall.may(purpose, card, pin)?;
        Ok(())
    }
}

/// What a command needs the right to, and in front of which PIN state; `None` for what only looks around.
const fn demands(command: &[u8], pin: PinState) -> Option<(Purpose, PinState)> {
    let [_, instruction, ..] = command else { return None };
    match *instruction {
        // SELECT, STATUS, MANAGE CHANNEL, GET RESPONSE, TERMINAL CAPABILITY.
        0xA4 | 0xF2 | 0x70 | 0xC0 | 0xAA => None,
        // VERIFY, CHANGE, DISABLE, ENABLE and UNBLOCK PIN.
        0x20 | 0x24 | 0x26 | 0x28 | 0x2C => Some((Purpose::Unlock, pin)),
        // READ BINARY, READ RECORD, SEARCH RECORD, RETRIEVE DATA. Each file says itself whether a PIN is needed: a modem reads ICCID and
        // languages before it asks for one.
        0xB0 | 0xB2 | 0xA2 | 0xCB => Some((Purpose::ReadFiles, PinState::Verified)),
        // UPDATE BINARY, UPDATE RECORD, INCREASE, SET DATA, (DE)ACTIVATE FILE and those that make and remove files.
        0xD6 | 0xDC | 0x32 | 0xDB | 0x04 | 0x44 | 0xE0 | 0xE4 | 0xE8 => Some((Purpose::WriteFiles, pin)),
        // AUTHENTICATE, RUN GSM ALGORITHM, GET CHALLENGE, GET IDENTITY.
        0x88 | 0x89 | 0x84 | 0x78 => Some((Purpose::Authenticate, pin)),
        // STORE DATA: the eUICC's own functions.
        0xE2 => Some((Purpose::Manage, pin)),
        // TERMINAL PROFILE, FETCH, TERMINAL RESPONSE, ENVELOPE, and whatever a card does besides.
        _ => Some((Purpose::Use, pin)),
    }
}

impl Apdu for Sim {
    fn transmit(&mut self, command: &[u8]) -> Result<Response, CardError> {
        if checks::RIGHTS.on() {
            self.check(command)?;
        }
        let iccid = self.iccid;
        let response = self.driver.run(|euicc, random| euicc.transmit_to(&iccid, command, random))?;
        if response.status == NOT_IN_USE && !self.driver.card().is_in_use(&iccid) {
            return Err(CardError::Gone("another one is in use, or none".to_owned()));
        }
        self.learn(command, &response);
        Ok(response)
    }
}
