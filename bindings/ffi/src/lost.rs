//! A lost phone: what its owner orders from another device, by the recovery sheet, or by the password alone, which only locks.

use crate::{
    Landfall,
    account::{DeviceView, device_view, hex, sheet},
    landfall::cloud,
    moving::Plans,
    runtime::run,
    sims::number,
    trouble::{LandfallError, Trouble},
};
use account::wire::{Bytes, Device, Order, OrderState, Outcome, Receipt, Verb};
use app::{Given, Giver, Ordered, Proof};
use model::SecretBytes;
use std::sync::Arc;

/// By what orders are given.
#[derive(Clone, uniffi::Enum)]
#[expect(missing_docs, reason = "the sentence of each variant names its fields")]
pub enum GivenBy {
    /// As this device of the account: everything.
    ThisDevice,
    /// By the recovery sheet, from any phone: everything.
    Sheet { server: String, sheet: Vec<u8> },
    /// By login and password alone, from any phone: locks, nothing else.
    Password { server: String, login: String, password: Vec<u8> },
}

/// What can be ordered of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum OrderVerb {
    /// Use nothing until the owner signs in.
    Lock,
    /// Undo it.
    Unlock,
    /// Erase some SIMs.
    Delete,
    /// Erase everything.
    Wipe,
    /// A step of a copy or a move, or an order that was taken back.
    Other,
}

/// A state that an order had.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OrderEvent {
    /// `stored`, `sent`, `received`, `locked`, `erased`, `done`, `refused`, `overdue`, `taken_back`.
    pub state: String,
    /// Seconds since 1970.
    pub time: u64,
}

/// An order and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OrderInfo {
    /// Its id.
    pub id: String,
    /// What it says.
    pub verb: OrderVerb,
    /// The device's name.
    pub device: String,
    /// Its id.
    pub device_id: String,
    /// SIMs that it is about.
    pub cards: Vec<String>,
    /// How far it is: by the device's own word, and without one by the server's, as far as that can know.
    pub state: String,
    /// Its states with their times, by the server.
    pub states: Vec<OrderEvent>,
    /// When it was given, seconds since 1970.
    pub issued: u64,
    /// Until when it can be taken back; 0 if it can't be.
    pub taken_back_until: u64,
    /// From then on nobody obeys.
    pub deadline: u64,
    /// The device's receipt, verified.
    pub receipt: Option<ReceiptInfo>,
    /// Why what the server shows as its receipt is not one, or why the order is not vouched for.
    pub doubt: Option<Trouble>,
}

/// A device's signed word of what it did, as something to show.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ReceiptInfo {
    /// The device's name.
    pub device: String,
    /// `erased`, `locked`, … as signed.
    pub outcome: String,
    /// The SIMs it was done to.
    pub cards: Vec<String>,
    /// When, by the device's clock, seconds since 1970.
    pub time: u64,
    /// Its place in the device's chain of receipts, from 1.
    pub number: u64,
    /// SHA-256 of the order that it answers, hex.
    pub order: String,
}

/// Somebody who may give orders.
#[derive(uniffi::Object)]
pub struct LostPhone {
    pub(crate) giver: Arc<Giver>,
    own: Bytes,
    pub(crate) plans: Plans,
}

#[uniffi::export]
impl Landfall {
    /// Who may give orders to the account's devices.
    pub async fn lost_phone(&self, by: GivenBy) -> Result<Arc<LostPhone>, LandfallError> {
        let core = self.core.clone();
        let own = core.account().map(|state| state.device.id).unwrap_or_default();
        let giver = match by {
            GivenBy::ThisDevice => {
                let (core, port) = self.online()?;
                run(async move { core.giver(port).await }).await?
            }
            GivenBy::Sheet { server, sheet: typed } => {
                let (sheet, port) = (sheet(typed)?, cloud(&self.settings, &server)?.1);
                run(async move { core.giver_by_sheet(port, &sheet).await }).await?
            }
            GivenBy::Password { server, login, password } => {
                let (password, port) = (SecretBytes::new(password), cloud(&self.settings, &server)?.1);
                run(async move { core.giver_by_password(port, &login, &password).await }).await?
            }
        };
        Ok(Arc::new(LostPhone { giver: Arc::new(giver), own, plans: Plans::default() }))
    }
}

#[uniffi::export]
impl LostPhone {
    /// The devices that can be ordered about.
    #[must_use]
    pub fn devices(&self) -> Vec<DeviceView> {
        self.giver.devices().iter().map(|device| device_view(device.clone(), &self.own)).collect()
    }

