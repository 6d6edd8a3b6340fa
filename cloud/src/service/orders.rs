use super::{Act, Service, ServiceError, checks, may_order, progress, sizes};
use crate::storage::{NewOrder, Put, Woken};
use account::{
    keys::AccountId,
    order::{Refusal, given},
    signed::Signed,
    states::Event,
    wire::{Bytes, Order, OrderState, OrderView, Orders, PutOrder, Verb, Wake},
};

/// What became of an order that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Whether it came for the first time.
    pub new: bool,
    /// As it stands.
    pub view: OrderView,
}

impl Service {
    /// Keeps an order with all that hangs on it, and tells its device. The same again is fine.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn give_order(&self, token: Option<&str>, request: PutOrder) -> Result<Given, ServiceError> {
        let caller = self.caller(token, Act::GiveOrder).await?;
        let (account, signed) = (caller.account, request.order);
        if checks::ORDER_TOKEN.on() && !may_order(caller.kind, &signed.signer) {
            return Err(ServiceError::OrderToken(caller.kind));
        }
        let (_, manifest) = self.last_manifest(&account).await?;
        let order = given(&manifest, &signed)?;
        self.keep_order(&account, &order, signed).await
    }

    /// Keeps an order that whoever handed it in may give. The same again is fine.
    pub(super) async fn keep_order(
        &self,
        account: &AccountId,
        order: &Order,
        signed: Signed,
    ) -> Result<Given, ServiceError> {
        sizes::id(&order.order, "an order's id has 16 bytes")?;
        // What was kept before may be past its deadline by now: it is answered as at first.
        if let Some(kept) = self.storage.order(account, &order.order).await?
            && kept.signed == signed
        {
            return Ok(Given { new: false, view: self.shown(account, kept).await? });
        }
        self.can_be_obeyed(account, order).await?;
        let new = self.put_order(account, order, signed).await?;
        let kept = self.storage.order(account, &order.order).await?.ok_or(ServiceError::Missing("order"))?;
        Ok(Given { new, view: self.shown(account, kept).await? })
    }

    /// The account's.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn orders(&self, token: Option<&str>) -> Result<Orders, ServiceError> {
        let caller = self.caller(token, Act::ReadOrders).await?;
        let mut orders = Vec::new();
        for kept in self.storage.orders(&caller.account).await? {
            orders.push(self.shown(&caller.account, kept).await?);
        }
        Ok(Orders { orders })
    }

    /// One.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn order(&self, token: Option<&str>, id: &Bytes) -> Result<OrderView, ServiceError> {
        let caller = self.caller(token, Act::ReadOrders).await?;
        let kept = self.storage.order(&caller.account, id).await?.ok_or(ServiceError::Missing("order"))?;
        self.shown(&caller.account, kept).await
    }

    /// What no device could obey is not kept.
    pub(super) async fn can_be_obeyed(&self, account: &AccountId, order: &Order) -> Result<(), ServiceError> {
        if order.deadline <= self.now() {
            return Err(Refusal::Deadline.into());
        }
        if order.not_before >= order.deadline {
            return Err(Refusal::Grace.into());
        }
        let device = self.storage.device(account, &order.device).await?.ok_or(ServiceError::Missing("device"))?;
        if device.epoch == order.epoch { Ok(()) } else { Err(Refusal::Epoch.into()) }
    }

    pub(super) async fn put_order(
        &self,
        account: &AccountId,
        order: &Order,
        signed: Signed,
    ) -> Result<bool, ServiceError> {
        let end_sessions = matches!(order.verb, Verb::Lock | Verb::Wipe);
        let new = NewOrder {
            id: order.order.clone(),
            digest: signed.digest(),
            device: order.device.clone(),
            epoch: order.epoch,
            counter: order.counter,
            deadline: order.deadline,
            stored: self.now(),
            bar: order.barred(),
            end_sessions,
            signed,
        };
        let put = self.storage.put_order(account, new).await?;
        match put {
            Put::New => self.after_order(account, order, end_sessions).await?,
            Put::Same => {}
            Put::Other => return Err(ServiceError::Other("order")),
            Put::Missing => return Err(ServiceError::Missing("device")),
        }
        Ok(put == Put::New)
    }

    /// The device is told before its socket closes, and an order that was taken back before anybody had it is shown so.
    async fn after_order(&self, account: &AccountId, order: &Order, end_sessions: bool) -> Result<(), ServiceError> {
        let device = Some(order.device.clone());
        self.tell(Woken { account: *account, device: device.clone(), wake: Some(Wake::Orders) }).await;
        if end_sessions {
            self.tell(Woken { account: *account, device, wake: None }).await;
        }
        let taken_back = order.taken_back().and_then(|digest| digest.0.as_slice().try_into().ok());
        let Some(digest) = taken_back else { return Ok(()) };
        let Some(kept) = self.storage.order_by_digest(account, digest).await? else { return Ok(()) };
        let target = progress::order(&kept)?;
        let had = kept.states.iter().any(|(state, _)| *state == OrderState::Received);
        if !had && target.device == order.device {
            self.moved(account, kept, Event::TakenBack).await?;
        }
        Ok(())
    }
}
