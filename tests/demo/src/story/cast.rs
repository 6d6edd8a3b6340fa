//! Programs and files that play a part, and what the shop's books say.

use landfall_stage::{Broken, Kiosk, Program, Running, Scene, Stock};
use serde_json::Value;
use std::{
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

/// Eight digits, so that finding them by chance on a disk is out of the question.
pub(super) const PIN: &str = "73194286";
/// Of the account.
pub(super) const PASSWORD: &str = "seven turtles sail at noon";
const WRONG_PIN: &str = "60417728";
/// How long a phone may take to come to the attendant.
const PATIENCE: Duration = Duration::from_secs(20);

/// Programs and files that play a part.
pub(super) struct Cast {
    pub(super) shop: Program,
    pub(super) one: Program,
    pub(super) two: Program,
    pub(super) cloud: Program,
    pub(super) pin: PathBuf,
    pub(super) wrong_pin: PathBuf,
    pub(super) password: PathBuf,
}

impl Cast {
    pub(super) fn call(scene: &Scene) -> Result<Self, Broken> {
        let (logs, pins) = (scene.folder("logs")?, scene.folder("typed")?);
        let phone = |name: &str| {
            // Two phones on one machine: the user's name is part of the id that a phone tells of itself.
            scene.program("landfall", scene.at(name), logs.join(name)).with("USER", name).with("LANDFALL_LOG", "info")
        };
        let typed = |name: &str, text: &str| {
            let path = pins.join(name);
            std::fs::write(&path, text).map_err(Broken::io(name)).map(|()| path)
        };
        Ok(Self {
            shop: scene.program("landfall-kiosk", scene.at("kiosk"), logs.join("kiosk")),
            one: phone("phone-one"),
            two: phone("phone-two"),
            cloud: scene.program("landfall-cloud", scene.at("cloud"), logs.join("cloud")),
            pin: typed("pin", PIN)?,
            wrong_pin: typed("wrong", WRONG_PIN)?,
            password: typed("password", PASSWORD)?,
        })
    }

    /// The arguments by which a phone buys a card of `class`.
    pub(super) fn acquire(&self, kiosk: &Kiosk, class: &str) -> Vec<String> {
        let pin = self.pin.display().to_string();
        ["acquire", "--kiosk", kiosk.start_code(), "--class", class, "--yes", "--pin-file", &pin]
            .map(str::to_owned)
            .to_vec()
    }

    /// Waits until a sale waits for the attendant; the code that its phone shows.
    pub(super) fn wait_for_sale(&self, phone: &Running) -> Result<String, Broken> {
        let begun = Instant::now();
        loop {
            let pending = self.shop.ask(&["sales", "pending"])?;
            if let Some(code) = pending.as_array().and_then(|sales| sales.first()).and_then(|s| s["code"].as_str()) {
                return Ok(code.to_owned());
            }
            if !phone.runs() || begun.elapsed() > PATIENCE {
                return Err(Broken::not("no sale came to the attendant"));
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Rows of the shop's state table.
    pub(super) fn numbers(&self, options: &[&str]) -> Result<Vec<Value>, Broken> {
        let rows = self.shop.ask(&[&["stock", "list", "--numbers"], options].concat())?;
        rows.as_array().cloned().ok_or_else(|| Broken::not("the stock list is no list"))
    }

    /// The shop's log of a card's number.
    pub(super) fn log_of(&self, stock: &Stock, iccid: &str) -> Result<Vec<Value>, Broken> {
        let row = stock.row(iccid).ok_or_else(|| Broken::not(format!("card {iccid} is not of this stock")))?;
        let log = self.shop.ask(&["stock", "log", &row.number])?;
        log.as_array().cloned().ok_or_else(|| Broken::not("the log is no list"))
    }
}

/// A text in JSON; empty if it isn't there.
pub(super) fn text<'v>(json: &'v Value, name: &str) -> &'v str {
    json[name].as_str().unwrap_or_default()
}
