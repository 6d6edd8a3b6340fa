//! By which address a kiosk's SM-DP+ goes: its results wait under it, and only a reservation names it.

use crate::{Error, Landfall};
use model::Batch;
use nearfield::KioskIdentity;
use vault::Records;

const TABLE: &str = "app.server";

fn id(kiosk: &KioskIdentity) -> Vec<u8> {
    [&kiosk.root_key_id, kiosk.name.as_bytes()].concat()
}

/// The address, if anything was bought there.
pub(super) fn recall(landfall: &Landfall, kiosk: &KioskIdentity) -> Result<Option<String>, Error> {
    let found = landfall.vault.get(TABLE, &id(kiosk))?;
    Ok(found.and_then(|address| String::from_utf8(address.expose().to_vec()).ok()))
}

pub(super) fn remember(kiosk: &KioskIdentity, address: &str, batch: &mut Batch) {
    batch.put(TABLE, id(kiosk), address.as_bytes());
}
