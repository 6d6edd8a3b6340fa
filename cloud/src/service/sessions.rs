use super::{Act, Service, ServiceError, access, login::GOOD_FOR, proof::There};
use crate::storage::{Session, TokenKind, Woken};
use account::{signed::Signed, wire};

impl Service {
    /// A device's token, by its key.
    ///
    /// # Errors
    /// [`ServiceError::Proof`], whatever was wrong.
    pub async fn sign_in(&self, proof: &Signed) -> Result<wire::Session, ServiceError> {
        let There { account, device, generation } = self.device_is_there(proof).await?;
        let (token, kept) = access::make();
        let expires = self.now() + GOOD_FOR;
        let session = Session { account, kind: TokenKind::Device, device: Some(device.id), expires };
        if !self.storage.put_session(kept, session, generation).await? {
            return Err(ServiceError::Proof);
        }
        Ok(wire::Session { token: token.to_string(), expires })
    }

    /// Ends the token that asks.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn sign_out(&self, token: Option<&str>) -> Result<(), ServiceError> {
        let caller = self.caller(token, Act::EndSession).await?;
        self.storage.end_session(caller.token).await?;
        self.tell(Woken { account: caller.account, device: caller.device, wake: None }).await;
        Ok(())
    }

    /// Tells every instance, after the commit. One that is not told loses time, nothing else: devices ask by themselves, and tokens are looked up
    /// at each request.
    pub(super) async fn tell(&self, woken: Woken) {
        if let Err(error) = self.storage.wake(woken).await {
            tracing::warn!(%error, "other instances were not told that there is something");
        }
    }
}
