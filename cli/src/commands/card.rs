use super::{cards, serve};
use crate::{
    args::{Card, Pin},
    failure::Failure,
    output::Answer,
    prompt::confirm,
    secret_input,
};
use app::{
    Landfall,
    sim::{self, Authentication, PinStatus, Sim},
};
use model::Iccid;
use serde_json::json;
use std::path::Path;

pub(crate) fn run(landfall: &Landfall, command: &Card) -> Result<Answer, Failure> {
    match command {
        Card::Show { iccid } => show(landfall, iccid),
        Card::Pin { iccid, action } => pin(landfall, iccid, action),
        Card::Enable { iccid } => {
            landfall.enable(iccid)?;
            Ok(done(iccid, "is in use now"))
        }
        Card::Disable { iccid } => {
            landfall.disable(iccid)?;
            Ok(done(iccid, "is out of use now"))
        }
        Card::Nickname { iccid, name } => {
            landfall.set_nickname(iccid, name)?;
            show(landfall, iccid)
        }
        Card::Delete { iccid, yes } => delete(landfall, iccid, *yes),
        Card::Phonebook { iccid, add, pin_file } => phone_book(landfall, iccid, add.as_deref(), pin_file.as_deref()),
        Card::Serve(wanted) => serve::run(landfall, wanted),
        Card::Auth { iccid, rand, autn, pin_file } => authenticate(landfall, iccid, rand, autn, pin_file.as_deref()),
    }
}

fn done(iccid: &Iccid, what: &str) -> Answer {
    Answer::new(format!("Card {iccid} {what}."), json!({"iccid": iccid, "done": true}))
}

fn show(landfall: &Landfall, iccid: &Iccid) -> Result<Answer, Failure> {
    let card = landfall.card(iccid)?;
    Ok(Answer::new(cards::line(&card), cards::view(&card)))
}

fn delete(landfall: &Landfall, iccid: &Iccid, yes: bool) -> Result<Answer, Failure> {
    let card = landfall.card(iccid)?;
    if !yes && !confirm(&format!("Delete {} {} for good?", card.operator, card.iccid))? {
        return Err(Failure::Stopped);
    }
    landfall.delete(iccid)?;
    Ok(done(iccid, "is gone"))
}

fn pin(landfall: &Landfall, iccid: &Iccid, action: &Pin) -> Result<Answer, Failure> {
    let code = |file: &Option<std::path::PathBuf>, prompt| secret_input::read(file.as_deref(), prompt);
    let new = |file: &Option<std::path::PathBuf>| secret_input::read_new(file.as_deref(), "New PIN");
    let told = match action {
        Pin::Set { new_pin_file } => {
            landfall.set_first_pin(iccid, &new(new_pin_file)?)?;
            "has its PIN, and is in use"
        }
        Pin::Status => {
            let mut card = landfall.sim(iccid)?;
            let status = sim::pin_status(&mut card).map_err(app::Error::from)?;
            let (text, tries) = match status {
                PinStatus::Required { tries } => (format!("The PIN is asked for; {tries} tries left."), Some(tries)),
                PinStatus::Satisfied => ("The PIN is not asked for.".to_owned(), None),
                PinStatus::Blocked => ("The PIN is blocked.".to_owned(), Some(0)),
            };
            return Ok(Answer::new(text, json!({"iccid": iccid, "asked": tries.is_some(), "tries": tries})));
        }
        Pin::Change { pin_file, new_pin_file } => {
            let (old, new) = (code(pin_file, "PIN")?, new(new_pin_file)?);
            sim::change_pin(&mut landfall.sim(iccid)?, &old, &new).map_err(app::Error::from)?;
            "has another PIN now"
        }
        Pin::On { pin_file } => {
            let pin = code(pin_file, "PIN")?;
            sim::set_pin_enabled(&mut landfall.sim(iccid)?, &pin, true).map_err(app::Error::from)?;
            "asks for its PIN"
        }
        Pin::Off { pin_file } => {
            let pin = code(pin_file, "PIN")?;
            sim::set_pin_enabled(&mut landfall.sim(iccid)?, &pin, false).map_err(app::Error::from)?;
            "does not ask for its PIN any more"
        }
        Pin::Unblock { puk_file, new_pin_file } => {
            let (puk, new) = (code(puk_file, "PUK")?, new(new_pin_file)?);
            sim::unblock_pin(&mut landfall.sim(iccid)?, &puk, &new).map_err(app::Error::from)?;
            "has a new PIN"
        }
    };
    Ok(done(iccid, told))
}

/// The card as a SIM with its PIN given, if it asks for one.
fn unlocked(landfall: &Landfall, iccid: &Iccid, pin_file: Option<&Path>) -> Result<Sim, Failure> {
    let mut card = landfall.sim(iccid)?;
    if sim::pin_status(&mut card).map_err(app::Error::from)? != PinStatus::Satisfied {
        let pin = secret_input::read(pin_file, "PIN")?;
        sim::verify_pin(&mut card, &pin).map_err(app::Error::from)?;
    }
    Ok(card)
}

fn phone_book(
    landfall: &Landfall,
    iccid: &Iccid,
    add: Option<&str>,
    pin_file: Option<&Path>,
) -> Result<Answer, Failure> {
    let mut card = unlocked(landfall, iccid, pin_file)?;
    if let Some(entry) = add {
        let (name, dial) =
            entry.split_once('=').ok_or_else(|| Failure::Usage("an entry is written NAME=NUMBER".to_owned()))?;
        sim::write_entry(&mut card, None, name, dial).map_err(app::Error::from)?;
    }
    let entries = sim::read_phone_book(&mut card).map_err(app::Error::from)?;
    // The card has it, whatever becomes of this.
    if let Err(error) = landfall.keep_phone_book(iccid, &entries) {
        crate::output::say(&format!("The account does not have this phone book: {error}"));
    }
    let lines: Vec<String> = entries.iter().map(|e| format!("{}\t{}\t{}", e.number, e.name, e.dial)).collect();
    let text = if lines.is_empty() { "The phone book is empty.".to_owned() } else { lines.join("\n") };
    let json = entries.iter().map(|e| json!({"record": e.number, "name": e.name, "number": e.dial})).collect();
    Ok(Answer::new(text, json))
}

fn authenticate(
    landfall: &Landfall,
    iccid: &Iccid,
    rand: &str,
    autn: &str,
    pin_file: Option<&Path>,
) -> Result<Answer, Failure> {
    let bytes = |text: &str, what: &str| -> Result<[u8; 16], Failure> {
        let wrong = || Failure::Usage(format!("{what} has 32 hexadecimal digits"));
        hex::decode(text).ok().and_then(|b| b.try_into().ok()).ok_or_else(wrong)
    };
    let (rand, autn) = (bytes(rand, "RAND")?, bytes(autn, "AUTN")?);
    let mut card = unlocked(landfall, iccid, pin_file)?;
    Ok(match sim::authenticate(&mut card, &rand, &autn).map_err(app::Error::from)? {
        // RES is what a network is answered; CK and IK stay in the modem and are not shown.
        Authentication::Success { res } => {
            let res = hex::encode(res.expose());
            Answer::new(format!("RES {res}"), json!({"result": "success", "res": res}))
        }
        Authentication::Resynchronise { auts } => {
            let auts = hex::encode(auts);
            Answer::new(
                format!("The challenge is not fresh. AUTS {auts}"),
                json!({"result": "resynchronise", "auts": auts}),
            )
        }
        Authentication::WrongNetwork => {
            Answer::new("The network is not this card's: its MAC is wrong.", json!({"result": "wrong-network"}))
        }
    })
}
