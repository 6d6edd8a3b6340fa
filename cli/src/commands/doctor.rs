use crate::{args::Cli, desk, failure::Failure, output::Answer};
use app::{
    flows::acquire::Stage,
    ports::{Clock, SystemClock},
};
use model::UnixTime;
use serde_json::json;

/// This program was not there before (2026-01-01): a clock behind it is wrong.
const FIRST_POSSIBLE: UnixTime = UnixTime(1_767_225_600);

pub(crate) fn run(cli: &Cli) -> Result<Answer, Failure> {
    let landfall = desk::open(cli)?;
    let mut findings = Vec::new();
    if let Err(error) = landfall.vault().verify() {
        findings.push(format!("The vault is damaged: {error}"));
    }
    let now = SystemClock.now();
    if now < FIRST_POSSIBLE {
        findings.push(format!("The clock says {now}, which can't be: set it, or kiosks' certificates look wrong."));
    }
    if landfall.roots()?.is_empty() {
        findings.push("No operator is trusted yet: landfall roots add FILE.".to_owned());
    }
    for acquisition in landfall.acquisitions()? {
        let what = match acquisition.stage {
            Stage::Reserving => "was begun and not ended: run `landfall acquire` at the kiosk again",
            Stage::Kept { .. } => "has its package here and could not be installed: run `landfall doctor` again",
            Stage::Installed { .. } => "gave a card that has no PIN of yours yet: landfall card pin ICCID set",
        };
        findings.push(format!("Acquiring {} at {} {what}.", acquisition.class_id, acquisition.kiosk));
    }
    let waiting: usize = landfall.cards()?.iter().map(|card| card.waiting_notifications).sum();
    if waiting > 0 {
        findings.push(format!("{waiting} results wait for their kiosk; they are delivered at the next visit."));
    }
    let text = if findings.is_empty() { "All is well.".to_owned() } else { findings.join("\n") };
    Ok(Answer::new(text, json!({"findings": findings, "clock": now.to_string()})))
}
