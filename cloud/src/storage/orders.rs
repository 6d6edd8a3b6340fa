use super::StorageError;
use account::{
    keys::AccountId,
    signed::Signed,
    wire::{Bytes, OrderState},
};
use async_trait::async_trait;

/// An order that `service` verified, and what is looked up of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrder {
    /// As it came.
    pub signed: Signed,
    /// 16 bytes, the order's own.
    pub id: Bytes,
    /// SHA-256 of its payload.
    pub digest: [u8; 32],
    /// The device.
    pub device: Bytes,
    /// Its enrolment.
    pub epoch: u64,
    /// Rises by order.
    pub counter: u64,
    /// From then on nobody obeys.
    pub deadline: u64,
    /// When it was stored.
    pub stored: u64,
    /// Subscriptions to be barred with it, by ICCID: rows of the directory's outbox, in the same transaction.
    pub bar: Vec<String>,
    /// Whether that device's tokens end with it, in the same transaction.
    pub end_sessions: bool,
}

/// How an order went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is durable.
    New,
    /// It was there, byte for byte.
    Same,
    /// Another has its id.
    Other,
    /// There is no such enrolment of a device, revoked or not.
    Missing,
}

/// An order as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptOrder {
    /// As it came.
    pub signed: Signed,
    /// Each state that it had, in order, and when.
    pub states: Vec<(OrderState, u64)>,
    /// The device's receipt.
    pub receipt: Option<Signed>,
}

/// A receipt that `service` verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReceipt {
    /// As it came.
    pub signed: Signed,
    /// Its number in its device's chain.
    pub number: u64,
    /// SHA-256 of the order's payload.
    pub order: [u8; 32],
    /// The order's states with this one.
    pub states: Vec<(OrderState, u64)>,
}

/// Orders and receipts. They outlive the row of the device, and the account.
#[async_trait]
pub trait Orders: Send + Sync {
    /// Keeps an order with all that hangs on it.
    async fn put_order(&self, account: &AccountId, order: NewOrder) -> Result<Put, StorageError>;

    /// One.
    async fn order(&self, account: &AccountId, id: &Bytes) -> Result<Option<KeptOrder>, StorageError>;

    /// By the digest of its payload.
    async fn order_by_digest(&self, account: &AccountId, digest: [u8; 32]) -> Result<Option<KeptOrder>, StorageError>;

    /// The account's, the latest first.
    async fn orders(&self, account: &AccountId) -> Result<Vec<KeptOrder>, StorageError>;

    /// Those of one enrolment without a receipt, by rising counter.
    async fn waiting(&self, account: &AccountId, device: &Bytes, epoch: u64) -> Result<Vec<KeptOrder>, StorageError>;

    /// Replaces an order's states, if they are still `from`; `false` if they moved on.
    async fn move_order(
        &self,
        account: &AccountId,
        id: &Bytes,
        from: &[(OrderState, u64)],
        to: &[(OrderState, u64)],
    ) -> Result<bool, StorageError>;

    /// Keeps one enrolment's next receipt with its order's states, if its number is the next; `false` if another stands there. The same again is
    /// fine.
    async fn put_receipt(
        &self,
        account: &AccountId,
        device: &Bytes,
        epoch: u64,
        receipt: NewReceipt,
    ) -> Result<bool, StorageError>;

    /// Every receipt of one enrolment, in order.
    async fn receipts(&self, account: &AccountId, device: &Bytes, epoch: u64) -> Result<Vec<Signed>, StorageError>;
}
