use crate::{args::Cli, desk, failure::Failure, output::Answer};
use app::{
    AwayError, Error, Examined,
    flows::acquire::Stage,
    ports::{Clock, SystemClock},
};
use serde_json::json;
use vault::VaultError;

pub(crate) fn run(cli: &Cli) -> Result<Answer, Failure> {
    let now = SystemClock.now();
    let mut findings = Vec::new();
    match desk::open_as_it_is(cli) {
        Ok(landfall) => told(landfall.examine()?, &mut findings),
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

fn told(found: Examined, findings: &mut Vec<String>) {
    if let Some(now) = found.clock {
        findings.push(format!("The clock says {now}, which can't be: set it, or kiosks' certificates look wrong."));
    }
    if found.locked {
        findings.push("This phone is locked, so nothing in it is looked at: landfall remote sign-in.".to_owned());
        return;
    }
    findings.extend(found.damaged.iter().map(|(what, error)| match *what {
        "vault" => format!("The vault is damaged: {error}."),
        what => format!("The {what} can't be read: {error}."),
    }));
    let done = |iccid: &model::Iccid| format!("An interrupted installation is done: card {iccid}.");
    findings.extend(found.mended.cards.iter().map(done));
    findings.extend(found.mended.failed.iter().map(desk::unmended));
    if found.operators == Some(0) {
        findings.push("No operator is trusted yet: landfall roots add FILE.".to_owned());
    }
    for acquisition in found.unfinished {
        let what = match acquisition.stage {
            Stage::Reserving => {
                "was begun and not ended: run `landfall acquire` at the kiosk again, or give it up: landfall give-up"
            }
            Stage::Kept { .. } => "has its package here and could not be installed: run `landfall doctor` again",
            Stage::Installed { .. } => "gave a card that has no PIN of yours yet: landfall card pin ICCID set",
        };
        findings.push(format!("Acquiring {} {what}.", acquisition.origin));
    }
    if found.waiting > 0 {
        findings.push(format!("{} results wait for their kiosk; they are delivered at the next visit.", found.waiting));
    }
}
