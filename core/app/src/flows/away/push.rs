//! Where this phone is woken when it listens to nobody.

use super::AwayError;
use crate::{Error, Landfall, ports::Cloud};
use account::wire::PushAddress;
use std::sync::Arc;

impl Landfall {
    /// Tells the account's server where this phone is woken for orders, or that it is nowhere; an app does it whenever the system gives it an address.
    /// What comes there says nothing: the app calls [`contact`](Self::contact) then.
    ///
    /// # Errors
    /// [`AwayError::NotEnrolled`]; [`AwayError::Cloud`].
    pub async fn be_woken_at(&self, port: Arc<dyn Cloud>, address: Option<&PushAddress>) -> Result<(), Error> {
        let own = self.past_hold()?.own_account()?.ok_or(AwayError::NotEnrolled)?;
        Ok(self.cloud_of(&own, port).put_push(address).await.map_err(AwayError::from)?)
    }
}
