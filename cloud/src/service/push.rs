use super::{Act, Service, ServiceError, sizes};
use account::wire::PushAddress;

impl Service {
    /// Where the caller's device is woken when there are orders for it; nowhere without an address.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn put_push(&self, token: Option<&str>, address: Option<&PushAddress>) -> Result<(), ServiceError> {
        let caller = self.caller(token, Act::BeWoken).await?;
        address.map_or(Ok(()), sizes::push)?;
        let stands = self.storage.put_push(&caller.account, caller.device()?, address).await?;
        if stands { Ok(()) } else { Err(ServiceError::Token) }
    }
}
