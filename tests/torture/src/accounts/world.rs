//! A cloud, the phones of one account, a kiosk: as they were made, and as they are in this world.

use super::{Part, deaths::Deaths, left, made::Made};
use crate::{dice::Dice, points::Point};
use landfall_stage::{Broken, Cloud, Program, Scene};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

/// Somebody with a data folder, but for the cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// The phone that its owner has.
    Home,
    /// The one that may be out of hand: with cards.
    Lost,
    /// One that has never synced.
    Third,
    /// The shop's.
    Kiosk,
}

impl Who {
    pub(super) const fn folder(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Lost => "lost",
            Self::Third => "third",
            Self::Kiosk => "kiosk",
        }
    }
}

/// Who wrote down that it dies is dead within this.
const DYING: Duration = Duration::from_secs(5);

/// The cloud's folder.
pub(super) const CLOUD: &str = "cloud";

/// Everybody who takes part.
pub(super) struct World {
    pub(super) scene: Scene,
    pub(super) made: Made,
    pub(super) deaths: Deaths,
    pub(super) dice: Dice,
    cloud: Program,
    serving: Option<Cloud>,
    /// Whether the one that runs will die at a point.
    is_armed: bool,
    listen: String,
    programs: [Program; 4],
}

impl World {
    /// A world as `make` makes it, in which nothing has happened.
    pub(super) fn new(scene: Scene, library: Option<&Path>, dice: Dice) -> Result<Self, Broken> {
        let program = |name: &str, folder: &str| {
            let data = scene.at("world").join(folder);
            let program = scene.program(name, data.clone(), scene.at(format!("{folder}.log"))).with("USER", folder);
            match library {
                Some(library) => program.with("LD_PRELOAD", library).with("UNSYNCED_DIR", data),
                None => program,
            }
        };
        let phone = |who: Who| program("landfall", who.folder());
        let programs =
            [phone(Who::Home), phone(Who::Lost), phone(Who::Third), program("landfall-kiosk", Who::Kiosk.folder())];
        let cloud = program("landfall-cloud", CLOUD);
        for folder in [CLOUD, Who::Home.folder(), Who::Lost.folder(), Who::Third.folder(), Who::Kiosk.folder()] {
            scene.folder(&format!("world/{folder}"))?;
        }
        let (made, deaths, listen) = (Made::default(), Deaths::default(), "127.0.0.1:0".to_owned());
        Ok(Self { made, deaths, dice, cloud, serving: None, is_armed: false, listen, programs, scene })
    }

    /// Keeps what is there as what each new world begins with.
    pub(super) fn keep(&mut self) -> Result<(), Broken> {
        self.stop_cloud()?;
        left::copy(&self.scene.at("world"), &self.scene.at("made"))
    }

    /// A new world, as it was made.
    pub(super) fn fresh(&mut self) -> Result<(), Broken> {
        self.kill_cloud()?;
        left::copy(&self.scene.at("made"), &self.scene.at("world"))?;
        self.restart_cloud(&[])
    }

    pub(super) const fn program(&self, who: Who) -> &Program {
        match who {
            Who::Home => &self.programs[0],
            Who::Lost => &self.programs[1],
            Who::Third => &self.programs[2],
            Who::Kiosk => &self.programs[3],
        }
    }

    /// Runs a command that must succeed, and at which nobody dies.
    pub(super) fn ask(&self, who: Who, words: &[&str]) -> Result<Value, Broken> {
        self.program(who).ask(words)
    }

    /// Asks the cloud's administrator's program.
    pub(super) fn admin(&self, words: &[&str]) -> Result<Value, Broken> {
        self.cloud.ask(&[&["admin"], words].concat())
    }

    pub(super) fn data(&self, who: Who) -> &Path {
        self.program(who).data()
    }

    /// What somebody says in passing.
    pub(super) fn log(&self, who: Who) -> PathBuf {
        self.scene.at(format!("{}.log", who.folder()))
    }

