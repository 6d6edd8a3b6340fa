//! The same download by the same client from our SM-DP+ and from osmo-smdpp, in one run, with everything in memory.

use super::{
    Peers,
    desk::Desk,
    inside::{self, Network, SMDPP},
    lpa::Lpa,
    lpac::PROFILE,
    smdpp::Smdpp,
    timed::timed,
};
use crate::PIN;
use landfall_stage::{Broken, Program, Scene};
use model::{ActivationCode, Iccid};
use std::{
    env,
    path::{Path, PathBuf},
    time::Instant,
};

/// Downloads of each client from each server.
const TURNS: usize = 9;

/// A client's downloads.
#[derive(Debug, Clone)]
pub struct Speed {
    /// `own`, our LPA in this process; `program`, `landfall acquire`; `lpac`.
    pub client: &'static str,
    /// From our SM-DP+, in ms.
    pub ours: Vec<f64>,
    /// From osmo-smdpp, in ms.
    pub theirs: Vec<f64>,
}

/// Times what the environment names: `OSMO_SMDPP` is started here, `SMDPP_URL` (`https://HOST[:PORT]`) runs already; `LPAC_BIN`,
/// `SGP26_DIR` and `PYSIM_PYTHON` as for `make peers`. None if no server is named.
///
/// # Errors
/// What did not go as it must.
pub fn speed() -> Result<Option<Vec<Speed>>, Broken> {
    let peers = Peers::named();
    let url = env::var("SMDPP_URL").ok().filter(|url| !url.is_empty());
    if peers.smdpp.is_none() && url.is_none() {
        return Ok(None);
    }
    let sgp26 = peers.sgp26.clone().ok_or_else(|| Broken::not("SGP26_DIR names no folder with the CI's key"))?;
    inside::enter(if peers.smdpp.is_some() { Network::Own } else { Network::Machines })?;
    let scene = Scene::open()?;
    let package = peers.smdpp.as_deref().map(package).transpose()?;
    let (at, _server) = match (&peers.smdpp, url) {
        (Some(folder), _) => (At::here(), Some(Smdpp::start(&scene, folder, &peers.python, &sgp26)?)),
        (None, Some(url)) => (At::read(&url)?, None),
        (None, None) => return Ok(None),
    };
    let race = Race { desk: Desk::open(scene, sgp26, package)?, at };
    let mut all = vec![race.own()?, race.program()?];
    match &peers.lpac {
        Some(lpac) if race.at.is_plain() => all.push(race.lpac(lpac)?),
        _ => {}
    }
    race.desk.scene.close()?;
    Ok(Some(all))
}

/// The profile that osmo-smdpp gives, to be given by us too.
fn package(folder: &Path) -> Result<(PathBuf, Iccid), Broken> {
    let file = folder.join(format!("smdpp-data/upp/{PROFILE}.der"));
    let bytes = std::fs::read(&file).map_err(Broken::io(PROFILE))?;
    let package = saip::Package::parse(&bytes).map_err(Broken::not)?;
    let iccid = saip::resolve(&package).map_err(Broken::not)?.iccid;
    Ok((file, iccid))
}

/// Where the other server is.
struct At {
    /// The name that it answers to.
    name: String,
    /// `HOST:PORT` to connect to.
    via: String,
}

impl At {
    fn here() -> Self {
        Self { name: SMDPP.to_owned(), via: format!("{SMDPP}:443") }
    }

    fn read(url: &str) -> Result<Self, Broken> {
        let rest = url.strip_prefix("https://").ok_or_else(|| Broken::not("SMDPP_URL is no https://HOST[:PORT]"))?;
        let place = rest.split('/').next().unwrap_or_default();
        let (host, port) = place.rsplit_once(':').unwrap_or((place, "443"));
        // One that is called by a number has the name that it has by itself.
        let named = host != "localhost" && host.parse::<std::net::IpAddr>().is_err();
        Ok(Self { name: if named { host } else { SMDPP }.to_owned(), via: format!("{host}:{port}") })
    }

    /// Whether a client that can't be told to connect elsewhere finds it.
    fn is_plain(&self) -> bool {
        self.via == format!("{}:443", self.name)
    }
}

struct Race {
    desk: Desk,
    at: At,
}

