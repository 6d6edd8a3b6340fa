//! An order's states, moved by what happens.

use super::{Service, ServiceError};
use crate::storage::KeptOrder;
use account::{
    keys::AccountId,
    states::{Event, Progress},
    wire::{Order, OrderView},
};

/// What an order says. It was verified when it was kept.
pub(super) fn order(kept: &KeptOrder) -> Result<Order, ServiceError> {
    serde_json::from_slice(&kept.signed.payload.0).map_err(|_| ServiceError::Damaged)
}

impl Service {
    /// The order after an event; it is kept unless somebody else moved it meanwhile, whose states then stand.
    pub(super) async fn moved(
        &self,
        account: &AccountId,
        kept: KeptOrder,
        event: Event<'_>,
    ) -> Result<KeptOrder, ServiceError> {
        let order = order(&kept)?;
        let mut progress = Progress::kept(&order, kept.states.clone());
        if progress.on(event, self.now()).is_none() {
            return Ok(kept);
        }
        if self.storage.move_order(account, &order.order, &kept.states, progress.states()).await? {
            return Ok(KeptOrder { states: progress.states().to_vec(), ..kept });
        }
        Ok(self.storage.order(account, &order.order).await?.unwrap_or(kept))
    }

    /// As it is shown now: overdue, if its deadline has passed without a receipt.
    pub(super) async fn shown(&self, account: &AccountId, kept: KeptOrder) -> Result<OrderView, ServiceError> {
        let KeptOrder { signed, states, receipt } = self.moved(account, kept, Event::Clock).await?;
        Ok(OrderView { order: signed, states, receipt })
    }
}
