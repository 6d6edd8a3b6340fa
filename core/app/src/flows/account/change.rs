//! A change to the account by one of its devices: made again on top of what another device did first.

use super::{AccountError, AccountState, TRIES, journal::Sent};
use crate::{Landfall, OsRandom, cloud::CloudClient, ports::Cloud};
use account::{
    keys::{AccountKeys, KeyError},
    wire::{Manifest, ReplaceKeys},
};
use std::sync::Arc;

impl Landfall {
    /// Makes the next manifest with `edit` done to the last one; `false` says that there is nothing to do.
    pub(in crate::flows) async fn change_devices(
        &self,
        port: Arc<dyn Cloud>,
        edit: impl Fn(&mut Manifest) -> Result<bool, AccountError>,
    ) -> Result<AccountState, AccountError> {
        for _ in 0..TRIES {
            let (state, cloud) = self.account_session(port.clone()).await?;
            // Tried on a copy: nothing is signed that is not wanted.
            if !edit(&mut state.manifest()?)? {
                return Ok(state);
            }
            let (signed, pinned) = state.pinned.next(&state.keys.owner(), |manifest| drop(edit(manifest)))?;
            match self.carry_out_change(&cloud, Sent::Manifest(signed), AccountState { pinned, ..state }).await {
                Err(AccountError::Overtaken) => {}
                done => return done,
            }
        }
        Err(AccountError::Overtaken)
    }

    /// The same with data keys of a new epoch, whole or not at all.
    pub(super) async fn change_keys(
        &self,
        port: Arc<dyn Cloud>,
        edit: impl Fn(&mut Manifest) -> Result<bool, AccountError>,
    ) -> Result<AccountState, AccountError> {
        for _ in 0..TRIES {
            let (state, cloud) = self.account_session(port.clone()).await?;
            if !edit(&mut state.manifest()?)? {
                return Ok(state);
            }
            let random = &mut OsRandom::new();
            let keyring = state.keys.keyring.rotated(random);
            let mut sealed = self.sealed_keys(&cloud, &state).await?;
            sealed.keyring = keyring.seal(&state.account(), &state.keys.root, random);
            let (manifest, pinned) = state.pinned.next(&state.keys.owner(), |manifest| {
                drop(edit(manifest));
                manifest.names(&sealed, &keyring);
            })?;
            let replace = ReplaceKeys { record: None, sealed, manifest, hand_overs: Vec::new() };
            let keys = AccountKeys { keyring, ..state.keys.clone() };
            let next = AccountState { keys, pinned, ..state };
            match self.carry_out_change(&cloud, Sent::Keys(Box::new(replace)), next).await {
                Err(AccountError::Overtaken) => {}
                done => return done,
            }
        }
        Err(AccountError::Overtaken)
    }

    /// What the server keeps sealed, if the sheet still opens it: a server that changed it is not helped to keep that.
    async fn sealed_keys(
        &self,
        cloud: &CloudClient,
        state: &AccountState,
    ) -> Result<account::wire::SealedKeys, AccountError> {
        let sealed = cloud.account().await?.sealed;
        let root = AccountKeys::open_root_by_sheet(&sealed, &state.account(), &state.keys.secret)?;
        if root == state.keys.root { Ok(sealed) } else { Err(KeyError::Root.into()) }
    }
}
