//! A phone is ordered to erase itself; whoever dies, it goes on at its next start, its keys are gone, and its owner holds one receipt. Then it begins anew.

use super::{
    job::Play,
    left,
    made::LOST,
    orders::{self, give},
    world::{Who, World},
};
use landfall_stage::Broken;

/// Starts of a phone that erases itself; more than the deaths of a round.
const STARTS: u32 = 12;
const OBEY: [&str; 2] = ["remote", "obey"];

#[derive(Debug, Default)]
pub(super) struct Wipe;

impl Play for Wipe {
    fn begin(&mut self, world: &mut World) -> Result<(), Broken> {
        (world.made.is_wiped, world.made.is_new) = (false, false);
        Ok(())
    }

    fn round(&mut self, world: &mut World) -> Result<(), Broken> {
        left::copy(world.data(Who::Lost), &world.scene.at("before"))?;
        if world.dice.one_in(4) {
            world.ask(Who::Home, &["remote", "lock", LOST])?;
            world.ask(Who::Lost, &OBEY)?;
        }
        world.made.is_wiped = true;
        give(world, &["wipe", LOST, "--yes"])?;
        erase(world)?;
        nothing_is_left(world)?;
        let orders = orders::settled(world)?;
        if let Some(other) = orders.iter().find(|order| order.verb == "wipe" && order.state != "erased") {
            return Err(Broken::not(format!("the phone is erased, and its order says otherwise: {other:?}")));
        }
        // Whatever is started then, there is nothing to use and nothing to say.
        for words in [&["cards"][..], &OBEY] {
            if world.program(Who::Lost).run(words)?.succeeded() {
                return Err(Broken::not(format!("`{}` on a phone that was erased", words.join(" "))));
            }
        }
        orders::receipts(world, LOST, &orders)?;
        begin_anew(world)
    }
}

/// It is set up as a new phone, which has nothing of the old one.
fn begin_anew(world: &mut World) -> Result<(), Broken> {
    world.made.is_new = true;
    let told = world.ask_through(Who::Lost, "begin anew", &["remote", "begin-anew"])?;
    let cards = world.ask(Who::Lost, &["cards"])?;
    if told["empty"] != true || cards.as_array().is_none_or(|cards| !cards.is_empty()) {
        return Err(Broken::not(format!("a phone that begins anew is not empty: {told}, {cards}")));
    }
    if left::signed_in(world, Who::Lost)? {
        return Err(Broken::not("a phone that begins anew is a device of the account still"));
    }
    opens_nothing(world)
}

/// Contacts until it is through.
fn erase(world: &mut World) -> Result<(), Broken> {
    for _ in 0..STARTS {
        let Some(ended) = world.once(Who::Lost, "obey", &OBEY)? else {
            // Nothing is said to be erased that is not.
            let said = orders::all(world)?.iter().any(|order| order.verb == "wipe" && order.proved);
            if said && !is_erased(world)? {
                return Err(Broken::not("the owner holds a receipt, and the vault opens"));
            }
            continue;
        };
        if !ended.succeeded() {
            // It had died at its very end: there is nothing that could ask.
            return if is_erased(world)? { Ok(()) } else { ended.answer().map(drop) };
        }
        let told = ended.answer()?;
        let through = told["erased"] == true && told["owed"] == 0;
        return if through { Ok(()) } else { Err(Broken::not(format!("it was to erase itself: {told}"))) };
    }
    Err(Broken::not(format!("it is not erased after {STARTS} starts")))
}

fn is_erased(world: &World) -> Result<bool, Broken> {
    left::is_destroyed(&left::copied(world, world.data(Who::Lost))?)
}

/// The vault's key is gone, also for a copy of the vault from before; and so is what was kept to hand in.
fn nothing_is_left(world: &World) -> Result<(), Broken> {
    if !is_erased(world)? {
        return Err(Broken::not("the vault of an erased phone opens"));
    }
    let data = world.data(Who::Lost);
    if data.join("away").exists() {
        return Err(Broken::not("an erased phone that owes nothing still keeps who it was"));
    }
    opens_nothing(world)
}

/// The vault from before does not open with what the phone has as keystore.
fn opens_nothing(world: &World) -> Result<(), Broken> {
    let data = world.data(Who::Lost);
    let (before, copy) = (world.scene.at("before"), world.scene.at("looked-at"));
    left::copy(&before, &copy)?;
    for entry in std::fs::read_dir(&copy).map_err(Broken::io("the copy"))?.flatten() {
        if entry.file_name().to_string_lossy().starts_with("keystore") {
            std::fs::remove_file(entry.path()).map_err(Broken::io("the copy"))?;
        }
    }
    for entry in std::fs::read_dir(data).map_err(Broken::io("the phone"))?.flatten() {
        if entry.file_name().to_string_lossy().starts_with("keystore") {
            std::fs::copy(entry.path(), copy.join(entry.file_name())).map_err(Broken::io("the copy"))?;
        }
    }
    if left::is_destroyed(&copy)? {
        Ok(())
    } else {
        Err(Broken::not("a copy of the vault from before opens with the keystore of the erased phone"))
    }
}
