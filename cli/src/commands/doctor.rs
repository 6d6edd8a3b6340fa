use crate::{args::Cli, desk, failure::Failure, output::Answer};
use app::{
    AwayError, Error, Events, Landfall,
    flows::acquire::Stage,
    ports::{Clock, SystemClock},
};
use model::UnixTime;
use serde_json::json;
use vault::VaultError;

/// This program was not there before (2026-01-01): a clock behind it is wrong.
const FIRST_POSSIBLE: UnixTime = UnixTime(1_767_225_600);

pub(crate) fn run(cli: &Cli) -> Result<Answer, Failure> {
    let now = SystemClock.now();
    let mut findings = Vec::new();
    if now < FIRST_POSSIBLE {
        findings.push(format!("The clock says {now}, which can't be: set it, or kiosks' certificates look wrong."));
    }
    match desk::open_as_it_is(cli) {
        Ok(landfall) if landfall.lease()?.is_some_and(|lease| lease.locked) => {
            findings.push("This phone is locked, so nothing in it is looked at: landfall remote sign-in.".to_owned());
        }
        Ok(landfall) => examine(&landfall, &mut findings),
        Err(failure) if is_damage(&failure) => {
            findings.push(format!("The data folder can't be opened: {failure}. {}", advice(&failure)));
        }
        Err(failure) => return Err(failure),
    }
    let text = if findings.is_empty() { "All is well.".to_owned() } else { findings.join("\n") };
    Ok(Answer::new(text, json!({"findings": findings, "clock": now.to_string()})))
}

/// Whether it is what this command is to find, and nothing that the user can give or wait for.
fn is_damage(failure: &Failure) -> bool {
    match failure {
        Failure::App(Error::Vault(VaultError::Keystore(error))) | Failure::Keystore(error) => !error.retrying_helps(),
        Failure::App(Error::Vault(error)) => !error.retrying_helps(),
        Failure::App(Error::Away(AwayError::PutBack | AwayError::Unreadable)) => true,
        _ => false,
    }
}

/// What to do about it, without sending the user here again.
fn advice(failure: &Failure) -> String {
    match failure {
        Failure::App(error) => error.hint(),
        other => other.hint().1,
    }
}

/// Each look is one that may fail, and then says so; the others are taken all the same.
fn examine(landfall: &Landfall, findings: &mut Vec<String>) {
    if let Err(error) = landfall.vault().and_then(|vault| Ok(vault.verify()?)) {
        findings.push(format!("The vault is damaged: {error}."));
    }
    let unreadable = |what: &str, error: &Error| format!("The {what} can't be read: {error}.");
    match landfall.mend(&Events::new()) {
        Ok(mended) => {
            findings
                .extend(mended.cards.iter().map(|iccid| format!("An interrupted installation is done: card {iccid}.")));
            findings.extend(mended.failed.iter().map(desk::unmended));
        }
        Err(error) => findings.push(unreadable("journal of acquisitions", &error)),
    }
    match landfall.roots() {
        Ok(roots) if roots.is_empty() => {
            findings.push("No operator is trusted yet: landfall roots add FILE.".to_owned());
        }
        Ok(_) => {}
        Err(error) => findings.push(unreadable("list of operators", &error)),
    }
    for acquisition in landfall.acquisitions().unwrap_or_default() {
        let what = match acquisition.stage {
            Stage::Reserving => {
                "was begun and not ended: run `landfall acquire` at the kiosk again, or give it up: landfall give-up"
            }
            Stage::Kept { .. } => "has its package here and could not be installed: run `landfall doctor` again",
            Stage::Installed { .. } => "gave a card that has no PIN of yours yet: landfall card pin ICCID set",
        };
        findings.push(format!("Acquiring {} {what}.", acquisition.origin));
    }
    match landfall.cards() {
        Ok(cards) => {
            let waiting: usize = cards.iter().filter(|card| card.result_waits).count();
            if waiting > 0 {
                findings.push(format!("{waiting} results wait for their kiosk; they are delivered at the next visit."));
            }
        }
        Err(error) => findings.push(unreadable("list of cards", &error)),
    }
}
