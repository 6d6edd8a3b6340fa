//! A new phone is let in by an old one; whoever dies, the account lists it once or not at all, it has all of the account's keys or none, and in the end it
//! is a device like the others. Then it leaves, or the account is deleted.

use super::{
    job::Play,
    leaving, left,
    meeting::last_enrolment,
    records, rotate,
    world::{Who, World},
};
use landfall_stage::Broken;
use serde_json::Value;

/// So often do both begin; more than the deaths of a round, and no more than a server lets anybody ask.
const STARTS: u32 = 9;
const NEW: Who = Who::Third;
/// What was written before it came, and what it writes.
const BEFORE: &str = "of before";
const AFTER: &str = "of the new one";

#[derive(Debug, Default)]
pub(super) struct Approve {
    turn: usize,
}

impl Play for Approve {
    fn does(&self, what: &str) -> bool {
        !leaving::WAYS.contains(&what) || what == self.leaves_by()
    }

    fn round(&mut self, world: &mut World) -> Result<(), Broken> {
        let (old, other) = if world.dice.one_in(2) { (Who::Home, Who::Lost) } else { (Who::Lost, Who::Home) };
        world.ask(old, &["records", "set", BEFORE, "v"])?;
        world.ask(old, &["sync"])?;
        self.let_in(world, old, other)?;
        world.ask_through(NEW, "contact", &["remote", "obey"])?;
        world.ask_through(NEW, "sync", &["sync"])?;
        is_one_of_them(world, old)?;
        let way = self.leaves_by();
        self.turn += 1;
        leaving::leaves(world, way, old)
    }
}

impl Approve {
    const fn leaves_by(&self) -> &'static str {
        leaving::WAYS[self.turn % leaving::WAYS.len()]
    }

    /// Both begin until the new phone is in.
    fn let_in(&self, world: &mut World, old: Who, other: Who) -> Result<(), Broken> {
        let words = world.asking();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut last = last_enrolment(world, other)?;
        for _ in 0..STARTS {
            let told = world.meet(old, &words, last)?;
            let is_in = left::signed_in(world, NEW)?;
            if told && !is_in {
                return Err(Broken::not("the new phone said that it is in, and has forgotten it"));
            }
            let now = last_enrolment(world, other)?;
            if now != last && now != last + 1 {
                return Err(Broken::not(format!("the new phone asked once, and enrolment {now} comes after {last}")));
            }
            last = now;
            if is_in {
                return is_whole(world, last);
            }
            if world.dice.one_in(3) {
                // What it was given is of older keys then.
                world.ask(other, &["account", "rotate"])?;
            }
        }
        Err(Broken::not(format!("the new phone is not in after {STARTS} starts")))
    }
}

/// It knows itself as the account lists it. That its keys are those of its list was looked at.
fn is_whole(world: &World, listed: u64) -> Result<(), Broken> {
    let own = left::account(world, NEW)?;
    let row = own.pinned.device(&own.device.id).ok_or_else(|| Broken::not("its own list does not name it"))?;
    let (has, named) = (own.keyring().epoch(), own.manifest().map_err(Broken::not)?.key_epoch);
    if own.device.epoch != listed || row.epoch != listed || has != named {
        return Err(Broken::not(format!(
            "its enrolment is {listed}, it takes it for {} with keys {has}, and its list for {} with keys {named}",
            own.device.epoch, row.epoch
        )));
    }
    Ok(())
}

/// All phones and the cloud agree, and each reads what the others write.
fn is_one_of_them(world: &mut World, old: Who) -> Result<(), Broken> {
    world.ask(NEW, &["records", "set", AFTER, "w"])?;
    world.ask(NEW, &["sync"])?;
    let records = records::quiet(world)?;
    records::agree(&records, &records::of(world, NEW)?)?;
    for (name, value) in [(BEFORE, "v"), (AFTER, "w")] {
        let setting = records.settings.get(name).and_then(|setting| setting.stands.as_ref());
        if setting.is_none_or(|(_, stands)| stands != value) {
            return Err(Broken::not(format!("{name} there is {setting:?}")));
        }
    }
    let listed = |who| -> Result<Vec<Value>, Broken> {
        let rows = world.ask(who, &["account", "devices"])?;
        let row = |row: &Value| serde_json::json!([row["device"], row["name"], row["epoch"], row["revoked"]]);
        Ok(rows.as_array().into_iter().flatten().map(row).collect())
    };
    let (by_old, by_new) = (listed(old)?, listed(NEW)?);
    if by_old != by_new {
        return Err(Broken::not(format!("{old:?} lists {by_old:?}, and the new phone {by_new:?}")));
    }
    rotate::agree(world).map(drop)
}
