//! A kiosk that is known at the cloud, with numbers to sell; some of them are sold to the phone that may be lost.

use super::{
    job::Wanted,
    world::{Who, World},
};
use crate::yard;
use landfall_stage::{Broken, Class, Kiosk, Stock};

const CLASS: &str = "free";
const TERMS: &str = "name = \"Free\"\noperator = \"Nord\"\nprice = \"0 EUR\"\narea = [\"JP\"]\nnetwork-rate = 1000\n\
    data = \"unlimited\"\nvalidity-days = 1\nlease = 10\nauthorisation = \"free\"\n";

/// Opens it, has the phone get its cards, and closes it. What was sold waits to be reported.
pub(super) fn open(world: &mut World, wanted: Wanted) -> Result<(), Broken> {
    let operator = world.scene.at("operator").display().to_string();
    world.ask(Who::Kiosk, &["operator", "init", "--dir", &operator])?;
    world.ask(Who::Kiosk, &["init", "--operator", &operator, "--name", "Torture", "--address", "localhost"])?;
    yard::open_quotas(&world.data(Who::Kiosk).join("kiosk.toml"))?;
    let class = Class {
        id: CLASS,
        terms: TERMS,
        network: "99901",
        algorithm: "milenage",
        count: wanted.numbers,
        profile: None,
    };
    let stock = Stock::write(&world.scene.folder("stock")?, &[class])?;
    world.ask(Who::Kiosk, &["stock", "import", &stock.file.display().to_string()])?;
    let token = world.admin(&["kiosk-token"])?;
    let file = world.scene.at("typed").join("token").display().to_string();
    std::fs::write(&file, token["token"].as_str().unwrap_or_default()).map_err(Broken::io("the token"))?;
    let url = world.url();
    world.ask(Who::Kiosk, &["report", "register", "--cloud", &url, "--token-file", &file])?;
    world.made.stock = Some(stock);
    if wanted.cards > 0 { sell(world, wanted.cards) } else { Ok(()) }
}

fn sell(world: &mut World, cards: usize) -> Result<(), Broken> {
    let pin = world.scene.at("typed").join("pin").display().to_string();
    std::fs::write(&pin, "2580").map_err(Broken::io("the PIN"))?;
    let root = world.scene.at("operator").join("root.der").display().to_string();
    world.ask(Who::Lost, &["roots", "add", &root])?;
    let kiosk = Kiosk::serve(world.program(Who::Kiosk), "127.0.0.1:0", None)?;
    let kiosk = kiosk.ok_or_else(|| Broken::not("the kiosk does not start"))?;
    for _ in 0..cards {
        let words = ["acquire", "--yes", "--pin-file", &pin, "--kiosk", kiosk.start_code(), "--class", CLASS];
        let card = world.ask(Who::Lost, &words)?;
        world.made.cards.push(card["iccid"].as_str().unwrap_or_default().to_owned());
    }
    // The last result waits, should the phone have left at once.
    kiosk.stop()
}
