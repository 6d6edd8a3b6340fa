//! A phone obeys and hands in its receipts; whoever dies, each order is signed for once, in a chain without a gap.

use super::{
    job::Play,
    made::LOST,
    orders,
    world::{Who, World},
};
use landfall_stage::Broken;

/// Contacts of a round; more than its deaths.
const CONTACTS: u32 = 12;

#[derive(Debug, Default)]
pub(super) struct Receipt {
    locked: bool,
}

impl Play for Receipt {
    fn begin(&mut self, _: &mut World) -> Result<(), Broken> {
        self.locked = false;
        Ok(())
    }

    fn round(&mut self, world: &mut World) -> Result<(), Broken> {
        for _ in 0..=world.dice.below(3) {
            self.give(world)?;
        }
        for _ in 0..CONTACTS {
            let Some(ended) = world.once(Who::Lost, "obey", &["remote", "obey"])? else {
                // More is ordered while something is owed.
                if world.dice.one_in(3) {
                    self.give(world)?;
                }
                continue;
            };
            let told = ended.answer()?;
            let refused = told["refused"].as_array().is_some_and(|refused| !refused.is_empty());
            if told["owed"] != 0 || !told["not_taken"].is_null() || refused {
                return Err(Broken::not(format!("what is owed is not taken: {told}")));
            }
            let locked = told["locked"] == true;
            orders::settled(world)?;
            return if locked == self.locked { Ok(()) } else { Err(Broken::not("the last order is not in force")) };
        }
        Err(Broken::not(format!("the phone owes still, after {CONTACTS} contacts")))
    }
}

impl Receipt {
    fn give(&mut self, world: &mut World) -> Result<(), Broken> {
        self.locked = world.dice.one_in(2);
        let verb = if self.locked { "lock" } else { "unlock" };
        world.ask(Who::Home, &["remote", verb, LOST]).map(drop)
    }
}
