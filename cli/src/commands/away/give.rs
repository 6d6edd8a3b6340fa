use super::{giver, wait, word};
use crate::{
    args::{By, Cli, Erasing, Wipe},
    failure::Failure,
    output::Answer,
    prompt,
};
use account::wire::{Order, OrderView, Verb};
use app::Given;
use model::Iccid;
use serde_json::json;
use std::io::IsTerminal;

pub(super) fn run(cli: &Cli, by: &By, given: Given) -> Result<Answer, Failure> {
    let giver = giver(cli, by)?;
    let view = wait(cli, async { Ok(giver.give(given).await?) })?;
    Ok(told(&view))
}

pub(super) fn wipe(cli: &Cli, by: &By, wanted: &Wipe) -> Result<Answer, Failure> {
    let Wipe { device, bar, keep_subscriptions, erasing, .. } = wanted;
    agreed(erasing.yes, &format!("Everything on {device} will be erased for good"))?;
    let (bar, keep_subscriptions, grace, good_for) =
        (bar.clone(), *keep_subscriptions, erasing.grace, erasing.good_for);
    run(cli, by, Given { bar, keep_subscriptions, grace, good_for, ..Given::new(Verb::Wipe, device) })
}

pub(super) fn delete(cli: &Cli, by: &By, device: &str, cards: &[Iccid], erasing: &Erasing) -> Result<Answer, Failure> {
    agreed(erasing.yes, &format!("These cards on {device} will be erased for good: {}", cards.len()))?;
    let (cards, grace, good_for) = (cards.to_vec(), erasing.grace, erasing.good_for);
    run(cli, by, Given { cards, grace, good_for, ..Given::new(Verb::Delete, device) })
}

pub(super) fn take_back(cli: &Cli, by: &By, order: &str) -> Result<Answer, Failure> {
    let giver = giver(cli, by)?;
    let view = wait(cli, async { Ok(giver.take_back(order).await?) })?;
    Ok(told(&view))
}

/// Nobody erases by mistake.
pub(super) fn agreed(yes: bool, what: &str) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::Usage(format!("{what}, and nobody can be asked here: --yes agrees")));
    }
    if prompt::confirm(&format!("{what}. Do you want that?"))? { Ok(()) } else { Err(Failure::Stopped) }
}

fn told(view: &OrderView) -> Answer {
    let order: Option<Order> = serde_json::from_slice(&view.order.payload.0).ok();
    let id = order.as_ref().map(|order| order.order.text()).unwrap_or_default();
    let states = view.states.iter().map(|(state, time)| json!({"state": word(state), "time": time}));
    let json = json!({
        "order": id,
        "verb": order.as_ref().map(|order| word(&order.verb)),
        "device": order.as_ref().map(|order| order.device.text()),
        "states": states.collect::<serde_json::Value>(),
    });
    let text = format!(
        "The order {id} is stored. The device obeys at its next contact: landfall remote orders shows when it has signed for it."
    );
    Answer::new(text, json)
}
