//! What each world begins with, made once: an account with three phones, since stretching its password takes long.

use super::{
    ci,
    job::Wanted,
    nord, shop,
    world::{Who, World},
};
use landfall_stage::{Broken, Stock};

const LOGIN: &str = "ann";

/// What is known of what was made.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// Cards on the phone that may be lost.
    pub(super) cards: Vec<String>,
    /// Cards on the third one.
    pub(super) others: Vec<String>,
    /// Where it serves an operator's orders, if one has an agency.
    pub(super) doors: nord::Doors,
    /// What the kiosk sells, if there is one.
    pub(super) stock: Option<Stock>,
    /// The phone that may be lost was ordered to erase itself, in this world.
    pub(super) is_wiped: bool,
    /// And it is being set up anew, since it has.
    pub(super) is_new: bool,
}

/// What its owner calls the phone that may be lost.
pub(super) const LOST: &str = "lost phone";
/// What its owner calls the third one.
pub(super) const THIRD: &str = "third";

impl World {
    /// Makes what a job needs, and keeps it for each world.
    pub(super) fn make(&mut self, wanted: Wanted) -> Result<(), Broken> {
        if wanted.issuer {
            ci::make(self)?;
        }
        self.restart_cloud(&[])?;
        self.make_account(wanted)?;
        if wanted.numbers > 0 {
            shop::open(self, wanted)?;
        }
        if wanted.at_agency > 0 {
            nord::open(self)?;
        }
        self.keep()
    }

    /// What the third phone asks to be let in with.
    pub(super) fn asking(&self) -> Vec<String> {
        let password = self.scene.at("typed").join("password").display().to_string();
        let words = [
            "account",
            "ask",
            "--server",
            &self.url(),
            "--login",
            LOGIN,
            "--password-file",
            &password,
            "--device",
            THIRD,
        ];
        words.map(str::to_owned).to_vec()
    }

    fn make_account(&self, wanted: Wanted) -> Result<(), Broken> {
        let typed = self.scene.folder("typed")?;
        let (password, sheet) =
            (typed.join("password").display().to_string(), typed.join("sheet").display().to_string());
        std::fs::write(&password, "seven turtles sail at noon").map_err(Broken::io("the password"))?;
        let url = self.url();
        let who = |device| ["--server", &url, "--login", LOGIN, "--password-file", &password, "--device", device];
        self.ask(Who::Home, &[&["account", "create"], &who("home")[..], &["--sheet", &sheet]].concat())?;
        let others = [(Who::Lost, LOST), (Who::Third, THIRD)];
        let others = &others[..if wanted.newcomer { 1 } else { 2 }];
        for (phone, name) in others {
            self.ask(*phone, &[&["account", "login"], &who(name)[..], &["--sheet-file", &sheet]].concat())?;
        }
        // Each has had its first contact: what is done once in a phone's life is no part of a round.
        for (phone, _) in [&(Who::Home, "")].into_iter().chain(others) {
            self.ask(*phone, &["remote", "obey"])?;
        }
        Ok(())
    }
}
