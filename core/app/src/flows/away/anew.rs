//! Begin anew: a phone whose vault is destroyed, or can't be opened any more, is set up as if it were new.

use super::{AwayError, outbox::Away};
use crate::{Error, Landfall, Ports};
use store::{Folder, crash};
use vault::{Vault, VaultError};

impl Landfall {
    /// Opens a folder whose vault was destroyed, or whose key is gone, with a new and empty one. A vault that opens is opened as it is.
    ///
    /// # Errors
    /// [`AwayError::Owed`] if the owner still waits for the receipt of a wipe, or this device may be ordered about: hand it in
    /// ([`crate::Remains`]), or say `unheard`, and the owner never gets one. [`Error::Vault`] for whatever else keeps it from opening.
    pub fn begin_anew(folder: &Folder, ports: Ports, unheard: bool) -> Result<Self, Error> {
        match Vault::open(folder, ports.keystore.clone()) {
            Ok(vault) => drop(vault),
            // A kill came as the new one was made: opening goes on with that.
            Err(VaultError::Missing) => {}
            Err(VaultError::Destroyed | VaultError::KeyLost) => {
                forget(folder, &ports, unheard)?;
                crash::point("phone.anew.forgotten");
                Vault::destroy_unopened(folder, &*ports.keystore, None)?;
                drop(Vault::create(folder, ports.keystore.clone())?);
            }
            Err(error) => return Err(error.into()),
        }
        Self::open(folder, ports)
    }
}

/// The record of orders goes, with the key that it was sealed with.
fn forget(folder: &Folder, ports: &Ports, unheard: bool) -> Result<(), Error> {
    match Away::open(folder, &ports.keystore) {
        Ok(away) if away.get().is_some() && !unheard => Err(AwayError::Owed.into()),
        Ok(away) => away.forget(),
        // What it was sealed with is gone, as the vault's key is: nobody can hand anything in.
        Err(error) if !error.retrying_helps() => Away::remove(folder),
        Err(error) => Err(error),
    }
}
