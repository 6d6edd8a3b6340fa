use super::{open, wait};
use crate::{args::Cli, failure::Failure, output::Answer};
use account::wire::{Bytes, CardOrder, CardOrderState, Product};
use model::UnixTime;
use serde_json::json;

pub(super) fn agencies(cli: &Cli) -> Result<Answer, Failure> {
    let (landfall, port) = open(cli)?;
    let agencies = wait(cli, async { Ok(landfall.agencies(port).await?) })?;
    let lines: Vec<String> = agencies.iter().map(|one| format!("{}\t{}", one.agency, plain(&one.name))).collect();
    let none = "The account's server has no agencies.".to_owned();
    let text = if lines.is_empty() { none } else { lines.join("\n") };
    Ok(Answer::new(text, json!(agencies)))
}

pub(super) fn products(cli: &Cli, agency: &str) -> Result<Answer, Failure> {
    let (landfall, port) = open(cli)?;
    let products = wait(cli, async { Ok(landfall.products(port, agency).await?) })?;
    let texts: Vec<String> = products.iter().map(product).collect();
    let text = if texts.is_empty() { "It sells nothing now.".to_owned() } else { texts.join("\n\n") };
    Ok(Answer::new(text, json!(products)))
}

pub(super) fn list(cli: &Cli) -> Result<Answer, Failure> {
    let (landfall, port) = open(cli)?;
    let orders = wait(cli, async { Ok(landfall.card_orders(port).await?) })?;
    let lines: Vec<String> = orders.iter().map(line).collect();
    let text = if lines.is_empty() { "No card was ordered.".to_owned() } else { lines.join("\n") };
    Ok(Answer::new(text, json!(orders)))
}

pub(super) fn one(cli: &Cli, order: &Bytes) -> Result<Answer, Failure> {
    let (landfall, port) = open(cli)?;
    let order = wait(cli, async { Ok(landfall.card_order(port, order).await?) })?;
    Ok(told(&order))
}

pub(super) fn cancel(cli: &Cli, order: &Bytes) -> Result<Answer, Failure> {
    let (landfall, port) = open(cli)?;
    let order = wait(cli, async { Ok(landfall.withdraw_card_order(port, order).await?) })?;
    Ok(told(&order))
}

/// A product with its terms.
pub(super) fn product(product: &Product) -> String {
    let Product { product, name, price, validity, terms } = product;
    let [product, name, price, validity, terms] = [product, name, price, validity, terms].map(|text| plain(text));
    format!("{product}\t{name}\n  {price}\n  {validity}\n  {}", terms.replace('\n', "\n  "))
}

/// An order, and what can be done next.
pub(super) fn told(order: &CardOrder) -> Answer {
    let mut text = line(order);
    if let Some(code) = &order.activation_code {
        let number = order.order.text();
        text.push_str(&format!(
            "\nIts card can be fetched: landfall order install {number}\nor by another program: {}",
            plain(code)
        ));
    }
    Answer::new(text, json!(order))
}

fn line(order: &CardOrder) -> String {
    let (number, since) = (order.order.text(), UnixTime(order.changed));
    let (state, product) = (said(order.state), plain(&order.product.name));
    let card = order.iccid.as_ref().map(|iccid| format!("\tcard {}", plain(iccid))).unwrap_or_default();
    let why = order.why.as_ref().map(|why| format!("\t{}", plain(why))).unwrap_or_default();
    format!("{number}\t{}\t{product}\t{state} since {since}{card}{why}", plain(&order.agency))
}

/// In words.
pub(crate) const fn said(state: CardOrderState) -> &'static str {
    match state {
        CardOrderState::Requested => "requested",
        CardOrderState::Ordered => "ordered from the operator",
        CardOrderState::Confirmed => "confirmed by the operator",
        CardOrderState::Released => "ready to be fetched",
        CardOrderState::Given => "on a device",
        CardOrderState::Failed => "failed",
    }
}

/// It is a stranger's text, and goes to a terminal.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}
