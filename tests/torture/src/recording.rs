//! A purchase in which nobody dies: it says where they can.

use crate::{
    points::{Deed, Point, of_record},
    yard::{FREE, Yard},
};
use landfall_stage::Broken;
use std::path::Path;

/// Every point that a phone and the kiosk pass, in order.
pub(crate) fn record(yard: &mut Yard) -> Result<Vec<Point>, Broken> {
    let mut points = Vec::new();
    let (phone, mode) = (yard.new_phone()?, Path::new("record"));
    let served = yard.scene.at("served");
    yard.stop_kiosk()?;
    yard.start_kiosk(None, &[("LANDFALL_CRASH", mode), ("LANDFALL_CRASH_LOG", &served)])?;
    for (deed, command) in [(Deed::Setup, yard.setup_command()), (Deed::Acquire, yard.acquire_command(FREE))] {
        let log = yard.scene.at(deed.as_str());
        let program = yard.phones[phone].program.with("LANDFALL_CRASH", mode).with("LANDFALL_CRASH_LOG", &log);
        let answer = program.ask(&command)?;
        if let Some(iccid) = answer["iccid"].as_str() {
            yard.phones[phone].cards.push(iccid.to_owned());
        }
        points.extend(of_record(deed, &read(&log)?));
    }
    yard.stop_kiosk()?;
    points.extend(of_record(Deed::Serve, &read(&served)?));
    yard.start_kiosk(None, &[])?;
    Ok(points)
}

fn read(log: &Path) -> Result<String, Broken> {
    std::fs::read_to_string(log).map_err(Broken::io(log.display().to_string()))
}