    /// Orders it to be locked.
    pub async fn lock(&self, device: String) -> Result<OrderInfo, LandfallError> {
        self.give(Given::new(Verb::Lock, device)).await
    }

    /// Orders it to be unlocked.
    pub async fn unlock(&self, device: String) -> Result<OrderInfo, LandfallError> {
        self.give(Given::new(Verb::Unlock, device)).await
    }

    /// Orders everything on it to be erased; it can be taken back for `grace` seconds. Its subscriptions are barred, unless they are kept.
    pub async fn wipe(&self, device: String, grace: u64, keep_subscriptions: bool) -> Result<OrderInfo, LandfallError> {
        self.give(Given { grace, keep_subscriptions, ..Given::new(Verb::Wipe, device) }).await
    }

    /// Orders these SIMs to be erased on it.
    pub async fn delete_sims(
        &self,
        device: String,
        iccids: Vec<String>,
        grace: u64,
    ) -> Result<OrderInfo, LandfallError> {
        let cards = iccids.iter().map(|iccid| number(iccid)).collect::<Result<_, _>>()?;
        self.give(Given { grace, cards, ..Given::new(Verb::Delete, device) }).await
    }

    /// Takes an order back while its grace lasts.
    pub async fn take_back(&self, order: String) -> Result<(), LandfallError> {
        let giver = self.giver.clone();
        run(async move { giver.take_back(&order).await.map(drop) }).await
    }

    /// What was ordered in this account, the latest first, with what proves it.
    pub async fn orders(&self) -> Result<Vec<OrderInfo>, LandfallError> {
        let giver = self.giver.clone();
        let orders = run(async move { giver.orders().await }).await?;
        Ok(orders.iter().map(|ordered| info(ordered, self.giver.devices())).collect())
    }
}

impl LostPhone {
    async fn give(&self, given: Given) -> Result<OrderInfo, LandfallError> {
        let giver = self.giver.clone();
        let view = run(async move { giver.give(given).await }).await?;
        let order = serde_json::from_slice::<Order>(&view.order.payload.0);
        let order =
            order.map_err(|error| LandfallError::failed("away.order", "Not what was ordered", &error.to_string()))?;
        let (digest, proof) = (Bytes::from(view.order.digest()), Proof::None);
        let states = view.states;
        let given = Ordered { order, digest, unvouched: None, states, proof, expired: false, taken_back: false };
        Ok(info(&given, self.giver.devices()))
    }
}

fn word<T: serde::Serialize>(what: &T) -> String {
    match serde_json::to_value(what) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(serde_json::Value::Object(map)) => map.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

fn info(ordered: &Ordered, devices: &[Device]) -> OrderInfo {
    let Ordered { order, unvouched, states, proof, .. } = ordered;
    let name = devices.iter().find(|device| device.id == order.device).map(|device| device.name.clone());
    let name = name.unwrap_or_default();
    let event = |(state, time): &(OrderState, u64)| OrderEvent { state: word(state), time: *time };
    let doubt = unvouched.map(shown);
    let (receipt, doubt) = match proof {
        Proof::None => (None, doubt),
        Proof::Receipt(receipt) => (Some(receipt_info(receipt, &name)), doubt),
        Proof::Wrong(why) => (None, Some(shown(*why))),
    };
    OrderInfo {
        id: order.order.text(),
        verb: match order.verb {
            Verb::Lock => OrderVerb::Lock,
            Verb::Unlock => OrderVerb::Unlock,
            Verb::Delete => OrderVerb::Delete,
            Verb::Wipe => OrderVerb::Wipe,
            _ => OrderVerb::Other,
        },
        device: name,
        device_id: order.device.text(),
        cards: order.cards.clone(),
        state: word(&ordered.state()),
        states: states.iter().map(event).collect(),
        issued: order.issued,
        taken_back_until: if order.not_before > order.issued { order.not_before } else { 0 },
        deadline: order.deadline,
        receipt,
        doubt,
    }
}

fn shown(doubt: impl Into<LandfallError>) -> Trouble {
    doubt.into().trouble().clone()
}

fn receipt_info(receipt: &Receipt, device: &str) -> ReceiptInfo {
    let outcome = match &receipt.outcome {
        Outcome::Refused(why) => format!("refused: {why}"),
        outcome => word(outcome),
    };
    ReceiptInfo {
        device: device.to_owned(),
        outcome,
        cards: receipt.cards.clone(),
        time: receipt.time,
        number: receipt.number,
        order: hex(&receipt.order.0),
    }
}
