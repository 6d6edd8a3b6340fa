use super::{Service, ServiceError, proof::There};
use account::{
    keys::AccountId,
    signed::Signed,
    states::Event,
    wire::{Contact, Device, Order, Waiting},
};

impl Service {
    /// A device hands in receipts and gets its orders, by its key alone: a revoked one, and one of an account that is gone, may too. To a revoked one
    /// go the manifests by which it can tell who gave a newer order, since it has no session to read them by.
    ///
    /// # Errors
    /// [`ServiceError::Proof`], whatever was wrong.
    pub async fn contact(&self, contact: Contact) -> Result<Waiting, ServiceError> {
        let There { account, device, .. } = self.device_is_there(&contact.proof).await?;
        let (accepted, refused) = self.keep_receipts(&account, &device, &contact.receipts).await?;
        let orders = self.hand_out(&account, &device).await?;
        let manifests = if device.revoked && orders.iter().any(|order| named(order) > contact.manifest) {
            self.storage.manifests(&account, contact.manifest, super::manifests::PAGE).await?
        } else {
            Vec::new()
        };
        Ok(Waiting { orders, accepted, refused, manifests, time: self.now() })
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

/// The manifest that whoever gave it had.
fn named(signed: &Signed) -> u64 {
    serde_json::from_slice::<Order>(&signed.payload.0).map_or(0, |order| order.manifest)
}
