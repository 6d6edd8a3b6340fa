use super::{giver, wait, word};
use crate::{
    args::{By, Cli},
    failure::Failure,
    output::Answer,
};
use account::wire::{Outcome, Receipt};
use app::{Ordered, Proof};
use model::UnixTime;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn list(cli: &Cli, by: &By) -> Result<Answer, Failure> {
    let giver = giver(cli, by)?;
    let orders = wait(cli, async { Ok(giver.orders().await?) })?;
    let names: BTreeMap<_, _> = giver.devices().iter().map(|device| (device.id.clone(), device.name.clone())).collect();
    let name = |order: &Ordered| names.get(&order.order.device).cloned().unwrap_or_else(|| order.order.device.text());
    let lines: Vec<String> = orders.iter().map(|order| line(order, &name(order))).collect();
    let text = if lines.is_empty() { "Nothing was ordered.".to_owned() } else { lines.join("\n") };
    Ok(Answer::new(text, orders.iter().map(|order| view(order, &name(order))).collect()))
}

pub(super) fn receipts(cli: &Cli, by: &By, device: &str) -> Result<Answer, Failure> {
    let giver = giver(cli, by)?;
    let receipts = wait(cli, async { Ok(giver.receipts(device).await?) })?;
    let line = |receipt: &Receipt| {
        let cards = if receipt.cards.is_empty() { String::new() } else { format!("\t{}", receipt.cards.join(" ")) };
        format!("{}\t{}\t{}{cards}", receipt.number, UnixTime(receipt.time), outcome(&receipt.outcome))
    };
    let lines: Vec<String> = receipts.iter().map(line).collect();
    let text = if lines.is_empty() { format!("{device} has signed for nothing yet.") } else { lines.join("\n") };
    Ok(Answer::new(text, receipts.iter().map(|receipt| json!(receipt)).collect()))
}

/// A word for people: what a receipt carries for other devices is long.
fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Prepared(_) => "prepared".to_owned(),
        Outcome::Sent(_) => "sent".to_owned(),
        Outcome::Deactivated(_) => "deactivated".to_owned(),
        Outcome::Refused(why) => format!("refused: {why}"),
        other => word(other),
    }
}

fn line(order: &Ordered, device: &str) -> String {
    let proof = match &order.proof {
        Proof::None => "not signed for yet".to_owned(),
        Proof::Receipt(receipt) => {
            let why = match &receipt.outcome {
                Outcome::Refused(why) => format!(" ({why})"),
                _ => String::new(),
            };
            format!("signed for by the device, {}{why}", UnixTime(receipt.time))
        }
        Proof::Wrong(error) => format!("NOT PROVED: {error}"),
    };
    let unvouched = order.unvouched.map(|why| format!("\t{why}")).unwrap_or_default();
    let (id, verb, state) = (order.order.order.text(), word(&order.order.verb), word(&order.state()));
    format!("{id}\t{verb}\t{device}\t{state}\t{proof}{unvouched}")
}

fn view(order: &Ordered, device: &str) -> Value {
    let states = order.states.iter().map(|(state, time)| json!({"state": word(state), "time": time}));
    let (receipt, wrong) = match &order.proof {
        Proof::None => (None, None),
        Proof::Receipt(receipt) => (Some(receipt), None),
        Proof::Wrong(error) => (None, Some(error.to_string())),
    };
    json!({
        "order": order.order.order.text(),
        "verb": word(&order.order.verb),
        "device": order.order.device.text(),
        "name": device,
        "cards": order.order.cards,
        "issued": order.order.issued,
        "not_before": order.order.not_before,
        "deadline": order.order.deadline,
        "state": word(&order.state()),
        "server_states": states.collect::<Value>(),
        "proved": receipt.is_some(),
        "receipt": receipt,
        "receipts_wrong": wrong,
        "unvouched": order.unvouched.map(|why| why.to_string()),
    })
}
