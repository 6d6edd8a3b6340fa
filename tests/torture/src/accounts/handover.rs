//! A live card goes to another phone, and back: copied and activated there, made anew there and activated, or moved. Whoever dies, it is live on one phone
//! at most, and where neither has it live the role can still come to one; in the end it is live where it was to be, answers its network once, and
//! has what was written into it.

use super::{
    aims::{Aim, WAYS},
    job::Play,
    left,
    made::{LOST, THIRD},
    network::Network,
    orders, shop,
    world::{Who, World},
};
use app::Role;
use landfall_stage::Broken;
use model::Iccid;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The phones that the card goes to and from, as their owner calls them.
const PHONES: [(Who, &str); 2] = [(Who::Lost, LOST), (Who::Third, THIRD)];
/// So often is it asked how far it is; more than the steps and deaths of a round.
const STEPS: usize = 24;
/// What the owner's phone does, beside what he orders, by which deaths are planned.
const ORDER: &str = "order";

#[derive(Debug, Default)]
pub(super) struct Handover {
    card: String,
    /// Where it is live, of the phones.
    at: usize,
    /// What is written in it, as each phone has it; none where it is not.
    written: [Option<BTreeMap<String, String>>; 2],
    turn: usize,
    network: Network,
    /// Orders of earlier rounds.
    known: BTreeSet<String>,
}

impl Play for Handover {
    fn begin(&mut self, world: &mut World) -> Result<(), Broken> {
        let card = world.made.cards.first().cloned().ok_or_else(|| Broken::not("no card was sold"))?;
        *self = Self { card, written: [Some(BTreeMap::new()), None], ..Self::default() };
        for who in [Who::Lost, Who::Third, Who::Home] {
            world.ask(who, &["sync"])?;
        }
        self.answers(world)
    }

    fn does(&self, what: &str) -> bool {
        what == ORDER || self.way().iter().any(|aim| aim.verbs(self.is_copied()).contains(&what))
    }

    fn round(&mut self, world: &mut World) -> Result<(), Broken> {
        let way = self.way();
        self.write(world)?;
        let mut expected = Vec::new();
        for aim in way {
            expected.extend(aim.verbs(self.is_copied()));
            self.follow(world, *aim)?;
        }
        self.turn += 1;
        self.once(world, expected)?;
        self.answers(world)?;
        self.is_whole(world)
    }
}

