use super::StorageError;
use crate::subscribers::{Action, Cause};
use account::keys::AccountId;
use async_trait::async_trait;
use model::NumberState;

/// A subscriber as its operator hands it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSubscriber {
    /// Its card.
    pub iccid: String,
    /// Its identity.
    pub imsi: String,
    /// Its number, if one is assigned.
    pub msisdn: Option<String>,
    /// Its keys, sealed by the caller.
    pub sealed: Vec<u8>,
}

/// A subscriber as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSubscriber {
    /// Its card.
    pub iccid: String,
    /// Its identity; none while only a kiosk has spoken of it.
    pub imsi: Option<String>,
    /// Its number.
    pub msisdn: Option<String>,
    /// Its keys, sealed.
    pub sealed: Option<Vec<u8>>,
    /// Where it stands.
    pub state: NumberState,
    /// What is left, in minor units.
    pub balance: Option<i64>,
    /// Whose phone holds the card.
    pub account: Option<AccountId>,
    /// The kiosk that sold it.
    pub kiosk: Option<[u8; 16]>,
    /// Who had it barred, while it is.
    pub barred_by: Option<BarredBy>,
}

/// Who had a subscriber barred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarredBy {
    /// The operator's office; its bar stands whatever an account orders.
    Operator,
    /// An account, by an order.
    Account(AccountId),
}

/// One change of a subscriber.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriberChange {
    /// Rises by change, over all subscribers.
    pub seq: u64,
    /// Its card.
    pub iccid: String,
    /// What it came to.
    pub state: NumberState,
    /// What was left then.
    pub balance: Option<i64>,
    /// When.
    pub at: u64,
    /// Why.
    pub why: String,
}

/// What the directory is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// In this order for each card.
    pub id: u64,
    /// The card.
    pub iccid: String,
    /// What.
    pub action: Action,
    /// Whose order it comes of; none if it is the operator's own.
    pub account: Option<AccountId>,
    /// How often it was tried.
    pub tries: u32,
}

/// Subscribers of the operator, their states, and what its directory is to be told of them.
#[async_trait]
pub trait Subscribers: Send + Sync {
    /// Adds subscribers, or replaces what is known of them; states stay. One that has been given out already is to be provisioned. Answers how many
    /// are new.
    async fn import(&self, subscribers: Vec<NewSubscriber>, now: u64) -> Result<u64, StorageError>;

    /// One, by its card.
    async fn subscriber(&self, iccid: &str) -> Result<Option<KeptSubscriber>, StorageError>;

    /// Up to `limit` in this state, behind this card.
    async fn subscribers_in(
        &self,
        state: NumberState,
        behind: &str,
        limit: u32,
    ) -> Result<Vec<KeptSubscriber>, StorageError>;

    /// Moves one as the table of its life says, with what the directory is to be told; `false` if that says nothing of it.
    async fn happened(&self, iccid: &str, cause: Cause, now: u64) -> Result<bool, StorageError>;

    /// Sets its balance, and moves it if that is used up or filled up; `false` if it is not known.
    async fn set_balance(&self, iccid: &str, balance: i64, now: u64) -> Result<bool, StorageError>;

    /// Says whose phone holds the card; who showed it last. `false` if it is not known.
    async fn claim(&self, iccid: &str, account: &AccountId, now: u64) -> Result<bool, StorageError>;

    /// Its changes, in order.
    async fn changes(&self, iccid: &str) -> Result<Vec<SubscriberChange>, StorageError>;

    /// Asks for something by the operator's own will.
    async fn wish(&self, iccid: &str, action: Action, now: u64) -> Result<(), StorageError>;

    /// What is due: of each card the first, at most `limit`; nobody else is given them before `until`.
    async fn take_tasks(&self, now: u64, until: u64, limit: u32) -> Result<Vec<Task>, StorageError>;

    /// It was done, with this outcome; what happened by it moves the subscriber in the same transaction.
    async fn task_done(&self, task: &Task, cause: Option<Cause>, outcome: &str, now: u64) -> Result<(), StorageError>;

    /// It was not done: it is due again then.
    async fn task_later(&self, task: &Task, due: u64) -> Result<(), StorageError>;
}
