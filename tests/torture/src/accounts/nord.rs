//! An operator that sells cards at the cloud, by its agency: its SM-DP+ is the kiosk, where it orders by ES2+.

use super::world::{CLOUD, Who, World};
use landfall_stage::{Broken, Class, Kiosk};
use std::{
    fs::OpenOptions,
    io::Write,
    net::{SocketAddr, TcpListener},
    path::Path,
};

/// The agency, and what it sells.
pub(super) const AGENCY: &str = "nord";
pub(super) const PRODUCT: &str = "month";
/// Whose products they are, in the kiosk's stock too.
const NAME: &str = "Nord";
const REQUESTER: &str = "2.999.10";
const TERMS: &str = "name = \"Month\"\noperator = \"Nord\"\nprice = \"10 EUR\"\narea = [\"JP\"]\nnetwork-rate = 1000\n\
    data = \"unlimited\"\nvalidity-days = 30\nlease = 10\nauthorisation = \"attendant\"\n";

/// Where the kiosk listens: known before it does, and the same in each world.
#[derive(Debug, Default)]
pub(super) struct Doors {
    /// For phones.
    pub(super) https: String,
    /// For operators.
    es2: String,
}

/// So many of its cards.
pub(super) const fn cards(count: usize) -> Class {
    Class { id: PRODUCT, terms: TERMS, network: "99901", algorithm: "milenage", count, profile: None }
}

/// Has the kiosk know the operator, and the cloud its agency from the next start on.
pub(super) fn open(world: &mut World) -> Result<(), Broken> {
    let (operator, files) = (world.scene.at("operator").display().to_string(), world.scene.at(AGENCY));
    let out = files.display().to_string();
    let client = ["operator", "client", "--dir", &operator, "--name", NAME, "--requester", REQUESTER, "--out", &out];
    world.ask(Who::Kiosk, &client)?;
    add(
        &world.data(Who::Kiosk).join("kiosk.toml"),
        &format!("\n[[client]]\nrequester = {REQUESTER:?}\noperator = {NAME:?}\n"),
    )?;
    let doors = Doors { https: free_port()?.to_string(), es2: free_port()?.to_string() };
    let agency = format!(
        "\n[agency.{AGENCY}]\nname = {NAME:?}\nserver = \"localhost\"\nvia = {:?}\nfiles = {files:?}\n\
         [[agency.{AGENCY}.product]]\nid = {PRODUCT:?}\nname = \"A month\"\nprice = \"10 EUR\"\nvalidity = \"30 days\"\nterms = \"None.\"\n",
        doors.es2
    );
    add(&world.scene.at("world").join(CLOUD).join("cloud.toml"), &agency)?;
    world.made.doors = doors;
    Ok(())
}

/// Its server, at its doors.
pub(super) fn serve(world: &World) -> Result<Kiosk, Broken> {
    let Doors { https, es2 } = &world.made.doors;
    let served = Kiosk::serve_also(world.program(Who::Kiosk), "127.0.0.1:0", &["--https", https, "--es2", es2])?;
    served.ok_or_else(|| Broken::not("the operator's server does not start"))
}

fn add(settings: &Path, text: &str) -> Result<(), Broken> {
    let file = OpenOptions::new().create(true).append(true).open(settings);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(Broken::io(settings.display().to_string()))
}

fn free_port() -> Result<SocketAddr, Broken> {
    TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).map_err(Broken::io("a port"))
}
