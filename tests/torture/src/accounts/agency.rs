//! A phone orders a card at an operator's agency and fetches it from the operator's SM-DP+, which is the kiosk; whoever dies, an order is one card: at
//! the operator, at the account's server and on the phone.

use super::{
    attempt::STARTS,
    job::Play,
    nord::{self, AGENCY, PRODUCT},
    shop,
    world::{Who, World},
};
use landfall_stage::{Broken, Kiosk};
use serde_json::Value;
use std::collections::BTreeSet;

#[derive(Debug, Default)]
pub(super) struct Agency {
    kiosk: Option<Kiosk>,
    /// What was given before this round.
    given: BTreeSet<String>,
}

impl Play for Agency {
    fn begin(&mut self, world: &mut World) -> Result<(), Broken> {
        self.close()?;
        *self = Self { kiosk: Some(nord::serve(world)?), given: BTreeSet::new() };
        Ok(())
    }

    fn round(&mut self, world: &mut World) -> Result<(), Broken> {
        self.order(world)?;
        // If the cloud was away at the end, it is told with the next look.
        world.ask(Who::Lost, &["order", "list"])?;
        let given = given(world)?;
        let new: Vec<&String> = given.difference(&self.given).collect();
        let [card] = new[..] else {
            return Err(Broken::not(format!("one card was ordered, and these were given: {new:?}")));
        };
        let cards = world.ask(Who::Lost, &["cards"])?;
        let here = iccids(&cards, |card| !world.made.cards.contains(&text(card, "iccid")) && card["fresh"] == false);
        if here != given {
            return Err(Broken::not(format!("{given:?} were given, the last {card}; these are on the phone: {cards}")));
        }
        let orders = world.ask(Who::Kiosk, &["orders", "list", "--limit", "1000"])?;
        let at_operator = iccids(&orders["orders"], |order| order["state"] == "installed");
        if at_operator != given || orders["orders"].as_array().is_none_or(|all| all.len() != given.len()) {
            return Err(Broken::not(format!("{given:?} were given, and the operator's server has {orders}")));
        }
        self.given = given;
        Ok(())
    }

    fn end(&mut self, _: &mut World) -> Result<(), Broken> {
        self.close()
    }
}

impl Agency {
    /// Orders a card, again and again until it is here with its PIN: whoever died after that needs no other.
    fn order(&self, world: &mut World) -> Result<(), Broken> {
        let (pin, via) = (shop::pin(world), world.made.doors.https.clone());
        let words = ["order", "new", "--agency", AGENCY, "--product", PRODUCT, "--install", "--yes"];
        let words = [&words[..], &["--pin-file", &pin, "--via", &via]].concat();
        for _ in 0..STARTS {
            if let Some(ended) = world.once(Who::Lost, "order", &words)? {
                let answer = ended.answer()?;
                let has_pin = answer["pin_set"] == true;
                return if has_pin { Ok(()) } else { Err(Broken::not(format!("a card without its PIN: {answer}"))) };
            }
            let fresh = iccids(&world.ask(Who::Lost, &["cards"])?, |card| card["fresh"] == true);
            if fresh.is_empty() && given(world)? != self.given {
                return Ok(());
            }
        }
        Err(Broken::not(format!("no card came after {STARTS} starts")))
    }

    fn close(&mut self) -> Result<(), Broken> {
        self.kiosk.take().map_or(Ok(()), Kiosk::stop)
    }
}

/// The cards that are on a device by the account's server, whom the owner's other phone asks.
fn given(world: &World) -> Result<BTreeSet<String>, Broken> {
    Ok(iccids(&world.ask(Who::Home, &["order", "list"])?, |order| order["state"] == "given"))
}

fn iccids(rows: &Value, of: impl Fn(&Value) -> bool) -> BTreeSet<String> {
    rows.as_array().into_iter().flatten().filter(|row| of(row)).map(|row| text(row, "iccid")).collect()
}

fn text(row: &Value, name: &str) -> String {
    row[name].as_str().unwrap_or_default().to_owned()
}
