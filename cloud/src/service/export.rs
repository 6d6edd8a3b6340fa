use super::{Act, Service, ServiceError};
use account::{
    keys::AccountId,
    wire::{OrderView, SealedKeys},
};
use serde::de::IgnoredAny;

/// Bytes of the log's entries that are read at once.
const BYTES: usize = 1 << 20;

/// All that is kept of an account but for its log, which is read in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportPage {
    /// The account.
    pub account: AccountId,
    /// Its login.
    pub login: String,
    /// Its sealed keys.
    pub sealed: SealedKeys,
    /// The whole chain.
    pub manifests: Vec<account::signed::Signed>,
    /// Every order.
    pub orders: Vec<OrderView>,
    /// The log's last place.
    pub last: u64,
}

impl Service {
    /// All but the log.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn export(&self, token: Option<&str>) -> Result<ExportPage, ServiceError> {
        let caller = self.caller(token, Act::Export).await?;
        let id = caller.account;
        let account = self.storage.account(&id).await?.ok_or(ServiceError::Token)?;
        let manifests = self.storage.manifests(&id, 0, u32::MAX).await?;
        let mut orders = Vec::new();
        for kept in self.storage.orders(&id).await? {
            orders.push(self.shown(&id, kept).await?);
        }
        let last = self.storage.page(&id, u64::MAX >> 1, 1, 0).await?.last;
        Ok(ExportPage { account: id, login: account.login, sealed: account.sealed, manifests, orders, last })
    }

    /// The next part of the log above `after`: entries as JSON, joined by commas, and the place to go on from.
    ///
    /// # Errors
    /// [`ServiceError::Storage`].
    pub async fn export_log(&self, account: &AccountId, after: u64) -> Result<(String, u64), ServiceError> {
        const ENTRIES: u32 = 1_000;
        let page = self.storage.page(account, after, ENTRIES, BYTES).await?;
        let places: Vec<IgnoredAny> =
            serde_json::from_str(&format!("[{}]", page.entries)).map_err(|_| ServiceError::Damaged)?;
        Ok((page.entries, after + places.len() as u64))
    }
}
