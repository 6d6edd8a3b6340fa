use super::{Shared, locked};
use bluer::{Adapter, adv::Advertisement};
use nearfield::discovery::ble::SERVICE;
use std::time::Duration;
use tokio::time::sleep;
use uuid::Uuid;

/// Controllers forget to advertise after a connection, some for no reason: while nobody is connected, the advertisement is made anew so often.
const ALONE: Duration = Duration::from_millis(800);
/// And so often while there are phones and room for another.
const IN_COMPANY: Duration = Duration::from_secs(3);
/// How often it is looked whether a phone came or went.
const LOOK: Duration = Duration::from_millis(100);

/// Advertises the kiosk for ever.
pub(super) async fn run(adapter: Adapter, name: String, lanes: Shared) {
    let mut refused = false;
    loop {
        let (used, full) = {
            let lanes = locked(&lanes);
            (lanes.used(), lanes.are_full())
        };
        // A phone that finds no lane would only be disappointed.
        let advertised = if !full {
            match adapter.advertise(advertisement(&name)).await {
                Ok(handle) => Some(handle),
                Err(error) => {
                    // Said once, not twice a second.
                    if !std::mem::replace(&mut refused, true) {
                        tracing::warn!(%error, "the kiosk can't advertise itself over Bluetooth");
                    }
                    None
                }
            }
        } else {
            None
        };
        refused &= advertised.is_none();
        let lasts = if used == 0 { ALONE } else { IN_COMPANY };
        let mut passed = Duration::ZERO;
        while passed < lasts && locked(&lanes).used() == used {
            sleep(LOOK).await;
            passed += LOOK;
        }
        drop(advertised);
    }
}

fn advertisement(name: &str) -> Advertisement {
    Advertisement {
        service_uuids: [Uuid::from_u128(SERVICE)].into(),
        local_name: Some(name.to_owned()),
        discoverable: Some(true),
        ..Advertisement::default()
    }
}
