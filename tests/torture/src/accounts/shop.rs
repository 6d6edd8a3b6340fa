//! A kiosk that is known at the cloud, with numbers to sell, whose keys the cloud knows; some of them are sold to the phones.

use super::{
    ci,
    job::Wanted,
    nord,
    world::{Who, World},
};
use crate::yard;
use landfall_stage::{Broken, Class, Kiosk, Stock};

const CLASS: &str = "free";
const TERMS: &str = "name = \"Free\"\noperator = \"Nord\"\nprice = \"0 EUR\"\narea = [\"JP\"]\nnetwork-rate = 1000\n\
    data = \"unlimited\"\nvalidity-days = 1\nlease = 10\nauthorisation = \"free\"\nportable = true\n";

/// Opens it, has the phones get their cards, and closes it. What was sold waits to be reported.
pub(super) fn open(world: &mut World, wanted: Wanted) -> Result<(), Broken> {
    let operator = world.scene.at("operator").display().to_string();
    let ci = ci::words(world);
    let ci: Vec<&str> = ci.iter().map(String::as_str).collect();
    world.ask(Who::Kiosk, &[&["operator", "init", "--dir", &operator][..], &ci].concat())?;
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
    let also = (wanted.at_agency > 0).then(|| nord::cards(wanted.at_agency));
    let classes: Vec<Class> = [class].into_iter().chain(also).collect();
    let stock = Stock::write(&world.scene.folder("stock")?, &classes)?;
    world.ask(Who::Kiosk, &["stock", "import", &stock.file.display().to_string()])?;
    world.admin(&["subscriber", "import", &stock.file.with_file_name(format!("{CLASS}.csv")).display().to_string()])?;
    let token = world.admin(&["kiosk-token"])?;
    let file = world.scene.at("typed").join("token").display().to_string();
    std::fs::write(&file, token["token"].as_str().unwrap_or_default()).map_err(Broken::io("the token"))?;
    let url = world.url();
    world.ask(Who::Kiosk, &["report", "register", "--cloud", &url, "--token-file", &file])?;
    world.made.stock = Some(stock);
    std::fs::write(pin(world), "2580").map_err(Broken::io("the PIN"))?;
    world.made.cards = sell(world, Who::Lost, wanted.cards)?;
    world.made.others = sell(world, Who::Third, wanted.others)?;
    Ok(())
}

/// The file with the PIN that each card gets.
pub(super) fn pin(world: &World) -> String {
    world.scene.at("typed").join("pin").display().to_string()
}

fn sell(world: &World, who: Who, count: usize) -> Result<Vec<String>, Broken> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let pin = pin(world);
    let root = world.scene.at("operator").join("root.der").display().to_string();
    world.ask(who, &["roots", "add", &root])?;
    let kiosk = Kiosk::serve(world.program(Who::Kiosk), "127.0.0.1:0", None)?;
    let kiosk = kiosk.ok_or_else(|| Broken::not("the kiosk does not start"))?;
    let mut cards = Vec::new();
    for _ in 0..count {
        let words = ["acquire", "--yes", "--pin-file", &pin, "--kiosk", kiosk.start_code(), "--class", CLASS];
        let card = world.ask(who, &words)?;
        cards.push(card["iccid"].as_str().unwrap_or_default().to_owned());
    }
    // The last result waits, should the phone have left at once.
    kiosk.stop()?;
    Ok(cards)
}
