//! What was sent to the server and what this phone keeps once the server has it, durable before it is sent.

use super::{
    AccountError, AccountState, OwnDevice,
    state::{TABLE, json},
};
use crate::{
    Landfall,
    cloud::{CloudClient, CloudError, ProblemKind},
    ports::Cloud,
};
use account::{
    signed::Signed,
    wire::{ApprovalGrant, Bytes, Register, ReplaceKeys},
};
use model::Batch;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError};
use store::crash;
use vault::Records;

/// What is sent: each carries the manifest by which it is known again.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Sent {
    Register(Box<Register>),
    Manifest(Signed),
    Keys(Box<ReplaceKeys>),
    Grant { approval: Bytes, grant: ApprovalGrant },
}

/// What became of what a kill, or a server that did not answer, had interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountMended {
    /// There was nothing.
    Nothing,
    /// It is done now.
    Finished,
    /// The server has nothing of it, and it can't be sent again: another device came first, or what it takes is not kept. It has to be begun anew.
    GivenUp,
}

impl Landfall {
    /// Finishes what was interrupted while it changed the account. Every flow of the account does so first.
    ///
    /// # Errors
    /// [`AccountError`]: what is left to be done stays if the server can't be reached.
    pub async fn mend_account(&self, port: Arc<dyn Cloud>) -> Result<AccountMended, AccountError> {
        self.owner()?;
        self.finish_leaving()?;
        let Some(sent) = self.pending_change()? else { return Ok(AccountMended::Nothing) };
        let Some(next) = AccountState::load_next(&self.vault)? else { return Err(AccountError::Unreadable) };
        if let Sent::Register(_) = sent {
            self.change_answered(self.send_change(&CloudClient::anybody(port), &sent).await, next)?;
            return Ok(AccountMended::Finished);
        }
        let cloud = self.cloud_of(&next, port);
        let was_signed_in = AccountState::load(&self.vault)?.is_some();
        match self.server_has(&cloud, &next).await {
            Ok(true) => self.keep_next(next).map(|_| AccountMended::Finished),
            // A visitor's token was not kept, and is old by now.
            Ok(false) | Err(AccountError::Cloud(CloudError::NotADevice)) if !was_signed_in => {
                self.drop_change()?;
                Ok(AccountMended::GivenUp)
            }
            Ok(false) => match self.finish_change(&cloud, &sent, next).await {
                // Whatever is done now has nothing to do with it, and need not fail.
                Err(AccountError::Overtaken) => Ok(AccountMended::GivenUp),
                done => done.map(|_| AccountMended::Finished),
            },
            Err(error) => {
                if matches!(error, AccountError::Cloud(CloudError::NotADevice)) {
                    self.drop_change()?;
                }
                Err(error)
            }
        }
    }

    /// What was sent, or is about to be.
    pub(super) fn pending_change(&self) -> Result<Option<Sent>, AccountError> {
        let pending = self.vault.get(TABLE, b"pending")?;
        pending.map(|sent| serde_json::from_slice(sent.expose()).map_err(|_| AccountError::Unreadable)).transpose()
    }

    /// Sends it; `next` is kept once the server has it.
    pub(super) async fn carry_out_change(
        &self,
        cloud: &CloudClient,
        sent: Sent,
        next: AccountState,
    ) -> Result<AccountState, AccountError> {
        let mut batch = Batch::new();
        batch.put(TABLE, *b"pending", json(&sent));
        if let Sent::Register(_) = sent {
            batch.put(TABLE, *b"sheet", [1]);
        }
        next.put_next(&mut batch);
        self.vault.commit(batch)?;
        crash::point("phone.account.journaled");
        self.finish_change(cloud, &sent, next).await
    }

    async fn finish_change(
        &self,
        cloud: &CloudClient,
        sent: &Sent,
        next: AccountState,
    ) -> Result<AccountState, AccountError> {
        let mut answer = self.send_change(cloud, sent).await;
        crash::point("phone.account.answered");
        let conflict = answer.as_ref().is_err_and(|error| error.is(ProblemKind::Conflict));
        if conflict && !matches!(sent, Sent::Register(_)) {
            // It may be this very one, sent twice.
            answer = match self.server_has(cloud, &next).await {
                Ok(true) => Ok(()),
                Ok(false) => {
                    self.drop_change()?;
                    return Err(AccountError::Overtaken);
                }
                Err(error) => return Err(error),
            };
        }
        self.change_answered(answer, next)
    }

    fn change_answered(
        &self,
        answer: Result<(), CloudError>,
        next: AccountState,
    ) -> Result<AccountState, AccountError> {
        match answer {
            Ok(()) => self.keep_next(next),
            Err(error) => {
                if error.nothing_was_done() {
                    self.drop_change()?;
                }
                Err(error.into())
            }
        }
    }

    async fn send_change(&self, cloud: &CloudClient, sent: &Sent) -> Result<(), CloudError> {
        match sent {
            Sent::Register(register) => cloud.register(register).await,
            Sent::Manifest(manifest) => cloud.next_manifest(manifest.clone()).await,
            Sent::Keys(replace) => cloud.replace_keys(replace).await,
            Sent::Grant { approval, grant } => cloud.grant_approval(approval, grant).await,
        }
    }

    /// Whether the server has the manifest that `next` ends with.
    async fn server_has(&self, cloud: &CloudClient, next: &AccountState) -> Result<bool, AccountError> {
        let mark = next.pinned.mark().ok_or(AccountError::Unreadable)?;
        let chain = cloud.manifests(mark.version.saturating_sub(1)).await?;
        Ok(chain.iter().any(|signed| signed.digest()[..] == mark.digest.0))
    }

    /// The server has it: what comes next is what is now.
    fn keep_next(&self, next: AccountState) -> Result<AccountState, AccountError> {
        let _alone = self.accounting.lock().unwrap_or_else(PoisonError::into_inner);
        let mut batch = Batch::new();
        AccountState::drop_next(&mut batch);
        OwnDevice::enrolled(&mut batch);
        if AccountState::load(&self.vault)?.is_some_and(|kept| kept.keys.secret != next.keys.secret) {
            // It made a new root, and with it a sheet that nobody has seen.
            batch.put(TABLE, *b"sheet", [1]);
        }
        next.put(&mut batch);
        self.vault.commit(batch)?;
        crash::point("phone.account.kept");
        Ok(next)
    }

    /// The server has nothing of it.
    fn drop_change(&self) -> Result<(), AccountError> {
        let mut batch = Batch::new();
        AccountState::drop_next(&mut batch);
        if AccountState::load(&self.vault)?.is_none() {
            // It was the sheet of an account that was not made.
            batch.delete(TABLE, *b"sheet");
        }
        Ok(self.vault.commit(batch)?)
    }
}
