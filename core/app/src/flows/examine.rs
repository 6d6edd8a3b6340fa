//! Examine: what is wrong in a data folder, each thing looked at though another one fails.

use super::{acquire::Acquisition, mend::Mended};
use crate::{Error, Events, Landfall};
use model::UnixTime;

/// This program was not there before (2026-01-01): a clock behind it is wrong.
const FIRST_POSSIBLE: UnixTime = UnixTime(1_767_225_600);

/// What was found.
#[derive(Debug, Default)]
pub struct Examined {
    /// What the clock says, if that can't be.
    pub clock: Option<UnixTime>,
    /// It is locked: nothing else was looked at.
    pub locked: bool,
    /// What can't be read, `vault` first, and why.
    pub damaged: Vec<(&'static str, String)>,
    /// What was interrupted, and is mended now, or can't be.
    pub mended: Mended,
    /// How many operators are trusted, if that can be read.
    pub operators: Option<usize>,
    /// What was begun and has not ended.
    pub unfinished: Vec<Acquisition>,
    /// How many results wait for their kiosk.
    pub waiting: usize,
    /// How many edits wait for the account's server; none without an account.
    pub unsynced: Option<usize>,
}

impl Landfall {
    /// Looks at everything, and goes on with what was interrupted.
    ///
    /// # Errors
    /// [`Error::Vault`] if not even the lease can be read.
    pub fn examine(&self) -> Result<Examined, Error> {
        let now = self.ports.clock.now();
        let mut found = Examined { clock: (now < FIRST_POSSIBLE).then_some(now), ..Examined::default() };
        if self.lease()?.is_some_and(|lease| lease.locked) {
            found.locked = true;
            return Ok(found);
        }
        let vault = self.vault().and_then(|vault| Ok(vault.verify()?));
        found.look("vault", vault);
        let mended = self.mend(&Events::new());
        found.mended = found.look("journal of acquisitions", mended).unwrap_or_default();
        let operators = self.roots();
        found.operators = found.look("list of operators", operators).map(|all| all.len());
        found.unfinished = self.acquisitions().unwrap_or_default();
        let cards = found.look("list of cards", self.cards()).unwrap_or_default();
        found.waiting = cards.iter().filter(|card| card.result_waits).count();
        if self.account_server()?.is_some() {
            found.unsynced = found.look("list of the account's records", self.unsynced());
        }
        Ok(found)
    }
}

impl Examined {
    fn look<T, E: std::fmt::Display>(&mut self, what: &'static str, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.damaged.push((what, error.to_string()))).ok()
    }
}
