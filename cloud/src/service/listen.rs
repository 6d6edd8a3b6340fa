use super::{Act, Caller, Rung, Service, ServiceError, hub::Listening};
use account::{states::Event, wire::Wake};

/// A device that waits to be told.
#[derive(Debug)]
pub struct Listener {
    caller: Caller,
    listening: Listening,
}

impl Listener {
    /// When its token ends.
    #[must_use]
    pub const fn expires(&self) -> u64 {
        self.caller.expires
    }

    /// The next that it is told.
    pub async fn next(&self) -> Rung {
        self.listening.next().await
    }
}

impl Service {
    /// A device's place among those that are told at once.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn listen(&self, token: Option<&str>) -> Result<Listener, ServiceError> {
        let caller = self.caller(token, Act::Listen).await?;
        let listening = self.hub().listen(caller.account, caller.device()?.clone());
        // A token that ended between the two would never be looked at again.
        let listener = Listener { caller, listening };
        if self.may_listen(&listener).await? { Ok(listener) } else { Err(ServiceError::Token) }
    }

    /// Whether its token is good still.
    ///
    /// # Errors
    /// [`ServiceError::Storage`].
    pub async fn may_listen(&self, listener: &Listener) -> Result<bool, ServiceError> {
        Ok(self.storage.session(listener.caller.token, self.now()).await?.is_some())
    }

    /// Whether orders wait for it, which were told before it came.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn waits(&self, listener: &Listener) -> Result<Option<Wake>, ServiceError> {
        let Caller { account, .. } = &listener.caller;
        let Some(device) = self.storage.device(account, listener.caller.device()?).await? else { return Ok(None) };
        let waiting = self.storage.waiting(account, &device.id, device.epoch).await?;
        Ok((!waiting.is_empty()).then_some(Wake::Orders))
    }

    /// It was told of its orders: they are sent now.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn sent(&self, listener: &Listener) -> Result<(), ServiceError> {
        let account = listener.caller.account;
        let Some(device) = self.storage.device(&account, listener.caller.device()?).await? else { return Ok(()) };
        for kept in self.storage.waiting(&account, &device.id, device.epoch).await? {
            self.moved(&account, kept, Event::Sent).await?;
        }
        Ok(())
    }
}
