//! What the account's devices and keys are by now, as the server says and this phone verifies.

use super::{AccountError, AccountState, TRIES};
use crate::{
    Landfall,
    cloud::{CloudClient, ProblemKind},
    ports::Cloud,
};
use account::{
    hand_over::{self, HandOverError},
    keys::KeyError,
    signed::Signed,
    wire::Manifest,
};
use model::Batch;
use std::sync::{Arc, PoisonError};
use vault::Records;

impl Landfall {
    /// The account that is signed in here, as this phone knew it last.
    ///
    /// # Errors
    /// [`AccountError::None`]; [`AccountError::Denied`].
    pub fn account(&self) -> Result<AccountState, AccountError> {
        self.owner()?;
        AccountState::load(&self.vault)?.ok_or(AccountError::None)
    }

    /// The account's server, asked as this device.
    #[must_use]
    pub fn cloud_of(&self, state: &AccountState, port: Arc<dyn Cloud>) -> CloudClient {
        CloudClient::device(port, state.identity(self.ports.keystore.clone()))
    }

    /// What everything that goes to the server begins with: what a kill interrupted is finished, the device list and the keys are those of now.
    ///
    /// # Errors
    /// [`AccountError::Revoked`] if this device is none of the account's any more; [`AccountError`].
    pub async fn account_session(&self, port: Arc<dyn Cloud>) -> Result<(AccountState, CloudClient), AccountError> {
        self.mend_account(port.clone()).await?;
        let cloud = self.cloud_of(&self.account()?, port);
        let state = self.follow_account(&cloud).await?;
        if state.is_enrolled() { Ok((state, cloud)) } else { Err(AccountError::Revoked) }
    }

    /// Reads the device list on from where this phone is, and the data keys if there are new ones, and keeps both.
    ///
    /// # Errors
    /// [`AccountError::Manifest`] names what a server that lies did; [`AccountError`].
    pub async fn follow_account(&self, cloud: &CloudClient) -> Result<AccountState, AccountError> {
        for _ in 0..TRIES {
            let mut state = self.account()?;
            let seen = state.pinned.version();
            // From before the last one on: what was seen must be there still, and be the same.
            let chain = cloud.manifests(seen.saturating_sub(1)).await?;
            if chain.is_empty() {
                state.pinned.told(seen.saturating_sub(1))?;
            }
            state.pinned = state.pinned.follow(&chain)?;
            let manifest = state.manifest()?;
            let had_root = state.has_root();
            if !had_root {
                if !state.is_enrolled() {
                    return self.keep_account(state);
                }
                match self.take_root(cloud, &mut state, &manifest).await {
                    // Another one was made meanwhile.
                    Err(AccountError::HandOver(error)) if error.retrying_helps() => continue,
                    // Whose orders count from now on it knows, whatever it is given.
                    Err(error) => return self.keep_account(state).and(Err(error)),
                    Ok(()) => {}
                }
            }
            if !had_root || manifest.key_epoch != state.keyring().epoch() {
                let sealed = cloud.account().await?.sealed;
                match manifest.open_keyring(&sealed, &state.account(), &state.keys.root) {
                    Err(error) if replaced(&error) => continue,
                    opened => state.keys.keyring = opened?,
                }
            }
            return self.keep_account(state);
        }
        Err(KeyError::OtherKeyring.into())
    }

    /// A new root, that another device made and handed over to this one.
    async fn take_root(
        &self,
        cloud: &CloudClient,
        state: &mut AccountState,
        manifest: &Manifest,
    ) -> Result<(), AccountError> {
        let handed = cloud.hand_over().await.map_err(|error| match error {
            error if error.is(ProblemKind::NotFound) => HandOverError::Missing.into(),
            error => AccountError::from(error),
        })?;
        let own = state.pinned.device(&state.device.id).ok_or(AccountError::Revoked)?;
        (state.keys.root, state.keys.secret) = hand_over::open(&handed, &state.agreement, &own, manifest)?;
        Ok(())
    }

    /// Takes manifests that came with something else: a device that was taken out of the account reads none by itself.
    ///
    /// # Errors
    /// [`AccountError::Manifest`]; [`AccountError`].
    pub(in crate::flows) fn take_manifests(&self, chain: &[Signed]) -> Result<AccountState, AccountError> {
        let mut state = self.account()?;
        state.pinned = state.pinned.follow(chain)?;
        self.keep_account(state)
    }

    /// Keeps what was read, unless another flow of this phone has read on meanwhile.
    fn keep_account(&self, state: AccountState) -> Result<AccountState, AccountError> {
        let _alone = self.accounting.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = self.account()?;
        if kept.device != state.device || kept.pinned.version() > state.pinned.version() {
            return Ok(kept);
        }
        if kept != state {
            let mut batch = Batch::new();
            state.put(&mut batch);
            self.vault.commit(batch)?;
        }
        Ok(state)
    }
}

/// Whether the keys were replaced between the question for the list and the one for the keys, if the server is honest.
pub(super) const fn replaced(error: &KeyError) -> bool {
    match error {
        KeyError::OldKeyring { found, wanted } => *found > *wanted,
        KeyError::OtherKeyring => true,
        _ => false,
    }
}
