//! Password change: a new OPAQUE record, the root sealed under it, and a new key that locks.

use super::{AccountError, AccountState, TRIES, journal::Sent};
use crate::{Landfall, OsRandom, cloud::CloudClient, ports::Cloud};
use account::{
    keys::{LockSeed, SigningKey},
    wire::{Bytes, ReplaceKeys},
};
use model::SecretBytes;
use std::sync::Arc;

impl Landfall {
    /// Sets another password. `current` proves that it is the user who asks, not just somebody who found the phone; without it the phone's own
    /// lock has to do.
    ///
    /// # Errors
    /// [`AccountError::Password`], [`AccountError::WeakPassword`]; [`AccountError`].
    pub async fn change_password(
        &self,
        port: Arc<dyn Cloud>,
        current: Option<&SecretBytes>,
        new: &SecretBytes,
    ) -> Result<AccountState, AccountError> {
        let (state, _) = self.account_session(port.clone()).await?;
        let anybody = CloudClient::anybody(port.clone());
        if let Some(current) = current {
            self.prove_password(&anybody, &state.login, current).await?;
        }
        let registered = self.register_password(&anybody, &state.login, new).await?;
        for _ in 0..TRIES {
            let (state, cloud) = self.account_session(port.clone()).await?;
            let random = &mut OsRandom::new();
            let seed = LockSeed::make(random);
            let lock = SigningKey::lock(&state.account(), &seed);
            let sealed = state.keys.seal(&registered.export, &seed, random);
            let (manifest, pinned) = state.pinned.next(&state.keys.owner(), |manifest| {
                manifest.lock_key = Bytes::from(lock.public_key());
                manifest.names(&sealed, state.keyring());
            })?;
            let replace =
                ReplaceKeys { record: Some(registered.record.clone()), sealed, manifest, hand_overs: Vec::new() };
            let next = AccountState { pinned, ..state };
            match self.carry_out_change(&cloud, Sent::Keys(Box::new(replace)), next).await {
                Err(AccountError::Overtaken) => {}
                done => return done,
            }
        }
        Err(AccountError::Overtaken)
    }
}