impl Race {
    /// Our LPA by itself, from the connection to the result that the server has accepted. As for `es9p.download_ms` each phone downloads once,
    /// and nothing else runs between two downloads: each server is met as it serves one client after another.
    fn own(&self) -> Result<Speed, Broken> {
        let (mut from_us, mut from_them) = (Vec::new(), Vec::new());
        let theirs: ActivationCode = format!("LPA:1${}${PROFILE}", self.at.name).parse().map_err(Broken::not)?;
        for turn in 0..TURNS {
            let phone = |server: &str| Lpa::new(&self.desk.phone(&format!("speed-{server}-{turn}"))?);
            let code: ActivationCode = self.desk.order(&[])?.parse().map_err(Broken::not)?;
            from_us.push((phone("ours")?, code));
            from_them.push(phone("theirs")?);
        }
        let ours = from_us.iter().map(|(lpa, code)| lpa.download(code, None, PIN).map(|(_, ms)| ms));
        let ours = ours.collect::<Result<_, _>>()?;
        let via = Some(self.at.via.as_str());
        let theirs = from_them.iter().map(|lpa| lpa.download(&theirs, via, PIN).map(|(_, ms)| ms));
        Ok(Speed { client: "own", ours, theirs: theirs.collect::<Result<_, _>>()? })
    }

    /// The same by the program, from its start to its end, the card enabled.
    fn program(&self) -> Result<Speed, Broken> {
        let phone = self.desk.phone("speed-program")?;
        let mut speed = Speed { client: "program", ours: Vec::new(), theirs: Vec::new() };
        for _ in 0..TURNS {
            let code = self.desk.order(&[])?;
            speed.ours.push(self.acquire(&phone, &["--activation-code", &code])?);
            let order = ["--smdp", &self.at.name, "--matching-id", PROFILE, "--via", &self.at.via];
            speed.theirs.push(self.acquire(&phone, &order)?);
        }
        Ok(speed)
    }

    /// Once, and away with it again.
    fn acquire(&self, phone: &Program, order: &[&str]) -> Result<f64, Broken> {
        let pin = self.desk.pin.display().to_string();
        let begun = Instant::now();
        let acquired = phone.ask(&[&["acquire", "--yes", "--pin-file", &pin], order].concat())?;
        let ms = begun.elapsed().as_secs_f64() * 1e3;
        if acquired["reported"] != true {
            return Err(Broken::not(format!("the server did not take the result: {acquired}")));
        }
        Self::forget(phone, acquired["iccid"].as_str().unwrap_or_default())?;
        Ok(ms)
    }

    fn forget(phone: &Program, iccid: &str) -> Result<(), Broken> {
        phone.ask(&["chip", "disable", iccid])?;
        phone.ask(&["chip", "delete", iccid, "--yes"])?;
        // What waits of this card would be told with the next one, and be counted as its time.
        phone.ask(&["notifications"])?;
        Ok(())
    }

    /// lpac, from its start to its end, before our card, which is on by then. Each phone downloads once, as for [`Race::own`].
    fn lpac(&self, program: &Path) -> Result<Speed, Broken> {
        let (mut from_us, mut from_them) = (Vec::new(), Vec::new());
        for turn in 0..TURNS {
            let phone = |server: &str| self.desk.phone(&format!("speed-lpac-{server}-{turn}"));
            from_us.push((phone("ours")?, self.desk.order(&[])?));
            from_them.push(phone("theirs")?);
        }
        let children = self.desk.scene.children();
        let download = |phone: &Program, order: &[&str]| {
            let took = timed(children, program, phone, &[&["profile", "download"], order].concat())?;
            Ok::<_, Broken>(took.as_secs_f64() * 1e3)
        };
        let ours = from_us.iter().map(|(phone, code)| download(phone, &["-a", code]));
        let ours = ours.collect::<Result<_, _>>()?;
        let theirs = from_them.iter().map(|phone| download(phone, &["-s", &self.at.name, "-m", PROFILE]));
        Ok(Speed { client: "lpac", ours, theirs: theirs.collect::<Result<_, _>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::At;

    #[test]
    fn a_server_is_asked_by_its_name_wherever_it_is() {
        let read = |url: &str| At::read(url).map(|at| (at.is_plain(), at.name, at.via)).expect("an address");
        let own = || "testsmdpplus1.example.com".to_owned();
        assert_eq!(read("https://127.0.0.1:8000"), (false, own(), "127.0.0.1:8000".to_owned()));
        assert_eq!(read("https://localhost:443/gsma"), (false, own(), "localhost:443".to_owned()));
        assert_eq!(read("https://dp.example:443"), (true, "dp.example".to_owned(), "dp.example:443".to_owned()));
        assert_eq!(read("https://dp.example"), (true, "dp.example".to_owned(), "dp.example:443".to_owned()));
        assert!(At::read("http://dp.example").is_err(), "our LPA takes no server without TLS");
    }
}
