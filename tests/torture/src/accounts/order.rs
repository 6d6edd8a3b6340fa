//! The owner gives orders to a phone; whoever dies, each that he was told is given is obeyed at the phone's next contact, and once.

use super::{
    job::Play,
    made::LOST,
    orders::{self, Shown, give},
    world::{Who, World},
};
use landfall_stage::Broken;
use serde_json::Value;
use std::collections::BTreeSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Lock,
    Unlock,
    Delete,
    TakeBack,
}

/// In this order, again and again.
const VERBS: [Verb; 7] = [Verb::Lock, Verb::Unlock, Verb::Delete, Verb::TakeBack, Verb::Lock, Verb::Lock, Verb::Unlock];

#[derive(Debug, Default)]
pub(super) struct Order {
    turn: usize,
    cards: Vec<String>,
    locked: bool,
    /// What was answered before this round.
    known: BTreeSet<String>,
}

impl Play for Order {
    fn begin(&mut self, world: &mut World) -> Result<(), Broken> {
        *self = Self { cards: world.made.cards.clone(), ..Self::default() };
        Ok(())
    }

    fn passes(&self, name: &str) -> bool {
        let erases = VERBS[self.turn % VERBS.len()] == Verb::Delete && !self.cards.is_empty();
        // What is erased is the account's to know: the phone syncs then.
        erases || !(name == "away.destroyed" || name.starts_with("phone.sync"))
    }

    fn round(&mut self, world: &mut World) -> Result<(), Broken> {
        let verb = VERBS[self.turn % VERBS.len()];
        self.turn += 1;
        let given = self.give(world, verb)?;
        let before = orders::all(world)?;
        let open: BTreeSet<String> =
            before.iter().map(|o| o.id.clone()).filter(|id| !self.known.contains(id)).collect();
        if let Some(lost) = given.iter().find(|id| !open.contains(*id) && !self.known.contains(*id)) {
            return Err(Broken::not(format!("order {lost} was given, and the cloud does not have it")));
        }
        if let Some(early) =
            before.iter().find(|order| open.contains(&order.id) && order.proved && verb != Verb::TakeBack)
        {
            return Err(Broken::not(format!("there was no contact, and this is signed for: {early:?}")));
        }
        self.contact(world, verb, &open)?;
        let after = orders::settled(world)?;
        self.obeyed(world, verb, &after, &open)?;
        self.known = after.into_iter().map(|order| order.id).collect();
        Ok(())
    }
}

impl Order {
    /// Gives what this round gives; what the owner was told is given.
    fn give(&mut self, world: &mut World, verb: Verb) -> Result<Vec<String>, Broken> {
        let card = self.cards.last().cloned();
        match (verb, card) {
            (Verb::Lock, _) => {
                self.locked = true;
                Ok(vec![give(world, &["lock", LOST])?])
            }
            (Verb::Delete, Some(card)) => {
                self.cards.pop();
                Ok(vec![give(world, &["delete", LOST, &card, "--yes"])?])
            }
            (Verb::TakeBack, Some(card)) => Self::take_back(world, &card),
            _ => {
                self.locked = false;
                Ok(vec![give(world, &["unlock", LOST])?])
            }
        }
    }

    /// An erasure that can be taken back is, before its device has heard of it or after.
    fn take_back(world: &mut World, card: &str) -> Result<Vec<String>, Broken> {
        give(world, &["delete", LOST, card, "--grace", "1h", "--yes"])?;
        if world.dice.one_in(2) {
            world.ask(Who::Lost, &["remote", "obey"])?;
        }
        let mut given = Vec::new();
        // Whoever died may have given it twice.
        for open in orders::all(world)?.into_iter().filter(|order| order.verb == "delete" && !order.proved) {
            given.push(give(world, &["take-back", &open.id])?);
            given.push(open.id);
        }
        Ok(given)
    }

    /// The phone's next contact. If its death is planned, the one after that; else all that is open comes now.
    fn contact(&self, world: &mut World, verb: Verb, open: &BTreeSet<String>) -> Result<(), Broken> {
        let obey = ["remote", "obey"];
        let dies = world.deaths.wants("obey") || world.deaths.is_recording();
        let told = if dies { world.ask_through(Who::Lost, "obey", &obey)? } else { world.ask(Who::Lost, &obey)? };
        let taken: BTreeSet<&str> =
            told["taken"].as_array().into_iter().flatten().filter_map(|order| order["order"].as_str()).collect();
        if let Some(twice) = taken.iter().find(|id| self.known.contains(**id)) {
            return Err(Broken::not(format!("order {twice} was obeyed before, and again: {told}")));
        }
        let held_back = told["refused"].as_array().is_some_and(|refused| !refused.is_empty());
        // What is taken back may have been taken before.
        let all = verb == Verb::TakeBack && !taken.is_empty() || open.iter().all(|id| taken.contains(id.as_str()));
        if told["owed"] != 0 || held_back || !dies && !all {
            return Err(Broken::not(format!("orders {open:?} were open, and its next contact came to this: {told}")));
        }
        Ok(())
    }

    /// What is left of the phone is what was ordered, and each order says so.
    fn obeyed(&self, world: &World, verb: Verb, after: &[Shown], open: &BTreeSet<String>) -> Result<(), Broken> {
        for order in after.iter().filter(|order| open.contains(&order.id)) {
            let fits = match order.verb.as_str() {
                "lock" => order.state == "locked",
                "unlock" => order.state == "done",
                "delete" if verb == Verb::TakeBack => order.state == "taken_back",
                "delete" => order.state == "erased",
                _ => order.state == "done" || order.state == "refused",
            };
            if !fits {
                return Err(Broken::not(format!("this came of {verb:?}: {order:?}")));
            }
        }
        let lease = world.ask(Who::Lost, &["remote", "lease"])?;
        if lease["locked"] != self.locked {
            return Err(Broken::not(format!("locked is to be {}: {lease}", self.locked)));
        }
        if self.locked {
            return Ok(());
        }
        let cards = world.ask(Who::Lost, &["cards"])?;
        let here: BTreeSet<&str> = cards.as_array().into_iter().flatten().filter_map(iccid).collect();
        let expected: BTreeSet<&str> = self.cards.iter().map(String::as_str).collect();
        if here == expected { Ok(()) } else { Err(Broken::not(format!("cards {expected:?} are to be here: {here:?}"))) }
    }
}

fn iccid(card: &Value) -> Option<&str> {
    card["iccid"].as_str()
}
