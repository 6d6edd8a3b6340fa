//! This phone, as far as its owner is elsewhere or has to prove that he is here.

use super::{give::agreed, sheet, wait, word};
use crate::{args::Cli, cloud, desk, failure::Failure, output::Answer, secret_input};
use account::lease::Terms;
use app::{AwayError, Contacted, Error, LeaseView};
use serde_json::{Value, json};
use std::path::Path;

const DAY: u64 = 86_400;

pub(super) fn obey(cli: &Cli) -> Result<Answer, Failure> {
    let told = match desk::to_obey(cli)? {
        desk::Obeying::Phone(landfall) => {
            let port = cloud::of_locked_account(cli, &landfall)?;
            wait(cli, async { Ok(landfall.contact(port).await?) })?
        }
        desk::Obeying::Remains { remains, .. } => {
            let port = cloud::at(cli, &remains.server())?.1;
            wait(cli, async { Ok(remains.contact(port).await?) })?
        }
    };
    Ok(Answer::new(said_of(&told).join("\n"), view(&told)))
}

pub(super) fn begin_anew(cli: &Cli, unheard: bool, yes: bool) -> Result<Answer, Failure> {
    if unheard {
        agreed(yes, "The owner of what was here never gets the receipt of its wipe")?;
    }
    let landfall = desk::begin_anew(cli, unheard)?;
    let empty = landfall.cards()?.is_empty() && landfall.account_server()?.is_none();
    let text = if empty {
        "This phone is empty, as a new one is: landfall acquire, landfall account login."
    } else {
        "This phone was not wiped: nothing was changed."
    };
    Ok(Answer::new(text, json!({"empty": empty})))
}

pub(super) fn sign_in(cli: &Cli, password_file: Option<&Path>) -> Result<Answer, Failure> {
    let landfall = desk::open_as_it_is(cli)?;
    let port = cloud::of_locked_account(cli, &landfall)?;
    let password = secret_input::read(password_file, "Password of the account")?;
    wait(cli, async { Ok(landfall.sign_in(port, &password).await?) })?;
    Ok(unlocked())
}

pub(super) fn sign_in_by_sheet(cli: &Cli, file: Option<&Path>) -> Result<Answer, Failure> {
    let landfall = desk::open_as_it_is(cli)?;
    landfall.sign_in_by_sheet(&sheet(file)?)?;
    Ok(unlocked())
}

pub(super) fn lease(
    cli: &Cli,
    lock_after: Option<u64>,
    erase_after: Option<u64>,
    unlock_offline: Option<bool>,
) -> Result<Answer, Failure> {
    let landfall = desk::open_as_it_is(cli)?;
    let none = || Failure::from(Error::Away(AwayError::NotEnrolled));
    let now = landfall.lease()?.ok_or_else(none)?;
    if lock_after.is_some() || erase_after.is_some() || unlock_offline.is_some() {
        let terms = Terms {
            lock_after: lock_after.unwrap_or(now.terms.lock_after),
            erase_after: erase_after.unwrap_or(now.terms.erase_after),
        };
        landfall.set_lease(terms, unlock_offline.unwrap_or(now.unlock_offline))?;
    }
    let LeaseView { terms, unlock_offline, locked, .. } = landfall.lease()?.ok_or_else(none)?;
    let text = format!(
        "{}It locks after {} without contact, and erases itself once it was on for {} without contact. {}",
        if locked { "This phone is locked. " } else { "" },
        time(terms.lock_after),
        time(terms.erase_after),
        if unlock_offline {
            "The recovery sheet unlocks it without a network."
        } else {
            "Only its account's server unlocks it."
        },
    );
    let json = json!({
        "lock_after": terms.lock_after,
        "erase_after": terms.erase_after,
        "unlock_offline": unlock_offline,
        "locked": locked,
    });
    Ok(Answer::new(text, json))
}

/// What a contact came to, in sentences.
pub(crate) fn said_of(told: &Contacted) -> Vec<String> {
    let mut lines: Vec<String> = told.taken.iter().map(|order| format!("Ordered: {}.", word(&order.verb))).collect();
    lines.extend(told.refused.iter().map(|(_, why)| format!("Not obeyed: {why}.")));
    lines.extend(told.manifest.iter().map(|why| format!("The server's list of devices is not believed: {why}.")));
    if told.erased {
        lines.push("Everything here is erased.".to_owned());
    } else if told.locked {
        lines.push("This phone is locked: landfall remote sign-in.".to_owned());
    }
    if told.handed_in > 0 {
        lines.push(format!("Receipts handed in: {}.", told.handed_in));
    }
    if told.owed > 0 {
        let why = told.not_taken.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
        lines.push(format!("Receipts that the server has not taken: {}{why}.", told.owed));
    }
    if lines.is_empty() {
        lines.push("Nothing was ordered.".to_owned());
    }
    lines
}

fn view(told: &Contacted) -> Value {
    let taken = told.taken.iter().map(|order| json!({"order": order.order.text(), "verb": word(&order.verb)}));
    let refused = told.refused.iter().map(|(digest, why)| json!({"digest": digest, "why": why.name()}));
    json!({
        "taken": taken.collect::<Value>(),
        "refused": refused.collect::<Value>(),
        "handed_in": told.handed_in,
        "owed": told.owed,
        "not_taken": told.not_taken,
        "erased": told.erased,
        "locked": told.locked,
        "manifest": told.manifest.as_ref().map(ToString::to_string),
    })
}

fn unlocked() -> Answer {
    Answer::new("This phone is unlocked.", json!({"locked": false}))
}

fn time(seconds: u64) -> String {
    match (seconds / DAY, seconds % DAY) {
        (1, 0) => "a day".to_owned(),
        (days, 0) => format!("{days} days"),
        _ => format!("{seconds} seconds"),
    }
}
