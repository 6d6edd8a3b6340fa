use super::cast::{Cast, text};
use crate::{
    claims::Claims,
    network::{Attached, Centre},
    stock::{ASIA, HELLO},
    theft,
};
use landfall_stage::{Broken, Kiosk, Program, Scene, Stock};
use model::Iccid;
use std::path::Path;

/// Both phones die with a package that is not installed yet; somebody copies one; both mend.
pub(super) fn a_power_cut_and_a_thief(
    scene: &Scene,
    cast: &Cast,
    kiosk: &Kiosk,
    first: &Iccid,
    second: &Iccid,
    stock: &Stock,
    claims: &mut Claims,
) -> Result<(), Broken> {
    claims.chapter("A power cut, and a thief");
    for phone in [&cast.one, &cast.two] {
        let dying = phone.with("LANDFALL_CRASH", "phone.package.kept:1");
        let killed = dying.run(&cast.acquire(kiosk, ASIA))?.was_killed();
        claims.check(killed, format!("the power of {} is cut after its next package came", name(phone)))?;
    }
    let loot = theft::copy(cast.one.data(), first)?;
    let copy = scene.at("thief");
    copy_folder(cast.two.data(), &copy)?;
    let reason = theft::load(&loot, &copy, second)?;
    claims.shows(format!("the first phone's package, copied to the second: its card refuses and signs why: {reason}"));
    let reason = theft::break_open(&loot)?;
    claims.shows(format!(
        "a forged card that believes every header can't open it without the first card's key: {reason}"
    ));
    let cards = cast.one.ask(&["cards"])?;
    let cards = cards.as_array().map(Vec::as_slice).unwrap_or_default();
    let new = cards.iter().find(|card| card["iccid"] != first.to_string().as_str());
    let new = new.ok_or_else(|| Broken::not("the card is not there after the power cut"))?;
    let id = text(new, "iccid").to_owned();
    claims.check(
        cards.len() == 2 && new["waiting_notifications"] == 1,
        format!("the first phone's next command mends what the power cut left: card {id} is installed"),
    )?;
    let before = cast.log_of(stock, &id)?.iter().any(|entry| entry["state"] == "distributed");
    let hello = cast.one.ask(&cast.acquire(kiosk, HELLO))?;
    let after = cast.log_of(stock, &id)?.iter().any(|entry| entry["state"] == "distributed");
    claims.check(
        !before && after && hello["reported"] == true,
        "at the next visit the kiosk hears of it, and its log says distributed",
    )?;
    cast.one.ask(&["card", "pin", &id, "set", "--new-pin-file", &cast.pin.display().to_string()])?;
    let keys = stock.row(&id).and_then(|row| row.keys.as_ref());
    let aka = keys.ok_or_else(|| Broken::not("that number is not of this stock"))?.aka()?;
    let algorithm = format!("{aka:?}");
    let answer = Centre::new(aka).challenge(&cast.one, &id, &cast.pin, false)?;
    claims.check(answer == Attached::Yes, format!("it gets its PIN and works: {algorithm}"))?;
    let mended = cast.two.ask(&["doctor"])?;
    claims.check(
        mended["findings"]
            .as_array()
            .is_some_and(|f| f.iter().all(|f| !f.as_str().unwrap_or_default().contains("begun"))),
        "the second phone's own package is installed as well",
    )
}

fn name(phone: &Program) -> String {
    phone.data().file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), Broken> {
    std::fs::create_dir(to).map_err(Broken::io(to.display().to_string()))?;
    for entry in std::fs::read_dir(from).map_err(Broken::io(from.display().to_string()))? {
        let entry = entry.map_err(Broken::io(from.display().to_string()))?;
        std::fs::copy(entry.path(), to.join(entry.file_name()))
            .map_err(Broken::io(entry.path().display().to_string()))?;
    }
    Ok(())
}