impl Handover {
    fn way(&self) -> &'static [Aim] {
        WAYS[self.turn % WAYS.len()]
    }

    fn is_copied(&self) -> bool {
        self.written[1 - self.at].is_some()
    }

    /// Something is written into the live card.
    fn write(&mut self, world: &World) -> Result<(), Broken> {
        let (name, number) = (format!("n{}", self.turn), format!("+999{:05}", self.turn));
        let words = ["card", "phonebook", &self.card, "--pin-file", &shop::pin(world), "--add"];
        world.ask(PHONES[self.at].0, &[&words[..], &[&format!("{name}={number}")]].concat())?;
        self.written[self.at].get_or_insert_default().insert(name, number);
        Ok(())
    }

    /// Orders it until it is done; each phone that is waited for hears of it.
    fn follow(&mut self, world: &mut World, aim: Aim) -> Result<(), Broken> {
        let (from, to) = (self.at, 1 - self.at);
        let on = if aim == Aim::Activate { "--on" } else { "--to" };
        let words = ["remote", aim.word(), &self.card, on, PHONES[to].1, "--wait", "0s"];
        for _ in 0..STEPS {
            // Asked for again once it is done, it would be done again.
            if aim == Aim::Overwrite && self.is_signed(world, aim.word())? {
                self.done(aim, from, to);
                return Ok(());
            }
            let told = world.ask_through(Who::Home, ORDER, &words)?;
            if told["done"] == true {
                self.done(aim, from, to);
                return if told["left"].is_null() { Ok(()) } else { Err(Broken::not(format!("more is left: {told}"))) };
            }
            let waits = |name: &str| told["waits_for"][name].as_str().unwrap_or_default();
            let phone = PHONES.iter().find(|(_, name)| *name == waits("device"));
            let verb = aim.verbs(false).iter().find(|verb| **verb == waits("verb"));
            let (Some((who, _)), Some(verb)) = (phone, verb) else {
                return Err(Broken::not(format!("this is not to be waited for: {told}")));
            };
            if let Some(ended) = world.once(*who, verb, &["remote", "obey"])? {
                let told = ended.answer()?;
                let refused = told["refused"].as_array().is_some_and(|refused| !refused.is_empty());
                if refused || !told["not_taken"].is_null() {
                    return Err(Broken::not(format!("its phone does not do it: {told}")));
                }
            }
            self.lives(world)?;
        }
        Err(Broken::not(format!("`{}` comes to no end", words.join(" "))))
    }

    /// Whether a phone has signed for this in this round.
    fn is_signed(&self, world: &World, verb: &str) -> Result<bool, Broken> {
        let signed = |order: &orders::Shown| order.verb == verb && order.proved && order.state != "refused";
        Ok(orders::all(world)?.iter().any(|order| signed(order) && !self.known.contains(&order.id)))
    }

    fn done(&mut self, aim: Aim, from: usize, to: usize) {
        if aim.copies(self.is_copied()) {
            self.written[to] = self.written[from].clone();
        }
        if aim.activates() {
            self.at = to;
        }
        if aim == Aim::Move {
            self.written[from] = None;
        }
    }

    /// Never two live; and none only on the way from one to the other.
    fn lives(&self, world: &World) -> Result<[Option<Role>; 2], Broken> {
        let card: Iccid = self.card.parse().map_err(Broken::not)?;
        let stand = [left::stands(world, PHONES[0].0, &card)?, left::stands(world, PHONES[1].0, &card)?];
        let live = stand.iter().filter(|role| **role == Some(Role::Live)).count();
        match (live, stand) {
            (1, _) | (0, [Some(Role::Dormant), Some(Role::Dormant)]) => Ok(stand),
            (0, _) => {
                Err(Broken::not(format!("the card is live on no phone, and the role can come to none: {stand:?}")))
            }
            _ => Err(Broken::not("the card is live on two phones")),
        }
    }

    /// Each step was ordered once, signed for, and is in its phone's chain.
    fn once(&mut self, world: &World, expected: Vec<&str>) -> Result<(), Broken> {
        let orders = orders::settled_by(world, &[LOST, THIRD])?;
        let new: Vec<_> = orders.iter().rev().filter(|order| !self.known.contains(&order.id)).collect();
        // A phone that had no network for the account's log did not find the copy, and said so.
        let found =
            |order: &&&orders::Shown| !(order.state == "refused" && ["copy", "overwrite"].contains(&&*order.verb));
        let verbs: Vec<&str> = new.iter().filter(found).map(|order| &*order.verb).collect();
        if verbs != expected || new.iter().filter(found).any(|order| order.state == "refused") {
            return Err(Broken::not(format!("{expected:?} were to be done, each once: {new:?}")));
        }
        self.known = orders.into_iter().map(|order| order.id).collect();
        Ok(())
    }

    /// It is live where it is to be, and answers a challenge, but none that it answered elsewhere; on the other phone it can't be used.
    fn answers(&mut self, world: &World) -> Result<(), Broken> {
        let expected = [0, 1].map(|phone| {
            let role = if phone == self.at { Role::Live } else { Role::Dormant };
            self.written[phone].is_some().then_some(role)
        });
        let stand = self.lives(world)?;
        if stand != expected {
            return Err(Broken::not(format!("the card is to stand {expected:?} on the phones, and stands {stand:?}")));
        }
        let (live, other) = (PHONES[self.at].0, PHONES[1 - self.at].0);
        if world.program(other).run(&["card", "enable", &self.card])?.succeeded() {
            return Err(Broken::not(format!("{other:?} can use the card, which is live on {live:?}")));
        }
        world.ask(live, &["card", "enable", &self.card])?;
        self.network.is_answered(world, live, &self.card)
    }

    /// What was written into it is in it.
    fn is_whole(&self, world: &World) -> Result<(), Broken> {
        let words = ["card", "phonebook", &self.card, "--pin-file", &shop::pin(world)];
        let book = world.ask(PHONES[self.at].0, &words)?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let entries = book.as_array().into_iter().flatten();
        let is: BTreeMap<String, String> =
            entries.map(|entry| (text(&entry["name"]), text(&entry["number"]))).collect();
        let was = self.written[self.at].clone().unwrap_or_default();
        if is != was {
            return Err(Broken::not(format!("this was written into the card: {was:?}; and this is in it: {is:?}")));
        }
        // The third phone's own card stays what it was.
        let cards = world.ask(Who::Third, &["cards"])?;
        let own = cards.as_array().into_iter().flatten().filter(|card| card["iccid"] != self.card.as_str()).count();
        if own == world.made.others.len() {
            Ok(())
        } else {
            Err(Broken::not(format!("it has other cards too: {cards}")))
        }
    }
}
