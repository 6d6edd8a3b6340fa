//! What is left of a phone that was wiped: the receipts that it owes, and the key that signs them.

use super::{
    contact::Contacted,
    duty::Duty,
    outbox::{Away, Erased},
};
use crate::{Error, Ports, ports::Cloud};
use std::sync::Arc;
use store::Folder;
use vault::{Vault, VaultError};

/// A device of an account whose vault does not open any more. It hands in what it owes, and obeys: there is nothing to be used, and nothing left to be
/// erased but what a copy might hold.
pub struct Remains {
    away: Arc<Away>,
    ports: Ports,
}

impl Remains {
    /// What is left in this folder, if its vault is gone and something is owed or may be ordered still. Finishes a wipe that was interrupted.
    ///
    /// # Errors
    /// [`Error::Away`] if it can't be read; [`Error::Vault`], [`Error::Keystore`].
    pub fn find(folder: &Folder, ports: Ports) -> Result<Option<Self>, Error> {
        let away = Arc::new(Away::open(folder, &ports.keystore)?);
        if away.get().is_none() {
            return Ok(None);
        }
        match Vault::open(folder, ports.keystore.clone()) {
            Ok(_) => Ok(None),
            Err(error) => {
                tidy(&away, &ports, &error)?;
                Ok(away.get().is_some().then_some(Self { away, ports }))
            }
        }
    }

    /// The account's server.
    #[must_use]
    pub fn server(&self) -> String {
        self.away.get().map(|outbox| outbox.server).unwrap_or_default()
    }

    /// Hands in what is owed, and obeys. Once the server has the receipt of a wipe, the device's key is destroyed, and nothing is left.
    ///
    /// # Errors
    /// As [`crate::Landfall::contact`].
    pub async fn contact(&self, port: Arc<dyn Cloud>) -> Result<Contacted, Error> {
        Duty::without_vault(&self.away, &self.ports).contact(port).await
    }
}

/// A vault that does not open: a wipe that had begun is finished, and that nothing is left is known.
pub(crate) fn tidy(away: &Away, ports: &Ports, error: &VaultError) -> Result<(), Error> {
    if matches!(error, VaultError::Destroyed) {
        away.change(|outbox| outbox.erased = outbox.erased.or(Some(Erased::Itself)))?;
    }
    if matches!(error, VaultError::Destroyed | VaultError::KeyLost | VaultError::Corrupt { .. }) {
        let duty = Duty::without_vault(away, ports);
        duty.carry_out()?;
        duty.end_if_over()?;
    }
    Ok(())
}

impl std::fmt::Debug for Remains {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Remains(..)")
    }
}
