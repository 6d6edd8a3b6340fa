//! Give: an order, signed here and stored at the server with all that hangs on it; and taking one back.

use super::{AwayError, Giver, mark};
use crate::{Error, OsRandom};
use account::{
    order::{self, Wish, may},
    signed::{Kind, Signed, Signer},
    wire::{Bytes, Device, Order, OrderView, PutOrder, Verb},
};
use model::{Batch, Iccid, Random};
use vault::Records;

/// Orders are good for so long after their grace, unless said otherwise, in seconds: a year. A lost phone may lie in a drawer.
const GOOD_FOR: u64 = 365 * 86_400;

/// What is wanted of a device.
#[derive(Debug, Clone)]
pub struct Given {
    /// What to do.
    pub verb: Verb,
    /// To whom, by id or name.
    pub device: String,
    /// The cards that it is about.
    pub cards: Vec<Iccid>,
    /// What the verb needs beside the cards ([`account::order::home`]).
    pub parameters: serde_json::Value,
    /// Of a wipe: cards whose subscriptions are barred with it, beside those that the account's records name as live on the device.
    pub bar: Vec<Iccid>,
    /// Of a wipe: bars none.
    pub keep_subscriptions: bool,
    /// For how many seconds an erasure can be taken back.
    pub grace: u64,
    /// For how many seconds after that it is good; a year if nothing is said.
    pub good_for: Option<u64>,
}

impl Given {
    /// This verb for this device, without cards, at once.
    #[must_use]
    pub fn new(verb: Verb, device: impl Into<String>) -> Self {
        Self {
            verb,
            device: device.into(),
            cards: Vec::new(),
            parameters: serde_json::Value::Null,
            bar: Vec::new(),
            keep_subscriptions: false,
            grace: 0,
            good_for: None,
        }
    }
}

impl Giver {
    /// Gives an order: it is durable at the server when this returns.
    ///
    /// # Errors
    /// [`AwayError::NoSuchDevice`], [`AwayError::Power`], [`AwayError::NoNumberLeft`], [`AwayError::Altered`], [`AwayError::Cloud`]: without an
    /// answer it may have been stored; given again it is another order to the same end.
    pub async fn give(&self, given: Given) -> Result<OrderView, Error> {
        let device = self.device(&given.device)?.clone();
        if !may(self.key.signer(), given.verb) {
            return Err(AwayError::Power.into());
        }
        let now = self.clock.now().0;
        let counter = self.next_counter(&device, now).await?;
        let parameters = self.about_subscriptions(&device, &given).await?;
        let wish = Wish {
            verb: given.verb,
            cards: given.cards.iter().map(ToString::to_string).collect(),
            parameters,
            device: &device,
            counter,
            id: OsRandom::new().array(),
            now,
            grace: given.grace,
            good_for: given.good_for.unwrap_or(GOOD_FOR),
        };
        let order = self.key.sign(Kind::Order, &wish.order(&self.manifest));
        // The number is used from here on, whatever becomes of the order.
        self.remember_counter(&device, counter)?;
        let view = self.cloud.put_order(&PutOrder { order: order.clone() }).await.map_err(AwayError::from)?;
        if view.order == order { Ok(view) } else { Err(AwayError::Altered.into()) }
    }

    /// Takes back an order (its id) that is not carried out yet. The device's receipts say which of the two came first.
    ///
    /// # Errors
    /// [`AwayError::NoSuchOrder`]; [`AwayError::TooLate`] if its receipt is there, or nothing is erased by it; as [`Giver::give`].
    pub async fn take_back(&self, order: &str) -> Result<OrderView, Error> {
        let unknown = || AwayError::NoSuchOrder(order.to_owned());
        let id = Bytes::read(order).ok_or_else(unknown)?;
        let view = self.orders_as_told().await?.into_iter().find(|view| id_of(&view.order).as_ref() == Some(&id));
        let view = view.ok_or_else(unknown)?;
        let target = said(&view.order).ok_or_else(unknown)?;
        if !target.verb.erases() {
            return Err(AwayError::TooLate("it erases nothing, and acts at once").into());
        }
        if view.receipt.is_some() {
            return Err(AwayError::TooLate("the device has answered it").into());
        }
        let parameters = serde_json::json!({ "order": Bytes::from(view.order.digest()) });
        let given = Given { parameters, ..Given::new(Verb::TakeBack, target.device.text()) };
        self.give(given).await
    }

    /// What the server says was ordered, the latest first.
    pub(super) async fn orders_as_told(&self) -> Result<Vec<OrderView>, Error> {
        Ok(self.cloud.orders().await.map_err(AwayError::from)?)
    }

    /// Above every order to this enrolment that is known to be one, and no lower than the time, so that a server that hides orders, or shows none that
    /// could be verified, does not make it one that the device has passed.
    async fn next_counter(&self, device: &Device, now: u64) -> Result<u64, Error> {
        let mine = |order: &Order| order.device == device.id && order.epoch == device.epoch;
        // Whoever has the password alone is not shown what was ordered.
        let told = if *self.key.signer() == Signer::Lock { Vec::new() } else { self.orders_as_told().await? };
        let genuine = told.iter().filter_map(|view| order::given(&self.manifest, &view.order).ok());
        let told = genuine.filter(mine).map(|order| order.counter);
        let known = told.chain([self.remembered(device)?]).max().unwrap_or(0);
        Ok(known.checked_add(1).ok_or(AwayError::NoNumberLeft)?.max(now))
    }

    fn remembered(&self, device: &Device) -> Result<u64, Error> {
        let Some(vault) = &self.memory else { return Ok(0) };
        Ok(mark::load(vault, &given_to(device))?.unwrap_or(0))
    }

    fn remember_counter(&self, device: &Device, counter: u64) -> Result<(), Error> {
        let Some(vault) = &self.memory else { return Ok(()) };
        let mut batch = Batch::new();
        mark::put(&mut batch, &given_to(device), &counter);
        Ok(vault.commit(batch)?)
    }
}

fn given_to(device: &Device) -> Vec<u8> {
    format!("given.{}.{}", device.id.text(), device.epoch).into_bytes()
}

pub(super) fn said(signed: &Signed) -> Option<Order> {
    serde_json::from_slice(&signed.payload.0).ok()
}

fn id_of(signed: &Signed) -> Option<Bytes> {
    said(signed).map(|order| order.order)
}
