use super::StorageError;
use crate::subscribers::Cause;
use account::{
    keys::AccountId,
    wire::{Bytes, CardOrderState, Product},
};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// What was ordered, and stays as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// What its user has agreed to.
    pub product: Product,
    /// How the operator's server calls it.
    pub profile_type: String,
    /// The eUICC that it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eid: Option<String>,
    /// 16 bytes: names the order to the operator's server. The same for the same order of an account, also after a backup was restored.
    pub name: Bytes,
}

/// An order as it comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCardOrder {
    /// Whose.
    pub account: AccountId,
    /// Its id in the account.
    pub id: [u8; 16],
    /// Of what was asked.
    pub digest: [u8; 32],
    /// Where.
    pub agency: String,
    /// What.
    pub wanted: Wanted,
}

/// What is to be done next for an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CardTask {
    /// DownloadOrder.
    Order,
    /// ConfirmOrder.
    Confirm,
    /// ReleaseProfile.
    Release,
    /// Nobody has fetched it in time: CancelOrder, unless somebody has.
    Lapse,
    /// It came to nothing: CancelOrder.
    Cancel,
}

impl CardTask {
    /// Each of them.
    pub const ALL: [Self; 5] = [Self::Order, Self::Confirm, Self::Release, Self::Lapse, Self::Cancel];

    /// As it is kept.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Confirm => "confirm",
            Self::Release => "release",
            Self::Lapse => "lapse",
            Self::Cancel => "cancel",
        }
    }

    /// Back again.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.as_str() == text)
    }
}

/// An order as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCardOrder {
    /// Names it here.
    pub no: u64,
    /// Whose; none once the account is deleted, until the operator's server knows.
    pub account: Option<AccountId>,
    /// Its id in the account.
    pub id: [u8; 16],
    /// Where.
    pub agency: String,
    /// What.
    pub wanted: Wanted,
    /// How it stands.
    pub at: CardStanding,
    /// When it was made.
    pub created: u64,
    /// When it came this far.
    pub changed: u64,
    /// How often what is next was tried.
    pub tries: u32,
}

/// How an order stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardStanding {
    /// How far it is.
    pub state: CardOrderState,
    /// What is next.
    pub task: Option<CardTask>,
    /// What it waits for, or why it failed.
    pub why: Option<String>,
    /// Whether ordering anew may help.
    pub again: bool,
    /// Its card.
    pub iccid: Option<String>,
    /// Its activation code, sealed by the caller.
    pub code: Option<Vec<u8>>,
}

impl CardStanding {
    /// Of a new one.
    pub(crate) const NEW: Self = Self {
        state: CardOrderState::Requested,
        task: Some(CardTask::Order),
        why: None,
        again: false,
        iccid: None,
        code: None,
    };
}

/// What became of an order that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PutCard {
    /// It is new.
    New(Box<KeptCardOrder>),
    /// It was there.
    Same(Box<KeptCardOrder>),
    /// Its id is another order's.
    Other,
    /// So many of the account's are open already.
    TooMany,
    /// There is no such account.
    Missing,
}

/// Orders of cards, and what operators' servers are to be told of them.
#[async_trait]
pub trait CardOrders: Send + Sync {
    /// Keeps an order, due at once, unless the account has `most` open ones.
    async fn put_card_order(&self, order: NewCardOrder, most: u32, now: u64) -> Result<PutCard, StorageError>;

    /// One of an account.
    async fn card_order(&self, account: &AccountId, id: &[u8; 16]) -> Result<Option<KeptCardOrder>, StorageError>;

    /// Those of an account, the latest first, at most `limit`.
    async fn card_orders(&self, account: &AccountId, limit: u32) -> Result<Vec<KeptCardOrder>, StorageError>;

    /// Those of an agency, the latest first, at most `limit`.
    async fn agency_orders(&self, agency: &str, limit: u32) -> Result<Vec<KeptCardOrder>, StorageError>;

    /// The agency's order of this card that did not fail, the latest if there are several.
    async fn order_of_card(&self, agency: &str, iccid: &str) -> Result<Option<KeptCardOrder>, StorageError>;

    /// The agency's order that has been due for longest; nobody else is given it before `until`.
    async fn take_card_order(&self, agency: &str, now: u64, until: u64) -> Result<Option<KeptCardOrder>, StorageError>;

    /// Moves an order that stands as it did (`from`, by state and task), due at `due`, with what it does to the number's life (A12); `false` if
    /// somebody else has moved it. One whose account is gone, and for which nothing is left to do, goes.
    async fn card_order_moves(
        &self,
        from: &KeptCardOrder,
        to: CardStanding,
        cause: Option<Cause>,
        due: u64,
        now: u64,
    ) -> Result<bool, StorageError>;

    /// What is next was not done: it is due again then, and this is why.
    async fn card_order_later(&self, no: u64, why: &str, due: u64) -> Result<(), StorageError>;
}
