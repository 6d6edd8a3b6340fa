use super::{Service, ServiceError, proof::There};
use account::{
    keys::AccountId,
    signed::Signed,
    states::Event,
    wire::{Contact, Device, Waiting},
};

impl Service {
    /// A device hands in receipts and gets its orders, by its key alone: a revoked one, and one of an account that is gone, may too.
    ///
    /// # Errors
    /// [`ServiceError::Proof`], whatever was wrong.
    pub async fn contact(&self, contact: Contact) -> Result<Waiting, ServiceError> {
        let There { account, device, .. } = self.device_is_there(&contact.proof).await?;
        let (accepted, refused) = self.keep_receipts(&account, &device, &contact.receipts).await?;
        let orders = self.hand_out(&account, &device).await?;
        Ok(Waiting { orders, accepted, refused, time: self.now() })
    }

    async fn hand_out(&self, account: &AccountId, device: &Device) -> Result<Vec<Signed>, ServiceError> {
        let waiting = self.storage.waiting(account, &device.id, device.epoch).await?;
        let mut orders = Vec::with_capacity(waiting.len());
        for kept in waiting {
            orders.push(self.moved(account, kept, Event::Fetched).await?.signed);
        }
        Ok(orders)
    }
}
