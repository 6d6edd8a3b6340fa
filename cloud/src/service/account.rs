use super::{Act, Service, ServiceError};
use account::wire::AccountView;

impl Service {
    /// How the account lies here.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn see_account(&self, token: Option<&str>) -> Result<AccountView, ServiceError> {
        let caller = self.caller(token, Act::SeeAccount).await?;
        let account = self.storage.account(&caller.account).await?.ok_or(ServiceError::Token)?;
        Ok(AccountView {
            account: account.id.bytes(),
            sealed: account.sealed,
            manifest: account.manifest,
            restore_epoch: self.restore_epoch(),
        })
    }
}
