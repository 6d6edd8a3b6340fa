use super::OrderState;
use crate::signed::Signed;
use serde::{Deserialize, Serialize};

/// `POST /v1/orders`: stored with all that hangs on it; the same again answers as at first. 201 [`OrderView`]; again 200.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutOrder {
    /// By owner, sheet, passkey or, to lock, the lock key.
    pub order: Signed,
}

/// `GET /v1/orders`: the account's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orders {
    /// The latest first.
    pub orders: Vec<OrderView>,
}

/// `GET /v1/receipts?device=&epoch=`: those of one enrolment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipts {
    /// In order, all of them.
    pub receipts: Vec<Signed>,
}

/// `GET /v1/orders/{id}`: an order, its states with their times, its receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    /// As stored.
    pub order: Signed,
    /// Each state that it had, in order, and when.
    pub states: Vec<(OrderState, u64)>,
    /// The device's receipt.
    pub receipt: Option<Signed>,
}

/// `POST /v1/orders/mine`: a device asks for its orders and hands in receipts, proving itself by its key alone, since a revoked
/// one may, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Signed [`super::SessionProof`].
    pub proof: Signed,
    /// What it did, in order.
    #[serde(default)]
    pub receipts: Vec<Signed>,
    /// The last manifest that it knows.
    #[serde(default)]
    pub manifest: u64,
}

/// Its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// By rising counter.
    pub orders: Vec<Signed>,
    /// How many of the receipts are kept now: they may be forgotten.
    pub accepted: usize,
    /// Why the one behind them is not, if it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// For a device that was taken out of the account, and reads no manifests else: those after the one that it knows, if one of the orders names a
    /// newer one. Another owner key may have signed it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub manifests: Vec<Signed>,
    /// The server's time, for what it is worth.
    pub time: u64,
}

/// What `GET /v1/wake` (WebSocket) says: that there is something, never what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wake {
    /// Ask for orders.
    Orders,
    /// Read the log, and what tied accounts say.
    Log,
    /// Read the manifests.
    Manifest,
    /// Ask how approvals stand.
    Approval,
}
