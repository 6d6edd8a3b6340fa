//! Which subscriptions are barred with an order: those that are used by the device whose cards go, and no others. A card that lives on elsewhere is not.

use super::{
    Given, Giver,
    give::said,
    moving::{Role, roles::Roles},
};
use crate::Error;
use account::wire::{Device, Verb};
use serde_json::{Value, json};

impl Giver {
    /// The order's parameters.
    pub(super) async fn about_subscriptions(&self, device: &Device, given: &Given) -> Result<Value, Error> {
        let mut parameters = given.parameters.clone();
        let there: Vec<String> = match given.verb {
            Verb::Wipe if given.keep_subscriptions => return Ok(parameters),
            Verb::Wipe => self.cards.iter().filter(|card| card.device == device.id).map(|c| c.iccid.clone()).collect(),
            Verb::Delete | Verb::Overwrite => given.cards.iter().map(ToString::to_string).collect(),
            _ => return Ok(parameters),
        };
        let (live, elsewhere) = self.divided(device, there).await?;
        if given.verb == Verb::Wipe {
            // Whoever has the device may use its subscriptions until they are barred.
            let mut bar: Vec<String> = given.bar.iter().map(ToString::to_string).collect();
            let more = live.into_iter().filter(|card| !bar.contains(card)).collect::<Vec<_>>();
            bar.extend(more);
            return Ok(if bar.is_empty() { parameters } else { json!({ "bar": bar }) });
        }
        let said = parameters.get("keep").and_then(Value::as_array).cloned().unwrap_or_default();
        let more = elsewhere.into_iter().map(Value::String).filter(|card| !said.contains(card)).collect::<Vec<_>>();
        if !more.is_empty() {
            parameters["keep"] = [said, more].concat().into();
        }
        Ok(parameters)
    }

    /// Those of the cards that are live on the device, and those that are not.
    async fn divided(&self, device: &Device, cards: Vec<String>) -> Result<(Vec<String>, Vec<String>), Error> {
        // Receipts are asked for only where a card may have gone.
        let about = |verb| matches!(verb, Verb::Copy | Verb::Overwrite | Verb::Activate | Verb::Deactivate);
        let told = self.orders_as_told().await?;
        let moved = told.iter().filter_map(|view| said(&view.order)).any(|order| about(order.verb));
        let orders = if moved { self.vouched_orders().await? } else { Vec::new() };
        Ok(cards.into_iter().partition(|card| {
            let role = Roles::of(card, &self.cards, &orders).on(&device.id);
            !matches!(role, Some(Role::Dormant | Role::HandedOver | Role::Overtaken))
        }))
    }
}
