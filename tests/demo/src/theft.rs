//! Somebody copies the bound package that one phone has received, and another phone tries to install it.

use crate::phone_inside;
use app::{card::Isdr, flows::acquire::Stage};
use landfall_stage::Broken;
use model::{Iccid, Random};
use ring::rand::{SecureRandom, SystemRandom};
use rsp::{
    Message,
    apdu::load_bound_profile_package,
    bpp::{self, Opener},
    crypto::OneTimeKey,
    lpa::Kept,
    notification::{FinalResult, ProfileInstallationResult},
};
use std::path::Path;

/// A bound package, and what goes over the air of the session it was made in.
pub(crate) struct Loot {
    package: Vec<u8>,
    session: bpp::Session,
}

/// Takes the package that the phone in `data` has received and not installed yet.
pub(crate) fn copy(data: &Path, enabled: &Iccid) -> Result<Loot, Broken> {
    let phone = phone_inside::open(data)?;
    let kept = kept(&phone)?;
    let card = phone.sim(enabled).map_err(Broken::not)?;
    let state = card.card().state();
    let prepared = state.prepared.of(&kept.transaction_id).ok_or_else(|| Broken::not("the card has no session"))?;
    let session = bpp::Session {
        transaction_id: kept.transaction_id,
        eid: *state.eid(),
        // The public half: it went to the kiosk in clear inside PrepareDownload's answer.
        euicc_otpk: prepared.one_time_public,
        smdp_key: prepared.binding_key,
    };
    Ok(Loot { package: kept.bound_profile_package, session })
}

/// Loads it into the card of another phone, which waits for a package of its own; the card's signed reason against it.
pub(crate) fn load(loot: &Loot, data: &Path, enabled: &Iccid) -> Result<String, Broken> {
    let phone = phone_inside::open(data)?;
    let mut card = phone.sim(enabled).map_err(Broken::not)?;
    let before = card.card().state().profiles.len();
    let mut isdr = Isdr::open(&mut card).map_err(Broken::not)?;
    let mut answer = Vec::new();
    for command in load_bound_profile_package(&loot.package).map_err(Broken::not)? {
        answer = isdr.call(&command).map_err(Broken::not)?;
        if !answer.is_empty() {
            break;
        }
    }
    drop(isdr);
    let result = ProfileInstallationResult::decode(&answer).map_err(Broken::not)?;
    let FinalResult::Error { error_reason, .. } = result.data.final_result else {
        return Err(Broken::not("another phone's card has installed the package"));
    };
    if card.card().state().profiles.len() != before {
        return Err(Broken::not("another phone's card has a new profile"));
    }
    Ok(format!("{error_reason:?}"))
}

/// Opens it with a program of the thief's own, which believes every header and has every public key: only the one-time private key of
/// the first card is missing. Why it does not open.
pub(crate) fn break_open(loot: &Loot) -> Result<String, Broken> {
    let own = OneTimeKey::generate(&mut Dice);
    let mut opener = Opener::with_agreement(loot.session.clone(), move |smdp| own.agree(smdp));
    match opener.feed(&loot.package) {
        Err(error) => Ok(error.cause.to_string()),
        Ok(_) => Err(Broken::not("the package opens without the card's key")),
    }
}

fn kept(phone: &app::Landfall) -> Result<Kept, Broken> {
    for acquisition in phone.acquisitions().map_err(Broken::not)? {
        if let Stage::Kept { package, .. } = &acquisition.stage {
            return Kept::decode(package).map_err(Broken::not);
        }
    }
    Err(Broken::not("the phone has no package that waits"))
}

/// The system's random numbers.
struct Dice;

impl Random for Dice {
    fn fill(&mut self, out: &mut [u8]) {
        SystemRandom::new().fill(out).expect("the system has random bytes");
    }
}
