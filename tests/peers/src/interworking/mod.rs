//! Peers that no package brings, run against our programs, and what came of it.
//!
//! - [`inside`]: the network of a run; [`report`], [`transcript`]: what is written
//! - [`sgp26`], [`desk`]: the certificates, and our side under them
//! - [`lpac`], [`own`], [`es9p`]: who asks; [`smdpp`]: who is asked; [`speed`], [`timed`]: how long it takes

mod desk;
mod es9p;
pub mod inside;
mod lpa;
mod lpac;
mod own;
pub mod report;
mod sgp26;
mod smdpp;
pub mod speed;
mod timed;
pub mod transcript;

use crate::run as run_to_end;
use desk::Desk;
use es9p::Es9p;
use inside::Network;
use landfall_stage::{Broken, Children, Scene};
use report::Section;
use sgp26::Sgp26;
use smdpp::Smdpp;
use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};
use transcript::Transcript;

const LPAC_KIOSK: (&str, &str) = ("lpac-our-smdp", "lpac with our card ↔ our SM-DP+");
const LPAC_SMDPP: (&str, &str) = ("lpac-osmo-smdpp", "lpac with our card ↔ osmo-smdpp");
const OWN_SMDPP: (&str, &str) = ("our-lpa-osmo-smdpp", "Our LPA ↔ osmo-smdpp");
const ES9P: (&str, &str) = ("es9p-client-our-smdp", "pySim es9p_client ↔ our SM-DP+");

/// Runs what the environment names, and writes `docs/interworking.md` below the current folder; if it names nothing, the page stays as it
/// is. Whether all went as it must.
///
/// # Errors
/// If our side does not stand, or the page can't be written.
#[expect(clippy::print_stdout, reason = "it is told while it runs")]
pub fn run() -> Result<bool, Broken> {
    let peers = Peers::named();
    let Some(sgp26) = peers.sgp26.clone().filter(|_| peers.any()) else {
        let why = if peers.any() { "SGP26_DIR names no folder with the CI's key" } else { "no peer is named" };
        println!("skipped: {why}; see docs/interworking.md, which stays as it is");
        return Ok(true);
    };
    inside::enter(Network::Own)?;
    let desk = Desk::open(Scene::open()?, sgp26, None)?;
    let sections = peers.all(&desk);
    desk.scene.close()?;
    let (sections, date) = (sections?, sgp26::now().to_string());
    let day = date.split('T').next().unwrap_or_default();
    report::write(&sections, day, Path::new("docs"))?;
    Ok(sections.iter().all(Section::holds))
}

/// What the environment names.
struct Peers {
    lpac: Option<PathBuf>,
    smdpp: Option<PathBuf>,
    pysim: Option<PathBuf>,
    python: PathBuf,
    sgp26: Option<Sgp26>,
}

impl Peers {
    fn named() -> Self {
        let path = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let there = |name: &str| path(name).and_then(|path| path.canonicalize().ok());
        Self {
            lpac: there("LPAC_BIN"),
            smdpp: there("OSMO_SMDPP").filter(|folder| folder.join("osmo-smdpp.py").is_file()),
            pysim: there("PYSIM_DIR").filter(|folder| folder.join("contrib/es9p_client.py").is_file()),
            // Not resolved: a virtual environment knows itself by the name it is called by.
            python: path("PYSIM_PYTHON").unwrap_or_else(|| "python3".into()),
            sgp26: path("SGP26_DIR").and_then(Sgp26::in_folder),
        }
    }

    const fn any(&self) -> bool {
        self.lpac.is_some() || self.smdpp.is_some() || self.pysim.is_some()
    }

    fn all(&self, desk: &Desk) -> Result<Vec<Section>, Broken> {
        let children = desk.scene.children();
        let smdpp = self.smdpp.as_deref().map(|folder| Smdpp::start(&desk.scene, folder, &self.python, &desk.sgp26));
        let lpac = self.lpac.as_deref().map(|program| Ok((program, lpac::version(children, program)?))).transpose()?;
        let server = self.smdpp.as_deref().map(|folder| tree(children, "osmo-smdpp", folder)).transpose()?;
        let mut sections = Vec::new();
        sections.push(match &lpac {
            Some((program, version)) => {
                lpac::at_our_smdp(desk, program, self.begin(desk, LPAC_KIOSK, version.clone()))?
            }
            None => skipped(LPAC_KIOSK, "`LPAC_BIN` names no program"),
        });
        sections.push(match (&lpac, &smdpp, &server) {
            (Some((program, version)), Some(smdpp), Some(server)) => {
                let mut section = self.begin(desk, LPAC_SMDPP, format!("{version}, {server}"));
                match smdpp {
                    Ok(smdpp) => lpac::at_osmo_smdpp(desk, smdpp, program, section)?,
                    Err(error) => {
                        section.step("start", Err(Broken::not(error)));
                        section
                    }
                }
            }
            (None, ..) => skipped(LPAC_SMDPP, "`LPAC_BIN` names no program"),
            _ => skipped(LPAC_SMDPP, "`OSMO_SMDPP` names no folder with osmo-smdpp.py"),
        });
        sections.push(match (&smdpp, &server) {
            (Some(smdpp), Some(server)) => {
                let mut section = self.begin(desk, OWN_SMDPP, server.clone());
                match smdpp {
                    Ok(smdpp) => own::at_osmo_smdpp(desk, smdpp, section)?,
                    Err(error) => {
                        section.step("start", Err(Broken::not(error)));
                        section
                    }
                }
            }
            _ => skipped(OWN_SMDPP, "`OSMO_SMDPP` names no folder with osmo-smdpp.py"),
        });
        sections.push(match &self.pysim {
            Some(folder) => {
                let section = self.begin(desk, ES9P, tree(children, "pySim", folder)?);
                es9p::at_our_smdp(&Es9p { desk, folder, python: &self.python }, section)?
            }
            None => skipped(ES9P, "`PYSIM_DIR` names no folder with contrib/es9p_client.py"),
        });
        Ok(sections)
    }

    #[expect(clippy::print_stdout, reason = "it is told while it runs")]
    fn begin(&self, desk: &Desk, (name, title): (&'static str, &'static str), peers: String) -> Section {
        println!("{title}: {peers}");
        let scene = desk.scene.at("");
        let mut places: Vec<(&Path, &str)> = vec![(&scene, "/run/peers/"), (desk.sgp26.folder(), "sgp26")];
        places.extend(self.lpac.as_deref().map(|path| (path, "lpac")));
        places.extend(self.smdpp.as_deref().map(|path| (path, "osmo-smdpp")));
        places.extend(self.pysim.as_deref().map(|path| (path, "pysim")));
        Section::begin(name, title, peers, Transcript::hiding(&places))
    }
}

#[expect(clippy::print_stdout, reason = "it is told while it runs")]
fn skipped((name, title): (&'static str, &'static str), why: &str) -> Section {
    println!("{title}: skipped: {why}");
    Section::skipped(name, title, why)
}

/// What a fetched tree is: its last commit and that one's day.
fn tree(children: &Children, name: &str, folder: &Path) -> Result<String, Broken> {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(["-c", "safe.directory=*", "log", "-1", "--format=%h of %cs"]);
    let said = run_to_end(children, &mut git)?;
    let commit = if said.succeeded { said.text.trim().to_owned() } else { "of an unknown version".to_owned() };
    Ok(format!("{name} {commit}"))
}
