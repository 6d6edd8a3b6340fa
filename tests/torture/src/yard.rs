//! The kiosk and the phones.

use crate::{
    invariants,
    points::{Point, Way},
    power,
};
use landfall_stage::{Broken, Class, Ended, Kiosk, Program, Running, Scene, Stock};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

/// A number is held so many seconds: `lease` in the products below, the least that a stock file may say.
pub(crate) const LEASE: u64 = 10;
/// Sold without anybody's word, by the attendant, and over the counter.
const FREE: &str = "free";
const ATTENDED: &str = "attended";
const COUNTER: &str = "counter";
/// How the kiosk's SM-DP+ is called; phones are told where it is.
const SMDP: &str = "localhost";
/// No command takes longer, whatever dies meanwhile.
const PATIENCE: Duration = Duration::from_secs(60);

/// Everybody who takes part.
pub(crate) struct Yard {
    pub(crate) scene: Scene,
    pub(crate) shop: Program,
    pub(crate) stock: Stock,
    pub(crate) phones: Vec<Phone>,
    /// Deaths of this round.
    pub(crate) last_deaths: Vec<Point>,
    kiosk: Option<Kiosk>,
    /// The point at which the kiosk that runs will die.
    armed: Option<Point>,
    listen: String,
    https: String,
    start_code: String,
    root: PathBuf,
    pin: PathBuf,
    library: Option<PathBuf>,
}

/// A phone with its data folder.
pub(crate) struct Phone {
    pub(crate) program: Program,
    /// Cards that it has.
    pub(crate) cards: Vec<String>,
    /// Some of their results wait for the kiosk.
    pub(crate) owes: bool,
    /// It died in a purchase and was not started again.
    pub(crate) abandoned: Option<Wanted>,
}

/// What a phone asks for, again and again until it has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// An offer of the kiosk's, by its class.
    Offer(&'static str),
    /// The order of an activation code.
    Order(String),
}

impl Wanted {
    /// Whether the attendant must agree.
    pub(crate) fn is_attended(&self) -> bool {
        *self == Self::Offer(ATTENDED)
    }

    /// Whether it was sold over the counter.
    pub(crate) const fn is_sold(&self) -> bool {
        matches!(self, Self::Order(_))
    }
}

impl Yard {
    /// An operator, a kiosk, and stock enough for all rounds.
    pub(crate) fn set_up(scene: Scene, rounds: u32, unsynced: bool) -> Result<Self, Broken> {
        scene.folder("phones")?;
        let library = if unsynced { Some(power::library(&scene.folder("library")?)?) } else { None };
        let shop = scene.program("landfall-kiosk", scene.at("kiosk"), scene.at("kiosk.log"));
        let operator = scene.at("operator").display().to_string();
        shop.ask(&["operator", "init", "--dir", &operator])?;
        shop.ask(&["init", "--operator", &operator, "--name", "Torture", "--address", SMDP])?;
        open_quotas(&scene.at("kiosk").join("kiosk.toml"))?;
        let count = rounds as usize * 5 + 200;
        let stock = Stock::write(
            &scene.folder("stock")?,
            &[
                class(FREE, FREE_TERMS, count),
                class(ATTENDED, ATTENDED_TERMS, count),
                class(COUNTER, COUNTER_TERMS, count),
            ],
        )?;
        shop.ask(&["stock", "import", &stock.file.display().to_string()])?;
        let pin = scene.at("pin");
        std::fs::write(&pin, "2580").map_err(Broken::io("pin"))?;
        let mut yard = Self {
            root: scene.at("operator").join("root.der"),
            shop,
            stock,
            pin,
            library,
            phones: Vec::new(),
            last_deaths: Vec::new(),
            kiosk: None,
            armed: None,
            listen: "127.0.0.1:0".to_owned(),
            https: "127.0.0.1:0".to_owned(),
            start_code: String::new(),
            scene,
        };
        yard.start_kiosk(None, &[])?;
        Ok(yard)
    }

    /// A new phone, not started yet.
    pub(crate) fn new_phone(&mut self) -> Result<usize, Broken> {
        let name = format!("phones/{}", self.phones.len());
        let data = self.scene.folder(&name)?;
        // Another user's phone, to the kiosk.
        let program = self.scene.program("landfall", data.clone(), self.scene.at(format!("{name}.log")));
        let program = self.powered(program, &data).with("USER", &name).with("LANDFALL_LOG", "info");
        self.phones.push(Phone { program, cards: Vec::new(), owes: false, abandoned: None });
        Ok(self.phones.len() - 1)
    }

