//! Sign out: this phone is no device of the account any more. Its cards stay.

use super::{
    AccountError, AccountState,
    journal::AccountMended,
    state::{TABLE, json, key_of},
};
use crate::{
    Landfall,
    cloud::CloudError,
    flows::{sub, sync},
    ports::Cloud,
};
use account::{
    order::journal::Entry,
    wire::{Bytes, Manifest, Verb},
};
use model::Batch;
use std::sync::Arc;
use store::crash;
use vault::{KeyId, Records};

impl Landfall {
    /// Takes this phone out of the account, and forgets the account's keys. One that was taken out already only forgets.
    ///
    /// # Errors
    /// [`AccountError::Obeying`]; [`AccountError::Cloud`] if the server can't be told: [`Landfall::forget_account`] forgets all the same.
    pub async fn sign_out(&self, port: Arc<dyn Cloud>) -> Result<(), AccountError> {
        self.owner()?;
        self.obeys_first()?;
        match self.mend_account(port.clone()).await {
            Ok(AccountMended::GivenUp) | Err(AccountError::Cloud(CloudError::NotADevice)) => {
                return self.forget_account();
            }
            other => other?,
        };
        let own = self.account()?.device.id;
        match self.change_devices(port, |manifest: &mut Manifest| Ok(manifest.revoke(&own))).await {
            // Without the root of now it can't say so itself.
            Ok(_)
            | Err(AccountError::Revoked | AccountError::HandOver(_) | AccountError::Cloud(CloudError::NotADevice)) => {
                self.forget_account()
            }
            Err(error) => Err(error),
        }
    }

    /// Forgets the account on this phone alone: the others still list it.
    ///
    /// # Errors
    /// [`AccountError::Obeying`]; [`AccountError::Keystore`], [`AccountError::Vault`]: repeat.
    pub fn forget_account(&self) -> Result<(), AccountError> {
        self.owner()?;
        self.obeys_first()?;
        let states = [AccountState::load(&self.vault)?, AccountState::load_next(&self.vault)?];
        let mut keys: Vec<String> = states.into_iter().flatten().map(|state| state.device.key().0).collect();
        if let Some(id) = self.vault.get(TABLE, b"device")? {
            keys.push(key_of(&Bytes::from(id.expose())).0);
        }
        let mut batch = Batch::new();
        batch.delete_prefix(TABLE, *b"");
        batch.append(sync::forget());
        batch.append(sub::forget());
        batch.put(TABLE, *b"leaving", json(&keys));
        self.vault.commit(batch)?;
        crash::point("phone.account.forgotten");
        self.finish_leaving()
    }

    /// What its owner has ordered to be erased is erased, also if who holds the phone would rather leave the account before.
    pub(super) fn obeys_first(&self) -> Result<(), AccountError> {
        let erases = |entry: &Entry| matches!(entry.order.verb, Verb::Wipe | Verb::Delete | Verb::Overwrite);
        let under_way = self.away.get().is_some_and(|outbox| outbox.journal.under_way().iter().any(erases));
        if under_way { Err(AccountError::Obeying) } else { Ok(()) }
    }

    /// Destroys the keys of a device that signed out; after a kill the next start does, or the next flow of an account.
    pub(in crate::flows) fn finish_leaving(&self) -> Result<(), AccountError> {
        let Some(keys) = self.vault.get(TABLE, b"leaving")? else { return Ok(()) };
        let keys: Vec<String> = serde_json::from_slice(keys.expose()).map_err(|_| AccountError::Unreadable)?;
        for key in keys {
            self.ports.keystore.destroy(&KeyId(key))?;
        }
        crash::point("phone.account.key_gone");
        let mut batch = Batch::new();
        batch.delete(TABLE, *b"leaving");
        Ok(self.vault.commit(batch)?)
    }
}
