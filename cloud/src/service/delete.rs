use super::{Service, ServiceError};
use crate::storage::{Account, Woken};
use account::signed::{Signed, Signer};

impl Service {
    /// Deletes the account with all that is its, by the owner key or the sheet's; a device's own key, which signs in every quarter of an hour, is
    /// not enough. Orders that wait for a device stay for it until their deadline.
    ///
    /// # Errors
    /// [`ServiceError::Proof`], whatever was wrong.
    pub async fn delete(&self, proof: &Signed) -> Result<(), ServiceError> {
        let Account { id: account, .. } = self.owner_is_there(proof, &[Signer::Owner, Signer::Sheet]).await?;
        self.storage.delete(&account).await?;
        self.tell(Woken { account, device: None, wake: None }).await;
        Ok(())
    }
}