    /// The commands of a phone.
    pub(crate) fn setup_command(&self) -> Vec<String> {
        vec!["roots".to_owned(), "add".to_owned(), self.root.display().to_string()]
    }

    pub(crate) fn acquire_command(&self, wanted: &Wanted) -> Vec<String> {
        let pin = self.pin.display().to_string();
        let from = match wanted {
            Wanted::Offer(class) => ["--kiosk", &self.start_code, "--class", class],
            Wanted::Order(code) => ["--activation-code", code, "--via", &self.https],
        };
        let all = ["acquire", "--yes", "--pin-file", &pin].into_iter().chain(from);
        all.map(str::to_owned).collect()
    }

    /// Something to be had this way; an order is sold for it, by a kiosk that is not to die in that.
    pub(crate) fn wanted(&self, way: Way) -> Result<Wanted, Broken> {
        Ok(match way {
            Way::Free => Wanted::Offer(FREE),
            Way::Attended => Wanted::Offer(ATTENDED),
            Way::Online => {
                let sold = self.shop.ask(&["sales", "issue", "--class", COUNTER, "--hours", "1"])?;
                let code = sold["activation_code"].as_str().ok_or_else(|| Broken::not("no activation code"))?;
                Wanted::Order(code.to_owned())
            }
        })
    }

    /// Where a process of `phone` or the kiosk writes the point that it dies at.
    pub(crate) fn crash_log(&self) -> PathBuf {
        self.scene.at("crashes")
    }

    /// A phone's program, armed.
    pub(crate) fn armed(&self, phone: usize, point: Option<&Point>) -> Program {
        let program = &self.phones[phone].program;
        match point {
            Some(point) => program.with("LANDFALL_CRASH", point.plan()).with("LANDFALL_CRASH_LOG", self.crash_log()),
            None => program.clone(),
        }
    }

    /// Runs a command of a phone to its end, while the kiosk is started again whenever it dies and the attendant agrees to all sales.
    pub(crate) fn see_through(
        &mut self,
        running: Running,
        attended: bool,
        dead: &mut Vec<Point>,
    ) -> Result<Ended, Broken> {
        let begun = Instant::now();
        let mut looked = begun;
        while running.runs() {
            if self.kiosk_is_dead() {
                self.revive_kiosk(dead)?;
            }
            if attended && looked.elapsed() > Duration::from_millis(40) {
                self.authorise_all()?;
                looked = Instant::now();
            }
            if begun.elapsed() > PATIENCE {
                running.kill()?;
                return Err(Broken::not("a phone's command hangs"));
            }
            thread::sleep(Duration::from_millis(2));
        }
        running.end()
    }

    /// Whether the kiosk that was started has died.
    pub(crate) fn kiosk_is_dead(&self) -> bool {
        self.kiosk.as_ref().is_none_or(|kiosk| !kiosk.process().runs())
    }

    /// Starts the kiosk again, as it died; checks what it left.
    pub(crate) fn revive_kiosk(&mut self, dead: &mut Vec<Point>) -> Result<(), Broken> {
        if let Some(kiosk) = self.kiosk.take() {
            kiosk.kill()?;
        }
        match self.armed.take() {
            Some(point) => self.died(point, dead),
            None => return Err(Broken::not("the kiosk died although nothing killed it")),
        }
        invariants::kiosk_as_left(self)?;
        self.start_kiosk(None, &[])
    }

    /// Kills the kiosk and starts it again, to die at `point`.
    pub(crate) fn arm_kiosk(&mut self, point: Point, dead: &mut Vec<Point>) -> Result<(), Broken> {
        if let Some(kiosk) = self.kiosk.take() {
            kiosk.kill()?;
        }
        let plan = point.plan();
        let log = self.crash_log();
        self.start_kiosk(Some(point), &[("LANDFALL_CRASH", Path::new(&plan)), ("LANDFALL_CRASH_LOG", &log)])?;
        if self.kiosk.is_none() {
            self.revive_kiosk(dead)?;
        }
        Ok(())
    }

