use account::wire::{Bytes, PutCardOrder};
use model::{Batch, Iccid};
use serde::{Deserialize, Serialize};
use vault::{Records, Vault, VaultError};

/// Id: the order's, 16 bytes; value: [`Begun`], JSON.
const TABLE: &str = "app.card-order";

/// An order that was begun here, and of which the server does not know yet that its card came.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Begun {
    /// Whose.
    pub(super) account: Bytes,
    pub(super) agency: String,
    pub(super) asked: PutCardOrder,
    /// The card, once it is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) card: Option<Iccid>,
}

impl Begun {
    pub(super) fn all(vault: &Vault) -> Result<Vec<Self>, VaultError> {
        let damaged = |_| VaultError::Corrupt { what: TABLE.to_owned() };
        let rows = vault.scan(TABLE, &[])?;
        rows.into_iter().map(|(_, body)| serde_json::from_slice(body.expose()).map_err(damaged)).collect()
    }

    pub(super) fn keep(&self, vault: &Vault) -> Result<(), VaultError> {
        let mut batch = Batch::new();
        let body = serde_json::to_vec(self).expect("what is kept has string keys only");
        batch.put(TABLE, self.asked.order.0.clone(), body);
        vault.commit(batch)
    }

    pub(super) fn forget(order: &Bytes, vault: &Vault) -> Result<(), VaultError> {
        let mut batch = Batch::new();
        batch.delete(TABLE, order.0.clone());
        vault.commit(batch)
    }
}
