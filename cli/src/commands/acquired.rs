//! The end of an acquisition, whatever way the card came: its first PIN, and what is said of it.

use super::shown;
use crate::{
    failure::Failure,
    output::{self, Answer},
    runtime, secret_input,
};
use app::{
    Acquired, Error, Landfall, Shown,
    sim::{self, CodeError},
};
use model::{Iccid, SecretBytes};
use serde_json::json;

pub(super) const CHOOSE: &str = "Choose a PIN for the card (4 to 8 digits)";

/// What is said of a new card; it is acknowledged once that was said. `unreported` says how its server hears of it.
pub(super) fn answer(
    landfall: Landfall,
    acquired: &Acquired,
    pin_set: bool,
    shown: &Shown,
    unreported: &str,
) -> Answer {
    let Acquired { iccid, reported } = *acquired;
    let mut text = format!("Card {iccid} is yours.");
    if !reported {
        text.push_str(&format!(" {unreported}"));
    }
    if !pin_set {
        text.push(' ');
        text.push_str(&needs_pin(&iccid));
    }
    for line in shown::lines(shown) {
        text.push('\n');
        text.push_str(&line);
    }
    let json = json!({"iccid": iccid, "reported": reported, "pin_set": pin_set, "shown": shown.taken.contains(&iccid)});
    let answer = Answer::new(text, json);
    answer.and_then(move || Ok(landfall.acknowledge(&iccid)?))
}

/// What is said of a card that has no PIN of its user's.
pub(super) fn needs_pin(iccid: &Iccid) -> String {
    format!("Give it a PIN: landfall card pin {iccid} set.")
}

/// Gives the card its first PIN, and says whether it has one: this one, or the one that its user is asked for.
pub(super) async fn pinned(
    landfall: &Landfall,
    iccid: &Iccid,
    pin: Option<SecretBytes>,
    json: bool,
) -> Result<bool, Failure> {
    match pin {
        Some(pin) => set(landfall, iccid, &pin),
        None if json => Ok(false),
        None => ask_pin(landfall, iccid).await,
    }
}

pub(super) fn checked(pin: SecretBytes) -> Result<SecretBytes, Failure> {
    sim::check_pin(&pin).map_err(Error::from)?;
    Ok(pin)
}

/// Whether the card has a PIN of its user's now. A card that can't take one is bought all the same, and told of.
fn set(landfall: &Landfall, iccid: &Iccid, pin: &SecretBytes) -> Result<bool, Failure> {
    match landfall.set_first_pin(iccid, pin) {
        // An earlier start of this command got as far.
        Ok(()) | Err(Error::Code(CodeError::NotAllowed)) => Ok(true),
        Err(error @ Error::Code(CodeError::NotACode)) => Err(error.into()),
        Err(error) => {
            output::say(&format!("The card did not take its PIN: {error}. {}", error.hint()));
            Ok(false)
        }
    }
}

async fn ask_pin(landfall: &Landfall, iccid: &Iccid) -> Result<bool, Failure> {
    loop {
        match runtime::ask(|| checked(secret_input::read_new(None, CHOOSE)?)).await {
            Ok(pin) => return set(landfall, iccid, &pin),
            Err(Failure::Stopped) => {
                output::say(&format!("Card {iccid} is yours, but has no PIN yet."));
                return Err(Failure::Stopped);
            }
            Err(error @ (Failure::Usage(_) | Failure::App(_))) => output::say(&format!("{error}: once more.")),
            Err(error) => {
                output::say(&format!("{error}."));
                return Ok(false);
            }
        }
    }
}
