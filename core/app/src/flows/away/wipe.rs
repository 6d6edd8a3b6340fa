//! Wipe: the key that opens the vault goes first, then those of its eUICCs; the device's own stays until it has signed for it.

use super::{duty::Duty, outbox::Erased};
use crate::{Error, Landfall};
use vault::{KeyId, Vault, VaultError};

/// Destroys the vault and every key but the device's; again, if it was interrupted.
pub(super) fn destroy_keys(duty: &Duty<'_>) -> Result<(), Error> {
    match duty.phone() {
        Some(phone) => destroy(phone),
        None => {
            let known = duty.away.get().and_then(|outbox| outbox.vault);
            Ok(Vault::destroy_unopened(&duty.away.folder, &*duty.ports.keystore, known.as_ref())?)
        }
    }
}

/// The same without an order.
pub(super) fn by_itself(duty: &Duty<'_>) -> Result<(), Error> {
    destroy_keys(duty)?;
    duty.away.change(|outbox| outbox.erased = outbox.erased.or(Some(Erased::Itself)))
}

fn destroy(phone: &Landfall) -> Result<(), Error> {
    match keys(phone) {
        // What can't be read names no keys; it is destroyed all the same.
        Ok(keys) => Ok(phone.vault.destroy(&keys)?),
        Err(error) if !error.retrying_helps() => {
            tracing::warn!(%error, "the names of the cards' keys can't be read");
            Ok(phone.vault.destroy(&[])?)
        }
        Err(error) => Err(error),
    }
}

/// The names of the keys of its eUICCs, and of those that were to be.
fn keys(phone: &Landfall) -> Result<Vec<KeyId>, Error> {
    let mut keys = Vec::new();
    match phone.all_euiccs() {
        Err(Error::Vault(VaultError::Destroyed)) => return Ok(keys),
        euiccs => keys.extend(euiccs?.iter().map(|driver| KeyId(driver.card().state().identity.key.0.clone()))),
    }
    keys.extend(phone.acquisitions()?.into_iter().map(|acquisition| KeyId(acquisition.key)));
    Ok(keys)
}
