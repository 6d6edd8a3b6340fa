//! What each world begins with, made once: an account with three phones, since stretching its password takes long.

use super::{
    job::Wanted,
    shop,
    world::{Who, World},
};
use landfall_stage::{Broken, Stock};

/// What is known of what was made.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// Cards on the phone that may be lost.
    pub(super) cards: Vec<String>,
    /// What the kiosk sells, if there is one.
    pub(super) stock: Option<Stock>,
    /// The phone that may be lost was ordered to erase itself, in this world.
    pub(super) is_wiped: bool,
}

/// What its owner calls the phone that may be lost.
pub(super) const LOST: &str = "lost phone";

impl World {
    /// Makes what a job needs, and keeps it for each world.
    pub(super) fn make(&mut self, wanted: Wanted) -> Result<(), Broken> {
        self.restart_cloud(&[])?;
        self.make_account()?;
        if wanted.numbers > 0 {
            shop::open(self, wanted)?;
        }
        self.keep()
    }

    fn make_account(&self) -> Result<(), Broken> {
        let typed = self.scene.folder("typed")?;
        let (password, sheet) =
            (typed.join("password").display().to_string(), typed.join("sheet").display().to_string());
        std::fs::write(&password, "seven turtles sail at noon").map_err(Broken::io("the password"))?;
        let url = self.url();
        let who = |device| ["--server", &url, "--login", "ann", "--password-file", &password, "--device", device];
        self.ask(Who::Home, &[&["account", "create"], &who("home")[..], &["--sheet", &sheet]].concat())?;
        for (phone, name) in [(Who::Lost, LOST), (Who::Third, "third")] {
            self.ask(phone, &[&["account", "login"], &who(name)[..], &["--sheet-file", &sheet]].concat())?;
        }
        // Each has had its first contact: what is done once in a phone's life is no part of a round.
        for phone in [Who::Home, Who::Lost, Who::Third] {
            self.ask(phone, &["remote", "obey"])?;
        }
        Ok(())
    }
}
