//! Two phones edit the same settings, offline, and sync; whoever dies, everybody has the same in the end, and each edit once.

use super::{
    edits::{Edit, Edits},
    job::Play,
    records::{self, Records},
    world::{Who, World},
};
use landfall_stage::Broken;

/// Few, so that both phones meet in them.
const NAMES: [&str; 5] = ["one", "two", "three", "four", "five"];
const PHONES: [Who; 2] = [Who::Home, Who::Lost];

#[derive(Debug, Default)]
pub(super) struct Sync {
    before: Records,
    values: u64,
}

impl Play for Sync {
    fn begin(&mut self, world: &mut World) -> Result<(), Broken> {
        self.before = records::quiet(world)?;
        Ok(())
    }

    fn round(&mut self, world: &mut World) -> Result<(), Broken> {
        let mut edits = Edits::default();
        for phone in 0..PHONES.len() {
            for _ in 0..=world.dice.below(2) {
                self.edit(world, phone, &mut edits)?;
            }
        }
        let nickname = self.nickname(world)?;
        if world.dice.one_in(2) {
            self.in_between(world, &mut edits)?;
        }
        let first = world.dice.below(2) as usize;
        for phone in [first, 1 - first] {
            world.ask_through(PHONES[phone], "sync", &["sync"])?;
        }
        let after = records::quiet(world)?;
        edits.check(&self.before, &after)?;
        if let Some(nickname) = nickname
            && !after.nicknames.contains(&nickname)
        {
            return Err(Broken::not(format!("the card was given the name {nickname:?}: {:?}", after.nicknames)));
        }
        self.before = after;
        Ok(())
    }

    /// A phone that has never synced reads the whole log, and has the same.
    fn end(&mut self, world: &mut World) -> Result<(), Broken> {
        world.ask(Who::Third, &["sync"])?;
        records::agree(&self.before, &records::of(world, Who::Third)?)
    }
}

impl Sync {
    fn value(&mut self) -> String {
        self.values += 1;
        format!("v{}", self.values)
    }

    /// One edit by this phone, of something that it has not edited in this round.
    fn edit(&mut self, world: &mut World, phone: usize, edits: &mut Edits) -> Result<(), Broken> {
        let name = NAMES[world.dice.below(NAMES.len() as u64) as usize];
        if edits.has(name, phone) || edits.has_decided(name) {
            return Ok(());
        }
        let known = self.before.settings.get(name).cloned().unwrap_or_default();
        let alone = !edits.has(name, 1 - phone);
        // One that came too late is decided by one phone alone: both at once would be another edit of both.
        let late = known.beside.iter().next().filter(|_| alone);
        let (edit, words) = match (late, &known.stands) {
            (Some((value, (record, of))), Some((stands, _))) if of == stands && world.dice.one_in(2) => {
                (Edit::Prefer(value.clone()), ["prefer".to_owned(), record.clone()].to_vec())
            }
            (Some((value, (record, _))), _) => {
                (Edit::Dismiss(value.clone()), ["end".to_owned(), record.clone()].to_vec())
            }
            (None, Some((record, _))) if world.dice.one_in(4) => {
                (Edit::End, ["end".to_owned(), record.clone()].to_vec())
            }
            _ => {
                let value = self.value();
                (Edit::Set(value.clone()), ["set".to_owned(), name.to_owned(), value].to_vec())
            }
        };
        let words: Vec<&str> = std::iter::once("records").chain(words.iter().map(String::as_str)).collect();
        let deaths = world.deaths.happened.len();
        let ended = world.through(PHONES[phone], "edit", &words)?;
        // What a dead command had done can't be done again: there is nothing left to end.
        if !ended.succeeded() && world.deaths.happened.len() == deaths {
            ended.answer()?;
        }
        edits.add(name, phone, edit);
        Ok(())
    }

    /// The name of a card, by the phone that has it.
    fn nickname(&mut self, world: &mut World) -> Result<Option<(String, String)>, Broken> {
        let Some(iccid) = world.made.cards.first().cloned().filter(|_| world.dice.one_in(3)) else { return Ok(None) };
        let name = self.value();
        world.ask_through(Who::Lost, "edit", &["card", "nickname", &iccid, &name])?;
        Ok(Some((iccid, name)))
    }

    /// A phone begins to sync, may die in it, and is used before it syncs again.
    fn in_between(&mut self, world: &mut World, edits: &mut Edits) -> Result<(), Broken> {
        let phone = world.dice.below(2) as usize;
        if let Some(ended) = world.once(PHONES[phone], "sync", &["sync"])? {
            ended.answer()?;
        }
        // Of something that the other has not touched: else it may have been read by now, and this edit stand upon it.
        let free = |name: &&str| !edits.has(name, 1 - phone) && !edits.has_ended(name, phone);
        let free: Vec<&str> = NAMES.into_iter().filter(free).collect();
        if let Some(name) = world.dice.one_of(&free) {
            let value = self.value();
            world.ask_through(PHONES[phone], "edit", &["records", "set", name, &value])?;
            edits.add(name, phone, Edit::Set(value));
        }
        Ok(())
    }
}
