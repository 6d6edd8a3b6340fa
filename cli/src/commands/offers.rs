use crate::{
    args::{self, Cli},
    desk, dial,
    failure::Failure,
    output::Answer,
    runtime,
};
use app::Events;
use model::{DataAllowance, Offer, ServiceSelection};
use serde_json::json;

pub(crate) fn run(cli: &Cli, kiosk: &args::Kiosk, wanted: &args::Selection) -> Result<Answer, Failure> {
    let landfall = desk::open(cli)?;
    runtime::run(runtime::interruptible(async {
        let target = dial::to(kiosk).await?;
        let mut visit = landfall.visit(Box::new(target.dial), target.expected.as_ref(), &Events::new()).await?;
        let offers = visit.offers(&selection(wanted)).await?;
        let kiosk = visit.kiosk().clone();
        visit.leave().await;
        let head = format!("{} of {}", kiosk.name, kiosk.operator);
        let lines: Vec<String> = std::iter::once(head).chain(offers.offers.iter().map(describe)).collect();
        let json = json!({"kiosk": kiosk.name, "operator": kiosk.operator, "offers": offers.offers});
        Ok(Answer::new(lines.join("\n\n"), json))
    }))
}

/// The selection in the words of the protocol.
pub(crate) fn selection(wanted: &args::Selection) -> ServiceSelection {
    ServiceSelection {
        network_rate: wanted.rate,
        operator: wanted.operator.clone(),
        tariff_limit: wanted.most,
        service_area: wanted.area.clone(),
        program_kind: wanted.program.clone(),
    }
}

/// All that a user should know before agreeing (A14).
pub(crate) fn describe(offer: &Offer) -> String {
    let area: Vec<&str> = offer.service_area.iter().map(model::Country::as_str).collect();
    let data = match offer.data {
        DataAllowance::Unlimited => "unlimited data".to_owned(),
        DataAllowance::Megabytes(mb) => format!("{mb} MB"),
    };
    let mut needs = Vec::new();
    if !offer.needs.bands.is_empty() {
        needs.push(format!("one of the bands {}", offer.needs.bands.join(", ")));
    }
    if offer.needs.no_carrier_lock {
        needs.push("no carrier lock".to_owned());
    }
    if offer.needs.secure_storage {
        needs.push("secure storage".to_owned());
    }
    let needs = if needs.is_empty() { "nothing special".to_owned() } else { needs.join("; ") };
    let apn = if offer.apn.is_empty() { "set by the network" } else { &offer.apn };
    format!(
        "{}: {} ({})\n  {} for {} days, {data}, up to {} kbit/s, in {}\n  works: {}\n  APN: {apn}\n  the phone needs: {needs}\n  sold: {}",
        offer.class_id,
        offer.name,
        offer.operator,
        offer.price,
        offer.validity_days,
        offer.network_rate,
        area.join(", "),
        offer.works,
        offer.authorisation,
    )
}
