//! Delete: the account is gone at the server, with all that lies there. The cards on its devices stay.

use super::{AccountError, state::TABLE};
use crate::{
    Landfall,
    cloud::{CloudClient, CloudError, ProblemKind},
    ports::Cloud,
};
use account::{
    signed::Kind,
    wire::{Bytes, SessionProof},
};
use model::Batch;
use std::sync::Arc;
use store::crash;
use vault::Records;

impl Landfall {
    /// Deletes the account. After a kill, or without an answer, the same call goes on.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn delete_account(&self, port: Arc<dyn Cloud>) -> Result<(), AccountError> {
        self.owner()?;
        self.obeys_first()?;
        let begun = self.vault.get(TABLE, b"deleting")?.is_some();
        // The owner key of now signs. Where it was asked for before, the account may be gone.
        match self.account_session(port.clone()).await {
            Err(AccountError::Cloud(CloudError::NotADevice)) if begun => {}
            followed => drop(followed?),
        }
        let state = self.account()?;
        let cloud = CloudClient::anybody(port.clone());
        let challenge = cloud.challenge().await?.challenge;
        let proof = SessionProof { account: state.account().bytes(), device: Bytes::default(), epoch: 0, challenge };
        let proof = state.keys.owner().sign(Kind::Session, &proof);
        let mut batch = Batch::new();
        batch.put(TABLE, *b"deleting", [1]);
        self.vault.commit(batch)?;
        crash::point("phone.account.deleting");
        match cloud.delete_account(&proof).await {
            Ok(()) => {}
            // It was asked for before: an account that does not know its own devices any more was deleted.
            Err(error) if begun && error.is(ProblemKind::Unauthorised) => {
                match self.cloud_of(&state, port).account().await {
                    Err(CloudError::NotADevice) => {}
                    _ => return Err(error.into()),
                }
            }
            Err(error) => {
                if error.nothing_was_done() {
                    let mut batch = Batch::new();
                    batch.delete(TABLE, *b"deleting");
                    self.vault.commit(batch)?;
                }
                return Err(error.into());
            }
        }
        crash::point("phone.account.deleted");
        self.forget_account()
    }
}
