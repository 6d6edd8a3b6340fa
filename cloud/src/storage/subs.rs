use super::StorageError;
use account::{keys::AccountId, signed::Signed, wire::Introduced};
use async_trait::async_trait;

/// Two accounts that are tied, or will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSub {
    /// Its id.
    pub id: [u8; 16],
    /// Who invited.
    pub main: AccountId,
    /// What that says of itself.
    pub introduced: Introduced,
    /// Who accepted, and what that says of itself.
    pub accepted: Option<(AccountId, Introduced)>,
    /// Until then somebody may.
    pub expires: u64,
}

/// How two accounts stand, as `service` verified it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptStanding {
    /// Whose cards.
    pub from: AccountId,
    /// Whose rights.
    pub to: AccountId,
    /// Who says so.
    pub by: AccountId,
    /// Rises.
    pub number: u64,
    /// Whether they are linked.
    pub linked: bool,
    /// As it came.
    pub signed: Signed,
}

/// What became of something of which there is one only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// It is there now.
    New,
    /// Just this was there already.
    Same,
    /// Something else is.
    Other,
    /// What it hangs on is not there, or over.
    Missing,
}

/// Accounts that are tied, how they stand, and what they show each other.
#[async_trait]
pub trait Subs: Send + Sync {
    /// Keeps an invitation of which nobody has accepted anything yet; at most `most` of an account's are open or accepted.
    async fn put_sub(&self, sub: KeptSub, most: u32) -> Result<Made, StorageError>;

    /// One that has not ended.
    async fn sub(&self, id: &[u8; 16]) -> Result<Option<KeptSub>, StorageError>;

    /// Those that have not ended where this account is either.
    async fn subs(&self, account: &AccountId) -> Result<Vec<KeptSub>, StorageError>;

    /// The first who accepts is the one.
    async fn accept_sub(
        &self,
        id: &[u8; 16],
        account: &AccountId,
        accepted: &Introduced,
        now: u64,
    ) -> Result<Made, StorageError>;

    /// Ends it, by either; nothing is shown between the two from then on. Whether it was there.
    async fn end_sub(&self, id: &[u8; 16], account: &AccountId) -> Result<bool, StorageError>;

    /// Keeps how two accounts stand, in place of what had a lower number. What is shown goes where they are not linked.
    async fn put_standing(&self, standing: KeptStanding) -> Result<Made, StorageError>;

    /// How these two stand.
    async fn standing(&self, from: &AccountId, to: &AccountId) -> Result<Option<KeptStanding>, StorageError>;

    /// Where this account is one of the two, or has said it.
    async fn standings(&self, account: &AccountId) -> Result<Vec<KeptStanding>, StorageError>;

    /// Keeps what one shows the other, if they are linked, in place of what had no higher number.
    async fn put_share(
        &self,
        from: &AccountId,
        to: &AccountId,
        number: u64,
        share: &Signed,
    ) -> Result<Made, StorageError>;

    /// What is shown to this account, with how it stands to whoever shows it.
    async fn shares(&self, to: &AccountId) -> Result<Vec<(KeptStanding, Signed)>, StorageError>;
}