    /// Starts the kiosk; one that is armed may die before it serves.
    pub(crate) fn start_kiosk(&mut self, point: Option<Point>, settings: &[(&str, &Path)]) -> Result<(), Broken> {
        let mut program = self.powered(self.shop.clone(), &self.scene.at("kiosk"));
        for (name, value) in settings {
            program = program.with(name, value);
        }
        self.armed = point;
        self.kiosk = Kiosk::serve(&program, &self.listen, Some(&self.https))?;
        match &self.kiosk {
            Some(kiosk) => {
                self.listen = kiosk.address().to_owned();
                self.https = kiosk.https().ok_or_else(|| Broken::not("the kiosk serves no HTTPS"))?.to_owned();
                self.start_code = kiosk.start_code().to_owned();
            }
            None if self.armed.is_none() => {
                return Err(Broken::not(format!("the kiosk does not start: {}", program.said())));
            }
            None => {}
        }
        Ok(())
    }

    /// Stops the kiosk in order.
    pub(crate) fn stop_kiosk(&mut self) -> Result<(), Broken> {
        self.armed = None;
        self.kiosk.take().map_or(Ok(()), Kiosk::stop)
    }

    /// A kiosk that was to die and did not is started again, to live.
    pub(crate) fn disarm_kiosk(&mut self) -> Result<(), Broken> {
        if self.armed.take().is_none() {
            return Ok(());
        }
        if let Some(kiosk) = self.kiosk.take() {
            kiosk.kill()?;
        }
        self.start_kiosk(None, &[])
    }

    /// Notes a death, if the log says that it was at this point.
    pub(crate) fn died(&mut self, point: Point, dead: &mut Vec<Point>) {
        let log = std::fs::read_to_string(self.crash_log()).unwrap_or_default();
        if log.lines().last() == Some(&point.name) {
            self.last_deaths.push(point.clone());
            dead.push(point);
        }
        // An old line must not speak for the next death.
        let _ = std::fs::remove_file(self.crash_log());
    }

    /// Cards of a phone, by its own word; this start mends what the last one left.
    pub(crate) fn cards(&self, phone: usize) -> Result<Vec<Value>, Broken> {
        let cards = self.phones[phone].program.ask(&["cards"])?;
        cards.as_array().cloned().ok_or_else(|| Broken::not("the cards are no list"))
    }

    fn authorise_all(&self) -> Result<(), Broken> {
        // A kiosk that dies at this moment is asked again.
        let Ok(pending) = self.shop.ask(&["sales", "pending"]) else { return Ok(()) };
        for sale in pending.as_array().into_iter().flatten().filter_map(|sale| sale["id"].as_i64()) {
            self.shop.run(&["sales", "authorise", &sale.to_string()])?;
        }
        Ok(())
    }

    fn powered(&self, program: Program, data: &Path) -> Program {
        match &self.library {
            Some(library) => program.with("LD_PRELOAD", library).with("UNSYNCED_DIR", data),
            None => program,
        }
    }
}

const FREE_TERMS: &str = "name = \"Free\"\noperator = \"Nord\"\nprice = \"0 EUR\"\narea = [\"JP\"]\nnetwork-rate = 1000\n\
    data = \"unlimited\"\nvalidity-days = 1\nlease = 10\nauthorisation = \"free\"\n";
const ATTENDED_TERMS: &str = "name = \"Attended\"\noperator = \"Nord\"\nprice = \"1 EUR\"\narea = [\"JP\"]\nnetwork-rate = 1000\n\
    data = \"unlimited\"\nvalidity-days = 1\nlease = 10\nauthorisation = \"attendant\"\nmanner = \"delete\"\n";

const COUNTER_TERMS: &str = "name = \"Counter\"\noperator = \"Nord\"\nprice = \"1 EUR\"\narea = [\"JP\"]\nnetwork-rate = 1000\n\
    data = \"unlimited\"\nvalidity-days = 1\nlease = 10\nauthorisation = \"attendant\"\n";

fn class(id: &'static str, terms: &'static str, count: usize) -> Class {
    Class { id, terms, network: "99901", algorithm: "milenage", count, profile: None }
}

/// All phones are on one machine and come in one day.
pub(crate) fn open_quotas(settings: &Path) -> Result<(), Broken> {
    let read = || std::fs::read_to_string(settings).map_err(Broken::io("kiosk.toml"));
    let text: String = read()?
        .lines()
        .map(|line| match line.split_once(" = ") {
            Some((name @ ("phone-per-day" | "per-hour" | "per-day"), _)) => format!("{name} = 1000000\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    std::fs::write(settings, text).map_err(Broken::io("kiosk.toml"))?;
    if read()?.matches("1000000").count() == 3 { Ok(()) } else { Err(Broken::not("the quotas can't be set")) }
}