    /// Where a process writes the point that it dies at.
    pub(super) fn crash_log(&self) -> PathBuf {
        self.scene.at("crashes")
    }

    /// Where the cloud is.
    pub(super) fn url(&self) -> String {
        self.serving.as_ref().map(|cloud| cloud.url().to_owned()).unwrap_or_default()
    }

    pub(super) fn cloud_is_dead(&self) -> bool {
        self.serving.as_ref().is_none_or(|cloud| !cloud.process().runs())
    }

    /// Waits until a cloud that was to die, and wrote down that it does, is dead: its sockets close before its process ends, so that a command may have
    /// ended by then.
    pub(super) fn let_cloud_die(&self) {
        let begun = Instant::now();
        while self.crash_log().is_file() && !self.cloud_is_dead() && begun.elapsed() < DYING {
            thread::sleep(Duration::from_micros(500));
        }
    }

    /// `kill -9`, if it runs.
    pub(super) fn kill_cloud(&mut self) -> Result<(), Broken> {
        self.serving.take().map_or(Ok(()), Cloud::kill)
    }

    /// Stops it in order.
    pub(super) fn stop_cloud(&mut self) -> Result<(), Broken> {
        self.serving.take().map_or(Ok(()), Cloud::stop)
    }

    /// Kills it and starts it again, where it was.
    pub(super) fn restart_cloud(&mut self, settings: &[(&str, &Path)]) -> Result<(), Broken> {
        self.kill_cloud()?;
        if !self.start_cloud(settings)? {
            return Err(Broken::not(format!("the cloud does not start: {}", self.cloud.said())));
        }
        Ok(())
    }

    /// Kills the cloud and starts it again, to die at `point`.
    pub(super) fn arm_cloud(&mut self, point: &Point<Part>) -> Result<(), Broken> {
        if point.name == super::deaths::ANY_MOMENT {
            return Ok(());
        }
        self.kill_cloud()?;
        let (plan, log) = (point.plan(), self.crash_log());
        if !self.start_cloud(&[("LANDFALL_CRASH", Path::new(&plan)), ("LANDFALL_CRASH_LOG", &log)])? {
            self.revive_cloud(Some(point))?;
        }
        Ok(())
    }

    /// Starts the cloud again, as it died; checks what it left.
    pub(super) fn revive_cloud(&mut self, armed: Option<&Point<Part>>) -> Result<(), Broken> {
        self.kill_cloud()?;
        let point = armed
            .ok_or_else(|| Broken::not(format!("the cloud died although nothing killed it: {}", self.cloud.said())))?;
        self.note(point.clone());
        left::cloud(self)?;
        self.restart_cloud(&[])
    }

    /// A cloud that was to die and did not is started again, to live.
    pub(super) fn disarm_cloud(&mut self) -> Result<(), Broken> {
        if self.is_armed { self.restart_cloud(&[]) } else { Ok(()) }
    }

    /// Somebody died of his own: what he left is looked at.
    pub(super) fn own_death(&mut self, who: Who, point: Point<Part>) -> Result<(), Broken> {
        self.note(point);
        left::look(self, who)
    }

    fn note(&mut self, point: Point<Part>) {
        let log = std::fs::read_to_string(self.crash_log()).unwrap_or_default();
        self.deaths.died(point, &log);
        // An old line must not speak for the next death.
        let _ = std::fs::remove_file(self.crash_log());
    }

    /// Starts it; `false` if it died before it served.
    fn start_cloud(&mut self, settings: &[(&str, &Path)]) -> Result<bool, Broken> {
        let program = settings.iter().fold(self.cloud.clone(), |program, (name, value)| program.with(name, value));
        self.is_armed = !settings.is_empty();
        self.serving = Cloud::serve(&program, &self.listen)?;
        if let Some(cloud) = &self.serving {
            self.listen = cloud.url().trim_start_matches("http://").to_owned();
        }
        Ok(self.serving.is_some())
    }
}
