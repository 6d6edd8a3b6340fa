//! Orders and receipts, as the owner's phone shows them.

use super::{
    made::LOST,
    world::{Who, World},
};
use landfall_stage::Broken;
use serde_json::Value;
use std::collections::BTreeSet;

/// An order as it is shown.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) id: String,
    pub(super) verb: String,
    /// Whom it is for, as its owner calls it.
    pub(super) device: String,
    pub(super) state: String,
    /// Whether its device signed for it.
    pub(super) proved: bool,
}

/// What a server may know of an order that its device has not signed for.
const UNPROVED: [&str; 4] = ["stored", "sent", "received", "taken_back"];

/// Gives one until it is given; its id.
pub(super) fn give(world: &mut World, words: &[&str]) -> Result<String, Broken> {
    let words = [&["remote"], words].concat();
    let given = world.ask_through(Who::Home, "give", &words)?;
    Ok(given["order"].as_str().unwrap_or_default().to_owned())
}

/// All orders, the latest first; none says more than is proved.
pub(super) fn all(world: &World) -> Result<Vec<Shown>, Broken> {
    let listed = world.ask(Who::Home, &["remote", "orders"])?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut shown = Vec::new();
    for order in listed.as_array().into_iter().flatten() {
        let one = Shown {
            id: text(&order["order"]),
            verb: text(&order["verb"]),
            device: text(&order["name"]),
            state: text(&order["state"]),
            proved: order["proved"] == true,
        };
        if !order["receipts_wrong"].is_null() || !order["unvouched"].is_null() {
            return Err(Broken::not(format!("this order is not proved as it must be: {order}")));
        }
        if !one.proved && !UNPROVED.contains(&one.state.as_str()) {
            return Err(Broken::not(format!("nobody signed for this: {order}")));
        }
        shown.push(one);
    }
    Ok(shown)
}

/// A phone's receipts: numbered without a gap, one for each order.
pub(super) fn receipts(world: &World, device: &str, orders: &[Shown]) -> Result<(), Broken> {
    let listed = world.ask(Who::Home, &["remote", "receipts", device])?;
    let receipts = listed.as_array().cloned().unwrap_or_default();
    let numbers: Vec<u64> = receipts.iter().filter_map(|receipt| receipt["number"].as_u64()).collect();
    let of: BTreeSet<&str> = receipts.iter().filter_map(|receipt| receipt["order"].as_str()).collect();
    let gapless = numbers.iter().copied().eq(1..=receipts.len() as u64);
    let proved = orders.iter().filter(|order| order.proved && order.device == device).count();
    if !gapless || of.len() != receipts.len() || receipts.len() != proved {
        return Err(Broken::not(format!(
            "{proved} orders to {device} are signed for, by receipts {numbers:?} of {} orders",
            of.len()
        )));
    }
    Ok(())
}

/// The same, once nothing is owed any more: every order is answered.
pub(super) fn settled(world: &World) -> Result<Vec<Shown>, Broken> {
    settled_by(world, &[LOST])
}

/// The same, of orders to these phones.
pub(super) fn settled_by(world: &World, devices: &[&str]) -> Result<Vec<Shown>, Broken> {
    let orders = all(world)?;
    if let Some(open) = orders.iter().find(|order| !order.proved) {
        return Err(Broken::not(format!("an order never came to its device, or its receipt never back: {open:?}")));
    }
    devices.iter().try_for_each(|device| receipts(world, device, &orders))?;
    Ok(orders)
}
