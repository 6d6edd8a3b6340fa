use crate::{failure::Failure, output::Answer};
use app::{CardView, Landfall};
use serde_json::{Value, json};

pub(crate) fn run(landfall: &Landfall) -> Result<Answer, Failure> {
    let cards = landfall.cards()?;
    let lines: Vec<String> = cards.iter().map(line).collect();
    let text = if lines.is_empty() { "No cards yet: landfall acquire.".to_owned() } else { lines.join("\n") };
    Ok(Answer::new(text, cards.iter().map(view).collect()))
}

/// A card in one line.
pub(crate) fn line(card: &CardView) -> String {
    let state = match (card.enabled, card.dormant) {
        (true, _) => "enabled",
        (false, false) => "disabled",
        (false, true) => "dormant",
    };
    let name = card.nickname.as_ref().unwrap_or(&card.name);
    let waiting = if card.result_waits { "\tits result waits for the kiosk" } else { "" };
    let fresh = if card.fresh { "\tnew: give it a PIN" } else { "" };
    format!("{}\t{state}\t{}\t{name}{fresh}{waiting}", card.iccid, card.operator)
}

/// A card for programs.
pub(crate) fn view(card: &CardView) -> Value {
    json!({
        "iccid": card.iccid,
        "eid": card.eid,
        "operator": card.operator,
        "name": card.name,
        "nickname": card.nickname,
        "enabled": card.enabled,
        "dormant": card.dormant,
        "fresh": card.fresh,
        "waiting_notifications": card.waiting_notifications,
        "result_waits": card.result_waits,
    })
}
