use super::StorageError;
use account::{keys::AccountId, wire::Bytes};
use async_trait::async_trait;

/// What a token lets its holder do; one table in `service` decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// Somebody knows the password: reads sealed keys and manifests, orders a lock, asks for approval.
    Visitor,
    /// A device of the account.
    Device,
    /// Somebody holds the recovery sheet.
    Recovery,
    /// Somebody has one of the account's passkeys.
    Passkey,
}

impl TokenKind {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Visitor, Self::Device, Self::Recovery, Self::Passkey];
}

/// What a token stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The account.
    pub account: AccountId,
    /// What it lets do.
    pub kind: TokenKind,
    /// The device that it is bound to; of a passkey's the passkey.
    pub device: Option<Bytes>,
    /// When it ends, seconds since 1970.
    pub expires: u64,
}

/// What a value that is good once is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A challenge that was signed: one that is there is used up.
    Challenge,
    /// What a card is to authenticate by.
    Claim,
    /// OPAQUE's state between KE2 and KE3, sealed by the caller.
    Attempt,
}

/// Tokens by their SHA-256, and values that are good once.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Keeps a token, if its account is there (and its device, not revoked; of a passkey's the caller has looked), and is still of the `generation` that whoever gets it was verified
    /// in, if given; `false` if not: who revokes or changes the password, and who signs in at once, leave no token.
    async fn put_session(
        &self,
        token: [u8; 32],
        session: Session,
        generation: Option<u64>,
    ) -> Result<bool, StorageError>;

    /// What a token stands for, if it is good at `now`.
    async fn session(&self, token: [u8; 32], now: u64) -> Result<Option<Session>, StorageError>;

    /// Ends one token.
    async fn end_session(&self, token: [u8; 32]) -> Result<(), StorageError>;

    /// Ends every token of the account, or those of one device; answers how many.
    async fn end_sessions(&self, account: &AccountId, device: Option<&Bytes>) -> Result<u64, StorageError>;

    /// Keeps a value that is good once.
    async fn put_once(&self, key: &[u8], purpose: Purpose, value: &[u8], expires: u64) -> Result<(), StorageError>;

    /// Keeps that a value is used; `true` for the one caller who was the first.
    async fn use_once(&self, key: &[u8], purpose: Purpose, expires: u64) -> Result<bool, StorageError>;

    /// Takes it out: of two callers one gets it. Nothing once it has expired.
    async fn take_once(&self, key: &[u8], purpose: Purpose, now: u64) -> Result<Option<Vec<u8>>, StorageError>;
}
