use super::{NewManifest, Next, StorageError};
use account::{
    keys::AccountId,
    wire::{Approval, ApprovalAnswer, ApprovalGrant, ApprovalRequest, Bytes},
};
use async_trait::async_trait;

/// An approval as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptApproval {
    /// Whose.
    pub account: AccountId,
    /// How far it is.
    pub approval: Approval,
}

/// New devices that wait for an old one's word. Each step is taken once: the first that came stands, the same again is fine.
#[async_trait]
pub trait Approvals: Send + Sync {
    /// Keeps a request as first posted; `false` if another has its id.
    async fn ask(&self, account: &AccountId, request: ApprovalRequest, expires: u64) -> Result<bool, StorageError>;

    /// How far it is, if it is not void at `now`.
    async fn approval(&self, account: &AccountId, id: &Bytes, now: u64) -> Result<Option<KeptApproval>, StorageError>;

    /// All that are not void at `now`.
    async fn approvals(&self, account: &AccountId, now: u64) -> Result<Vec<KeptApproval>, StorageError>;

    /// An old device's answer; `false` if another answered, or there is nothing to answer.
    async fn answer(&self, account: &AccountId, id: &Bytes, answer: ApprovalAnswer) -> Result<bool, StorageError>;

    /// What the new device had committed to; `false` if it was opened otherwise, or nobody has answered.
    async fn open(&self, account: &AccountId, id: &Bytes, opened: Bytes) -> Result<bool, StorageError>;

    /// An old device's grant with the manifest that has the new one, together, once the new one has opened.
    async fn grant(
        &self,
        account: &AccountId,
        id: &Bytes,
        grant: ApprovalGrant,
        manifest: NewManifest,
    ) -> Result<Next, StorageError>;

    /// Takes it back, or refuses it.
    async fn withdraw(&self, account: &AccountId, id: &Bytes) -> Result<(), StorageError>;
}
