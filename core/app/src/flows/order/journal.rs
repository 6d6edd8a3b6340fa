use account::wire::{Bytes, PutCardOrder};
use model::{Batch, Iccid};
use serde::{Deserialize, Serialize};
use vault::{Records, Vault, VaultError};

/// Id: the order's, 16 bytes; value: [`Begun`], JSON.
const TABLE: &str = "app.card-order";

/// An order that was begun here. It stays until the server knows that its card came, and its user too.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Begun {
    /// Whose.
    pub(super) account: Bytes,
    pub(super) agency: String,
    pub(super) asked: PutCardOrder,
    /// The card, once it is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) card: Option<Iccid>,
    /// Whether the server knows that.
    #[serde(default)]
    pub(super) told: bool,
    /// Whether its user does: until then, the same wish is this card.
    #[serde(default)]
    pub(super) acknowledged: bool,
}

impl Begun {
    pub(super) fn new(account: Bytes, agency: &str, asked: PutCardOrder) -> Self {
        Self { account, agency: agency.to_owned(), asked, card: None, told: false, acknowledged: false }
    }

    pub(super) fn all(vault: &Vault) -> Result<Vec<Self>, VaultError> {
        let damaged = |_| VaultError::Corrupt { what: TABLE.to_owned() };
        let rows = vault.scan(TABLE, &[])?;
        rows.into_iter().map(|(_, body)| serde_json::from_slice(body.expose()).map_err(damaged)).collect()
    }

    /// Keeps it, or forgets it if everybody knows what came of it.
    pub(super) fn keep(&self, vault: &Vault) -> Result<(), VaultError> {
        let mut batch = Batch::new();
        self.put(&mut batch);
        vault.commit(batch)
    }

    fn put(&self, batch: &mut Batch) {
        if self.told && self.acknowledged {
            return batch.delete(TABLE, self.asked.order.0.clone());
        }
        let body = serde_json::to_vec(self).expect("what is kept has string keys only");
        batch.put(TABLE, self.asked.order.0.clone(), body);
    }

    /// Forgets an order that is over, unless its card is here and its user does not know.
    pub(super) fn is_over(order: &Bytes, vault: &Vault) -> Result<(), VaultError> {
        let known = Self::all(vault)?.into_iter().find(|begun| begun.asked.order == *order);
        match known {
            Some(Self { card: Some(_), acknowledged: false, .. }) | None => Ok(()),
            Some(_) => Self::forget(order, vault),
        }
    }

    pub(super) fn forget(order: &Bytes, vault: &Vault) -> Result<(), VaultError> {
        let mut batch = Batch::new();
        batch.delete(TABLE, order.0.clone());
        vault.commit(batch)
    }
}

/// The user has been told of a card, or it is gone: what was ordered is over, as far as he goes.
pub(crate) fn acknowledge(vault: &Vault, iccid: &Iccid, batch: &mut Batch) -> Result<(), VaultError> {
    for begun in Begun::all(vault)?.into_iter().filter(|begun| begun.card == Some(*iccid)) {
        Begun { acknowledged: true, ..begun }.put(batch);
    }
    Ok(())
}
