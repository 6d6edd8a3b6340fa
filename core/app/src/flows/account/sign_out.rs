//! Sign out: this phone is no device of the account any more. Its cards stay.

use super::{
    AccountError, AccountState,
    journal::AccountMended,
    state::{TABLE, key_of},
};
use crate::{Landfall, cloud::CloudError, flows::sync, ports::Cloud};
use account::wire::{Bytes, Manifest};
use model::Batch;
use std::sync::Arc;
use store::crash;
use vault::Records;

impl Landfall {
    /// Takes this phone out of the account, and forgets the account's keys. One that was taken out already only forgets.
    ///
    /// # Errors
    /// [`AccountError::Cloud`] if the server can't be told: [`Landfall::forget_account`] forgets all the same.
    pub async fn sign_out(&self, port: Arc<dyn Cloud>) -> Result<(), AccountError> {
        self.owner()?;
        match self.mend_account(port.clone()).await {
            Ok(AccountMended::GivenUp) | Err(AccountError::Cloud(CloudError::NotADevice)) => {
                return self.forget_account();
            }
            other => other?,
        };
        let own = self.account()?.device.id;
        match self.change_devices(port, |manifest: &mut Manifest| Ok(manifest.revoke(&own))).await {
            Ok(_) | Err(AccountError::Revoked | AccountError::Cloud(CloudError::NotADevice)) => self.forget_account(),
            Err(error) => Err(error),
        }
    }

    /// Forgets the account on this phone alone: the others still list it.
    ///
    /// # Errors
    /// [`AccountError::Keystore`], [`AccountError::Vault`]: repeat.
    pub fn forget_account(&self) -> Result<(), AccountError> {
        self.owner()?;
        // The key first: should what follows not happen, the same call begins again, and nobody is this device any more.
        let states = [AccountState::load(&self.vault)?, AccountState::load_next(&self.vault)?];
        for state in states.into_iter().flatten() {
            self.ports.keystore.destroy(&state.device.key())?;
        }
        if let Some(id) = self.vault.get(TABLE, b"device")? {
            self.ports.keystore.destroy(&key_of(&Bytes::from(id.expose())))?;
        }
        crash::point("phone.account.key_gone");
        let mut batch = Batch::new();
        batch.delete_prefix(TABLE, *b"");
        batch.append(sync::forget());
        Ok(self.vault.commit(batch)?)
    }
}
