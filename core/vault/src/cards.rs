use crate::{Grant, Purpose, Records, Vault, VaultError, records::Found};
use model::{Iccid, SecretBytes, record::Batch};

/// Where profiles lie: Ki, OPc, PIN, PUK among them. Ids start with the 10 bytes of EF.ICCID.
const PROFILES: &str = "uicc.card";

/// A card driver's view of the vault: the tables of cards, as far as its grant goes. Made by [`Vault::cards`].
///
/// The driver feeds these records to the card and to nothing else; they are no part of any other interface.
#[derive(Debug)]
pub struct Cards {
    vault: Vault,
    card: Option<Iccid>,
    /// The grant covers the profiles' own records, not only the list of them.
    profiles: bool,
}

/// Whether records of `table` are for card drivers only.
pub(crate) fn is_protected(table: &str) -> bool {
    table.starts_with("uicc.") || table.starts_with("euicc.")
}

impl Cards {
    pub(crate) fn new(vault: Vault, grant: &Grant) -> Self {
        Self { vault, card: grant.card().copied(), profiles: grant.purpose() != Purpose::List }
    }

    /// A card that was handed out before the phone was locked is not used any more either.
    fn usable(&self) -> Result<(), VaultError> {
        if self.vault.is_held() { Err(VaultError::Held) } else { Ok(()) }
    }

    fn check(&self, table: &str, id: &[u8]) -> Result<(), VaultError> {
        self.usable()?;
        let own = self.card.is_none_or(|card| id.starts_with(card.as_ef()));
        if table != PROFILES || self.profiles && own {
            Ok(())
        } else {
            Err(VaultError::Protected { table: table.to_owned() })
        }
    }
}

impl Records for Cards {
    fn commit(&self, batch: Batch) -> Result<(), VaultError> {
        self.usable()?;
        self.vault.commit(batch)
    }

    fn get(&self, table: &str, id: &[u8]) -> Result<Option<SecretBytes>, VaultError> {
        self.check(table, id)?;
        self.vault.get_any(table, id)
    }

    fn scan(&self, table: &str, prefix: &[u8]) -> Result<Vec<Found>, VaultError> {
        self.check(table, prefix)?;
        self.vault.scan_any(table, prefix)
    }

    fn ids(&self, table: &str, prefix: &[u8]) -> Result<Vec<Vec<u8>>, VaultError> {
        self.check(table, prefix)?;
        self.vault.ids_any(table, prefix)
    }
}
