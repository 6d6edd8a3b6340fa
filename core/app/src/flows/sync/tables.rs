use super::SyncError;
use crate::{AccountState, Landfall};
use account::log::{Namer, Replica, Tables};
use model::{Batch, SecretBytes};
use std::sync::{Mutex, PoisonError};
use vault::{Records, Vault, VaultError};

/// What keeps a folder's syncs apart.
#[derive(Debug, Default)]
pub(crate) struct Syncing {
    /// Held while the replica is read, changed and written.
    step: Mutex<()>,
    /// Held by a sync from its beginning to its end.
    pub(super) flow: tokio::sync::Mutex<()>,
}

struct InVault<'a>(&'a Vault);

impl Tables for InVault<'_> {
    type Error = VaultError;

    fn scan(&self, table: &'static str) -> Result<Vec<(Vec<u8>, SecretBytes)>, VaultError> {
        Records::scan(self.0, table, &[])
    }

    fn damaged(&self, table: &'static str) -> VaultError {
        VaultError::Corrupt { what: table.to_owned() }
    }
}

/// What else becomes durable with a step.
pub(super) type With<'a> = &'a mut Batch;

impl Landfall {
    /// One step of the replica: whatever it changes is durable, together with what `step` adds to the batch, once this returns; nothing if it fails.
    pub(super) fn step<T>(
        &self,
        state: &AccountState,
        step: impl FnOnce(&mut Replica, With<'_>) -> Result<T, SyncError>,
    ) -> Result<T, SyncError> {
        let _alone = self.syncing.step.lock().unwrap_or_else(PoisonError::into_inner);
        let mut replica = self.load_replica(state)?;
        let mut with = Batch::new();
        let done = step(&mut replica, &mut with)?;
        let mut batch = replica.changes();
        batch.append(with);
        if !batch.is_empty() {
            self.vault.commit(batch)?;
        }
        Ok(done)
    }

    /// The replica as it is, to be read.
    pub(super) fn replica(&self, state: &AccountState) -> Result<Replica, SyncError> {
        let _alone = self.syncing.step.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(self.load_replica(state)?)
    }

    fn load_replica(&self, state: &AccountState) -> Result<Replica, VaultError> {
        let namer = Namer::of(&state.keys);
        Replica::load(state.account(), state.device.id.clone(), namer, &InVault(&self.vault))
    }
}

/// What forgets all that is kept of the account's records.
pub(in crate::flows) fn forget() -> Batch {
    let mut batch = Replica::forget();
    batch.append(super::nicknames::forget());
    batch.append(super::claims::forget());
    batch.append(super::certify::forget());
    batch
}
