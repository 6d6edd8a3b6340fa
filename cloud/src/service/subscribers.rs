use super::{Service, ServiceError};
use crate::{
    storage::NewSubscriber,
    subscribers::{Action, Cause, Subscription},
};

impl Service {
    /// Takes over subscribers from the operator, with their keys, which are kept sealed. Answers how many are new.
    ///
    /// # Errors
    /// [`ServiceError::Malformed`] if one can't be used: none is taken then.
    pub async fn import_subscribers(&self, subscriptions: &[Subscription]) -> Result<u64, ServiceError> {
        let sealed = subscriptions.iter().map(|one| {
            one.check().map_err(|_| ServiceError::Malformed("a subscriber's keys have the wrong size"))?;
            Ok(NewSubscriber {
                iccid: one.iccid.to_string(),
                imsi: one.imsi.as_str().to_owned(),
                msisdn: one.msisdn.as_ref().map(|number| number.as_str().to_owned()),
                sealed: self.sealer.seal(one),
            })
        });
        let sealed = sealed.collect::<Result<Vec<_>, ServiceError>>()?;
        Ok(self.storage.import(sealed, self.now()).await?)
    }

    /// Bars a subscription, or lifts its bar, by the operator's own will.
    ///
    /// # Errors
    /// [`ServiceError::Missing`].
    pub async fn bar_subscriber(&self, iccid: &str, barred: bool) -> Result<(), ServiceError> {
        self.storage.subscriber(iccid).await?.ok_or(ServiceError::Missing("subscriber"))?;
        let action = if barred { Action::Bar } else { Action::Unbar };
        Ok(self.storage.wish(iccid, action, self.now()).await?)
    }

    /// Takes a number out of use for good.
    ///
    /// # Errors
    /// [`ServiceError::Missing`].
    pub async fn retire_subscriber(&self, iccid: &str) -> Result<(), ServiceError> {
        self.storage.subscriber(iccid).await?.ok_or(ServiceError::Missing("subscriber"))?;
        self.storage.happened(iccid, Cause::Retired, self.now()).await?;
        Ok(())
    }

    /// What is left of a subscriber's balance, in minor units, as the operator's charging says.
    ///
    /// # Errors
    /// [`ServiceError::Missing`].
    pub async fn set_balance(&self, iccid: &str, balance: i64) -> Result<(), ServiceError> {
        let known = self.storage.set_balance(iccid, balance, self.now()).await?;
        known.then_some(()).ok_or(ServiceError::Missing("subscriber"))
    }
}
