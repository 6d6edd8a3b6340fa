use super::internal;
use crate::{Kiosk, catalogue};
use model::{Criterion, DeviceFeatures, ServiceSelection, UnixTime};
use nearfield::message::{Offers, Refusal, Response};

/// Offers for a selection (A3, A4), or which criterion failed.
pub(super) fn offers(
    kiosk: &Kiosk,
    selection: &ServiceSelection,
    features: &DeviceFeatures,
    now: UnixTime,
) -> Result<Response, Refusal> {
    let products = kiosk.catalogue();
    let entries = products.entries(&kiosk.store, Some(features)).map_err(|e| internal(&e))?;
    let offers = catalogue::filter(&entries, selection, Some(features)).map_err(|failed| {
        let criterion = failed.first().copied().unwrap_or(Criterion::Combination);
        match criterion {
            Criterion::Package => package_unavailable(features),
            _ => Refusal::NoMatch { criterion, detail: detail(&failed) },
        }
    })?;
    let offers = offers.into_iter().cloned().collect();
    Ok(Response::Offers(Offers { clock: now, operator: kiosk.settings.operator.clone(), offers }))
}

/// None for this system, and none installed.
pub(super) fn package_unavailable(features: &DeviceFeatures) -> Refusal {
    Refusal::PackageUnavailable { detail: format!("{} on {}", features.platform.os, features.platform.cpu) }
}

fn detail(failed: &[Criterion]) -> String {
    let names: Vec<&str> = failed.iter().map(|c| c.as_str()).collect();
    match failed {
        [Criterion::Combination] => "each of your wishes can be met, but not all of them together".to_owned(),
        [Criterion::Stock] => "all that matches is sold out".to_owned(),
        [Criterion::SecureStorage] => "all that matches needs a phone with a secure storage".to_owned(),
        _ => format!("nothing here meets: {}", names.join(", ")),
    }
}
