//! Revive: a SIM that was read, and whose Ki its operator's file gave (B2), becomes a card of this vault that works.
//!
//! Both then share one place in the network: the plastic one is to be put away. The network's codes of the plastic card (PIN, PUK) can't be read
//! out of it, so the new card has codes of its own: a PIN that its user sets, and a PUK that nobody knows.

use crate::{CardRefusal, Error, Landfall, OsRandom, SimKey, sim::ReadSim};
use euicc::card_of;
use model::{Eid, Iccid, Random, SecretBytes, Subscriber};
use rsp::metadata::StoreMetadataRequest;
use vault::{PinState, Purpose};

/// The longest name of an operator on a card, in characters (TS 31.102 §4.2.12).
const LONGEST_NAME: usize = 16;

impl Landfall {
    /// Makes a card of the SIM `iccid`, disabled, in the eUICC `eid`, or in the first one where none is named.
    /// [`Landfall::set_first_pin`] gives it its PIN and enables it.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`] if that SIM was not read; [`Error::Refused`] if its Ki or IMSI is missing, or a card of its number is here;
    /// [`Error::NoEuicc`]; [`Error::Denied`], [`Error::Vault`].
    pub fn revive_sim(&self, iccid: &Iccid, eid: Option<&Eid>) -> Result<Eid, Error> {
        self.owner()?;
        let (sim, key) = self.kept_sim(iccid)?;
        let key = key.ok_or(Error::Refused(CardRefusal::NoKey))?;
        let row = subscriber(&sim, key)?;
        let whole = || saip::resolve(&saip::build(&row).ok()?).ok().and_then(|profile| card_of(&profile).ok());
        let card = whole().ok_or(Error::Refused(CardRefusal::NoCard))?;
        let here = self.euiccs()?;
        let eid = match eid {
            Some(eid) => *here.iter().find(|own| *own == eid).ok_or(Error::NoEuicc)?,
            None => *here.first().ok_or(Error::NoEuicc)?,
        };
        let metadata = StoreMetadataRequest::new(*iccid, &row.operator, "from a plastic SIM");
        let records = self.records(Purpose::Manage, None, PinState::NotSet)?;
        let mut driver = self.euicc(&eid, records)?;
        let response = driver.run(|euicc, random| euicc.put_card(metadata, &card, random))?;
        match response.status {
            0x6985 => Err(CardRefusal::CardHere.into()),
            0x6A84 => Err(CardRefusal::Full.into()),
            _ => response.ok("a card").map(|_| eid).map_err(Error::from),
        }
    }
}

/// The row that an operator would make such a card from.
fn subscriber(sim: &ReadSim, key: SimKey) -> Result<Subscriber, Error> {
    let imsi = sim.imsi().ok_or(Error::Refused(CardRefusal::NoImsi))?;
    let operator: String = sim.operator().unwrap_or_default().chars().take(LONGEST_NAME).collect();
    // TS 31.102 §4.2.18: the length of the MNC is the last half byte; cards of 2G may lack it.
    let mnc_digits = match sim.bytes("EF.AD").and_then(|bytes| bytes.get(3)).map(|byte| byte & 0x0F) {
        Some(3) => 3,
        _ => 2,
    };
    Ok(Subscriber {
        iccid: sim.iccid,
        imsi,
        msisdn: sim.numbers().first().and_then(|number| number.parse().ok()),
        ki: key.ki,
        algorithm: key.algorithm,
        pin: digits(4),
        puk: digits(8),
        adm: SecretBytes::from(OsRandom::new().array::<8>()),
        mnc_digits,
        operator,
    })
}

/// Digits that nobody knows.
fn digits(count: usize) -> SecretBytes {
    let mut random = OsRandom::new();
    let mut digits = Vec::with_capacity(count);
    while digits.len() < count {
        let [byte] = random.array::<1>();
        // No digit more often than another.
        if byte < 250 {
            digits.push(b'0' + byte % 10);
        }
    }
    SecretBytes::new(digits)
}
