//! Purchases in which nobody dies, one each way: they say where somebody can.

use crate::{
    points::{Deed, Point, Way, of_record},
    yard::Yard,
};
use landfall_stage::{Broken, Program};
use std::path::Path;

const RECORD: &str = "record";

/// Every point that a phone and the kiosk pass, in order.
pub(crate) fn record(yard: &mut Yard) -> Result<Vec<Point>, Broken> {
    let mut points = Vec::new();
    let (free, attended) = (yard.new_phone()?, yard.new_phone()?);
    let log = yard.scene.at("setup");
    recorded(yard, free, &log).ask(&yard.setup_command())?;
    points.extend(of_record(Deed::Setup, &read(&log)?));
    yard.phones[attended].program.ask(&yard.setup_command())?;
    points.extend(purchase(yard, free, Way::Free, Deed::Acquire, Deed::Serve)?);
    let passed = purchase(yard, attended, Way::Attended, Deed::AcquireAttended, Deed::ServeAttended)?;
    points.extend(others(&points, passed));
    // By a phone that has an eUICC. It is another program in between, so each of its places is killed at.
    points.extend(purchase(yard, free, Way::Online, Deed::Fetch, Deed::ServeHttps)?);
    yard.start_kiosk(None, &[])?;
    Ok(points)
}

/// Where the attendant changes nothing, a free purchase passes as often: those places need not be killed at twice.
fn others(before: &[Point], passed: Vec<Point>) -> Vec<Point> {
    let often = |points: &[Point], twin: &Point| {
        points
            .iter()
            .filter(|p| p.name == twin.name && p.deed.is_serve() == twin.deed.is_serve() && p.deed != Deed::Setup)
            .count()
    };
    let all = passed.clone();
    passed.into_iter().filter(|point| often(before, point) != often(&all, point)).collect()
}

/// One purchase, by a kiosk that is started for it and stopped after.
fn purchase(yard: &mut Yard, phone: usize, way: Way, acquire: Deed, serve: Deed) -> Result<Vec<Point>, Broken> {
    let (bought, served) = (yard.scene.at(format!("bought-{way:?}")), yard.scene.at(format!("served-{way:?}")));
    let wanted = yard.wanted(way)?;
    yard.stop_kiosk()?;
    yard.start_kiosk(None, &[("LANDFALL_CRASH", Path::new(RECORD)), ("LANDFALL_CRASH_LOG", &served)])?;
    let running = recorded(yard, phone, &bought).start(&yard.acquire_command(&wanted))?;
    let answer = yard.see_through(running, wanted.is_attended(), &mut Vec::new())?.answer()?;
    if let Some(iccid) = answer["iccid"].as_str() {
        yard.phones[phone].cards.push(iccid.to_owned());
    }
    yard.stop_kiosk()?;
    let mut points = of_record(acquire, &read(&bought)?);
    points.extend(of_record(serve, &read(&served)?));
    Ok(points)
}

/// A phone's program, which writes down the points that it passes.
fn recorded(yard: &Yard, phone: usize, log: &Path) -> Program {
    yard.phones[phone].program.with("LANDFALL_CRASH", Path::new(RECORD)).with("LANDFALL_CRASH_LOG", log)
}

fn read(log: &Path) -> Result<String, Broken> {
    std::fs::read_to_string(log).map_err(Broken::io(log.display().to_string()))
}
