//! Delete: the account is gone at the server, with all that lies there. The cards on its devices stay.

use super::{AccountError, state::TABLE};
use crate::{
    Landfall,
    cloud::{CloudClient, ProblemKind},
    ports::Cloud,
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
        let begun = self.vault.get(TABLE, b"deleting")?.is_some();
        if !begun {
            self.mend_account(port.clone()).await?;
        }
        let state = self.account()?;
        let cloud = CloudClient::anybody(port);
        let proof = state.identity(self.ports.keystore.clone()).prove(cloud.challenge().await?.challenge);
        let proof = proof?;
        let mut batch = Batch::new();
        batch.put(TABLE, *b"deleting", [1]);
        self.vault.commit(batch)?;
        crash::point("phone.account.deleting");
        match cloud.delete_account(&proof).await {
            Ok(()) => {}
            // An account that this call asked to delete before, and that nobody knows now, was deleted.
            Err(error) if begun && (error.is(ProblemKind::NotFound) || error.is(ProblemKind::Unauthorised)) => {}
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
